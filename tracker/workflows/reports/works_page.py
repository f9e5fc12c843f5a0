"""What is stored, page by page: a list that begins after the last work of the page before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from tracker.store import sources
from tracker.store.works import search
from tracker.store.works.search import Conditions, Position
from tracker.workflows.reports.standings import said_by_drafts
from tracker.workflows.reports.works import Listed, as_drafts_say, with_standings
from tracker.workflows.session import Session

PAGE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksPage:
    """The works of a page; ``after`` asks for the next one, "" where there is none."""

    works: tuple[Listed, ...]
    after: str = ""

    def as_json(self) -> dict[str, object]:
        return {"works": [listed.as_json() for listed in self.works], "after": self.after or None}


def works_page(
    session: Session, conditions: Conditions, *, after: str = "", size: int = PAGE
) -> WorksPage:
    """The works that fit, from ``after`` on; a text that is no position is the beginning.

    What the open drafts say goes before what is stored. Raises DraftError.
    """
    in_drafts, _ = said_by_drafts(session)
    asked = as_drafts_say(session, conditions, in_drafts)
    positions = search.listed(session.db, asked, after=_position(after), limit=size + 1)
    shown = positions[:size]
    works = with_standings(session.db, [each.work_id for each in shown], in_drafts)
    has_more = len(positions) > size
    return WorksPage(works=tuple(works), after=_as_text(shown[-1]) if has_more else "")


def source_names(session: Session) -> dict[str, str]:
    """What each source that has shown a work is called, by its key; in the order of the names."""
    named = {key: name or key for key, name in sources.names(session.db).items()}
    return dict(sorted(named.items(), key=lambda each: (each[1].casefold(), each[0])))


def _as_text(position: Position) -> str:
    return f"{position.dated_at:%Y%m%dT%H%M%S.%f}-{position.work_id}"


def _position(text: str) -> Position | None:
    at, _, number = text[:60].partition("-")
    try:
        moment = datetime.strptime(at, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
    except ValueError:
        return None
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    return Position(moment, int(number)) if is_number else None
