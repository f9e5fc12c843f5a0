"""Laws: the order in which sources tell changes no work; of what one tells, its last word holds."""

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
from tracker.store.works import index, read, search
from tracker.store.works.add import add_sightings, reindex
from tracker.store.works.partition import Added
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
        source=draw(st.sampled_from(("arxiv", "listing", "feed:a", "hand"))),
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
        found = read.get(db, search.numbers(db))
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
    index.complete(db)
    db.execute("INSERT INTO works_fts (works_fts, rank) VALUES ('integrity-check', 1)")


SOURCES = ("arxiv", "listing", "feed:a", "feed:b", "hand")


@st.composite
def documents(draw: st.DrawFn) -> list[Sighting]:
    """What a source tells at once."""
    source = draw(st.sampled_from(SOURCES))
    told = draw(st.lists(sightings(), min_size=1, max_size=3))
    return [replace(each, source=source) for each in told]


@settings(max_examples=120, deadline=None)
@given(st.lists(documents(), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_between_sources_changes_no_work(
    told: list[list[Sighting]], chance: random.Random
) -> None:
    """Each source's documents stay in their order."""
    slots = [document[0].source for document in told]
    chance.shuffle(slots)
    waiting = {source: [d for d in told if d[0].source == source] for source in slots}
    assert stored([waiting[source].pop(0) for source in slots]) == stored(told)


@settings(max_examples=60, deadline=None)
@given(st.lists(documents(), min_size=1, max_size=4, unique_by=lambda d: d[0].source))
def test_sources_that_are_stored_at_once_come_out_as_one_after_the_other(
    told: list[list[Sighting]],
) -> None:
    assert stored([[each for document in told for each in document]]) == stored(told)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(sightings(), min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(0, 2), st.sampled_from("abcd")), min_size=1, max_size=6),
)
def test_what_many_sources_show_alike_comes_out_as_if_told_at_once(
    given_: list[Sighting], echoes: list[tuple[int, str]]
) -> None:
    alike = {
        (source, given_[at % len(given_)].url): replace(
            given_[at % len(given_)], source=f"feed:{source}"
        )
        for at, source in echoes
    }
    every = [replace(each, source="hand") for each in given_[:1]] + list(alike.values())
    assert stored([[each] for each in every]) == stored([every])


@settings(max_examples=60, deadline=None)
@given(st.lists(documents(), min_size=1, max_size=5))
def test_what_arrives_again_changes_nothing(told: list[list[Sighting]]) -> None:
    with empty_store() as db:
        for document in told:
            add_sightings(db, document, now=NOW)
        before = read.get(db, search.numbers(db))
        assert add_sightings(db, told[-1], now=NOW) == Added()
        assert reindex(db, now=NOW) == Added()
        assert read.get(db, search.numbers(db)) == before


@settings(max_examples=120, deadline=None)
@given(documents(), documents(), documents())
def test_a_feeds_last_word_holds_whatever_it_said_before(
    first: list[Sighting], second: list[Sighting], last: list[Sighting]
) -> None:
    """Of works that all three documents hold; none has a name of its own in the feed."""
    told = [
        [replace(each, source="feed:a", paper=None, seen_at=NOW) for each in document]
        for document in (first, second, last)
    ]
    with empty_store() as db:
        for document in (told[2], told[0], told[1], told[2]):
            add_sightings(db, document, now=NOW)
        with empty_store() as other:
            for document in (told[2], *told[:2]):
                rest = [s for s in document if s.url not in {each.url for each in told[2]}]
                add_sightings(other, rest, now=NOW)
            add_sightings(other, told[2], now=NOW)
            sql = (
                "SELECT url, title, kind, summary, authors, published_at, via_url, claim, about "
                "FROM sightings ORDER BY url"
            )
            rows = [[tuple(row) for row in each.rows(sql)] for each in (db, other)]
            assert rows[0] == rows[1]
