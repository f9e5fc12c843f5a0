"""Law: whatever happened in whatever order, states and candidates are what the facts say."""

from __future__ import annotations

import itertools
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.samples import NOW, paper
from tests.store.works.test_law_order import empty_store
from tracker.store.author import decisions, entries, publications
from tracker.store.author.entries import NewEntry
from tracker.store.choice import matches, states
from tracker.store.database import Database
from tracker.store.works import read
from tracker.store.works.add import add_sightings
from tracker.values import Decision, EntryKey, Match, PublishedEntry, State, Verdict

TOPICS = ("mills", "looms")
DEEDS = ("match", "propose", "approved", "rejected", "undecided", "publish", "withdraw", "forget")
Pair = tuple[int, str]


class Model:
    """The same facts, as plain as can be."""

    def __init__(self) -> None:
        self.matched: set[Pair] = set()
        self.proposed: set[Pair] = set()
        self.said: dict[Pair, str] = {}
        self.standing: dict[Pair, int] = {}

    def state(self, pair: Pair) -> State:
        if self.standing.get(pair):
            return State.PUBLISHED
        if self.said.get(pair, "undecided") != "undecided":
            return State(self.said[pair])
        if pair in self.proposed:
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
        model.matched = {known for known in model.matched if known[0] != work_id} | {pair}
        matches.put(db, [work_id], [Match(work_id=work_id, topic=topic, reasons=())])
    elif deed == "propose":
        model.proposed.add(pair)
        entries.add(db, f"{topic}.md", [NewEntry(key=EntryKey(*pair), text="x")], now=when)
    elif deed == "forget":
        model.proposed = {known for known in model.proposed if known[1] != topic}
        entries.forget_draft(db, f"{topic}.md")
    elif deed == "publish":
        model.standing[pair] = model.standing.get(pair, 0) + 1
        publications.append(db, [placed])
    elif deed == "withdraw":
        model.standing[pair] = 0
        publications.withdraw(db, [placed], now=when)
    else:
        model.said[pair] = deed
        said = Decision(work_id=work_id, topic=topic, verdict=Verdict(deed), decided_at=when)
        decisions.append(db, [said])


PAIRS = tuple(itertools.product((1, 2), TOPICS))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(DEEDS), st.sampled_from(PAIRS)), max_size=14))
def test_states_and_candidates_follow_from_the_facts(deeds: list[tuple[str, Pair]]) -> None:
    model = Model()
    with empty_store() as db:
        add_sightings(db, [paper(1), paper(2)], now=NOW)
        for minute, (deed, pair) in enumerate(deeds):
            do(db, model, deed, pair, minute)
        found = {
            (work_id, standing.topic): standing.state
            for work_id, own in states.of_works(db, [1, 2]).items()
            for standing in own
        }
        expected = {pair: model.state(pair) for pair in PAIRS}
        assert found == {pair: s for pair, s in expected.items() if s is not State.SEEN}
        candidates = matches.candidates(db, TOPICS)
        assert {(m.work_id, m.topic) for own in candidates.values() for m in own} == {
            pair for pair in model.matched if model.is_open(pair[0])
        }
        for state in State:
            if state is not State.SEEN:
                has = {pair[0] for pair, own in expected.items() if own is state}
                assert set(read.listed(db, state=state)) == has
        counts = states.counts(db)
        assert counts["matched"] == len(set(read.listed(db, state=State.MATCHED)))
        assert counts["seen"] == len(read.listed(db, state=State.SEEN))
