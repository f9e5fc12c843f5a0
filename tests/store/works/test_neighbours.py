"""What stands around an identity that the store lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.store.samples import NOW, paper, post
from tracker.store.database import Database
from tracker.store.works import neighbours
from tracker.store.works.add import add_sightings
from tracker.values import Alias, Sighting


def numbered(number: str, days_ago: int) -> Sighting:
    seen = paper(1, title=f"Weaving, as told in {number}")
    url = f"https://arxiv.org/abs/{number}"
    return replace(seen, url=url, published_at=NOW - timedelta(days=days_ago))


@pytest.fixture
def stocked(db: Database) -> Database:
    papers = [
        numbered("2505.00010", 9),
        numbered("2505.00020", 8),
        numbered("2505.00040", 7),
        numbered("2504.00030", 30),
        numbered("2506.00030", 1),
        numbered("cs/0505010", 99),
        numbered("cs/0505030", 97),
    ]
    add_sightings(db, papers, now=NOW)
    return db


@pytest.mark.parametrize(
    ("number", "before", "after"),
    [
        ("2505.00030", 8, 7),
        ("2505.00020", 9, 7),
        ("2505.00001", None, 9),
        ("2505.99999", 7, None),
        ("2503.00030", None, None),
        ("cs/0505020", 99, 97),
        ("cs/0505001", None, 99),
        ("math/0505020", None, None),
    ],
)
def test_neighbours_are_of_the_same_month_and_archive(
    stocked: Database, number: str, before: int | None, after: int | None
) -> None:
    told = neighbours.submitted_around(stocked, number)
    assert told == tuple(
        None if days is None else NOW - timedelta(days=days) for days in (before, after)
    )


def test_what_only_a_feed_has_dated_is_no_neighbour(db: Database) -> None:
    seen = post("x", also=("https://arxiv.org/abs/2505.00010",))
    add_sightings(db, [seen], now=NOW)
    assert neighbours.submitted_around(db, "2505.00030") == (None, None)


def test_the_sources_of_a_site_come_with_how_many_works_they_showed(db: Database) -> None:
    shown = [post(slug, source="feed:a", title=f"On the mill {slug}") for slug in ("x", "y")]
    shown.append(post("x", source="feed:b"))
    shown.append(post("x", source="feed:c", site="mill.example.org", title="Elsewhere, on looms"))
    add_sightings(db, shown, now=NOW)
    found = neighbours.sources_of_site(db, "mill.example")
    assert [(each.key, each.works) for each in found] == [("feed:a", 2), ("feed:b", 1)]
    assert len(neighbours.sources_of_site(db, "mill.example", limit=1)) == 1


@pytest.mark.parametrize(
    "host", ["", "mill", "%", "mill.exampl_", "mill.example/x", "\x00", "\udcff"]
)
def test_no_other_site_and_no_pattern_is_found(db: Database, host: str) -> None:
    add_sightings(db, [post("x")], now=NOW)
    assert neighbours.sources_of_site(db, host) == ()


def test_the_posts_on_a_work_that_is_not_stored_are_found(db: Database) -> None:
    link = "https://arxiv.org/abs/2505.00010"
    added = add_sightings(db, [post("x", links=(link,)), post("y")], now=NOW)
    assert neighbours.posts_on(db, Alias("arxiv", "2505.00010")) == added.new[:1]
    assert neighbours.posts_on(db, Alias("arxiv", "2505.00011")) == ()
