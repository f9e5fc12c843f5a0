"""What a reader is told of the author's taste in a topic.

The newest forty titles that they approved in it. Where these are fewer than twenty, what they
approved in other topics fills up to twenty, and where nothing was approved, what the living post
links or the seeds name. The reasons of rejections only where the author lets them out
(``[ranking] reader_reasons``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tracker.ranking.question import REFUSED, TASTE, Taste
from tracker.store.author import decisions
from tracker.store.database import Database
from tracker.store.works import read
from tracker.values import Decision, Verdict

_LEAST = 20
_LOOKED_AT = 1_000  # approvals, the newest


def taste_of(
    db: Database, topic: str, *, standing: Collection[int], rejected: Iterable[Decision] = ()
) -> Taste:
    """The author's taste, as a reader of the topic's works is told.

    ``standing`` are the works that the post links or the seeds name; of ``rejected``, the newest
    first, the reasons are told.
    """
    titles = _titles(db, _approved(db, topic)) or _titles(db, sorted(standing)[-TASTE:][::-1])
    given = (said.reason for said in rejected if said.topic == topic and said.reason)
    return Taste(titles=titles, refused=tuple(dict.fromkeys(given))[:REFUSED])


def _approved(db: Database, topic: str) -> list[int]:
    newest = decisions.newest(db, Verdict.APPROVED, limit=_LOOKED_AT)
    own = [said.work_id for said in newest if said.topic == topic]
    others = [said.work_id for said in newest if said.topic != topic]
    return list(dict.fromkeys([*own[:TASTE], *others[: max(_LEAST - len(own), 0)]]))


def _titles(db: Database, numbers: Iterable[int]) -> tuple[str, ...]:
    """The titles of the works, in their order."""
    wanted = list(numbers)
    by_number = {work.id: work.title for work in read.get(db, wanted)}
    return tuple(by_number[number] for number in wanted if by_number.get(number))
