"""Where works stand: read from the facts, never stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.store.choice.matches import reasons_from_json
from tracker.store.database import Database
from tracker.store.lookup import by_work
from tracker.values import Reason, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A work in a topic; where it does not match (any more), score and reasons are empty."""

    topic: str
    state: State
    score: float
    reasons: tuple[Reason, ...]


def of_works(db: Database, work_ids: Iterable[int]) -> dict[int, tuple[Standing, ...]]:
    """Where each work stands in its topics, the best match first."""
    sql = (
        "SELECT work_id, topic, state, coalesce(score, 0.0) AS score, "
        "coalesce(reasons, '[]') AS reasons FROM wanted CROSS JOIN states USING (work_id) "
        "LEFT JOIN matches USING (work_id, topic) ORDER BY work_id, score DESC, topic"
    )
    return by_work(db, sql, work_ids, _standing)


def _standing(row: sqlite3.Row) -> Standing:
    return Standing(
        topic=row["topic"],
        state=State(row["state"]),
        score=row["score"],
        reasons=reasons_from_json(row["reasons"]),
    )


def counts(db: Database) -> dict[str, int]:
    """How many works, sightings, polled sources and open drafts there are.

    And how many works are in each state, in any topic: a work counts in each state that it has.
    """
    (totals,) = db.rows(
        "SELECT (SELECT count(*) FROM works) AS works, "
        "(SELECT count(*) FROM sightings) AS sightings, "
        "(SELECT count(*) FROM sources WHERE kind <> '') AS sources, "
        "(SELECT count(*) FROM drafts WHERE closed_at IS NULL) AS open_drafts"
    )
    rows = db.rows(
        "WITH held AS MATERIALIZED (SELECT work_id, state FROM states) "
        "SELECT state, count(DISTINCT work_id) AS works FROM held GROUP BY state "
        "UNION ALL SELECT 'any', count(DISTINCT work_id) FROM held"
    )
    by_state = {row["state"]: row["works"] for row in rows}
    by_state["seen"] = totals["works"] - by_state["any"]
    return dict(totals) | {str(state): by_state.get(state, 0) for state in State}
