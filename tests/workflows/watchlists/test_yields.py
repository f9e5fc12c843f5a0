"""What feeds and phrases have brought, from seen to published, and what could go."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.support.desk import Desk
from tests.support.project_folder import PHRASES
from tests.support.sightings import START, blog, paper
from tracker.store import sources
from tracker.values import Link, Sighting, SourceState, Verdict
from tracker.workflows.derived.matching import rematch_if_changed
from tracker.workflows.watchlists.yields import YieldReport, count_yields

FEED = "https://blog.example/feed"
FEEDS = f'[[feeds]]\nurl = "{FEED}"\nname = "A blog"\n'
Figures = tuple[int, int, int, int, int]


def count(desk: Desk, **options: Any) -> YieldReport:
    with desk.session(reads_only=True) as session:
        return count_yields(session, **options)


def phrases(report: YieldReport) -> dict[tuple[str, str], Figures]:
    return {(p.topic, p.phrase): tuple(p.found.as_json().values()) for p in report.phrases}  # type: ignore[misc]


def feeds(report: YieldReport) -> dict[str, Figures]:
    return {f.url: tuple(f.found.as_json().values()) for f in report.feeds}  # type: ignore[misc]


def settle(desk: Desk) -> None:
    """Note, as a poll does, which watchlists the works were matched by."""
    with desk.open() as db:
        rematch_if_changed(db, desk.project.watchlists, now=desk.now)


@pytest.fixture
def stocked(desk: Desk) -> Desk:
    """Chains 1 to 4 and a tree 5 as papers; a chain 6 and weather 7 in a blog."""
    desk.watch("reasoning", any_of=PHRASES, more=FEEDS)
    desk.see(*(paper(n, f"A chain of thought, part {n}", days_ago=n) for n in range(1, 5)))
    desk.see(paper(5, "A tree of thoughts", days_ago=5))
    desk.see(blog("chain", "Chains of thought", days_ago=6), blog("weather", "Weather"))
    settle(desk)
    return desk


def test_each_stage_is_counted_for_phrases_and_feeds(stocked: Desk) -> None:
    stocked.draft(limit=5)
    stocked.decide(Verdict.REJECTED, 1, 2)
    stocked.decide(Verdict.APPROVED, 3, 6)
    stocked.publish()
    stocked.decide(Verdict.APPROVED, 4)
    report = count(stocked)
    assert phrases(report) == {
        ("reasoning", "chain of thought"): (5, 5, 3, 2, 2),
        ("reasoning", "tree of thoughts"): (1, 1, 0, 0, 0),
        ("reasoning", "self-consistency"): (0, 0, 0, 0, 0),
        ("tuning", "low-rank adapter"): (0, 0, 0, 0, 0),
    }
    assert feeds(report) == {FEED: (2, 1, 1, 1, 0)}
    assert report.works == 7


def test_what_the_open_draft_says_counts_and_is_not_stored(stocked: Desk) -> None:
    stocked.draft()
    stocked.mark("[x]", 5)
    assert phrases(count(stocked))["reasoning", "tree of thoughts"] == (1, 1, 1, 0, 0)
    with stocked.open() as db:
        assert db.value("SELECT count(*) FROM decisions") == 0


def test_before_the_first_draft_all_is_only_seen(stocked: Desk) -> None:
    assert phrases(count(stocked))["reasoning", "chain of thought"] == (5, 0, 0, 0, 0)


def test_a_phrase_counts_the_decisions_of_its_own_topic(desk: Desk) -> None:
    desk.watch("tuning", any_of=["chain of thought"])
    desk.see(paper(1))
    desk.decide(Verdict.REJECTED, 1, topic="tuning")
    report = phrases(count(desk))
    assert report["tuning", "chain of thought"] == (1, 1, 0, 0, 1)
    assert report["reasoning", "chain of thought"] == (1, 0, 0, 0, 0)


def test_a_feed_of_two_topics_stands_once_and_the_best_word_on_a_work_counts(desk: Desk) -> None:
    for slug in ("reasoning", "tuning"):
        desk.watch(slug, any_of=["chain of thought"], more=FEEDS)
    desk.see(blog("chain", "A chain of thought"))
    desk.decide(Verdict.REJECTED, 1, topic="tuning")
    desk.decide(Verdict.APPROVED, 1, topic="reasoning")
    (feed,) = count(desk).feeds
    assert feed.topics == ("reasoning", "tuning")
    assert feeds(count(desk)) == {FEED: (1, 1, 1, 0, 0)}


LINKS = "https://links.example/feed"


@pytest.mark.parametrize(
    "seen",
    [
        # A post about the work, one that shows it, and one that another names as where it found it.
        blog("a", "On a chain", feed=f"feed:{LINKS}", url="https://links.example/a"),
        blog("a", "x", feed=f"feed:{LINKS}", url="https://arxiv.org/abs/2505.00001"),
        blog("a", "A page of links", feed=f"feed:{LINKS}", url="https://links.example/a"),
    ],
)
def test_a_link_blog_is_credited_with_what_was_found_there(desk: Desk, seen: Sighting) -> None:
    more = f'{FEEDS}[[feeds]]\nurl = "{LINKS}"\n'
    desk.watch("reasoning", any_of=["chain of thought"], more=more)
    found = paper(1, "A chain of thought")
    if seen.title == "On a chain":
        seen = replace(
            seen, links=(Link("https://arxiv.org/abs/2505.00001", "A chain of thought"),)
        )
    if seen.title == "A page of links":
        found = blog("b", "A chain of thought", via="https://links.example/a")
    desk.see(seen, found)
    desk.draft()
    number = max(desk.states())
    desk.decide(Verdict.APPROVED, number)
    assert feeds(count(desk))[LINKS][2] == 1


def test_authors_and_phrases_for_feeds_have_figures_too(desk: Desk) -> None:
    more = 'authors = ["Ada Byron", "N. Nobody"]\n[match]\nany = ["terminal"]\n'
    desk.watch("reasoning", any_of=["chain of thought"], more=more)
    desk.see(paper(1), paper(2, "Weather"), blog("x", "A terminal"))
    found = phrases(count(desk))
    assert found["reasoning", "Ada Byron"][0] == 2
    assert found["reasoning", "N. Nobody"][0] == 0
    assert found["reasoning", "terminal"][0] == 1
    kinds = {p.phrase: p.as_json()["kind"] for p in count(desk).phrases}
    assert (kinds["Ada Byron"], kinds["terminal"]) == ("author", "phrase")


def test_only_works_since_then_are_counted(stocked: Desk) -> None:
    stocked.draft()
    stocked.mark("[x]", 1, 4)
    report = count(stocked, since=START - timedelta(days=2, hours=1))
    assert phrases(report)["reasoning", "chain of thought"] == (2, 2, 1, 0, 0)
    assert report.works == 3


def many(desk: Desk) -> None:
    desk.see(*(paper(n, f"Weather {n}") for n in range(100, 200)))
    desk.later(days=31)


def test_a_phrase_that_found_nothing_for_long_could_go(stocked: Desk) -> None:
    many(stocked)
    told = {each.phrase: each.prune for each in count(stocked).phrases if each.prune}
    assert set(told) == {"self-consistency", "low-rank adapter"}
    assert told["self-consistency"] == "matched nothing in 31 days and 107 works"


def test_a_phrase_for_feeds_is_judged_by_what_feeds_brought(desk: Desk) -> None:
    desk.watch("reasoning", any_of=["weather"], more='[match]\nany = ["terminal"]\n')
    desk.see(blog("x", "A kettle"))
    settle(desk)
    many(desk)
    assert not [
        each.phrase for each in count(desk).phrases if each.topic == "reasoning" and each.prune
    ]
    desk.see(*(blog(str(n), f"Kettle {n}") for n in range(100)))
    told = {each.phrase: each.prune for each in count(desk).phrases if each.topic == "reasoning"}
    assert told["terminal"] == "matched nothing in 31 days and 101 works"


def test_a_young_past_or_part_of_it_suggests_nothing(stocked: Desk) -> None:
    many(stocked)
    assert not any(p.prune for p in count(stocked, since=stocked.now - timedelta(days=9)).phrases)


def test_after_a_change_no_phrase_is_said_to_find_nothing(stocked: Desk) -> None:
    many(stocked)
    stocked.watch("tuning", any_of=["weather"])
    report = count(stocked)
    assert report.is_outdated
    assert not any(phrase.prune for phrase in report.phrases)


def test_a_feed_that_fails_for_long_could_go(stocked: Desk) -> None:
    state = SourceState(key=f"feed:{FEED}", kind="feed", failures=6, error="HTTP 404")
    with stocked.open() as db:
        sources.put(db, state)
    (feed,) = count(stocked).feeds
    assert feed.prune == "6 failures in a row, never read: HTTP 404"


def test_without_a_database_all_is_nothing_and_none_is_made(desk: Desk) -> None:
    report = count(desk)
    assert report.works == 0
    assert not any(phrase.prune for phrase in report.phrases)
    assert not desk.project.database.exists()


def test_the_form_of_the_report(stocked: Desk) -> None:
    report = count(stocked).as_json()
    figures = {"seen", "proposed", "approved", "published", "rejected", "prune"}
    assert set(report) == {"since", "works", "outdated", "feeds", "phrases"}
    assert isinstance(report["feeds"], list)
    assert isinstance(report["phrases"], list)
    assert set(report["feeds"][0]) == {"source", "name", "topics", *figures}
    assert set(report["phrases"][0]) == {"topic", "phrase", "kind", *figures}
