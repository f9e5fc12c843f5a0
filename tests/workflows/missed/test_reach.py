"""A work that no draft could propose."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.support.desk import Desk
from tests.support.project_folder import PHRASES
from tests.support.sightings import blog, paper
from tests.workflows.missed.samples import ask, why
from tracker.store.author import additions
from tracker.store.author.additions import Addition
from tracker.workflows.missed.case import Why


def test_a_withdrawn_paper_is_told_with_its_authors_words(desk: Desk) -> None:
    desk.see(paper(1, comment="This paper has been withdrawn: a gap in lemma 3"))
    found = ask(desk, 1)
    assert found.why is Why.WITHDRAWN
    assert "lemma 3" in found.line


def test_the_nearest_phrase_of_the_nearest_topic_is_told(desk: Desk) -> None:
    desk.see(paper(1, "A chain of stores"))
    found = ask(desk, 1)
    assert (found.why, found.topic) == (Why.NOT_MATCHED, "reasoning")
    assert "“chain of thought”: the title has “chain” but not “thought”" in found.line
    assert found.more == ("tuning: no word of its phrases stands in it",)


def test_the_exclusion_that_refused_it_is_told(desk: Desk) -> None:
    desk.watch("reasoning", any_of=PHRASES, more='none = ["stores"]\n')
    desk.see(paper(1, "A chain of thought for stores"))
    assert "refused by “stores” in title" in ask(desk, 1).line


def test_categories_that_no_topic_has_are_told(desk: Desk) -> None:
    seen = paper(1)
    assert seen.paper is not None
    desk.see(replace(seen, paper=replace(seen.paper, categories=("math.CO", "cs.RO"))))
    found = ask(desk, 1)
    assert found.why is Why.NOT_MATCHED
    assert "math.CO cs.RO, which no topic has" in found.line
    assert any("would match by “chain of thought” in title" in line for line in found.more)


def test_a_work_that_has_nothing_of_any_topic_is_told_so(desk: Desk) -> None:
    desk.see(paper(1, "Weather", summary="Rain."))
    found = ask(desk, 1)
    assert found.line == "seen, but not matched: no word of any topic's phrases stands in it"
    assert found.topic == ""


def test_a_work_of_which_only_the_address_is_known_waits_for_its_title(desk: Desk) -> None:
    desk.see(replace(blog("x", ""), source="hand", summary=""))
    found = ask(desk, 1)
    assert found.why is Why.NOT_MATCHED
    assert "asks for its title" in found.line


def test_without_topics_nothing_is_wanted(desk: Desk) -> None:
    desk.see(paper(1))
    for path in (desk.home / "watchlists").iterdir():
        path.unlink()
    assert "there are no topics" in ask(desk, 1).line


def test_what_is_older_than_a_draft_looks_back_is_told_with_the_way_in(desk: Desk) -> None:
    desk.see(paper(1, days_ago=40))
    found = ask(desk, 1)
    assert found.why is Why.OUTSIDE_WINDOW
    assert any("tracker draft --since 2025-03-23" in line for line in found.more)
    desk.draft(since_at=desk.now - timedelta(days=50))
    assert why(desk, 1) is Why.PROPOSED


def test_what_was_added_by_hand_is_never_too_old(desk: Desk) -> None:
    (number,) = desk.see(paper(1, days_ago=400))
    with desk.open() as db:
        additions.append(db, Addition(work_id=number, topic="tuning", added_at=desk.now))
    desk.see(paper(1, days_ago=400, comment="matched anew"))
    assert why(desk, 1) is Why.NEXT


def test_a_paper_first_seen_as_a_later_version_is_told(desk: Desk) -> None:
    desk.see(paper(1, version=3, first_days_ago=100))
    found = ask(desk, 1)
    assert found.why is Why.LATER_VERSION
    assert "version 3 of a paper of 2025-01-22" in found.line
    desk.draft()
    assert not desk.drafts


def test_a_later_version_of_a_young_paper_is_proposed_as_any(desk: Desk) -> None:
    desk.see(paper(1, version=2, first_days_ago=10))
    assert why(desk, 1) is Why.NEXT


def test_a_match_that_only_the_changed_watchlist_gives_is_told(desk: Desk) -> None:
    desk.see(paper(1, "Weather"))
    desk.watch("tuning", any_of=["weather"])
    found = ask(desk, 1)
    assert (found.why, found.topic) == (Why.WATCHLIST_CHANGED, "tuning")
    desk.draft()
    assert why(desk, 1) is Why.PROPOSED
