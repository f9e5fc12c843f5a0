"""Drafting: what is worth the author's time, written into a draft, each work once.

The open drafts are read first. An open draft of the same name takes the new entries; it is
filled up to so many undecided entries a topic, and takes what has come since it was last
written on top of these. So drafting twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from tracker.ranking.question import Taste
from tracker.store.author import entries
from tracker.store.author.entries import Entry
from tracker.values import Proposal
from tracker.workflows.derived.matching import rematch_if_changed
from tracker.workflows.drafting.draft_file import DraftFile
from tracker.workflows.drafting.report import DraftedEntry, RunFacts, entries_in
from tracker.workflows.drafting.styles import Styles
from tracker.workflows.open_drafts.changed_since import tell_changes
from tracker.workflows.open_drafts.done import put_aside
from tracker.workflows.open_drafts.expiry import expired
from tracker.workflows.open_drafts.read import OpenDraft
from tracker.workflows.open_drafts.verdicts import DraftReading, plan_reading
from tracker.workflows.proposing import second_looks
from tracker.workflows.proposing.candidates import SecondLook
from tracker.workflows.proposing.filling import places_of, with_room
from tracker.workflows.proposing.look_alikes import with_look_alikes
from tracker.workflows.proposing.order import order
from tracker.workflows.proposing.reader import Read, Reader, Tell, read_first
from tracker.workflows.proposing.taste import taste_of
from tracker.workflows.session import Session
from tracker.workflows.topic_places import warnings


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftOptions:
    """What an author may ask of one draft."""

    topic: str = ""
    since_at: datetime | None = None  # without it, as the session says
    limit: int | None = None

    def topics(self, session: Session) -> Sequence[str]:
        """The topics that the draft is of."""
        return (self.topic,) if self.topic else session.project.topics

    def since(self, session: Session) -> datetime:
        """How far the draft looks back."""
        return self.since_at or session.looks_back_to(self.topics(session))


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftReport:
    """The open draft after drafting. ``path`` is "" where there is none."""

    path: str
    text: str
    entries: tuple[DraftedEntry, ...]
    reading: DraftReading
    notices: tuple[str, ...]
    problems: tuple[str, ...] = ()  # what keeps the reader from ordering
    not_shown: int = 0  # works that could be proposed and got no place

    def as_json(self) -> dict[str, object]:
        return {
            "path": self.path or None,
            "entries": [entry.as_json() for entry in self.entries],
            "not_shown": self.not_shown,
            "notices": [*self.reading.returned, *self.notices, *self.problems],
        }


def draft(
    session: Session, options: DraftOptions, *, tell: Tell = lambda line: None
) -> DraftReport:
    """Write proposals into the open draft, or a new one; ``tell`` hears what takes long.

    A session that does not store writes nothing. Raises ConfigError, StoreError, DraftError,
    PostError.
    """
    if options.topic:
        session.project.watchlist(options.topic)
    styles = Styles(session)
    reading = plan_reading(session.drafts, deletions=False, now=session.now)
    notices = _bring_up_to_date(session, options, reading) if session.stores else ()
    file = DraftFile(session, styles, topic=options.topic)
    again = _second_looks(session, options, file.continued)
    read, proposals = _proposals(session, options, file.continued, again, tell)
    proposals = tuple(sorted(proposals, key=lambda proposal: proposal.is_update))  # below new works
    gone = expired(file.continued, session.expiry.before)
    path, data, rendered = file.add(proposals, again)
    run = RunFacts.of(rendered, proposals, gone)
    return DraftReport(
        path=path if data else "",
        text=data.decode("utf-8"),
        entries=entries_in(session, session.folder.parse(data, path=path), run),
        reading=reading,
        notices=(
            *notices,
            *_expired(file.continued, gone),
            *_looks(path, proposals),
            *_headings(session, proposals),
            *_untaught(session),
        ),
        problems=read.problems,
        not_shown=len(read.order.ranked) - len(proposals),
    )


def _bring_up_to_date(
    session: Session, options: DraftOptions, reading: DraftReading
) -> tuple[str, ...]:
    """Match what has to be matched again, keep what the drafts say, let go what is gone, put aside
    what is decided; a line on each."""
    db, now, watchlists = session.db, session.now, session.project.watchlists
    again = rematch_if_changed(db, watchlists, now=now, since=options.since_at)
    notices = [again.line] if again and again.line else []
    session.store_reading(reading)
    session.note_hand_links()
    if changed := tell_changes(db, session.drafts):
        notices += changed
        session.reread()
    for path in session.drafts.missing:
        second_looks.put_back(db, path, now=now)
        entries.forget_draft(db, path)
        notices.append(f"{path} is gone: its undecided entries can be proposed again")
    notices += sorted(reading.cautions.difference(reading.returned))
    gone = put_aside(session.folder, db, session.drafts, reading.held, closes=False, now=now)
    if gone.lines:
        session.reread()
    return (*notices, *gone.lines, *gone.problems)


def _second_looks(
    session: Session, options: DraftOptions, continued: OpenDraft | None
) -> Mapping[int, SecondLook]:
    return second_looks.due(
        session.db,
        session.drafts,
        continued,
        rejected=session.rejected,
        topics=options.topics(session),
        expiry=session.expiry,
        since=options.since(session),
    )


def _proposals(
    session: Session,
    options: DraftOptions,
    continued: OpenDraft | None,
    again: Mapping[int, SecondLook],
    tell: Tell,
) -> tuple[Read, tuple[Proposal, ...]]:
    """The order as it was read, and what the draft takes of it."""
    settings = session.project.settings
    room = partial(
        with_room,
        open_draft=continued,
        expired_before=session.expiry.before,
        places=places_of(settings.draft, limit=options.limit),
    )
    whole = order(
        session.db,
        options.topics(session),
        model=session.model,
        standing=session.standing,
        since=options.since(session),
        now=session.now,
        again=again,
        by_hand=session.by_hand,
        keep=session.stores,
    )
    taken = room(whole, explore=0.0)
    reader = Reader.of(session.project, partial(_taste, session))
    read = read_first(session.db, reader, whole, taken, keep=session.stores, tell=tell)
    chosen = room(read.order, explore=settings.ranking.explore)
    proposed = _not_in_conflicts(session, map(whole.propose, chosen))
    return read, with_look_alikes(session.db, proposed, session.rejected)


def _not_in_conflicts(session: Session, proposals: Iterable[Proposal]) -> Iterator[Proposal]:
    """Without what stands in a draft that no draft goes on with until its conflict is settled: it
    would stand twice, even where the store does not know of it, since its run was killed."""
    drafts = session.drafts
    conflicts = (each.draft for each in drafts.drafts if each.draft.has_conflict)
    held = {(drafts.works.get(e.key), e.key.topic) for draft in conflicts for e in draft.entries}
    return (p for p in proposals if (p.work.id, p.topic) not in held)


def _taste(session: Session, topic: str) -> Taste:
    """What a reader is told of the author; reasons only where they say so."""
    tells_reasons = session.project.settings.ranking.reader_reasons
    rejected = session.rejected if tells_reasons else ()
    return taste_of(session.db, topic, standing=session.standing, rejected=rejected)


def _expired(continued: OpenDraft | None, gone: Sequence[Entry]) -> Iterator[str]:
    if continued and gone:
        count = f"{len(gone)} entries stay" if len(gone) > 1 else "1 entry stays"
        line = f"{count} undecided for long, and no longer keep others out (expired)"
        yield f"{continued.path}: {line}"


def _headings(session: Session, proposals: Sequence[Proposal]) -> Iterator[str]:
    """On the headings of new entries that the post lacks."""
    topics = {proposal.topic for proposal in proposals}
    if topics and session.post:
        every = session.project.watchlists
        yield from warnings(
            session.post,
            [topic for topic in every if topic.slug in topics],
            session.project.settings.post.new_headings,
            siblings=every,
        )


def _untaught(session: Session) -> Iterator[str]:
    """Where nothing is known of the author, that it is so, and what would teach most."""
    if not session.taught and not session.model.decisions:
        yield (
            "nothing to learn your taste from yet: name your post ([post] path), or a file of "
            "works that you like ([ranking] seeds: links, BibTeX or OPML; ten do much), and poll"
        )


def _looks(path: str, proposals: Iterable[Proposal]) -> Iterator[str]:
    for proposal in proposals:
        if proposal.second_look:
            work = proposal.work
            name = f"{work.id} in {proposal.topic}: {work.name}"
            before = f"; {proposal.said_before}" if proposal.said_before else ""
            yield f"{path}: a second look: {proposal.second_look}{before}: {name}"
