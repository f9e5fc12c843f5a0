"""Laws: the order in which sightings arrive, and how often, changes no work."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.samples import NOW
from tests.store.templates import empty_store
from tracker.store.database import Database
from tracker.store.works import read
from tracker.store.works.add import add_sightings, reindex
from tracker.store.works.partition import Added
from tracker.store.works.sightings import bounded, join
from tracker.values import Announcement, Kind, Link, PaperFacts, Sighting, Via

URLS = (
    "https://arxiv.org/abs/2505.00001",
    "https://arxiv.org/pdf/2505.00001v2",
    "https://arxiv.org/abs/2505.00002",
    "https://doi.org/10.1234/loom",
    "https://doi.org/10.48550/arXiv.2505.00002",
    "https://mill.example/looms",
    "https://mill.example/spindles",
    "http://www.mill.example/looms/?utm_source=x",
    "https://spinner.example/looms",
    "https://github.com/mill/loom",
    "not an address",
)
TITLES = (
    "",
    "Weaving looms of paper mills with glass",
    "Weaving looms of paper mills: with glass",
    "A treatise on the spinning of blue yarn",
)
AUTHORS = ((), ("Ada Weaver",), ("Ben Miller", "Ada Weaver"), ("Cleo Spinner",))
MOMENTS = tuple(NOW + timedelta(hours=hours) for hours in (-30, 0, 5))


@st.composite
def papers(draw: st.DrawFn) -> PaperFacts:
    return PaperFacts(
        version=draw(st.sampled_from((None, 1, 2, 3))),
        categories=draw(st.sampled_from(((), ("cs.CL",), ("cs.CL", "cs.CV"), ("cs.CV", "cs.CL")))),
        comment=draw(st.sampled_from(("", "12 pages", "This paper has been withdrawn"))),
        announced_on=draw(st.sampled_from((None, date(2025, 5, 1), date(2025, 5, 2)))),
        announcement=draw(st.sampled_from((None, *Announcement))),
    )


@st.composite
def sightings(draw: st.DrawFn) -> Sighting:
    return Sighting(
        source=draw(st.sampled_from(("arxiv", "listing", "feed", "hand"))),
        url=draw(st.sampled_from(URLS)),
        seen_at=draw(st.sampled_from(MOMENTS)),
        title=draw(st.sampled_from(TITLES)),
        kind=draw(st.sampled_from((Kind.PAPER, Kind.POST, Kind.PAGE, Kind.CODE))),
        summary=draw(st.sampled_from(("", "We weave.", "A longer text on weaving."))),
        authors=draw(st.sampled_from(AUTHORS)),
        published_at=draw(st.sampled_from((None, *MOMENTS))),
        updated_at=draw(st.sampled_from((None, *MOMENTS))),
        via=draw(
            st.sampled_from((None, Via("https://a.example/1"), Via("https://a.example/2", "A")))
        ),
        also=draw(st.sampled_from(((), (URLS[0],), (URLS[3],), (URLS[5], URLS[2])))),
        links=draw(st.sampled_from(((), (Link(URLS[0], "x"),), (Link(URLS[2]), Link(URLS[9]))))),
        tags=draw(st.sampled_from(((), ("a",), ("b", "a")))),
        paper=draw(st.none() | papers()),
    )


def stored(parts: Iterable[Sequence[Sighting]]) -> list[tuple[Any, ...]]:
    """The works that sightings make, given in these batches; numbers aside."""
    with empty_store() as db:
        for part in parts:
            add_sightings(db, part, now=NOW)
        found = read.get(db, read.listed(db))
        _check(db)
        names = {work.id: repr((work.aliases, work.sightings)) for work in found}
        return sorted(
            (
                repr(replace(work, id=0, about=())),
                sorted(names[other] for other in work.about),
                repr(read.versions(db, work.id)),
            )
            for work in found
        )


def _check(db: Database) -> None:
    assert db.rows("PRAGMA foreign_key_check") == []
    assert db.rows("SELECT id FROM works WHERE id NOT IN (SELECT work_id FROM sightings)") == []
    db.execute("INSERT INTO works_fts (works_fts, rank) VALUES ('integrity-check', 1)")


batches = st.lists(sightings(), min_size=1, max_size=9)


@settings(max_examples=120, deadline=None)
@given(batches, st.randoms(use_true_random=False), st.integers(1, 4))
def test_order_and_portions_of_arrival_change_no_work(
    given_: list[Sighting], chance: random.Random, size: int
) -> None:
    shuffled = given_[:]
    chance.shuffle(shuffled)
    parts = [shuffled[start : start + size] for start in range(0, len(shuffled), size)]
    assert stored(parts) == stored([given_])


@settings(max_examples=120, deadline=None)
@given(
    st.lists(sightings(), min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(0, 2), st.sampled_from("abcd")), min_size=1, max_size=6),
)
def test_what_many_sources_show_alike_comes_out_as_if_told_at_once(
    given_: list[Sighting], echoes: list[tuple[int, str]]
) -> None:
    alike = [replace(given_[at % len(given_)], source=source) for at, source in echoes]
    every = given_ + alike
    assert stored([[each] for each in every]) == stored([every])


@settings(max_examples=60, deadline=None)
@given(batches)
def test_what_arrives_again_changes_nothing(given_: list[Sighting]) -> None:
    with empty_store() as db:
        add_sightings(db, given_, now=NOW)
        before = read.get(db, read.listed(db))
        assert add_sightings(db, given_[::-1], now=NOW) == Added()
        assert reindex(db, now=NOW) == Added()
        assert read.get(db, read.listed(db)) == before


@settings(max_examples=200, deadline=None)
@given(sightings(), sightings(), sightings())
def test_tellings_join_to_one_in_any_order(a: Sighting, b: Sighting, c: Sighting) -> None:
    version = a.paper.version if a.paper else None
    one, two, three = (
        bounded(
            replace(
                item,
                source=a.source,
                url=a.url,
                paper=item.paper and replace(item.paper, version=version),
            )
        )
        for item in (a, b, c)
    )
    assert join(one, one) == one
    assert join(one, two) == join(two, one)
    assert join(join(one, two), three) == join(one, join(two, three))
