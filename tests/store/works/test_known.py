"""Which of many identities the store has."""

from __future__ import annotations

from tests.store.samples import NOW, paper
from tracker.store.database import Database
from tracker.store.works.add import add_sightings
from tracker.store.works.read import known
from tracker.values import Alias


def test_what_a_large_post_links_is_found_like_what_a_small_one_does(db: Database) -> None:
    (number,) = add_sightings(db, [paper(1)], now=NOW).new
    (alias,) = (a for a in aliases_of(db, number) if a.scheme == "arxiv")
    others = [Alias("url", f"example.org/{place}") for place in range(30_000)]
    assert known(db, [alias, others[0]]) == {alias: number}
    assert known(db, [alias, *others]) == {alias: number}
    assert known(db, others) == {}


def aliases_of(db: Database, number: int) -> list[Alias]:
    rows = db.rows("SELECT scheme, value FROM aliases WHERE work_id = ?", [number])
    return [Alias(*row) for row in rows]
