"""The orders that a language model gave, beside the plain ones: to be used again, and compared."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from tracker.store import codec, lookup
from tracker.store.database import Database
from tracker.store.works.read import resolve
from tracker.values import EntryKey


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOrder:
    """A topic's first works in both orders, by number; the reader named the first ``named``."""

    topic: str
    model: str
    asked_at: datetime
    used_at: datetime
    plain: tuple[int, ...]
    read: tuple[int, ...]
    named: int


def add(db: Database, order: ReadOrder) -> None:
    """Keep the order that a draft used. Raises StoreError."""
    db.execute(
        "INSERT OR REPLACE INTO read_orders "
        "(topic, model, asked_at, used_at, plain, read, named) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            order.topic,
            codec.line(order.model),
            codec.instant(order.asked_at),
            codec.instant(order.used_at),
            codec.dump(order.plain),
            codec.dump(order.read),
            order.named,
        ],
    )


def last_asked(db: Database, topic: str, model: str) -> ReadOrder | None:
    """The last order that this model gave the topic, with the numbers that works have today."""
    rows = db.rows(
        "SELECT * FROM read_orders WHERE topic = ? AND model = ? AND used_at = asked_at "
        "ORDER BY asked_at DESC LIMIT 1",
        [topic, codec.line(model)],
    )
    return next(_orders(db, rows), None)


def newest(db: Database, *, limit: int) -> tuple[ReadOrder, ...]:
    """The orders that drafts used, the newest first, with the numbers that works have today."""
    rows = db.rows("SELECT * FROM read_orders ORDER BY used_at DESC, id DESC LIMIT ?", [limit])
    return tuple(_orders(db, rows))


def readers(db: Database, proposed: Iterable[tuple[EntryKey, datetime]]) -> dict[EntryKey, str]:
    """The model that had named each proposed work, for those that one had named.

    ``proposed`` are entries with the moment of their proposal.
    """
    keys = sorted({(key.topic, codec.instant(at) or "") for key, at in proposed})
    sql = "SELECT * FROM wanted CROSS JOIN read_orders USING (topic, used_at)"
    rows = lookup.of_keys(db, sql, ("topic", "used_at"), keys)
    return {
        EntryKey(number, order.topic): order.model
        for order in _orders(db, rows)
        for number in order.read[: order.named]
    }


def _orders(db: Database, rows: Iterable[sqlite3.Row]) -> Iterator[ReadOrder]:
    for row in rows:
        plain, read = codec.load(row["plain"]), codec.load(row["read"])
        today = resolve(db, plain)
        yield ReadOrder(
            topic=row["topic"],
            model=row["model"],
            asked_at=codec.known_moment(row["asked_at"]),
            used_at=codec.known_moment(row["used_at"]),
            plain=_today(plain, today),
            read=_today(read, today),
            named=len(_today(read[: row["named"]], today)),
        )


def _today(numbers: Iterable[int], today: Mapping[int, int]) -> tuple[int, ...]:
    """The numbers that the works have now, without repeats; one of no stored work stays."""
    return tuple(dict.fromkeys(today.get(number, number) for number in numbers))
