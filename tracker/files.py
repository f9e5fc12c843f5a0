"""Reading bytes with a stamp and replacing a file atomically: the only I/O below the edges.

Only regular files are read, and only up to a size: a pipe, a terminal or a device in a file's
place, or behind a link, would keep a command waiting or fill the memory.

A file is written beside the old one and put in its place, so nothing ever sees a part of it. What
a file is besides its bytes (owner, mode, extended attributes, access lists) goes over to the new
one. Where the system does not let that be, or the file has a second name (a hard link), the old
file is written over instead, as vim's ``backupcopy=auto`` does it: the new text stands whole beside
it while that is done.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 50_000_000
_STALE_SECONDS = 86_400  # of a file that a killed run left beside the one it wrote
_LONGEST = 50  # characters of a name, of which a system takes 255 bytes


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
    """Write ``data`` to ``path``: a reader sees the old bytes or the new, never a part, unless the
    file has to be written over (see above).

    With ``expected`` (a stamp), raises FileChangedError when the bytes on disk are others. A
    symbolic link stays one: its target is replaced. Raises OSError, and PermissionError for a file
    that is not writable.
    """
    target = Path(os.path.realpath(path))
    before: os.stat_result | None = None
    with contextlib.suppress(FileNotFoundError):
        before = target.stat()
        if not before.st_mode & stat.S_IWUSR or not os.access(target, os.W_OK):
            raise PermissionError(f"{path} is read-only")
    with _beside(target, data) as new:
        if expected is not None and (before is None or read(target).stamp != expected):
            raise FileChangedError(str(path))
        if before is None:
            new.chmod(0o666 & ~_umask())
            new.replace(target)
        elif _takes_over(new, target, before):
            new.replace(target)
        else:
            _write_over(target, data)


def create(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, whole or not at all. Raises OSError, FileExistsError
    among them."""
    with _beside(path, data) as new:
        new.chmod(0o666 & ~_umask())
        try:
            os.link(new, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            path.touch(exist_ok=False)
            new.replace(path)


@contextlib.contextmanager
def _beside(target: Path, data: bytes) -> Iterator[Path]:
    """A file with these bytes in the target's folder, which goes unless it is put elsewhere."""
    prefix = f".{target.name[:_LONGEST]}."
    _remove_stale(target.parent, prefix)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=prefix, suffix=".new")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _remove_stale(folder: Path, prefix: str) -> None:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(prefix) and entry.name.endswith(".new"):
                age = time.time() - entry.stat(follow_symlinks=False).st_mtime
                if age > _STALE_SECONDS:
                    os.unlink(entry.path)  # noqa: PTH108


def _takes_over(new: Path, target: Path, before: os.stat_result) -> bool:
    """Give ``new`` all that the target is besides its bytes; whether that was possible."""
    if before.st_nlink > 1:
        return False
    try:
        made = new.stat()
        if (made.st_uid, made.st_gid) != (before.st_uid, before.st_gid):
            os.chown(new, before.st_uid, before.st_gid)
        new.chmod(stat.S_IMODE(before.st_mode))
        there, here = _attributes(target), _attributes(new)
        for name in here.keys() - there.keys():
            os.removexattr(new, name)
        for name, value in there.items():
            if here.get(name) != value:
                os.setxattr(new, name, value)
    except OSError:
        return False
    return True


def _attributes(path: Path) -> dict[str, bytes]:
    """The file's extended attributes (Linux), access lists among them; none where the file system
    has none. Raises OSError for one that cannot be read."""
    if not hasattr(os, "listxattr"):
        return {}
    try:
        names = os.listxattr(path)
    except OSError as error:
        if error.errno in (errno.ENOTSUP, errno.ENOSYS):
            return {}
        raise
    return {name: os.getxattr(path, name) for name in names}


def _write_over(target: Path, data: bytes) -> None:
    """Write into the file itself; where that fails, its old bytes come back."""
    old = target.read_bytes()
    try:
        _fill(target, data)
    except OSError:
        _fill(target, old)
        raise


def _fill(target: Path, data: bytes) -> None:
    with target.open("r+b") as file:
        file.write(data)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
