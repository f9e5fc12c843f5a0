"""What a reader is told of the author's taste in a topic.

The newest forty titles that they approved in it. Where these are fewer than twenty, what they
approved in other topics fills up to twenty, and where nothing was approved, what the living post
links or the seeds name. The reasons of rejections only where the author lets them out
(``[ranking] reader_reasons``).
"""

from __future__ import annotations

from collections.abc import Iterable

from tracker.ranking.question import REFUSED, TASTE, Taste
from tracker.store.author import decisions
from tracker.store.works import read
from tracker.values import Verdict
from tracker.workflows.session import Session

_LEAST = 20
_LOOKED_AT = 1_000  # approvals, the newest


def taste_of(session: Session, topic: str) -> Taste:
    """The author's taste, as a reader of the topic's works is told."""
    titles = _titles(session, _approved(session, topic))
    if not titles:
        titles = _titles(session, sorted(session.standing, reverse=True)[:TASTE])
    reasons: tuple[str, ...] = ()
    if session.project.settings.ranking.reader_reasons:
        given = (said.reason for said in session.rejected if said.topic == topic and said.reason)
        reasons = tuple(dict.fromkeys(given))[:REFUSED]
    return Taste(titles=titles, refused=reasons)


def _approved(session: Session, topic: str) -> list[int]:
    newest = decisions.newest(session.db, Verdict.APPROVED, limit=_LOOKED_AT)
    own = [said.work_id for said in newest if said.topic == topic]
    others = [said.work_id for said in newest if said.topic != topic]
    return list(dict.fromkeys([*own[:TASTE], *others[: max(_LEAST - len(own), 0)]]))


def _titles(session: Session, numbers: Iterable[int]) -> tuple[str, ...]:
    """The titles of the works, in their order."""
    wanted = list(numbers)
    by_number = {work.id: work.title for work in read.get(session.db, wanted)}
    return tuple(by_number[number] for number in wanted if by_number.get(number))
