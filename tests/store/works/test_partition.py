from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.store.samples import NOW, paper, post
from tracker.store import codec
from tracker.store.author import additions, decisions, entries, publications
from tracker.store.author.additions import Addition
from tracker.store.author.entries import NewEntry
from tracker.store.choice import matches, states
from tracker.store.database import Database
from tracker.store.works import read, search
from tracker.store.works.add import add_sightings, reindex
from tracker.store.works.partition import Added
from tracker.values import (
    Alias,
    Decision,
    EntryKey,
    Match,
    Place,
    PublishedEntry,
    Reason,
    Sighting,
    State,
    Verdict,
)

LATER = NOW + timedelta(days=1)
DOI = "https://doi.org/10.1234/loom"


def bridge() -> Sighting:
    """A sighting that says that paper 1 and the work with the DOI are one."""
    return replace(paper(1), source="https://spindle.example/feed", paper=None, also=(DOI,))


def by_doi() -> Sighting:
    return Sighting(source="hand", url=DOI, seen_at=NOW, title="Looms in print")


def two_works(db: Database) -> None:
    add_sightings(db, [by_doi()], now=NOW)
    add_sightings(db, [paper(1)], now=NOW)
    assert search.numbers(db) in ((1, 2), (2, 1))


def test_a_sighting_that_joins_two_works_makes_them_one(db: Database) -> None:
    two_works(db)
    added = add_sightings(db, [bridge()], now=LATER)
    assert added == Added(new=(), updated=(1,), touched=(1,))
    (work,) = read.get(db, [1])
    assert work.title == paper(1).title
    assert set(work.aliases) == {Alias("arxiv", "2505.00001"), Alias("doi", "10.1234/loom")}
    assert len(work.sightings) == 3
    assert search.numbers(db) == (1,)


def test_a_doi_that_two_papers_state_belongs_to_neither(db: Database) -> None:
    first, second = (replace(paper(number), also=(DOI,)) for number in (1, 2))
    add_sightings(db, [first], now=NOW)
    assert read.find(db, Alias("doi", "10.1234/loom")) == 1
    added = add_sightings(db, [second], now=LATER)
    assert added == Added(new=(2,), updated=(), touched=(1, 2))
    assert read.find(db, Alias("doi", "10.1234/loom")) is None
    assert [row["work_id"] for row in db.rows("SELECT work_id FROM disputed")] == [1, 2]
    add_sightings(db, [by_doi()], now=LATER)
    add_sightings(db, [replace(by_doi(), source="other")], now=LATER)
    assert len(search.numbers(db)) == 3
    assert read.find(db, Alias("doi", "10.1234/loom")) == 3


def test_an_alias_that_becomes_disputed_goes_to_a_work_that_is_new(db: Database) -> None:
    page = "https://mill.example/looms"
    add_sightings(db, [paper(1), replace(paper(1), source="listing", also=(page,))], now=NOW)
    own = Sighting(source="hand", url=page, seen_at=NOW, title="Looms")
    added = add_sightings(db, [own, replace(paper(2), also=(page,))], now=LATER)
    assert len(added.new) == 2
    assert read.find(db, Alias("url", "mill.example/looms")) in added.new


def test_deriving_anew_takes_apart_what_a_disputed_alias_had_joined(db: Database) -> None:
    first, second = (replace(paper(number), also=(DOI,)) for number in (1, 2))
    add_sightings(db, [first, second], now=NOW)
    # As rules that knew no dispute would have left it.
    db.execute("UPDATE sightings SET work_id = 1")
    db.execute("DELETE FROM works WHERE id = 2")
    db.execute("DELETE FROM disputed")
    db.execute("INSERT INTO aliases VALUES ('arxiv', '2505.00002', 1), ('doi', '10.1234/loom', 1)")
    added = reindex(db, now=LATER)
    assert len(added.new) == 1
    assert len(search.numbers(db)) == 2
    assert reindex(db, now=LATER) == Added()


def test_the_number_that_ended_still_finds_the_work(db: Database) -> None:
    two_works(db)
    add_sightings(db, [bridge()], now=LATER)
    assert read.resolve(db, [1, 2, 3]) == {1: 1, 2: 1}
    assert [work.id for work in read.get(db, [2])] == [1]


def test_numbers_that_ended_are_followed_through_several_merges(db: Database) -> None:
    third = Sighting(source="hand", url="https://mill.example/in-print", seen_at=NOW)
    add_sightings(db, [third], now=NOW)
    add_sightings(db, [by_doi()], now=NOW)
    add_sightings(db, [paper(1)], now=NOW)
    add_sightings(db, [bridge()], now=LATER)
    assert read.resolve(db, [3]) == {3: 2}
    final = replace(by_doi(), source="other", also=(third.url,))
    add_sightings(db, [final], now=LATER)
    assert read.resolve(db, [1, 2, 3]) == {1: 1, 2: 1, 3: 1}


def test_all_that_hangs_on_a_work_goes_with_it(db: Database) -> None:
    two_works(db)
    reason = (Reason("loom", Place.TITLE, 2.0),)
    matches.put(db, [2], [Match(work_id=2, topic="mills", reasons=reason)])
    entries.add(db, "drafts/a.md", [NewEntry(key=EntryKey(2, "mills"), text="x")], now=NOW)
    decisions.append(
        db, [Decision(work_id=2, topic="mills", verdict=Verdict.APPROVED, decided_at=NOW)]
    )
    placed = PublishedEntry(key=EntryKey(2, "mills"), post="p.md", text="x", published_at=NOW)
    publications.append(db, [placed])
    additions.append(db, Addition(work_id=2, added_at=NOW))
    add_sightings(db, [bridge()], now=LATER)

    (standing,) = states.of_works(db, [1])[1]
    assert (standing.topic, standing.state, standing.reasons) == ("mills", State.PUBLISHED, reason)
    assert [said.work_id for said in decisions.history(db, 1)] == [1]
    (entry,) = entries.of_draft(db, "drafts/a.md")
    assert (entry.key, entry.work_id, entry.is_published) == (EntryKey(2, "mills"), 1, True)
    assert publications.of_works(db, [1]) == {1: (placed,)}
    assert additions.of_works(db, [1])[1][0].work_id == 1
    assert matches.candidates(db, ["mills"]) == {}


def test_what_is_said_of_a_number_that_ended_counts_for_the_work(db: Database) -> None:
    two_works(db)
    add_sightings(db, [bridge()], now=LATER)
    matches.put(db, [1], [Match(work_id=1, topic="mills", reasons=())])
    entries.add(db, "drafts/a.md", [NewEntry(key=EntryKey(2, "mills"), text="x")], now=NOW)
    decisions.append(
        db, [Decision(work_id=2, topic="mills", verdict=Verdict.REJECTED, decided_at=NOW)]
    )
    assert states.of_works(db, [1])[1][0].state is State.REJECTED
    assert matches.candidates(db, ["mills"]) == {}
    matches.put(db, [2], [Match(work_id=2, topic="mills", reasons=())])  # stored nowhere


def test_storing_new_works_has_no_statement_compiled_again(db: Database) -> None:
    """SQLite does so with all statements after a PRAGMA that sets a flag; full-text search asks
    one that sets none."""
    said: list[str] = []
    db.connection.set_trace_callback(said.append)
    add_sightings(db, [paper(1), post()], now=NOW)
    assert said
    asked = {statement for statement in said if statement.startswith("PRAGMA")}
    assert asked <= {"PRAGMA 'main'.data_version"}


def test_deriving_anew_by_the_same_rules_changes_nothing(db: Database) -> None:
    two_works(db)
    add_sightings(db, [bridge(), post(), paper(2), paper(2, 2)], now=LATER)
    before = [tuple(row) for row in db.rows("SELECT * FROM works")]
    assert reindex(db, now=LATER) == Added()
    assert [tuple(row) for row in db.rows("SELECT * FROM works")] == before


def test_deriving_anew_splits_what_older_rules_had_joined(db: Database) -> None:
    add_sightings(db, [paper(1), paper(2), paper(3)], now=NOW)
    decisions.append(
        db, [Decision(work_id=1, topic="mills", verdict=Verdict.APPROVED, decided_at=NOW)]
    )
    _claimed_as_one(db)
    for batch in (1, 1_000):
        added = reindex(db, now=LATER, batch=batch)
        if batch == 1:
            assert len(added.new) == 2
    found = read.get(db, search.numbers(db))
    assert {str(alias) for work in found for alias in work.aliases} == {
        "arxiv:2505.00001",
        "arxiv:2505.00002",
        "arxiv:2505.00003",
    }
    assert len(found) == 3
    assert [said.work_id for said in decisions.history(db, 1)] == [1]
    assert all(len(work.sightings) == 1 for work in found)


def test_deriving_anew_joins_what_older_rules_had_not(db: Database) -> None:
    other = replace(paper(1), source="https://spindle.example/feed", paper=None)
    add_sightings(db, [paper(1), replace(other, url=paper(2).url)], now=NOW)
    assert len(search.numbers(db)) == 2
    # As rules that did not know this address for what it is would have left it.
    db.execute("UPDATE sightings SET url = ? WHERE id = 2", [other.url])
    added = reindex(db, now=LATER)
    assert search.numbers(db) == (1,)
    assert added.touched == (1,)
    assert read.resolve(db, [2]) == {2: 1}
    assert read.find(db, Alias("arxiv", "2505.00002")) is None


def _claimed_as_one(db: Database) -> None:
    """The store as rules that took all three papers for one would have left it."""
    db.execute("UPDATE sightings SET claim = (SELECT claim FROM sightings WHERE id = 1)")
    db.execute("UPDATE sightings SET work_id = 1")
    db.execute("DELETE FROM aliases WHERE work_id > 1")
    db.execute("DELETE FROM works WHERE id > 1")
    assert codec.load(db.value("SELECT claim FROM sightings WHERE id = 3"))["aliases"] == [
        ["arxiv", "2505.00001"]
    ]
