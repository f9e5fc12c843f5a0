"""The project's drafts/ folder: each content of a file is parsed once a run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tracker import files
from tracker.drafts.file.document import Draft, parse_draft
from tracker.drafts.file.torn import without_torn_end
from tracker.errors import DraftError
from tracker.values import EntryKey


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as it was read, without what is torn at its end, and the draft in it. ``path`` is
    relative to the project folder."""

    path: str
    file: files.Stamped
    draft: Draft


class DraftFolder:
    """The drafts of the project folder ``home``."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._parsed: dict[str, Draft] = {}  # by the digest of its bytes

    def read(self, path: str) -> ReadFile:
        """The file at ``path``. Raises OSError, and DraftError where it is not UTF-8."""
        file = files.read(self.home / path)
        file = replace(file, data=without_torn_end(file.data))
        return ReadFile(path, file, self._draft(file.data, file.stamp, path))

    def parse(self, data: bytes, *, path: str) -> Draft:
        """The draft in these bytes, which are what stands at ``path``."""
        return self._draft(data, files.stamp(data), path)

    def others(self, known_paths: Collection[str]) -> Iterator[ReadFile]:
        """Files with entries that are at none of these paths, by name, the newest date first; what
        cannot be read as a draft is none."""
        for path in sorted((self.home / "drafts").glob("*.md"), reverse=True):
            relative = path.relative_to(self.home).as_posix()
            if relative not in known_paths and (other := self.with_entries(relative)):
                yield other

    def with_entries(self, path: str) -> ReadFile | None:
        """The file at ``path``, None where it cannot be read or has no entries."""
        try:
            file = self.read(path)
        except (OSError, DraftError):
            return None
        return file if file.draft.entries else None

    def _draft(self, data: bytes, stamp: str, path: str) -> Draft:
        draft = self._parsed.get(stamp)
        if draft is None:
            draft = self._parsed[stamp] = parse_draft(data, path=path)
        return draft if draft.path == path else replace(draft, path=path)


def find_renamed(others: Iterable[ReadFile], keys: Collection[EntryKey]) -> ReadFile | None:
    """The file that holds most of these entries, if any holds one."""
    counted = [(len({e.key for e in other.draft.entries} & set(keys)), other) for other in others]
    count, other = max(counted, key=lambda pair: pair[0], default=(0, None))
    return other if count else None
