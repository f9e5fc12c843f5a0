"""Which works do a person's words mean: one, those of a BibTeX file, those of a list of lines."""

from __future__ import annotations

import re
from pathlib import Path

from tracker import files
from tracker.errors import ConfigError
from tracker.identity.schemes import parse_reference

_MOST = 10_000_000  # bytes of a file
_ENTRY = re.compile(r"^[ \t]*@(\w+)\s*\{", re.MULTILINE)
_FIELD = re.compile(
    r"\b(eprint|doi|url|howpublished)\s*=\s*[{\"]+\s*(?:\\url\{)?([^{}\"\n]+)", re.IGNORECASE
)
_ORDER = ("eprint", "doi", "url", "howpublished")  # the strongest identity first


def read_bibtex(path: Path) -> tuple[str, ...]:
    """What each entry of a BibTeX file names: its eprint, DOI or address. Raises ConfigError for a
    file that cannot be read, or names none."""
    try:
        text = files.read(path, most=_MOST).data.decode("utf-8", "replace")
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise ConfigError(message, path=str(path)) from error
    starts = [match.start() for match in _ENTRY.finditer(text)]
    entries = (text[at:end] for at, end in zip(starts, [*starts[1:], len(text)], strict=True))
    named = tuple(dict.fromkeys(filter(None, map(_named, entries))))
    if not named:
        raise ConfigError("no entry names an eprint, a DOI or an address", path=str(path))
    return named


def _named(entry: str) -> str:
    fields = {name.lower(): value.strip() for name, value in reversed(_FIELD.findall(entry))}
    values = (f"doi:{fields[n]}" if n == "doi" else fields[n] for n in _ORDER if n in fields)
    return next((value for value in values if parse_reference(value)), "")


def read_lines(text: str) -> tuple[str, ...]:
    """What each line of a list names; blank lines and those that begin with "#" name nothing."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line and not line.startswith("#")))
