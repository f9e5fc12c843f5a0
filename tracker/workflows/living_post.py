"""The living post as a file: read whole, replaced atomically, refused in a line."""

from __future__ import annotations

from pathlib import Path

from tracker import files
from tracker.errors import PostError


def read_post(path: Path) -> files.Stamped:
    """The post's bytes. Raises PostError where there are none, or they are not UTF-8."""
    try:
        stamped = files.read(path)
        stamped.data.decode("utf-8")
    except FileNotFoundError as error:
        raise PostError(f"there is no file {path}; check [post] path in tracker.toml") from error
    except OSError as error:
        raise PostError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        message = f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8 and try again"
        raise PostError(message) from error
    return stamped


def replace_post(stamped: files.Stamped, data: bytes) -> None:
    """Write the post, unless somebody changed it since it was read. Raises PostError."""
    try:
        files.replace(stamped.path, data, expected=stamped.stamp)
    except files.FileChangedError as error:
        message = f"{stamped.path} was changed meanwhile; nothing was written; try again"
        raise PostError(message) from error
    except OSError as error:
        told = error.strerror or str(error)
        raise PostError(f"{stamped.path} cannot be written: {told}") from error


def make_post(path: Path, data: bytes) -> None:
    """Write a post that is not there yet. Raises PostError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)
    except OSError as error:
        raise PostError(f"{path} cannot be made: {error.strerror}") from error
