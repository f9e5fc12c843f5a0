"""Law: whatever happened in whatever order, states and candidates are what the facts say."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.samples import NOW, paper
from tests.store.templates import empty_store
from tracker.store.author import decisions, entries, publications
from tracker.store.author.entries import NewEntry
from tracker.store.choice import matches, states
from tracker.store.database import Database
from tracker.store.works import search
from tracker.store.works.add import add_sightings
from tracker.store.works.search import Conditions
from tracker.values import Decision, EntryKey, Match, PublishedEntry, Sighting, State, Verdict

TOPICS = ("mills", "looms")
DEEDS = (
    *("match", "propose", "approved", "rejected", "undecided", "publish", "withdraw", "forget"),
    "merge",
)
DOI = "https://doi.org/10.1234/loom"
IN_PRINT = Sighting(source="hand", url=DOI, seen_at=NOW, title="Looms in print")
# It says that paper 1 and the work with the DOI are one.
BRIDGE = replace(paper(1), source="https://spindle.example/feed", paper=None, also=(DOI,))
Pair = tuple[int, str]


class Model:
    """The same facts, as plain as can be: by the number that each was noted under."""

    def __init__(self) -> None:
        self.is_merged = False
        self.matched: set[Pair] = set()
        self.proposed: set[Pair] = set()
        self.decided: dict[Pair, tuple[int, str]] = {}
        self.standing: set[Pair] = set()

    def works(self) -> tuple[int, ...]:
        return (1,) if self.is_merged else (1, 2)

    def state(self, pair: Pair) -> State:
        numbers = (1, 2) if self.is_merged else (pair[0],)
        pairs = {(number, pair[1]) for number in numbers}
        if pairs & self.standing:
            return State.PUBLISHED
        last = max((self.decided[own] for own in pairs & self.decided.keys()), default=(0, ""))[1]
        if last not in ("", "undecided"):
            return State(last)
        if pairs & self.proposed:
            return State.PROPOSED
        return State.MATCHED if pair in self.matched else State.SEEN

    def is_open(self, work_id: int) -> bool:
        own = [self.state((work_id, topic)) for topic in TOPICS]
        return all(state in (State.SEEN, State.MATCHED) for state in own)


def do(db: Database, model: Model, deed: str, pair: Pair, minute: int) -> None:
    work_id, topic = pair
    when = NOW + timedelta(minutes=minute)
    placed = PublishedEntry(key=EntryKey(*pair), post="p.md", text="x", published_at=NOW)
    if deed == "match":
        if work_id in model.works():
            model.matched = {own for own in model.matched if own[0] != work_id} | {pair}
        matches.put(db, [work_id], [Match(work_id=work_id, topic=topic, reasons=())])
    elif deed == "propose":
        model.proposed.add(pair)
        entries.add(db, f"{topic}.md", [NewEntry(key=EntryKey(*pair), text="x")], now=when)
    elif deed == "forget":
        model.proposed = {own for own in model.proposed if own[1] != topic}
        entries.forget_draft(db, f"{topic}.md")
    elif deed == "publish":
        model.standing.add(pair)
        publications.append(db, [placed])
    elif deed == "withdraw":
        model.standing.discard(pair)
        publications.withdraw(db, [placed], now=when)
    elif deed == "merge":
        model.is_merged = True
        model.matched = {(1, topic) for _, topic in model.matched}
        add_sightings(db, [BRIDGE], now=when)
    else:
        model.decided[pair] = (minute, deed)
        decision = Decision(work_id=work_id, topic=topic, verdict=Verdict(deed), decided_at=when)
        decisions.append(db, [decision])


PAIRS = tuple(itertools.product((1, 2), TOPICS))


def two_works(db: Database) -> None:
    add_sightings(db, [IN_PRINT], now=NOW)
    add_sightings(db, [paper(1)], now=NOW)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(DEEDS), st.sampled_from(PAIRS)), max_size=14))
def test_states_and_candidates_follow_from_the_facts(deeds: list[tuple[str, Pair]]) -> None:
    model = Model()
    with empty_store() as db:
        two_works(db)
        for minute, (deed, pair) in enumerate(deeds):
            do(db, model, deed, pair, minute)
        found = {
            (work_id, standing.topic): standing.state
            for work_id, own in states.of_works(db, [1, 2]).items()
            for standing in own
        }
        expected = {pair: model.state(pair) for pair in PAIRS if pair[0] in model.works()}
        assert found == {pair: s for pair, s in expected.items() if s is not State.SEEN}
        candidates = matches.candidates(db, TOPICS)
        assert {(m.work_id, m.topic) for own in candidates.values() for m in own} == {
            pair for pair in model.matched if model.is_open(pair[0])
        }
        for state in State:
            if state is not State.SEEN:
                has = {pair[0] for pair, own in expected.items() if own is state}
                assert set(search.numbers(db, Conditions(state=state))) == has
        counts = states.counts(db)
        assert counts["matched"] == len(set(search.numbers(db, Conditions(state=State.MATCHED))))
        assert counts["seen"] == len(search.numbers(db, Conditions(state=State.SEEN)))


DECISION = "INSERT INTO decisions (work_id, topic, verdict, decided_at) VALUES (:work, :topic, "
MATCH = "INSERT OR REPLACE INTO matches (work_id, topic, score, reasons, open) VALUES "
# By hand, by a later version, by a mended file: whatever could be written.
STATEMENTS = {
    "match": MATCH + "(:work, :topic, 1.0, '[]', 1)",
    "match, not open": MATCH + "(:work, :topic, 1.0, '[]', 0)",
    "move matches": "UPDATE OR IGNORE matches SET work_id = 3 - work_id",
    "propose": "INSERT INTO entries (draft_id, marker_id, topic, work_id, text, proposed_at) "
    "VALUES (1, (SELECT 1 + coalesce(max(id), 0) FROM entries), :topic, :work, '', :at)",
    "move entries": "UPDATE entries SET work_id = 3 - work_id WHERE topic = :topic",
    "drop entries": "DELETE FROM entries WHERE work_id = :work",
    "publish": "INSERT INTO publications (work_id, topic, marker_id, post, text, published_at) "
    "VALUES (:work, :topic, :work, '', '', :at)",
    "withdraw or not": "UPDATE publications SET withdrawn_at = iif(withdrawn_at IS NULL, :at, "
    "NULL) WHERE work_id = :work",
    "move publications": "UPDATE publications SET work_id = 3 - work_id WHERE topic = :topic",
    "drop publications": "DELETE FROM publications WHERE work_id = :work",
    "approve": DECISION + "'approved', :at)",
    "take back": DECISION + "'undecided', :at)",
    "other verdict": "UPDATE decisions SET verdict = iif(verdict = 'undecided', 'rejected', "
    "'undecided') WHERE work_id = :work",
    "other time": "UPDATE decisions SET decided_at = :at "
    "WHERE id = (SELECT min(id) FROM decisions)",
    "other topic": "UPDATE decisions SET topic = :topic WHERE work_id = :work",
    "move decisions": "UPDATE decisions SET work_id = 3 - work_id WHERE topic = :topic",
    "drop a decision": "DELETE FROM decisions WHERE id = (SELECT max(id) FROM decisions)",
}
WRONGLY_OPEN_OR_NOT = (
    "SELECT * FROM matches AS m WHERE m.open = EXISTS (SELECT 1 FROM states AS s "
    "WHERE s.work_id = m.work_id AND s.state <> 'matched')"
)
Write = tuple[str, Pair]


def check_open_follows(db: Database, writes: Iterable[Write]) -> None:
    two_works(db)
    db.execute("INSERT INTO drafts (path, opened_at) VALUES ('a.md', '')")
    for minute, (name, (work_id, topic)) in enumerate(writes):
        values = {"work": work_id, "topic": topic, "at": f"{minute:02}"}
        db.execute(STATEMENTS[name], values)
        assert db.rows(WRONGLY_OPEN_OR_NOT) == [], name


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(tuple(STATEMENTS)), st.sampled_from(PAIRS)), max_size=14))
def test_whatever_statement_changes_a_fact_the_open_matches_follow(writes: list[Write]) -> None:
    with empty_store() as db:
        check_open_follows(db, writes)


@pytest.mark.parametrize("change", STATEMENTS)
@pytest.mark.parametrize("fact", ["propose", "publish", "approve"])
def test_each_statement_is_followed_whatever_fact_stands(
    db: Database, fact: str, change: str
) -> None:
    """The same law where chance looks seldom: after a match and a fact, with and without moves."""
    names = ("match", fact, change, "move matches", change)
    check_open_follows(db, [(name, (1, "mills")) for name in names])


@pytest.mark.parametrize(
    "writes",
    [
        [("approve", (1, "mills")), ("take back", (1, "looms")), ("other topic", (1, "mills"))],
        [("approve", (1, "mills")), ("take back", (1, "mills")), ("other time", (1, "mills"))],
        [("approve", (1, "mills")), ("move decisions", (1, "mills"))],
        [("publish", (1, "mills")), ("move publications", (1, "mills"))],
        [("propose", (1, "mills")), ("move entries", (1, "mills"))],
    ],
)
def test_a_fact_that_turns_to_another_is_followed_on_both_sides(
    db: Database, writes: list[Write]
) -> None:
    check_open_follows(db, [("match", pair) for pair in PAIRS] + writes)
