"""Votes by identity, and what was known of them at any moment."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.samples import NOW, paper
from tracker.store import sources, votes
from tracker.store.database import Database
from tracker.store.schema import migrations
from tracker.store.works.add import add_sightings
from tracker.values import Alias, SourceState, Vote, vote_size

BOARD = "attention:board"


def alias(number: int = 1) -> Alias:
    return Alias("arxiv", f"2505.{number:05d}")


def note(db: Database, *given: Vote, minutes: float = 0.0) -> frozenset[int]:
    now = NOW + timedelta(minutes=minutes)
    with db.transaction():
        sources.put(db, SourceState(key=BOARD, kind="attention", name="A Board", polled_at=now))
        return votes.add(db, BOARD, given, now=now)


def seen(db: Database, number: int = 1) -> list[tuple[float, int]]:
    found = votes.of_works(db, [number]).get(number, ())
    assert all((one.source, one.source_name) == (BOARD, "A Board") for one in found)
    return [((one.seen_at - NOW).total_seconds() / 60, one.votes) for one in found]


@pytest.fixture(autouse=True)
def stored(db: Database) -> None:
    add_sightings(db, [paper(1), paper(2)], now=NOW)


def test_a_work_has_the_votes_of_its_identity(db: Database) -> None:
    assert note(db, Vote(alias(1), 5), Vote(alias(9), 7)) == {1}
    assert seen(db) == [(0, 5)]
    assert db.value("SELECT count(*) FROM works") == 2


def test_a_work_that_comes_later_has_the_votes_from_before(db: Database) -> None:
    note(db, Vote(alias(7), 5))
    added = add_sightings(db, [paper(7)], now=NOW)
    assert seen(db, added.new[0]) == [(0, 5)]


def test_a_row_is_begun_only_when_the_size_changes(db: Database) -> None:
    for minutes, count in enumerate((0, 4, 5, 7, 7, 8, 6, 0)):
        note(db, Vote(alias(), count), minutes=minutes)
    assert seen(db) == [(1, 7), (5, 8), (6, 6), (7, 0)]


@given(counts=st.lists(st.integers(-5, 3_000), max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_the_size_known_at_a_moment_is_never_changed_by_what_comes_later(
    db: Database, counts: list[int]
) -> None:
    db.execute("DELETE FROM votes")
    known: dict[int, int] = {}
    for minutes, count in enumerate(counts):
        note(db, Vote(alias(), count), minutes=minutes)
        known[minutes] = vote_size(count) if count >= 0 else known.get(minutes - 1, 0)
        for moment, size in known.items():
            past = [number for at, number in seen(db) if at <= moment]
            assert vote_size(past[-1] if past else 0) == size


@pytest.mark.parametrize("count", [10**30, 2**63, 10**6 + 1])
def test_huge_numbers_are_held_in_bounds(db: Database, count: int) -> None:
    note(db, Vote(alias(), count))
    assert seen(db) == [(0, votes.MAX_VOTES)]


def test_of_several_numbers_at_once_the_highest_counts(db: Database) -> None:
    note(db, Vote(alias(), 3), Vote(alias(), 70), Vote(alias(), 9), Vote(alias(), -4))
    assert seen(db) == [(0, 70)]


def test_strange_identities_are_stored_or_dropped_but_break_nothing(db: Database) -> None:
    strange = [Vote(Alias("url", text), 3) for text in ("\x00", "\ud800", "x" * 10**6, "")]
    assert note(db, *strange, *(Vote(alias(n), 1) for n in range(30_000))) == {1, 2}
    assert db.value("SELECT count(*) FROM votes") == 20_000


def test_votes_for_nothing_that_is_stored_are_let_go(db: Database) -> None:
    note(db, Vote(alias(1), 5), Vote(alias(9), 7))
    votes.prune(db, before=NOW)
    assert db.value("SELECT count(*) FROM votes") == 2
    votes.prune(db, before=NOW + timedelta(days=1))
    assert db.value("SELECT count(*) FROM votes") == 1
    assert seen(db) == [(0, 5)]


def test_a_source_is_followed_since_it_first_answered_well(db: Database) -> None:
    def answer(key: str, days: int | None) -> None:
        when = None if days is None else NOW + timedelta(days=days)
        sources.put(db, SourceState(key=key, kind="feed", polled_at=NOW, succeeded_at=when))

    for days in (None, 2, 5):
        answer("feed:a", days)
    answer("feed:b", None)
    assert sources.followed(db) == (("feed:a", "", NOW + timedelta(days=2)),)


def test_a_site_that_answers_in_part_is_followed(db: Database) -> None:
    note(db, Vote(alias(), 5), minutes=3)
    note(db, Vote(alias(), 6), minutes=4)
    assert sources.followed(db) == ((BOARD, "A Board", NOW + timedelta(minutes=3)),)


def test_the_sources_of_an_older_store_are_followed_since_their_first_sighting(
    tmp_path: Path,
) -> None:
    path = tmp_path / "older.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrations.upgrade(connection, path, migrations.MIGRATIONS[:2])
        connection.execute(
            "INSERT INTO sources (id, key, kind) VALUES (1, 'feed:a', 'feed'), (2, 'hand', '')"
        )
        connection.execute(
            "INSERT INTO works (id, kind, title, url, authors, summary, first_seen_at, dated_at, "
            "links, tags) VALUES (1, 'post', '', '', '[]', '', '', '', '[]', '[]')"
        )
        for number, source, day in ((1, 1, 5), (2, 1, 3), (3, 2, 1)):
            seen_at = f"2025-05-0{day}T18:00:00.000000Z"
            connection.execute(
                "INSERT INTO sightings (id, work_id, source_id, url, seen_at, last_seen_at, title, "
                "kind, summary, authors, also, links, tags, claim, title_key, about) "
                "VALUES (?1, 1, ?2, ?1, ?3, ?3, '', 'post', '', '', '', '', '', '', '', '')",
                [number, source, seen_at],
            )
    with Database.open(path) as db:
        assert sources.followed(db) == (("feed:a", "", NOW + timedelta(days=1)),)
