"""A changed watchlist beside the stored past."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.support.desk import Desk
from tests.support.sightings import START, blog, paper
from tracker.matching.matcher import Matcher
from tracker.store import sources
from tracker.store.author import additions
from tracker.store.author.additions import Addition
from tracker.values import SourceState, State, Verdict
from tracker.watchlists import parse_watchlist
from tracker.workflows.derived.matching import put_matches
from tracker.workflows.watchlists.replay import TryReport, try_watchlist

SAME = 'any = ["chain of thought", "tree of thoughts", "self-consistency"]'


def attempt(desk: Desk, rules: str = SAME, *, slug: str = "reasoning", **options: Any) -> TryReport:
    text = f'[arxiv]\ncategories = ["cs.CL"]\n{rules}\n'
    watchlist = parse_watchlist(text, path=f"elsewhere/{slug}.toml")
    with desk.session(reads_only=True) as session:
        return try_watchlist(session, watchlist, **options)


def ids(report: TryReport) -> tuple[list[int], list[int]]:
    gained, lost = report.gained.samples, report.lost.samples
    return [sample.work.id for sample in gained], [sample.work.id for sample in lost]


@pytest.fixture
def stocked(desk: Desk) -> Desk:
    """Four papers on chains, one on trees, one on weather."""
    desk.see(*(paper(n, f"A chain of thought, part {n}", days_ago=n) for n in range(1, 5)))
    desk.see(paper(5, "A tree of thoughts", days_ago=5), paper(6, "Weather", days_ago=6))
    return desk


def test_the_same_watchlist_gains_and_loses_nothing(stocked: Desk) -> None:
    report = attempt(stocked)
    assert (report.works, report.before, report.after) == (6, 5, 5)
    assert ids(report) == ([], [])
    assert not report.is_new


def test_works_gained_and_lost_are_told_with_their_reasons(stocked: Desk) -> None:
    report = attempt(stocked, 'any = ["chain of thought", "weather"]\nnone = ["part 4"]')
    assert ids(report) == ([6], [5, 4])
    (weather,) = report.gained.samples
    assert [str(reason) for reason in weather.match.reasons] == ["“weather” in title"]
    tree, part = report.lost.samples
    assert [str(reason) for reason in tree.match.reasons] == ["“tree of thoughts” in title"]
    assert "thought" in tree.cause
    assert part.cause.startswith("refused by “part 4” in title")


def test_all_that_a_new_topic_matches_is_gained(stocked: Desk) -> None:
    report = attempt(stocked, slug="new")
    assert report.is_new
    assert (report.before, report.gained.count, report.lost.count) == (0, 5, 0)


def test_what_the_author_decided_is_counted_and_comes_first(stocked: Desk) -> None:
    stocked.draft()
    stocked.mark("[x]", 3)
    stocked.mark("[-]", 4)
    report = attempt(stocked, 'any = ["tree of thoughts"]')
    assert report.lost.count == 4
    assert report.lost.states == {State.APPROVED: 1, State.REJECTED: 1, State.PROPOSED: 2}
    assert ids(report)[1][:2] == [3, 4]
    stocked.publish()
    assert attempt(stocked, 'any = ["tree"]').lost.states[State.PUBLISHED] == 1


def test_of_what_is_gained_a_word_in_another_topic_counts(stocked: Desk) -> None:
    stocked.decide(Verdict.REJECTED, 6, topic="tuning")
    report = attempt(stocked, SAME.replace("]", ', "weather"]'))
    assert report.gained.states == {State.REJECTED: 1}


def test_of_what_is_lost_a_word_in_another_topic_does_not_count(stocked: Desk) -> None:
    stocked.decide(Verdict.REJECTED, 5, topic="tuning")
    assert attempt(stocked, 'any = ["chain of thought"]').lost.states == {State.MATCHED: 1}


def test_nothing_is_written(stocked: Desk) -> None:
    with stocked.open() as db:
        before = db.rows("SELECT * FROM matches")
    attempt(stocked, 'any = ["weather"]')
    with stocked.open() as db:
        assert db.rows("SELECT * FROM matches") == before


def test_only_works_since_then_are_replayed(stocked: Desk) -> None:
    report = attempt(stocked, slug="new", since=START - timedelta(days=2, hours=1))
    assert (report.works, sorted(ids(report)[0])) == (2, [1, 2])


def test_samples_are_few_and_counts_are_whole(stocked: Desk) -> None:
    report = attempt(stocked, slug="new", limit=2)
    assert (len(report.gained.samples), report.gained.count) == (2, 5)
    assert attempt(stocked, slug="new", limit=0).gained.samples == []


def test_many_works_are_replayed_as_a_few_are(stocked: Desk) -> None:
    """More than are held in memory at once."""
    rules = 'any = ["chain of thought", "weather"]\nnone = ["part 4"]'
    few = attempt(stocked, rules)
    stocked.see(*(paper(n, f"Weather, part {n}", days_ago=7) for n in range(11, 1_511)))
    many = attempt(stocked, rules)
    assert (many.works, many.before, many.after) == (1_506, few.before, few.after + 1_500)
    assert many.gained.count == few.gained.count + 1_500
    assert many.lost == few.lost


def test_what_was_added_by_hand_stays_in(stocked: Desk) -> None:
    with stocked.open() as db:
        additions.append(db, Addition(work_id=6, topic="reasoning", added_at=stocked.now))
        put_matches(db, Matcher(stocked.project.watchlists), [6])
    assert ids(attempt(stocked)) == ([], [])


def test_a_feed_or_category_that_was_never_asked_is_told(desk: Desk) -> None:
    desk.see(blog("a", "A chain of thought"))
    with desk.open() as db:
        extra = {"categories": ["cs.CL"]}
        sources.put(db, SourceState(key="arxiv", kind="arxiv", extra=extra))
        sources.put(db, SourceState(key="feed:https://blog.example/feed", kind="feed"))
    feeds = "".join(f'[[feeds]]\nurl = "https://{h}.example/feed"\n' for h in ("blog", "new"))
    text = f'[arxiv]\ncategories = ["cs.CL", "cs.RO"]\nany = ["x"]\n{feeds}'
    with desk.session() as session:
        report = try_watchlist(session, parse_watchlist(text, path="x.toml"))
    assert report.unpolled == ("cs.RO", "https://new.example/feed")


def test_without_a_database_nothing_is_found_and_none_is_made(desk: Desk) -> None:
    assert attempt(desk).works == 0
    assert not desk.project.database.exists()


def test_the_form_of_the_report(stocked: Desk) -> None:
    report = attempt(stocked, 'any = ["weather"]').as_json()
    assert {key: type(value) for key, value in report.items()} == {
        "topic": str, "new": bool, "since": type(None), "works": int, "before": int, "after": int,
        "gained": dict, "lost": dict, "unpolled": list,
    }  # fmt: skip
    lost: Any = report["lost"]
    assert set(lost) == {"count", "proposed", "rejected", "approved", "published", "samples"}
    assert {key: type(value) for key, value in lost["samples"][0].items()} == {
        "id": str, "title": str, "url": str, "state": str, "reasons": list, "cause": str,
    }  # fmt: skip
