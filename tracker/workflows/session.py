"""What every deed on a project holds: its files, its store, one moment, and what they say together.

A session opens the store once, takes in what a killed run left, and reads the drafts and the post
once each, when a deed first asks. Whoever writes says so with ``reread``. No deed lives here: they
are functions of a session, in the rooms beside this file.

Three kinds are opened: one that stores, one that is ``dry`` (what it would store is only told), and
one that only reads. What only some deeds ask for (learning, recovery) is imported when they ask:
whoever just lists, or looks at a page, does not wait for it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from tracker.errors import PostError
from tracker.posts.document import Post, parse_post
from tracker.store.author import decisions, entries
from tracker.store.database import Database
from tracker.store.works import read
from tracker.values import Alias, Decision, Verdict
from tracker.workflows import hand_links
from tracker.workflows.open_drafts.draft_name import draft_to_continue, title_of_draft
from tracker.workflows.open_drafts.expiry import Expiry
from tracker.workflows.open_drafts.folder import DraftFolder
from tracker.workflows.open_drafts.read import OpenDraft, OpenDrafts, read_open_drafts
from tracker.workflows.open_drafts.verdicts import DraftReading, store_reading
from tracker.workflows.open_drafts.window import looks_back_to
from tracker.workflows.post_file import read_post
from tracker.workflows.project import Project
from tracker.workflows.recovery.drafts import adopt_entries, return_undecided

if TYPE_CHECKING:
    from tracker.ranking.learning.model import Model
    from tracker.workflows.learning.lessons import Lessons
    from tracker.workflows.recovery.publications import Settled

_REJECTIONS = 5_000


class Session:
    """One run on a project, at one moment. What it holds was read when it was first asked for."""

    def __init__(self, project: Project, db: Database, now: datetime, *, stores: bool) -> None:
        self.project, self.db, self.now, self.stores = project, db, now, stores
        self.folder = DraftFolder(project.home)

    # --- drafts ---------------------------------------------------------------------------

    @cached_property
    def drafts(self) -> OpenDrafts:
        """The open drafts as their files stand. Raises DraftError."""
        _ = self.last_entry  # what is noted after this is in no draft that is read now
        return read_open_drafts(self.folder, self.db)

    @cached_property
    def last_entry(self) -> int:
        """The number of the last entry that was noted: a higher one is another run's."""
        return entries.last_number(self.db)

    @cached_property
    def expiry(self) -> Expiry:
        """When entries that stay undecided expire."""
        count = self.project.settings.ranking.expire_drafts
        return Expiry.of(self.rounds, count=count, now=self.now)

    @cached_property
    def rounds(self) -> Mapping[date, Mapping[str, datetime]]:
        """The days of drafting, the oldest first, and when each topic last had a new entry."""
        return entries.rounds(self.db)

    def looks_back_to(self, topics: Sequence[str]) -> datetime:
        """Works dated from then on can be proposed under these topics."""
        return looks_back_to(self.rounds.values(), topics, now=self.now)

    def title_of_draft(self, topic: str = "") -> str:
        """What a draft is headed; by its name where the post cannot be read."""
        try:
            data = self.post.data if self.post and not topic else b""
        except PostError:
            data = b""
        return title_of_draft(self.project, data, topic)

    def draft_to_continue(self, topic: str = "") -> OpenDraft | None:
        """The open draft that takes new entries."""
        return draft_to_continue(self.project, self.drafts, topic)

    def store_reading(self, reading: DraftReading) -> None:
        """Keep what the drafts say; put back what was never seen. Raises DraftError, StoreError."""
        store_reading(self.db, reading, self.project.watchlists)
        if reading.returns or reading.decisions or reading.moves:
            self.reread()

    def reread(self) -> None:
        """Forget what was read of drafts: their files, or what is stored on them, have changed."""
        for name in ("drafts", "last_entry", "expiry", "rounds", "rejected"):
            self.__dict__.pop(name, None)

    @cached_property
    def rejected(self) -> tuple[Decision, ...]:
        """The newest rejections, the last first: older ones have long lost their news."""
        return decisions.newest(self.db, Verdict.REJECTED, limit=_REJECTIONS)

    # --- what was taught ------------------------------------------------------------------

    @cached_property
    def post(self) -> Post | None:
        """The living post as it stood when it was first asked for, None without one. Raises
        PostError."""
        path = self.project.post
        return parse_post(read_post(path).data) if path else None

    @cached_property
    def taught(self) -> frozenset[Alias]:
        """The identities of all that the post links and the seeds name. Raises PostError and
        ConfigError."""
        from tracker.workflows.learning.liked_before import aliases_taught

        return aliases_taught(self.project, self.post.data if self.post else b"")

    @cached_property
    def standing(self) -> frozenset[int]:
        """The works among these: they stand in the post, or the author knows them."""
        return frozenset(read.known(self.db, self.taught).values())

    @cached_property
    def by_hand(self) -> Mapping[int, hand_links.HandLink]:
        """What the author links by hand, where a later version is stored. What an open draft has
        already is left out: it is decided there. Raises PostError, DraftError."""
        if self.post is None:
            return {}
        watchlists = self.project.watchlists
        late = hand_links.outdated(self.db, self._linked_versions, self.post, watchlists)
        first_looks = self._first_looks() if late else frozenset()
        return {number: link for number, link in late.items() if number not in first_looks}

    def _first_looks(self) -> frozenset[int]:
        """The works on which an entry stands in a draft, and on no new version of them."""
        updates = {
            entry.key for each in self.drafts.drafts for entry in each.written if entry.is_update
        }
        works = self.drafts.works
        return frozenset(
            works[entry.key]
            for each in self.drafts.drafts
            for entry in each.draft.entries
            if entry.key in works and entry.key not in updates
        )

    @cached_property
    def _linked_versions(self) -> hand_links.LinkedVersions:
        return hand_links.linked_versions(self.db, self.post.data if self.post else b"")

    def note_hand_links(self) -> None:
        """Keep which versions the author knows of what the post links. Raises PostError,
        StoreError."""
        hand_links.note(self.db, self._linked_versions)

    def lessons(self) -> Lessons:
        """The works to learn from. They take much room, and are not held."""
        from tracker.workflows.learning.lessons import lessons

        return lessons(
            self.db,
            self.standing,
            self.rejected,
            self.expiry,
            headings={watchlist.slug: watchlist.title for watchlist in self.project.watchlists},
            now=self.now,
            keep=self.stores,
        )

    @cached_property
    def model(self) -> Model:
        """What was learned from them."""
        from tracker.workflows.learning.kept_model import model_of

        return model_of(self.db, self.lessons())

    # --- publications ---------------------------------------------------------------------

    @cached_property
    def settled(self) -> Settled:
        """What publications that ended too early have placed. A session that stores notes it."""
        from tracker.workflows.recovery.publications import settle

        return settle(self.db, self.project, now=self.now, stores=self.stores)


@contextlib.contextmanager
def open_session(
    project: Project, *, now: datetime, reads_only: bool = False, is_dry: bool = False
) -> Iterator[Session]:
    """A session; one that stores has taken in what a killed run left. Raises StoreError."""
    with Database.open(project.database, read_only=reads_only) as db:
        session = Session(project, db, now, stores=not (reads_only or is_dry))
        if session.stores:
            _ = session.settled  # noted before what the drafts hold, which counts on it
            adopt_entries(session.folder, db, now=now)
            return_undecided(session.folder, db, now=now)
        yield session
