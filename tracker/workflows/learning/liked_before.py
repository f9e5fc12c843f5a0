"""What the author has liked before tracker: the works that the post links and the seeds name.

They are the ranking's first teachers, and are never proposed. ``[ranking] seeds`` is a text file
with a link or identifier a line, OPML, or BibTeX; no format is asked for: addresses are taken
wherever they stand, identifiers from BibTeX's fields or where a line begins with one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from tracker.errors import ConfigError
from tracker.identity.schemes import aliases_of_url, parse_reference
from tracker.posts.linked import aliases_in
from tracker.values import Alias
from tracker.workflows.project import Project, read_text

MOST_SEEDS = 5_000
_LONGEST = 2_000  # characters of a line
_ADDRESS = re.compile(r"https?://[^\s\"'<>{}\\]+", re.IGNORECASE)
_FIELD = re.compile(r"\b(eprint|doi|arxivid)\s*=\s*[\"{]+\s*([^\s\"{}]+)", re.IGNORECASE)


def aliases_taught(project: Project, post: bytes) -> frozenset[Alias]:
    """The identities of all that the ``post`` links and the seeds name. Raises ConfigError."""
    return aliases_in(post) | frozenset(_seeds(project))


def parse_seeds(text: str) -> tuple[Alias, ...]:
    """The identities that a file of seeds names, each once."""
    found: dict[Alias, None] = {}
    for line in text.splitlines():
        found.update(dict.fromkeys(_in_line(line[:_LONGEST].strip())))
        if len(found) >= MOST_SEEDS:
            break
    return tuple(found)[:MOST_SEEDS]


def _in_line(line: str) -> Iterator[Alias]:
    addresses = _ADDRESS.findall(line)
    for address in addresses:
        yield from aliases_of_url(html.unescape(address).rstrip(".,;)]"))
    for field, value in _FIELD.findall(line):
        prefix = "doi:" if field.lower() == "doi" else "arXiv:"
        if alias := parse_reference(prefix + value):
            yield alias
    if (
        line
        and not addresses
        and line[0].isalnum()
        and (alias := parse_reference(line.split(maxsplit=1)[0]))
    ):
        yield alias


def _seeds(project: Project) -> tuple[Alias, ...]:
    path = project.settings.ranking.seeds
    if not path:
        return ()
    file = project.home / Path(path).expanduser()
    if not file.is_file():
        raise ConfigError(f"there is no file {path}; check [ranking] seeds in tracker.toml")
    return parse_seeds(read_text(file))
