"""Works that meet conditions, the newest first, and the law of their pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.samples import NOW, paper, post
from tests.store.templates import empty_store
from tracker.store.choice import matches
from tracker.store.database import Database
from tracker.store.works import search
from tracker.store.works.add import add_sightings
from tracker.store.works.search import Conditions, Position, Said
from tracker.values import Match, Place, Reason, Sighting, State

REASON = (Reason("loom", Place.TITLE, 3.0),)


def dated(number: int, days: int) -> Sighting:
    return paper(number, version=4 - days)


def pages(db: Database, asked: Conditions, size: int) -> list[tuple[Position, ...]]:
    turned: list[tuple[Position, ...]] = []
    after: Position | None = None
    while found := search.listed(db, asked, after=after, limit=size):
        turned.append(found)
        after = found[-1]
    return turned


@settings(max_examples=60)
@given(
    days=st.lists(st.integers(0, 3), max_size=12),
    wanted=st.sets(st.integers(1, 12)),
    size=st.integers(1, 5),
    asks=st.booleans(),
)
def test_pages_joined_are_the_whole_list_and_nothing_comes_twice(
    days: list[int], wanted: set[int], size: int, asks: bool
) -> None:
    with empty_store() as db:
        add_sightings(db, [dated(n, d) for n, d in enumerate(days, 1)], now=NOW)
        numbers = wanted & set(range(1, len(days) + 1))
        matches.put(db, numbers, [Match(work_id=n, topic="x", reasons=REASON) for n in numbers])
        asked = Conditions(topic="x") if asks else Conditions()
        whole = search.listed(db, asked)
        turned = pages(db, asked, size)
        assert tuple(place for page in turned for place in page) == whole
        assert {place.work_id for place in whole} == (
            numbers if asks else set(range(1, len(days) + 1))
        )
        assert all(len(page) == size for page in turned[:-1])
        assert list(whole) == sorted(whole, key=lambda p: (p.dated_at, p.work_id), reverse=True)


def test_what_comes_and_goes_between_pages_moves_no_other(db: Database) -> None:
    add_sightings(db, [dated(n, 2) for n in range(1, 7)], now=NOW)
    first = search.listed(db, Conditions(), limit=3)
    add_sightings(db, [dated(7, 1)], now=NOW)
    db.execute("DELETE FROM works WHERE id = ?", [first[-1].work_id])
    rest = search.listed(db, Conditions(), after=first[-1])
    assert [place.work_id for place in (*first, *rest)] == [6, 5, 4, 3, 2, 1]


def test_a_source_shows_its_own_works_alone(db: Database) -> None:
    add_sightings(db, [paper(1), post(source="feed:a")], now=NOW)
    assert search.numbers(db, Conditions(source="feed:a")) == (2,)
    assert search.numbers(db, Conditions(source="arxiv")) == (1,)
    assert search.numbers(db, Conditions(source="' OR 1 --")) == ()


def test_until_leaves_out_the_day_that_it_names(db: Database) -> None:
    add_sightings(db, [dated(1, 1), dated(2, 2), dated(3, 3)], now=NOW)
    day = NOW - timedelta(days=2)
    assert search.numbers(db, Conditions(until=day)) == (3,)
    assert search.numbers(db, Conditions(since=day, until=NOW - timedelta(days=1))) == (2,)


@pytest.mark.parametrize("fitting", [(), (2,), (1, 2)])
def test_what_is_said_goes_before_the_stored_state(db: Database, fitting: tuple[int, ...]) -> None:
    add_sightings(db, [paper(1), paper(2), paper(3)], now=NOW)
    matches.put(db, [1, 3], [Match(work_id=n, topic="x", reasons=REASON) for n in (1, 3)])
    asked = Conditions(state=State.MATCHED, said=Said({1, 2}, fitting))
    assert set(search.numbers(db, asked)) == {3, *fitting}
