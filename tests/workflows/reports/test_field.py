"""How the field moves."""

from __future__ import annotations

from datetime import date, timedelta

from tests.support.desk import Desk
from tests.support.sightings import START, blog, paper
from tracker.values import Verdict
from tracker.workflows.reports.field import WEEKS, FieldReport, Week, field

MONDAY = date(2025, 4, 28)  # of the week in which the desk starts, on a Friday


def report(desk: Desk) -> FieldReport:
    with desk.session(reads_only=True) as session:
        return field(session)


def week(told: FieldReport, monday: date) -> Week:
    (found,) = (week for week in told.weeks if week.monday == monday)
    return found


def test_the_weeks_are_sixteen_and_end_with_the_one_under_way(desk: Desk) -> None:
    mondays = [week.monday for week in report(desk).weeks]
    assert len(mondays) == WEEKS
    assert mondays == [MONDAY - timedelta(weeks=n) for n in reversed(range(WEEKS))]


def test_a_work_counts_in_the_week_of_its_date_and_in_its_topics(desk: Desk) -> None:
    desk.see(
        paper(1, days_ago=4),  # the Monday itself
        paper(2, "A low-rank adapter for a chain of thought", days_ago=5),  # the Sunday before
        paper(3, "Satellites", days_ago=5),
        paper(4, days_ago=7 * WEEKS),
    )
    told = report(desk)
    assert week(told, MONDAY).works == 1
    assert week(told, MONDAY).topics == {"reasoning": 1, "tuning": 0}
    before = week(told, MONDAY - timedelta(weeks=1))
    assert before.works == 2
    assert before.topics == {"reasoning": 1, "tuning": 1}
    assert sum(week.works for week in told.weeks) == 3


def test_deeds_count_in_the_week_in_which_they_were_done(drafted: Desk) -> None:
    drafted.mark("[x]", 1, 2)
    drafted.publish()
    drafted.later(days=7)
    drafted.decide(Verdict.REJECTED, 3, topic="reasoning")
    told = report(drafted)
    first, second = week(told, MONDAY), week(told, MONDAY + timedelta(weeks=1))
    assert first.proposed >= 1
    assert (first.approved, first.published) == (2, 2)
    assert (second.proposed, second.rejected, second.published) == (0, 1, 0)


def test_sources_are_those_of_the_last_four_weeks_the_fullest_first(desk: Desk) -> None:
    desk.see(paper(1), paper(2), blog("x", "A post"), blog("old", "An old post", days_ago=40))
    told = report(desk)
    assert [(source.key, source.works) for source in told.sources] == [
        ("arxiv", 2),
        ("feed:https://blog.example/feed", 1),
    ]
    assert told.sources_since == MONDAY - timedelta(weeks=3)


def test_words_are_compared_among_papers_and_among_the_rest(desk: Desk) -> None:
    """Posts of late beside papers of before would let every word of posts rise."""
    old = [paper(n, f"A loom of kind {n}", days_ago=60) for n in range(1, 221)]
    new = [paper(n, "A spindle of wood", days_ago=2) for n in range(221, 231)]
    desk.see(*old, *new, *(blog(f"p{n}", "A week of links") for n in range(20)))
    assert [word.phrase for word in report(desk).words] == ["spindle", "wood"]


def test_as_json(desk: Desk) -> None:
    desk.see(paper(1))
    told = report(desk).as_json()
    assert set(told) == {"weeks", "sources_since", "sources", "rising"}
    assert told["weeks"][-1] == {  # type: ignore[index]
        "week": "2025-04-28",
        "works": 1,
        "topics": {"reasoning": 1, "tuning": 0},
        "proposed": 0,
        "approved": 0,
        "rejected": 0,
        "published": 0,
    }


def test_an_empty_store_has_an_empty_field(desk: Desk) -> None:
    told = report(desk)
    assert START.date() - told.weeks[-1].monday < timedelta(days=7)
    assert (told.sources, told.words) == ((), ())
