"""What the store holds near an identity that it lacks: neighbours, its site, posts about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tracker.store import codec
from tracker.store.database import Database
from tracker.values import Alias

_MOST_WORKS = 1_000  # of one site looked at


@dataclass(frozen=True, slots=True)
class SourceOfSite:
    """A source that has shown works of a site, and how many of the works that were looked at."""

    key: str
    name: str
    works: int


def submitted_around(db: Database, arxiv_id: str) -> tuple[datetime | None, datetime | None]:
    """When the papers with the next lower and higher number of the same month were submitted.

    None where the store has no such paper from arXiv. Numbers follow the order of submission,
    except for papers that moderation held back.
    """
    month = arxiv_id[: arxiv_id.rfind("/") + 5]
    return _published(db, "<", "DESC", arxiv_id, month), _published(db, ">", "ASC", arxiv_id, month)


def _published(
    db: Database, side: str, direction: str, arxiv_id: str, month: str
) -> datetime | None:
    published_at = db.value(
        "SELECT w.published_at FROM aliases AS a JOIN works AS w ON w.id = a.work_id "  # noqa: S608
        "WHERE a.scheme = 'arxiv' AND a.value >= ?2 AND a.value < ?2 || ':' "  # behind digits
        f"AND a.value {side} ?1 AND w.version > 0 AND w.published_at IS NOT NULL "
        f"ORDER BY a.value {direction} LIMIT 1",
        [arxiv_id, month],
    )
    return codec.moment(published_at)


def sources_of_site(db: Database, host: str, *, limit: int = 3) -> tuple[SourceOfSite, ...]:
    """The sources that have shown works of the site, those with most first."""
    rows = db.rows(
        "SELECT src.key, src.name, count(DISTINCT s.work_id) AS works FROM ("
        "SELECT work_id FROM aliases WHERE scheme = 'url' AND value >= ?1 || '/' "
        "AND value < ?1 || '0' LIMIT ?2) AS a "  # the character behind a slash
        "CROSS JOIN sightings AS s ON s.work_id = a.work_id "
        "JOIN sources AS src ON src.id = s.source_id "
        "GROUP BY src.id ORDER BY works DESC, src.key LIMIT ?3",
        [codec.line(host), _MOST_WORKS, limit],
    )
    return tuple(SourceOfSite(row["key"], row["name"], row["works"]) for row in rows)


def posts_on(db: Database, alias: Alias, *, limit: int = 3) -> tuple[int, ...]:
    """The posts about a work that has this alias, the oldest first."""
    rows = db.rows(
        "SELECT work_id FROM about WHERE scheme = ? AND value = ? ORDER BY work_id LIMIT ?",
        [alias.scheme, alias.value, limit],
    )
    return tuple(row["work_id"] for row in rows)
