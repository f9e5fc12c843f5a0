"""Phrases out of what the author wanted and no topic matched."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk
from tests.support.sightings import paper
from tracker.store.author import decisions
from tracker.values import Decision, Verdict
from tracker.workflows.watchlists.suggest import SuggestReport, suggest_phrases

TITLES = ("Model Merging for Weavers", "Why Model Merging Works", "Looms: Knots", "A Loom of Old")


@pytest.fixture
def stocked(desk: Desk) -> Desk:
    """A paper that the topic matches, and some on merging and looms that none does."""
    desk.see(paper(1), *(paper(n, title) for n, title in enumerate(TITLES, 2)))
    desk.see(paper(6, "On Model Merging"))
    return desk


def suggest(desk: Desk, *approved: int, limit: int = 10) -> SuggestReport:
    with desk.session() as session:
        decisions.append(
            session.db,
            [
                Decision(
                    work_id=n, topic="reasoning", verdict=Verdict.APPROVED, decided_at=session.now
                )
                for n in approved
            ],
        )
    with desk.session(reads_only=True) as session:
        return suggest_phrases(session, limit=limit)


def told(report: SuggestReport) -> list[tuple[str, int, list[int]]]:
    return [(each.phrase, each.works, each.wanted) for each in report.suggestions]


def test_a_phrase_of_two_wanted_works_is_told_with_what_it_would_have_brought(
    stocked: Desk,
) -> None:
    report = suggest(stocked, 1, 2, 3)
    assert (report.wanted, report.unmatched, report.works) == (3, 2, 6)
    ((phrase, works, wanted),) = told(report)
    assert (phrase, works, sorted(wanted)) == ("model merging", 3, [2, 3])


def test_a_phrase_of_one_wanted_work_alone_is_not_suggested(stocked: Desk) -> None:
    assert told(suggest(stocked, 2, 4)) == []


def test_what_a_topic_matches_already_suggests_nothing(stocked: Desk) -> None:
    report = suggest(stocked, 1)
    assert (report.unmatched, told(report)) == (0, [])


def test_no_phrase_reaches_over_a_colon_or_ends_with_a_small_word(stocked: Desk) -> None:
    stocked.see(paper(7, "Looms: Knots and a Loom of Wool"))
    assert told(suggest(stocked, 4, 7)) == []
