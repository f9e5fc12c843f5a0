"""Matching again: when watchlists change, when all is derived anew, and what the author added."""

from datetime import timedelta

from tests.support.desk import START, Desk, blog, paper
from tracker.matching.matcher import Matcher
from tracker.store import additions
from tracker.store.additions import Addition
from tracker.values import Place, State
from tracker.workflows.matching import REMATCHED_DAYS, put_matches, rematch, rematch_if_changed
from tracker.workflows.reindex import reindex


def rematched(desk: Desk) -> bool:
    with desk.open() as db:
        return rematch_if_changed(db, desk.project.watchlists, now=desk.now)


def test_watchlists_are_matched_again_only_when_they_say_something_else(desk: Desk) -> None:
    desk.see(paper(1, "Weather from satellites"))
    assert rematched(desk)
    assert not rematched(desk)
    path = desk.home / "watchlists" / "tuning.toml"
    path.write_text(f"# a comment\n{path.read_text()}")
    assert not rematched(desk)
    desk.watch("tuning", any_of=["weather"])
    assert rematched(desk)
    assert desk.states() == {1: {State.MATCHED}}
    desk.watch("tuning", any_of=["nothing"])
    assert rematched(desk)
    assert desk.states() == {1: set()}


def test_works_of_long_ago_wait_for_reindex(desk: Desk) -> None:
    desk.see(paper(1, "Weather from satellites", days_ago=REMATCHED_DAYS + 1))
    desk.watch("tuning", any_of=["weather"])
    rematched(desk)
    assert desk.states() == {1: set()}
    report = reindex(desk.project, now=desk.now)
    assert (report.works, report.new, report.updated, report.matched) == (1, 0, 0, 1)
    assert desk.states() == {1: {State.MATCHED}}


def test_what_was_decided_stays_when_it_matches_no_more(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.draft()
    desk.mark("[x]", 1)
    desk.review()
    desk.watch("reasoning", any_of=["nothing"], heading="Reasoning")
    rematched(desk)
    reindex(desk.project, now=desk.now)
    assert desk.states() == {1: {State.APPROVED}, 2: {State.PROPOSED}}
    assert desk.publish().placed


def test_what_the_author_added_to_a_topic_stays_in_it(desk: Desk) -> None:
    desk.see(blog("weather", "Weather from satellites"))
    with desk.open() as db:
        additions.append(db, Addition(work_id=1, topic="tuning", added_at=desk.now))
        (match,) = put_matches(db, Matcher(desk.project.watchlists), [1])
        assert match.topic == "tuning"
        assert match.reasons[0].place is Place.HAND
        assert rematch(db, Matcher(desk.project.watchlists)) == 1


def test_a_topic_that_is_gone_wants_nothing_more_and_hinders_nothing(desk: Desk) -> None:
    desk.see(paper(1), paper(2, "A low-rank adapter"))
    desk.draft()
    desk.mark("[x]", 2)
    desk.review()
    (desk.home / "watchlists" / "tuning.toml").unlink()
    desk.later(days=1)
    desk.see(paper(3))
    assert len(desk.draft().entries) == 3
    assert desk.publish().placed == ("A low-rank adapter",)


def test_many_works_are_matched_in_batches(desk: Desk) -> None:
    desk.see(*(paper(n, days_ago=n / 1000) for n in range(1, 1203)))
    desk.watch("tuning", any_of=["chain of thought"])
    desk.now = START + timedelta(days=1)
    with desk.open() as db:
        assert rematch(db, Matcher(desk.project.watchlists)) == 1202
