"""Where works stand: read from the facts, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.store import codec
from tracker.store.database import Database
from tracker.values import Place, Reason, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A work in a topic; without a match (any more), ``score`` is 0 and no reasons are told."""

    topic: str
    state: State
    score: float
    reasons: tuple[Reason, ...]


def of_works(db: Database, work_ids: Iterable[int]) -> dict[int, tuple[Standing, ...]]:
    """Where each work stands in its topics, the best match first."""
    rows = db.rows(
        "SELECT s.work_id, s.topic, s.state, coalesce(m.score, 0.0) AS score, "
        "coalesce(m.reasons, '[]') AS reasons FROM json_each(?) AS given "
        "CROSS JOIN states AS s ON s.work_id = given.value LEFT JOIN matches AS m "
        "ON m.work_id = s.work_id AND m.topic = s.topic "
        "ORDER BY s.work_id, score DESC, s.topic",
        [codec.ids(work_ids)],
    )
    found: dict[int, tuple[Standing, ...]] = {}
    for row in rows:
        standing = Standing(
            topic=row["topic"],
            state=State(row["state"]),
            score=row["score"],
            reasons=tuple(
                Reason(phrase, Place(place), weight)
                for phrase, place, weight in codec.load(row["reasons"])
            ),
        )
        found[row["work_id"]] = (*found.get(row["work_id"], ()), standing)
    return found


def counts(db: Database) -> dict[str, int]:
    """How many works, sightings, sources, open drafts; and works by state, in any topic."""
    found = {
        "works": db.value("SELECT count(*) FROM works"),
        "sightings": db.value("SELECT count(*) FROM sightings"),
        "sources": db.value("SELECT count(*) FROM sources WHERE kind <> ''"),
        "open_drafts": db.value("SELECT count(*) FROM drafts WHERE closed_at IS NULL"),
    }
    rows = db.rows("SELECT state, count(DISTINCT work_id) AS works FROM states GROUP BY state")
    by_state = {row["state"]: row["works"] for row in rows}
    wanted = db.value("SELECT count(DISTINCT work_id) FROM states")
    by_state["seen"] = found["works"] - wanted
    return found | {str(state): by_state.get(state, 0) for state in State}
