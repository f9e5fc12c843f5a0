"""The open draft as it stands in its file, with what is known beside each entry; nothing here
writes.

The order is the file's, which is the best first unless the author moved something. What a draft
says of an entry (why it is there, what was said of similar ones) is read from the comments in it,
so that page and file never differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import groupby

from tracker import files
from tracker.drafts.file.body import author_comments
from tracker.drafts.file.lines import ABSTRACT, PROMPT
from tracker.escaping import comment, fold
from tracker.markdown import links_of
from tracker.store.author import decisions
from tracker.store.works import read
from tracker.values import Decision, DraftEntry, EntryKey, Verdict, Work
from tracker.workflows.open_drafts.changed_since import changed
from tracker.workflows.open_drafts.read import OpenDraft
from tracker.workflows.open_drafts.verdicts import plan_reading
from tracker.workflows.proposing.look_alikes import LookAlike, look_alikes
from tracker.workflows.session import Session

_SAYS = "tracker:"  # begins a comment that is no marker
_REASONS = 12  # that are offered
_READ = 300  # of the newest rejections


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEntry:
    """An entry as it stands. ``stamp`` tells whether it still does; ``work`` is None where the
    store has none of that number; ``remarks`` are the comments in it, ``title`` the one with the
    work's whole title; ``posts`` are about the work; ``problems`` keep it from being decided."""

    entry: DraftEntry
    stamp: str
    work: Work | None
    title: str = ""
    remarks: tuple[str, ...] = ()
    posts: tuple[Work, ...] = ()
    look_alike: LookAlike | None = None  # that was rejected with a reason
    changed: str = ""  # what its source has corrected since it was written
    problems: tuple[str, ...] = ()
    lost_links: tuple[str, ...] = ()  # that it was written with, where it has none any more
    is_published: bool = False

    @property
    def is_decided(self) -> bool:
        """Whether the author has had the last word."""
        return self.is_published or self.entry.verdict is not Verdict.UNDECIDED


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDraft:
    """An open draft. ``problems`` are those of the file, ``others`` the paths of further open
    drafts, ``reasons`` what the author gave lately for rejections."""

    path: str
    entries: tuple[ShownEntry, ...]
    problems: tuple[str, ...]
    reasons: tuple[str, ...]
    others: tuple[str, ...]
    is_doubtful: bool  # an editor failed after it had saved the file

    @property
    def decided(self) -> int:
        """How many entries are decided."""
        return sum(shown.is_decided for shown in self.entries)

    @property
    def sections(self) -> tuple[tuple[str, tuple[ShownEntry, ...]], ...]:
        """The entries below their headings."""
        by_heading = groupby(self.entries, key=lambda shown: shown.entry.heading)
        return tuple((heading, tuple(entries)) for heading, entries in by_heading)


def show_draft(session: Session, path: str = "") -> ShownDraft:
    """The open draft at that path, else the newest. Raises DraftError where there is none."""
    drafts = session.drafts
    chosen = drafts.choose(path)
    rejected = decisions.newest(session.db, Verdict.REJECTED, limit=_READ)
    reading = plan_reading(drafts, deletions=False, now=session.now, of=[chosen])
    return ShownDraft(
        path=chosen.path,
        entries=_entries(session, chosen, rejected),
        problems=reading.problems,
        reasons=_reasons(rejected),
        others=tuple(other.path for other in drafts.drafts if other.path != chosen.path),
        is_doubtful=chosen.is_doubtful,
    )


def stamp_of(data: bytes, entry: DraftEntry) -> str:
    """What changes when the entry's bytes do."""
    return files.stamp(data[entry.start : entry.end])[:16]


def _reasons(rejected: Iterable[Decision]) -> tuple[str, ...]:
    given = dict.fromkeys(decision.reason for decision in rejected if decision.reason)
    return tuple(given)[:_REASONS]


def _entries(
    session: Session, chosen: OpenDraft, rejected: Iterable[Decision]
) -> tuple[ShownEntry, ...]:
    db, drafts, data = session.db, session.drafts, chosen.file.data
    numbers = {e.key: drafts.works.get(e.key, 0) for e in chosen.draft.entries}
    works = {work.id: work for work in read.get(db, numbers.values())}
    about = read.posts_about(db, works)
    posts = {work.id: work for work in read.get(db, (n for ns in about.values() for n in ns))}
    # What was rejected before the draft was written stands in its remarks.
    written_at = min((entry.proposed_at for entry in chosen.written), default=session.now)
    since_then = [decision for decision in rejected if decision.decided_at >= written_at]
    alike = look_alikes(db, tuple(works.values()), since_then)
    since = {key: what for key, _, what in changed(db, chosen) if what}
    problems = _problems(chosen)
    written = {entry.key: entry.text for entry in chosen.written}
    remarks = {e.key: _remarks(data[e.start : e.end].decode()) for e in chosen.draft.entries}
    titles = {key: _title(said) for key, said in remarks.items()}
    return tuple(
        ShownEntry(
            entry=entry,
            stamp=stamp_of(data, entry),
            work=works.get(numbers[entry.key]),
            title=titles[entry.key].strip("“”"),
            remarks=tuple(line for line in remarks[entry.key] if line != titles[entry.key]),
            posts=tuple(posts[n] for n in about.get(numbers[entry.key], ()) if n in posts),
            look_alike=alike.get(numbers[entry.key]),
            changed=since.get(entry.key, ""),
            problems=problems.get(entry.key, ()),
            lost_links=_lost_links(written.get(entry.key, ""), entry.body),
            is_published=entry.key in drafts.published,
        )
        for entry in chosen.draft.entries
    )


def _lost_links(written: str, body: str) -> tuple[str, ...]:
    """The links of an entry as it was written, of which none is left."""
    if body == written or links_of(body.encode()):
        return ()
    return links_of(written.encode())


def _problems(chosen: OpenDraft) -> Mapping[EntryKey, tuple[str, ...]]:
    by_key: dict[EntryKey, tuple[str, ...]] = {}
    for problem in chosen.draft.problems:
        if problem.key:
            line = f"line {problem.line}: {problem.message}" if problem.message else ""
            by_key[problem.key] = (*by_key.get(problem.key, ()), line)
    return by_key


def _title(remarks: Sequence[str]) -> str:
    """The first remark, where it is the title that an entry's name was taken from."""
    first = next(iter(remarks), "")
    return first if first.startswith("“") and first.endswith("”") and first.count("”") == 1 else ""


def _remarks(text: str) -> tuple[str, ...]:
    """What the comments in an entry say to its author, but for its abstract and the prompt."""
    spans = author_comments(text)
    comments = [text[start:end] for start, end in spans if not text.startswith(ABSTRACT, start)]
    words = [fold(each.removeprefix("<!--").removesuffix("-->")) for each in comments]
    said = [each.removeprefix(_SAYS).strip() for each in words if each.startswith(_SAYS)]
    return tuple(unescape(each) for each in said if each != comment(PROMPT))
