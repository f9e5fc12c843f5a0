"""What is worked out beside the parsing changes nothing of what is stored."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.matching.samples import topic
from tests.sources.feeds.samples import feed
from tests.store.samples import NOW, post
from tests.store.templates import empty_store
from tests.store.works.test_law_order import documents
from tracker.sources.feeds.formats.feed import parse_feed
from tracker.sources.parsing.pool import ParsePool
from tracker.store.database import Database
from tracker.store.works.prepared import prepare
from tracker.values import Batch, Document, Sighting, SourceState
from tracker.watchlists import FeedRule, Terms
from tracker.workflows.intake.ahead import Ahead, Working
from tracker.workflows.intake.batches import Intake

WATCHLISTS = (
    topic("looms", match=Terms(any=("weaving", "looms"), none=("glass",)), authors=("Ada Weaver",)),
    topic("all", feeds=(FeedRule(url="a", name="A", take="all"),)),
)
WORKING = Working(WATCHLISTS)


def ahead_of(told: Sequence[Sighting]) -> Ahead:
    """What another process has worked out of the sightings."""
    work: Working = pickle.loads(pickle.dumps(WORKING))  # noqa: S301
    ahead: Ahead = pickle.loads(pickle.dumps(work(told)))  # noqa: S301
    return ahead


def take(db: Database, told: Sequence[Sighting], ahead: object) -> None:
    intake = Intake(WATCHLISTS, db, now=NOW, is_dry=False)
    state = SourceState(key=told[0].source, kind="feed")
    asyncio.run(intake.take(Batch(sightings=tuple(told), state=state, ahead=ahead)))


def rows(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    tables = ("works", "sightings", "aliases", "disputed", "about", "versions", "matches")
    return {
        table: sorted((tuple(row) for row in db.rows(f"SELECT * FROM {table}")), key=repr)  # noqa: S608
        for table in (*tables, "features", "merged", "sources")
    }


@settings(max_examples=150, deadline=None)
@given(st.lists(documents(), min_size=1, max_size=4))
def test_what_is_stored_is_the_same_with_it_and_without(told: list[list[Sighting]]) -> None:
    with empty_store() as db:
        for document in told:
            take(db, document, None)
        plain = rows(db)
    with empty_store() as db:
        for document in told:
            take(db, document, ahead_of(document))
        assert rows(db) == plain


def test_what_was_worked_out_of_another_sighting_is_not_believed() -> None:
    old = replace(post(), source="feed:a", title="On weaving with looms", entry="1")
    new = replace(old, title="On spinning with wheels")
    with empty_store() as db:
        take(db, [new], None)
        plain = rows(db)
    with empty_store() as db:
        take(db, [new], ahead_of([old]))
        assert rows(db) == plain


def test_a_work_that_another_source_shows_otherwise_is_matched_as_it_is_shown() -> None:
    first = replace(
        post(), source="feed:b", title="On weaving", published_at=NOW - timedelta(days=2)
    )
    again = replace(
        first, source="feed:c", title="On spinning", published_at=NOW - timedelta(days=1)
    )
    with empty_store() as db:
        take(db, [first], ahead_of([first]))
        take(db, [again], ahead_of([again]))
        matches = rows(db)["matches"]
        take(db, [again], None)
        assert rows(db)["matches"] == matches
    assert [row[1] for row in matches] == ["looms"]


@settings(max_examples=100, deadline=None)
@given(documents())
def test_a_sighting_that_is_prepared_again_is_the_same(told: list[Sighting]) -> None:
    for sighting in told:
        prepared = prepare(sighting)
        assert prepare(prepared.sighting) == prepared


def test_a_parser_works_out_what_is_new_alone() -> None:
    async def parse() -> list[object]:
        document = Document(body=feed("a", "b"), url="https://notes.example/feed")
        async with ParsePool(WORKING) as pool:
            return [
                (await pool.parse(document, source="feed:a", seen_at=NOW, is_first=first)).ahead
                for first in (True, False)
            ]

    parsed = parse_feed(
        feed("a", "b"), url="https://notes.example/feed", content_type="", source="feed:a",
        seen_at=NOW,
    )  # fmt: skip
    assert asyncio.run(parse()) == [WORKING(parsed.sightings), None]
