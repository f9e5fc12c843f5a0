"""Reading bytes with a stamp and replacing a file atomically: the only I/O below the edges.

Only regular files are read, and only up to a size: a pipe, a terminal or a device in a file's
place, or behind a link, would keep a command waiting or fill the memory.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 50_000_000


class FileChangedError(Exception):
    """The file is no longer the one that was read."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """A file's bytes and what tells that they are still the ones on disk."""

    path: Path
    data: bytes
    stamp: str


def stamp(data: bytes) -> str:
    """A digest that changes when the bytes do."""
    return hashlib.sha256(data).hexdigest()


def read(path: Path, *, most: int = MOST_BYTES) -> Stamped:
    """The file's bytes and stamp. Raises OSError, for what is no regular file or larger, too."""
    with open(path, "rb", opener=_open_at_once) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"larger than {most // 1_000_000} MB", str(path))
    return Stamped(path, data, stamp(data))


def _open_at_once(path: str, flags: int) -> int:
    """Without waiting for a pipe's other end; Windows has neither flag."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))


def replace(path: Path, data: bytes, *, expected: str | None = None) -> None:
    """Write ``data`` to ``path`` atomically: a reader sees the old bytes or the new, never a part.

    With ``expected`` (a stamp), raises FileChangedError when the bytes on disk are others. A
    symbolic link stays one: its target is replaced. Mode is kept. Raises OSError, and
    PermissionError for a file that is not writable.
    """
    target = Path(os.path.realpath(path))
    mode: int | None = None
    with contextlib.suppress(FileNotFoundError):
        mode = stat.S_IMODE(target.stat().st_mode)
        if not mode & stat.S_IWUSR or not os.access(target, os.W_OK):
            raise PermissionError(f"{path} is read-only")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".new")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        temporary.chmod(mode if mode is not None else 0o666 & ~_umask())
        if expected is not None and (not target.exists() or read(target).stamp != expected):
            raise FileChangedError(str(path))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
