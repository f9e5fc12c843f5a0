"""The browser, without the key in sight: everybody on a machine can read the arguments of every
process, and a browser is started with an address in them.

So it is started on a file that its owner alone can read, which leads to the address with the key.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator
from html import escape
from pathlib import Path

from tracker.errors import ConfigError
from tracker.web.site import Site, new_key

_OWNER = stat.S_IRUSR | stat.S_IWUSR


@contextlib.contextmanager
def way_in(site: Site, folder: Path) -> Iterator[Path]:
    """A file that leads a browser in, while the block runs. Raises ConfigError."""
    address = escape(site.address_with_key)
    text = (
        '<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer">'
        f'<title>tracker</title><meta http-equiv="refresh" content="0;url={address}">\n'
    )
    path = folder / f"open-{secrets.token_hex(4)}.html"
    _write(path, text)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def kept_key(folder: Path) -> str:
    """The key of earlier runs, for bookmarks and telephones that shall stay in; a new one where
    there is none, or where others could have read it. Raises ConfigError."""
    path = folder / "page-key"
    with contextlib.suppress(OSError):
        status = path.lstat()
        is_own = stat.S_ISREG(status.st_mode) and status.st_uid == os.geteuid()
        if is_own and not stat.S_IMODE(status.st_mode) & ~_OWNER:
            key = path.read_text("ascii").strip()
            if len(key) >= len(new_key()):
                return key
        path.unlink()
    key = new_key()
    _write(path, key + "\n")
    return key


def _write(path: Path, text: str) -> None:
    """A new file that its owner alone can read from its first moment on."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}") from error
