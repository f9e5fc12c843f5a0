"""A work that has a place in its topic's order."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk
from tests.support.sightings import paper
from tests.workflows.missed.samples import ask, why
from tracker.values import State, Verdict
from tracker.workflows.missed.case import Why


def test_what_the_next_draft_proposes_is_told_with_its_place(ranked: Desk) -> None:
    found = ask(ranked, 2)
    assert (found.why, found.place, found.of) == (Why.NEXT, 2, 4)


def test_an_outranked_work_is_told_with_its_place_and_what_it_lacks(ranked: Desk) -> None:
    found = ask(ranked, 4)
    assert (found.why, found.topic, found.place, found.of) == (Why.OUTRANKED, "reasoning", 4, 4)
    assert any("“chain of thought” in title +2.57" in line for line in found.more)


def test_the_best_one_waits_while_the_draft_is_full(ranked: Desk) -> None:
    ranked.draft()
    found = ask(ranked, 3)
    assert (found.why, found.place, found.of) == (Why.OUTRANKED, 1, 2)
    assert f"2 wait in drafts/{ranked.draft_path.name}" in found.line
    assert found.lacks == ()


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_next_and_outranked_are_what_a_draft_then_does(ranked: Desk, steps: int) -> None:
    for _ in range(steps):
        ranked.draft()
        ranked.mark("[-]")
        ranked.later(hours=1)
        ranked.see(*(paper(n, days_ago=n % 7) for n in range(10, 15)))
    told = {number for number in ranked.states() if why(ranked, number) is Why.NEXT}
    before = {n for n, held in ranked.states().items() if held - {State.MATCHED}}
    ranked.draft()
    after = {n for n, held in ranked.states().items() if held - {State.MATCHED}}
    assert told == after - before


def test_the_room_for_the_unlike_is_told_on_both_sides(desk: Desk) -> None:
    desk.configure(draft="per_topic = 2", ranking="explore = 0.5")
    desk.see(*(paper(n, days_ago=n % 7) for n in range(1, 9)))
    desk.decide(Verdict.REJECTED, 8)
    told = {number: ask(desk, number) for number in range(1, 8)}
    by_place = {found.place: found for found in told.values()}
    assert by_place[1].why is Why.NEXT
    assert by_place[2].why is Why.OUTRANKED
    assert "1 of its places go to what the ranking would not show" in by_place[2].line
    (unlike,) = (f for f in told.values() if f.why is Why.NEXT and f.place != 1)
    assert "as one that the ranking would not show (explore)" in unlike.line
    desk.draft()
    assert {e.key.work_id for e in desk.read.entries} == {
        n for n, found in told.items() if found.why is Why.NEXT
    }
