"""What the author decided: appended, never changed. The last decision counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from tracker.store import codec, lookup
from tracker.store.database import Database
from tracker.values import Decision, Verdict

# When the work was last proposed in the topic, or decided on.
_LAST = (
    "SELECT max(at) FROM (SELECT max(proposed_at) AS at FROM entries AS e "
    "WHERE e.work_id = given.id AND e.topic = ?2 UNION ALL SELECT max(decided_at) "
    "FROM decisions AS d WHERE d.work_id = given.id AND d.topic = ?2)"
)


def append(db: Database, decisions: Iterable[Decision], *, answers: bool = False) -> None:
    """Keep the decisions, on works by any number that they ever had. Raises StoreError.

    With ``answers`` they are made now, on what was last proposed or decided, so none gets an
    earlier moment than that: the clock may have been set back.
    """
    least = f"coalesce(({_LAST}), '')" if answers else "''"
    with db.transaction():
        db.many(
            "WITH given (id) AS (SELECT coalesce("  # noqa: S608
            "(SELECT work_id FROM merged WHERE old_id = ?1), ?1)) "
            "INSERT INTO decisions (work_id, topic, verdict, decided_at, reason, origin) "
            f"SELECT id, ?2, ?3, max(?4, {least}), ?5, ?6 FROM given",
            [
                (
                    decision.work_id,
                    decision.topic,
                    str(decision.verdict),
                    codec.instant(decision.decided_at),
                    codec.line(decision.reason),
                    decision.origin,
                )
                for decision in decisions
            ],
        )


def current(db: Database, work_ids: Iterable[int]) -> dict[tuple[int, str], Decision]:
    """The last decision on each (work, topic); UNDECIDED where it was taken back."""
    sql = "SELECT * FROM wanted CROSS JOIN verdicts USING (work_id)"
    rows = lookup.of_works(db, sql, work_ids)
    return {(row["work_id"], row["topic"]): _decision(row) for row in rows}


def history(db: Database, work_id: int) -> tuple[Decision, ...]:
    """All decisions on a work, the oldest first."""
    rows = db.rows("SELECT * FROM decisions WHERE work_id = ? ORDER BY decided_at, id", [work_id])
    return tuple(map(_decision, rows))


def newest(db: Database, verdict: Verdict, *, limit: int) -> tuple[Decision, ...]:
    """The decisions with this verdict that still are the last on their work and topic.

    The newest come first.
    """
    rows = db.rows(
        "SELECT * FROM decisions AS said INDEXED BY decisions_by_verdict WHERE verdict = ? "
        "AND NOT EXISTS (SELECT 1 FROM decisions AS later "
        "WHERE later.work_id = said.work_id AND later.topic = said.topic "
        "AND (later.decided_at, later.id) > (said.decided_at, said.id)) "
        "ORDER BY decided_at DESC, work_id DESC LIMIT ?",
        [str(verdict), limit],
    )
    return tuple(map(_decision, rows))


def _decision(row: sqlite3.Row) -> Decision:
    return Decision(
        work_id=row["work_id"],
        topic=row["topic"],
        verdict=Verdict(row["verdict"]),
        decided_at=codec.known_moment(row["decided_at"]),
        reason=row["reason"],
        origin=row["origin"],
    )
