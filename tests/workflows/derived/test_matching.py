"""Matching again: when watchlists change, when all is derived anew, and what the author added."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.desk import Desk
from tests.support.sightings import START, blog, paper
from tracker.matching.matcher import Matcher
from tracker.store import memory
from tracker.store.author import additions
from tracker.store.author.additions import Addition
from tracker.store.choice import matches
from tracker.values import Match, Place, State
from tracker.workflows.derived.matching import (
    REMATCHED_DAYS,
    Stamp,
    is_changed,
    put_matches,
    rematch,
    rematch_if_changed,
)
from tracker.workflows.derived.reindex import ReindexReport, reindex


def reindexed(desk: Desk) -> ReindexReport:
    with desk.open() as db:
        return reindex(db, desk.project.watchlists, now=desk.now)


def rematched(desk: Desk) -> bool:
    with desk.open() as db:
        return bool(rematch_if_changed(db, desk.project.watchlists, now=desk.now))


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
    report = reindexed(desk)
    assert (report.works, report.new, report.updated, report.matched) == (1, 0, 0, 1)
    assert desk.states() == {1: {State.MATCHED}}


def test_a_reindex_that_was_interrupted_is_gone_on_with(desk: Desk) -> None:
    desk.see(paper(1), paper(2, "Weather from satellites"))
    watchlists = desk.project.watchlists

    def interrupt(done: int, total: int) -> None:
        assert total == 4  # two sightings, and their works
        if done > 2:
            raise KeyboardInterrupt

    told: list[tuple[int, int]] = []
    with desk.open() as db:
        with pytest.raises(KeyboardInterrupt):
            reindex(db, watchlists, now=desk.now, progress=interrupt)
        report = reindex(db, watchlists, now=desk.now, progress=lambda *far: told.append(far))
        assert (report.is_resumed, report.matched, told) == (True, 1, [(4, 4)])
        assert not reindex(db, watchlists, now=desk.now).is_resumed


def test_by_other_watchlists_a_reindex_begins_anew(desk: Desk) -> None:
    desk.see(paper(1, "Weather from satellites"))

    def interrupt(done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    with desk.open() as db, pytest.raises(KeyboardInterrupt):
        reindex(db, desk.project.watchlists, now=desk.now, progress=interrupt)
    desk.watch("tuning", any_of=["weather"])
    assert reindexed(desk) == ReindexReport(works=1, new=0, updated=0, matched=1)


def test_what_was_decided_stays_when_it_matches_no_more(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.draft()
    desk.mark("[x]", 1)
    desk.review()
    desk.watch("reasoning", any_of=["nothing"], heading="Reasoning")
    rematched(desk)
    reindexed(desk)
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
    report = desk.publish()
    assert (report.placed, report.under) == (("A low-rank adapter",), {"tuning": 1})


def test_many_works_are_matched_in_batches(desk: Desk) -> None:
    desk.see(*(paper(n, days_ago=n / 1000) for n in range(1, 1203)))
    desk.watch("tuning", any_of=["chain of thought"])
    desk.now = START + timedelta(days=1)
    with desk.open() as db:
        assert rematch(db, Matcher(desk.project.watchlists)) == 1202


def stored(desk: Desk, number: int) -> tuple[Match, ...]:
    with desk.open() as db:
        return matches.of_works(db, [number]).get(number, ())


def test_matches_that_other_rules_made_are_made_anew_and_that_is_told(desk: Desk) -> None:
    desk.see(paper(1))
    desk.draft(to_stdout=False)
    right = stored(desk, 1)
    assert right[0].score
    with desk.open() as db:
        heavier = '[["chain of thought","title",9.0]]'
        db.execute("UPDATE matches SET reasons = ?, score = 9.0", [heavier])
        stamp = Stamp.of(desk.project.watchlists)
        replace(stamp, rules=1).store(db)
    report = desk.draft()
    assert stored(desk, 1) == right
    assert report.notices[0].startswith("the rules of matching have changed: 1 work dated since ")
    assert not any("matched again" in line for line in desk.draft().notices)


def test_a_store_from_before_the_rules_were_stamped_is_matched_once_more(desk: Desk) -> None:
    desk.see(paper(1))
    with desk.open() as db:
        memory.put(db, "watchlists", Stamp.of(desk.project.watchlists).watchlists)
        assert is_changed(db, desk.project.watchlists)
    assert "matched again, 1 in a topic" in desk.draft().notices[0]


def test_a_feed_that_was_taken_whole_leaves_nothing_behind_when_it_goes(desk: Desk) -> None:
    feed = "https://blog.example/feed"
    desk.watch(
        "tuning", any_of=["low-rank adapter"], more=f'[[feeds]]\nurl = "{feed}"\ntake = "all"'
    )
    desk.draft()
    desk.see(blog("old", "An old post", days_ago=200), blog("new", "A new post"))
    assert stored(desk, 1)
    assert stored(desk, 2)
    desk.watch("tuning", any_of=["low-rank adapter"])
    report = desk.draft()
    assert not report.entries
    assert report.notices[0].startswith("the watchlists have changed: 1 work dated since ")
    assert not stored(desk, 2)
    # What is older is matched again as soon as a draft looks so far back.
    report = desk.draft(since_at=desk.now - timedelta(days=300))
    assert not report.entries
    assert not stored(desk, 1)
    assert report.notices[0].endswith("1 work dated since 2024-07-06 matched again, 0 in a topic")
    assert not desk.draft(since_at=desk.now - timedelta(days=250)).notices


def test_reindex_leaves_nothing_to_match_again(desk: Desk) -> None:
    desk.see(paper(1, days_ago=200))
    desk.watch("reasoning", any_of=["nothing"])
    reindexed(desk)
    assert not desk.draft(since_at=desk.now - timedelta(days=300)).notices
