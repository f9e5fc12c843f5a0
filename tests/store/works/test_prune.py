from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.store.samples import NOW, paper, post
from tracker.store.author import decisions
from tracker.store.choice import features, matches
from tracker.store.choice.features import Kept
from tracker.store.database import Database
from tracker.store.works import prune, read, search
from tracker.store.works.add import add_sightings
from tracker.store.works.search import Conditions
from tracker.values import Decision, Match, Verdict

YEAR = timedelta(days=365)
LATER = NOW + timedelta(days=500)


def test_old_works_that_nobody_wanted_are_let_go(db: Database) -> None:
    add_sightings(db, [paper(number) for number in range(1, 6)], now=NOW)
    matches.put(db, [1], [Match(work_id=1, topic="mills", reasons=())])
    said = Decision(work_id=2, topic="mills", verdict=Verdict.REJECTED, decided_at=NOW)
    decisions.append(db, [said])
    add_sightings(db, [paper(9, at=LATER)], now=LATER)
    assert prune.prune(db, before=LATER - YEAR) == 3
    assert set(search.numbers(db)) == {1, 2, 6}
    assert search.numbers(db, Conditions(query="weave")) != ()
    assert db.value("SELECT count(*) FROM sightings") == 3
    assert prune.prune(db, before=LATER - YEAR) == 0


def test_features_that_were_never_made_go_with_their_work(db: Database) -> None:
    add_sightings(db, [paper(1), paper(2)], now=NOW)
    features.note(db, [1, 2], anew=True)
    features.put(db, [Kept(work_id=2, seen_at=NOW, stamp=1, data=b"made")])
    add_sightings(db, [paper(9, at=LATER)], now=LATER)
    assert prune.prune(db, before=LATER - YEAR) == 2
    assert set(features.of_works(db, [1, 2])) == {2}


def test_a_number_is_never_used_again(db: Database) -> None:
    add_sightings(db, [paper(1), paper(2)], now=NOW)
    add_sightings(db, [paper(3, at=LATER)], now=LATER)
    db.execute("DELETE FROM works WHERE id = 3")
    assert add_sightings(db, [paper(4, at=LATER)], now=LATER).new == (4,)


def test_what_still_stands_in_its_feed_stays(db: Database) -> None:
    """A feed that keeps all its entries would bring them back as new."""
    add_sightings(db, [post("old"), post("gone", title="Another old one")], now=NOW)
    for days in range(20, 500, 20):
        when = NOW + timedelta(days=days)
        add_sightings(db, [post("old"), post(f"n{days}", title="", at=when)], now=when)
    assert prune.prune(db, before=LATER - YEAR) > 0
    assert read.resolve(db, [1, 2]) == {1: 1}


def test_a_feed_that_fell_silent_keeps_its_entries(db: Database) -> None:
    add_sightings(db, [post("old")], now=NOW)
    assert prune.prune(db, before=LATER - YEAR) == 0


def test_it_is_done_in_portions(db: Database) -> None:
    add_sightings(db, [paper(number) for number in range(1, 6)], now=NOW)
    add_sightings(db, [paper(9, at=LATER)], now=LATER)
    assert prune.prune(db, before=LATER - YEAR, limit=2) == 2
    assert prune.prune(db, before=LATER - YEAR, limit=9) == 3


def test_the_file_gives_back_what_was_let_go(db: Database) -> None:
    for start in range(0, 6_000, 1_000):
        papers = [paper(number, summary="word " * 600) for number in range(start, start + 1_000)]
        add_sightings(db, papers, now=NOW)
    add_sightings(db, [paper(9_000, at=LATER)], now=LATER)
    before = db.value("PRAGMA page_count")
    assert prune.prune(db, before=LATER - YEAR, limit=6_000) == 6_000
    assert db.value("PRAGMA page_count") == before
    db.give_back()
    assert db.value("PRAGMA page_count") < before / 2


def test_a_file_that_an_earlier_tracker_made_is_packed(tmp_path: Path) -> None:
    path = tmp_path / "tracker.db"
    with Database.open(path) as db:
        db.execute("PRAGMA auto_vacuum = NONE")
        db.execute("VACUUM")
        add_sightings(db, [paper(n, summary="word " * 600) for n in range(500)], now=NOW)
        add_sightings(db, [paper(9_000, at=LATER)], now=LATER)
        prune.prune(db, before=LATER - YEAR)
        before = db.value("PRAGMA page_count")
        db.pack()
        assert db.value("PRAGMA page_count") < before / 2
        assert db.value("PRAGMA auto_vacuum") == 2  # incremental
        assert search.numbers(db, Conditions(query="weave")) != ()
