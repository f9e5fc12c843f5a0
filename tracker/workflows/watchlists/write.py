"""Writing a watchlist's file, unless somebody changed it meanwhile."""

from __future__ import annotations

from pathlib import Path

from tracker import files
from tracker.errors import ConfigError


def write_watchlist(path: Path, text: str, *, expected: str | None = None) -> None:
    """Raises ConfigError in a line that says what is in the way."""
    try:
        path.parent.mkdir(exist_ok=True)
        files.replace(path, text.encode("utf-8"), expected=expected)
    except files.FileChangedError as error:
        message = "was changed meanwhile; nothing was written; try again"
        raise ConfigError(message, path=str(path)) from error
    except OSError as error:
        problem = f"cannot be written: {error.strerror or error}"
        raise ConfigError(problem, path=str(path)) from error
