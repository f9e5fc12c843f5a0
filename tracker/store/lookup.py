"""What belongs to any number of works or aliases, in one query, however many are asked for.

A query here selects from ``wanted``, the table of what is asked for, joined to a table of the
store by a CROSS JOIN: SQLite then looks each wanted row up in an index, and never scans the
table. It is ``FROM wanted CROSS JOIN matches USING (work_id)``. Further parameters begin at ``?2``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from tracker.store import codec
from tracker.store.database import Database
from tracker.values import Alias

Key = TypeVar("Key")
Value = TypeVar("Value")


def of_works(
    db: Database, sql: str, work_ids: Iterable[int], *parameters: object
) -> list[sqlite3.Row]:
    """The rows of a query from ``wanted (work_id)``; each number is wanted once.

    Where none is wanted, nothing is asked.
    """
    numbers = list(work_ids)
    if not numbers:
        return []
    cte = "WITH wanted (work_id) AS (SELECT value FROM json_each(?1)) "
    return db.rows(cte + sql, [codec.ids(numbers), *parameters])


def of_aliases(
    db: Database, sql: str, aliases: Iterable[Alias], *parameters: object
) -> list[sqlite3.Row]:
    """The rows of a query from ``wanted (scheme, value)``."""
    keys = [[alias.scheme, alias.value] for alias in aliases]
    return of_keys(db, sql, ("scheme", "value"), keys, *parameters)


def of_keys(
    db: Database, sql: str, columns: Sequence[str], keys: Sequence[Sequence[Any]], *parameters: Any
) -> list[sqlite3.Row]:
    """The rows of a query from ``wanted`` with these columns, of which ``keys`` are the rows."""
    if not keys:
        return []
    parts = ", ".join(f"json_extract(value, '$[{at}]')" for at in range(len(columns)))
    cte = f"WITH wanted ({', '.join(columns)}) AS (SELECT {parts} FROM json_each(?1)) "  # noqa: S608
    return db.rows(cte + sql, [codec.dump(keys), *parameters])


def by_work(
    db: Database, sql: str, work_ids: Iterable[int], value: Callable[[sqlite3.Row], Value]
) -> dict[int, tuple[Value, ...]]:
    """The values of each work that has rows (with ``work_id``), in the order of the query."""
    rows = of_works(db, sql, work_ids)
    return grouped((row["work_id"], value(row)) for row in rows)


def grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, tuple[Value, ...]]:
    """The values of each key, in the order in which they come."""
    groups: dict[Key, list[Value]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}
