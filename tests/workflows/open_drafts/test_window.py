"""How far back a draft looks."""

from __future__ import annotations

from datetime import timedelta

from tests.support.desk import Desk
from tests.support.sightings import paper
from tracker.values import Verdict

DAY = timedelta(days=1)


def since(desk: Desk, *topics: str) -> timedelta:
    with desk.session() as session:
        return desk.now - session.looks_back_to(topics or desk.project.topics)


def test_the_first_draft_looks_back_thirty_days(desk: Desk) -> None:
    assert since(desk) == 30 * DAY
    desk.see(paper(1, days_ago=29), paper(2, days_ago=31))
    assert [entry.work.id for entry in desk.draft().entries] == [1]


def test_a_topic_s_first_draft_does(desk: Desk) -> None:
    desk.see(paper(1))
    desk.draft()
    assert since(desk, "reasoning") == 10 * DAY
    assert since(desk, "tuning") == since(desk) == 30 * DAY


def test_the_next_looks_back_to_the_last_and_ten_days_before_it(desk: Desk) -> None:
    desk.see(paper(1))
    desk.draft()
    drafted_at = desk.now
    desk.later(days=20)
    assert desk.now - since(desk, "reasoning") == drafted_at - 10 * DAY
    desk.later(days=400)
    assert desk.now - since(desk, "reasoning") == drafted_at - 10 * DAY


def test_what_was_shown_and_left_is_not_shown_again(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.draft(limit=1)
    (first,) = (entry.key.work_id for entry in desk.read.entries)
    desk.mark("[-]", first)
    desk.later(days=3)
    report = desk.draft(limit=1)
    assert [entry.work.id for entry in report.entries if entry.is_new] == [3 - first]


def test_a_clock_that_was_ahead_closes_no_window(desk: Desk) -> None:
    desk.see(paper(1))
    desk.later(days=300)
    desk.draft(since_at=desk.now - 400 * DAY)
    desk.decide(Verdict.REJECTED, 1)
    desk.later(days=-299)
    assert since(desk, "reasoning") == 10 * DAY
