"""When sources were last asked: what a page says beside its button, without all that ``status``
needs."""

from __future__ import annotations

from datetime import datetime

from tracker.store import polls
from tracker.workflows.session import Session


def last_poll_at(session: Session) -> datetime | None:
    """When the last poll that came to its end began."""
    last = polls.last(session.db)
    return last.started_at if last else None
