"""What ``tracker ranking`` and ``tracker show`` tell of what was learned."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk
from tests.support.sightings import paper
from tracker.store.works import search
from tracker.values import Verdict
from tracker.workflows.reports.approvals import Check
from tracker.workflows.reports.ranking import RankingReport, ranking, sums


def report(desk: Desk) -> RankingReport:
    with desk.session() as session:
        return ranking(session)


def test_without_decisions_nothing_is_learned(desk: Desk) -> None:
    desk.see(paper(1))
    found = report(desk)
    assert (found.approved, found.rejected, found.passed) == (0, 0, 0)
    assert (found.speaks_for, found.speaks_against, found.check.approvals) == ((), (), 0)


@pytest.fixture
def taught(desk: Desk) -> Desk:
    """Three weeks in which looms were approved and kilns were not."""
    number = 0
    for _ in range(3):
        for word in ("looms", "kilns") * 3:
            number += 1
            title = f"A chain of thought about {word}, part {number}"
            desk.see(paper(number, title, summary=f"All about {word} and their makers."))
        desk.draft()
        looms = [entry for entry in desk.read.entries if "looms" in entry.body]
        desk.mark("[x]", *(entry.key.work_id for entry in looms))
        desk.mark(
            "[-]",
            *({entry.key.work_id for entry in desk.read.entries} - {e.key.work_id for e in looms}),
        )
        desk.publish()
        desk.later(days=7)
    return desk


def test_the_strongest_words_are_told_with_their_side(taught: Desk) -> None:
    found = report(taught)
    assert (found.approved, found.rejected) == (9, 9)
    assert found.topics == {"reasoning": (9, 9), "tuning": (0, 0)}
    assert "“loom”" in [part.name for part in found.speaks_for]
    assert "“kiln”" not in [part.name for part in found.speaks_for]


def test_what_drafts_had_shown_is_told_from_what_the_author_found(taught: Desk) -> None:
    assert report(taught).check == Check(drafts=3, approvals=9, found=9, by_hand=0)
    taught.see(paper(90), paper(91))
    taught.decide(Verdict.APPROVED, 19, topic="reasoning")  # which no draft has shown
    taught.draft()
    taught.mark("[x]", 20)
    taught.publish()
    taught.later()
    assert report(taught).check == Check(drafts=4, approvals=11, found=10, by_hand=1)


def test_a_work_s_sum_is_told_in_each_of_its_topics(taught: Desk) -> None:
    taught.see(paper(50, "A chain of thought about looms", summary="A low-rank adapter."))
    with taught.session() as session:
        number = max(search.numbers(session.db))
        found = dict(sums(session, number))
    assert set(found) == {"reasoning", "tuning"}
    assert all(score.parts for score in found.values())
    assert found["reasoning"].total != found["tuning"].total


def test_a_work_that_no_topic_wants_has_no_sum(desk: Desk) -> None:
    desk.see(paper(1, "Weather"))
    with desk.session() as session:
        assert sums(session, 1) == ()


def test_a_report_has_no_check_where_nothing_was_drafted(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.decide(Verdict.REJECTED, 1)
    assert report(desk).check == Check()


def test_recurring_reasons_are_listed_with_their_counts(desk: Desk) -> None:
    desk.configure(draft="size = 10")
    desk.see(*(paper(n) for n in range(1, 121)))
    desk.draft()  # what it leaves out is passed over, and tells what is usual
    for number, reason in enumerate(["Too narrow", "too narrow.", "too narrow", "old", "old"], 1):
        desk.decide(Verdict.REJECTED, number, reason=reason)
    found = report(desk)
    assert [str(each) for each in found.reasons] == ["like 3 you rejected as “Too narrow”"]
    assert found.as_json()["reasons"] == [{"reason": "Too narrow", "count": 3}]
    desk.decide(Verdict.UNDECIDED, 2)
    assert report(desk).reasons == ()
