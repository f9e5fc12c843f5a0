"""The living post as a file: read whole, replaced atomically, refused in a line."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from tracker import files
from tracker.errors import PostError
from tracker.markdown import BlockKind, excess, find_conflicts, parse_outline


def read_post(path: Path, *, is_typed: bool = False) -> files.Stamped:
    """The post's bytes. Raises PostError where there are none, too many, or not in UTF-8.

    ``is_typed``: the command line names it, not the settings.
    """
    try:
        stamped = files.read(path)
        stamped.data.decode("utf-8")
    except FileNotFoundError as error:
        hint = "check its name" if is_typed else "check [post] path in tracker.toml"
        raise PostError(f"there is no file {_shown(path)}; {hint}") from error
    except OSError as error:
        raise PostError(f"{_shown(path)} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        message = (
            f"{_shown(path)} is not UTF-8 (byte {error.start}); save it as UTF-8 and try again"
        )
        raise PostError(message) from error
    if too_much := excess(stamped.data):
        raise PostError(f"{path} {too_much}")
    return stamped


def is_deleted(path: Path, *, living: Path | None) -> bool:
    """Whether somebody deleted the post. Raises PostError where it may only be out of reach: the
    ``living`` one, or with its whole folder."""
    try:
        if path.exists() or (living and living.resolve() == path):
            return False
        if path.parent.is_dir():
            return True
    except OSError as error:
        raise PostError(f"{_shown(path)} cannot be read: {error.strerror}") from error
    raise PostError(f"there is no folder {path.parent} any more; put it back, and undo again")


_OTHERS = {
    ".ipynb": "a notebook",
    ".org": "an Org file",
    ".rst": "reStructuredText",
    ".rest": "reStructuredText",
    ".adoc": "AsciiDoc",
    ".asciidoc": "AsciiDoc",
    ".asc": "AsciiDoc",
    ".textile": "Textile",
    ".wiki": "wiki text",
    ".mediawiki": "wiki text",
    ".creole": "wiki text",
    ".pod": "Perl documentation",
    ".rdoc": "Ruby documentation",
    ".yaml": "YAML",
    ".yml": "YAML",
    ".toml": "TOML",
    ".csv": "a table",
    ".opml": "an outline",
    ".epub": "a book",
    ".gz": "packed",
    ".zip": "packed",
    ".tex": "LaTeX",
    ".typ": "Typst",
    ".html": "HTML",
    ".htm": "HTML",
    ".xhtml": "HTML",
    ".xml": "XML",
    ".json": "JSON",
    ".pdf": "a PDF",
    ".docx": "a Word file",
    ".odt": "an office document",
    ".rtf": "RTF",
}
_STARTS = (
    (re.compile(rb"\s*\{(?=.*\"nbformat\")", re.DOTALL), "a notebook"),
    (re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype html|<html[\s>])", re.IGNORECASE), "HTML"),
)


def check_markdown(path: Path, data: bytes = b"") -> None:
    """Raises PostError for a post that is no Markdown, by its name, or by ``data`` at hand: entries
    would spoil it."""
    kind = _OTHERS.get(path.suffix.lower(), "")
    kind = kind or next((what for start, what in _STARTS if start.match(data)), "")
    if kind:
        raise PostError(f"{_shown(path)} is {kind}, and entries are Markdown; name a Markdown file")


def is_mdx(path: Path) -> bool:
    """Whether the post is Markdown with JSX."""
    return path.suffix.lower() == ".mdx"


def check_merged(stamped: files.Stamped) -> None:
    """Raises PostError for a post in which a merge left a conflict: nobody knows what it says."""
    if b"<<<<<<<" in stamped.data or b">>>>>>>" in stamped.data or b"|||||||" in stamped.data:
        outline = parse_outline(stamped.data)
        code = {
            line
            for block in outline.blocks
            if block.kind is BlockKind.CODE
            for line in range(block.first, block.last + 1)
        }
        lines = outline.lines
        texts = ((lines.content(line).decode(), line in code) for line in range(len(lines)))
        for first, _ in find_conflicts(texts):
            message = "a merge conflict stands here; resolve it and try again"
            raise PostError(f"{_shown(stamped.path)}:{first + 1}: {message}")


def check_writable(path: Path) -> None:
    """Raises PostError for a read-only post, as ``replace_post`` would: a preview tells it too."""
    try:
        writable = path.stat().st_mode & stat.S_IWUSR and os.access(path, os.W_OK)
    except OSError:
        return  # what is not there is for whoever reads it to tell
    if not writable:
        raise PostError(f"{_shown(path)} cannot be written: it is read-only")


def replace_post(stamped: files.Stamped, data: bytes) -> None:
    """Write the post, unless somebody changed it since it was read. Raises PostError."""
    if problem := excess(data):  # it could not be read again
        raise PostError(f"{stamped.path} cannot be written: with the new entries it {problem}")
    try:
        files.replace(stamped.path, data, expected=stamped.stamp)
    except files.FileChangedError as error:
        message = f"{_shown(stamped.path)} was changed meanwhile; nothing was written; try again"
        raise PostError(message) from error
    except OSError as error:
        problem = error.strerror or "it is read-only"
        raise PostError(f"{_shown(stamped.path)} cannot be written: {problem}") from error


def make_post(path: Path, data: bytes) -> None:
    """Write a post that is not there yet. Raises PostError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        files.create(path, data)
    except OSError as error:
        raise PostError(f"{_shown(path)} cannot be made: {error.strerror}") from error


def remove_post(stamped: files.Stamped) -> None:
    """Delete a post, unless somebody changed it since it was read. Raises PostError."""
    if read_post(stamped.path).stamp != stamped.stamp:
        raise PostError(
            f"{_shown(stamped.path)} was changed meanwhile; nothing was done; try again"
        )
    try:
        stamped.path.unlink()
    except OSError as error:
        raise PostError(f"{_shown(stamped.path)} cannot be deleted: {error.strerror}") from error


def _shown(path: Path) -> str:
    """The path as a person would write it: a setting such as "../post.md" is from a folder."""
    return os.path.normpath(path)
