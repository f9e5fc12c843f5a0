"""How a reader's orders would have done beside the plain ones, by what the author then decided.

A work counts once, for each reader that had read it before the decision: an order had it where it
stood among the first shown in any draft up to then. Drafts show the reader's order, which favours
it: what it alone puts first is seen, and what the plain order alone puts first is not. So
rejections are counted as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from tracker.store.author import decisions, publications, read_orders
from tracker.store.author.read_orders import ReadOrder
from tracker.store.database import Database
from tracker.values import EntryKey, Verdict

SHOWN = 10  # places of a topic that are looked at in each order
_CHECKED = 1_000  # orders, the newest: a year of daily drafts of three topics


@dataclass(frozen=True, slots=True, kw_only=True)
class Had:
    """Of so many works that were so decided, those that each order had among the first shown."""

    decided: int = 0
    plain: int = 0
    read: int = 0

    def as_json(self) -> dict[str, int]:
        return {"decided": self.decided, "plain": self.plain, "read": self.read}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderCheck:
    """One reader: how often its order was used, and what it had of approvals and rejections."""

    model: str
    orders: int
    shown: int  # places of a topic that are looked at
    approved: Had
    rejected: Had

    def as_json(self) -> dict[str, object]:
        return {
            "model": self.model,
            "orders": self.orders,
            "shown": self.shown,
            "approved": self.approved.as_json(),
            "rejected": self.rejected.as_json(),
        }


def check_readers(db: Database, *, shown: int = SHOWN) -> tuple[ReaderCheck, ...]:
    """Each reader that drafts went by, the last used first; ``shown`` are places a topic."""
    by_model: dict[str, list[ReadOrder]] = {}
    for order in read_orders.newest(db, limit=_CHECKED):
        by_model.setdefault(order.model, []).append(order)
    decided = _decided(db, (order for orders in by_model.values() for order in orders))
    return tuple(
        ReaderCheck(
            model=model,
            orders=len(orders),
            shown=shown,
            approved=_had(orders, decided, Verdict.APPROVED, shown),
            rejected=_had(orders, decided, Verdict.REJECTED, shown),
        )
        for model, orders in by_model.items()
    )


def _decided(db: Database, orders: Iterable[ReadOrder]) -> dict[EntryKey, tuple[Verdict, datetime]]:
    """What was decided on the works in these orders, and when; published ones are approved."""
    numbers = {number for order in orders for number in order.plain}
    verdicts = {
        EntryKey(work_id, topic): (decision.verdict, decision.decided_at)
        for (work_id, topic), decision in decisions.current(db, numbers).items()
    }
    for number, published in publications.of_works(db, numbers).items():
        for publication in published:
            key = EntryKey(number, publication.key.topic)
            if verdicts.get(key, (Verdict.UNDECIDED,))[0] is not Verdict.APPROVED:
                verdicts[key] = Verdict.APPROVED, publication.published_at
    return verdicts


def _had(
    orders: Iterable[ReadOrder],
    decided: dict[EntryKey, tuple[Verdict, datetime]],
    verdict: Verdict,
    shown: int,
) -> Had:
    every: set[EntryKey] = set()
    plain: set[EntryKey] = set()
    read: set[EntryKey] = set()
    for order in orders:
        keys = set(_decided_after(order, decided, verdict))
        every |= keys
        plain |= keys & {EntryKey(number, order.topic) for number in order.plain[:shown]}
        read |= keys & {EntryKey(number, order.topic) for number in order.read[:shown]}
    return Had(decided=len(every), plain=len(plain), read=len(read))


def _decided_after(
    order: ReadOrder, decided: dict[EntryKey, tuple[Verdict, datetime]], verdict: Verdict
) -> Iterator[EntryKey]:
    for number in order.plain:
        key = EntryKey(number, order.topic)
        verdict_at = decided.get(key)
        if verdict_at is not None and verdict_at[0] is verdict and verdict_at[1] >= order.used_at:
            yield key
