"""An author whose draft is there."""

from pathlib import Path

from tests.support.author import Author


def drafted(author: Author) -> Path:
    author.ok("draft", "--since", "2025-01-01")
    (path,) = author.drafts
    return path
