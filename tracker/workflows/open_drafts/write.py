"""Writing a draft's file, unless somebody changed it meanwhile."""

from __future__ import annotations

from pathlib import Path

from tracker import files
from tracker.errors import DraftError
from tracker.workflows.open_drafts.read import OpenDraft


def replace_file(open_draft: OpenDraft, data: bytes) -> None:
    """Write a draft, unless somebody changed it since it was read. Raises DraftError."""
    write_draft(open_draft.file.path, data, expected=open_draft.file.stamp)


def write_draft(path: Path, data: bytes, *, expected: str | None = None) -> None:
    """Write a draft's bytes. Raises DraftError in a line that says what is in the way."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        files.replace(path, data, expected=expected)
    except files.FileChangedError as error:
        message = f"{path} was changed meanwhile; nothing was written; try again"
        raise DraftError(message) from error
    except OSError as error:
        raise DraftError(f"{path} cannot be written: {error.strerror or 'read-only'}") from error
