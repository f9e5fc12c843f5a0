"""What publishing would do to the living post, and what the last publication was: to be looked at
before either is done, or undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker import files
from tracker.errors import PostError
from tracker.store.author import publications
from tracker.store.works import read
from tracker.workflows.publishing.publish import PublishOptions, PublishReport, publish
from tracker.workflows.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class LastPublication:
    """What ``undo`` would take back: the post, when, and the works' names."""

    post: str
    published_at: datetime
    names: tuple[str, ...]

    @property
    def stamp(self) -> str:
        """What tells it from any other publication."""
        return f"{self.published_at.isoformat()} {self.post}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPreview:
    """What publishing would do, and what was done last. ``stamp`` changes when either the post or
    what would go into it does."""

    report: PublishReport
    stamp: str
    last: LastPublication | None = None


def preview(session: Session) -> PostPreview:
    """The living post as it would be published, by a session that stores nothing. Raises
    ConfigError, DraftError, PostError."""
    report = publish(session, PublishOptions())
    said: Sequence[str] = (report.post, report.text, report.diff)
    return PostPreview(
        report=report, stamp=files.stamp("\0".join(said).encode()), last=last_publication(session)
    )


def check_unchanged(session: Session, stamp: str) -> None:
    """Raises PostError where publishing would do something else by now than what was looked at."""
    if preview(session).stamp != stamp:
        raise PostError("the post or a draft was changed meanwhile; look again, then publish")


def check_last(session: Session, stamp: str) -> None:
    """Raises PostError where undoing would take back another publication than what was looked at:
    a button that is pressed twice must not go back two."""
    last = last_publication(session)
    if last is None or last.stamp != stamp:
        raise PostError("another publication is the last one by now, or none; look again")


def last_publication(session: Session) -> LastPublication | None:
    """What was published last and stands."""
    entries = publications.last(session.db)
    if not entries:
        return None
    numbers = read.resolve(session.db, [entry.key.work_id for entry in entries])
    names = read.names(session.db, numbers.values())
    return LastPublication(
        post=entries[0].post,
        published_at=entries[0].published_at,
        names=tuple(names[numbers[entry.key.work_id]] for entry in entries),
    )
