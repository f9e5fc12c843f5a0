"""The search index: whatever waits outside it is found all the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.samples import NOW, post
from tracker.errors import StoreError
from tracker.store.database import Database
from tracker.store.works import index, search
from tracker.store.works.add import add_sightings
from tracker.store.works.search import Conditions

POST = post("spools", title="Spools of glass that I have mended")


def found(db: Database, query: str) -> tuple[int, ...]:
    return search.numbers(db, Conditions(query=query))


def waiting(db: Database) -> int:
    return int(db.value("SELECT count(*) FROM unindexed"))


def is_sound(db: Database) -> bool:
    db.execute("INSERT INTO works_fts (works_fts, rank) VALUES ('integrity-check', 1)")
    return True


def test_a_work_that_waits_is_found_and_waits_no_more(db: Database) -> None:
    add_sightings(db, [POST], now=NOW)
    assert waiting(db) == 1
    assert found(db, "spool") == (1,)
    assert waiting(db) == 0
    assert is_sound(db)


def test_whoever_only_reads_finds_it_too(tmp_path: Path) -> None:
    path = tmp_path / "tracker.db"
    with Database.open(path) as db:
        add_sightings(db, [POST], now=NOW)
    with Database.open(path, read_only=True) as reading:
        assert found(reading, "spool") == (1,)
        assert waiting(reading) == 0


def test_a_search_beside_a_long_write_says_so_and_misses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "tracker.db"
    with Database.open(path) as db:
        add_sightings(db, [POST], now=NOW)
        with (
            Database.open(path, read_only=True) as reading,
            db.transaction(),
            pytest.raises(StoreError, match="another tracker"),
        ):
            index.complete(reading, busy_seconds=0.01)


@pytest.mark.parametrize("is_indexed", [True, False])
def test_a_corrected_title_is_found_by_its_new_words_alone(db: Database, is_indexed: bool) -> None:
    add_sightings(db, [POST], now=NOW)
    assert not is_indexed or found(db, "spool")
    add_sightings(db, [replace(POST, title="Wheels of brass that I have mended")], now=NOW)
    assert (found(db, "spool"), found(db, "wheel")) == ((), (1,))
    assert is_sound(db)


@pytest.mark.parametrize("is_indexed", [True, False])
def test_a_work_that_ends_leaves_nothing_in_the_index(db: Database, is_indexed: bool) -> None:
    add_sightings(db, [POST, post("wheels", title="Wheels of brass and how to true them")], now=NOW)
    assert not is_indexed or found(db, "spool")
    db.execute("DELETE FROM works WHERE id = 2")
    add_sightings(db, [post("reeds", title="Reeds of steel and where they break")], now=NOW)
    assert (found(db, "spool"), found(db, "wheel"), found(db, "reed")) == ((1,), (), (3,))
    assert is_sound(db)


def test_where_too_many_wait_the_first_of_them_are_taken_in(db: Database) -> None:
    add_sightings(db, [post(f"loom-{n}", title="") for n in range(5)], now=NOW)
    index.keep_up(db, most=5)
    assert waiting(db) == 5
    index.keep_up(db, most=4)
    assert waiting(db) == 0


def test_works_are_taken_in_by_their_numbers(db: Database) -> None:
    add_sightings(db, [post(f"loom-{n}", title="") for n in range(5)], now=NOW)
    assert index.take_in(db, portion=2) == 2
    assert [row["id"] for row in db.rows("SELECT id FROM unindexed ORDER BY id")] == [3, 4, 5]
    assert index.take_in(db, portion=9) == 3
    assert is_sound(db)
