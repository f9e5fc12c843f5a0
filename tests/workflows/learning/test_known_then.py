"""What the ranking learns of feeds and votes: each work as it stood when it was judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.support.desk import Desk
from tests.support.sightings import START, blog, paper
from tracker.ranking.context.signals import BLIND, Context, of_feed, of_site
from tracker.store import sources, votes
from tracker.values import Alias, Kind, Link, Sighting, SourceState, Verdict, Vote
from tracker.workflows.learning.lessons import Lesson, Lessons
from tracker.workflows.reports.ranking import ranking, sums

GOOD, DULL = "feed:https://good.example/feed", "feed:https://dull.example/feed"
BOARD = "attention:huggingface"


def follow(desk: Desk, key: str, name: str, *, since: datetime = START) -> None:
    kind = key.partition(":")[0]
    with desk.open() as db:
        sources.put(db, SourceState(key=key, kind=kind, name=name, succeeded_at=since))


def link(desk: Desk, number: int, feed: str) -> None:
    """A link-blog shows a paper."""
    desk.see(
        replace(
            blog("x", "", feed=feed, url=f"https://arxiv.org/abs/2505.{number:05d}"),
            via=None,
            published_at=desk.now,
        )
    )


def vote(desk: Desk, number: int, count: int) -> None:
    with desk.open() as db, db.transaction():
        given = [Vote(Alias("arxiv", f"2505.{number:05d}"), count)]
        votes.add(db, BOARD, given, now=desk.now)


def taught(desk: Desk) -> Lessons:
    with desk.session() as session:
        return session.lessons()


def context(group: tuple[Lesson, ...], number: int) -> Context:
    return next(one.context for one in group if one.work_id == number)


@pytest.fixture
def followed(desk: Desk) -> Desk:
    follow(desk, GOOD, "Good Log")
    follow(desk, DULL, "Dull Log")
    follow(desk, BOARD, "A Board")
    return desk


def test_links_and_votes_count_as_they_stood_when_the_draft_was_written(followed: Desk) -> None:
    desk = followed
    desk.see(*(paper(n) for n in range(1, 4)))
    link(desk, 1, GOOD)
    vote(desk, 1, 40)
    desk.draft(limit=2)
    shown = {entry.key.work_id for entry in desk.read.entries}
    (left,) = {1, 2, 3} - shown
    approved, rejected = sorted(shown)
    desk.later(hours=1)
    for number in (1, 2, 3):  # what comes later must not show
        link(desk, number, DULL)
        vote(desk, number, 4_000)
    desk.decide(Verdict.APPROVED, approved)
    desk.decide(Verdict.REJECTED, rejected)
    desk.later(days=1)
    found = taught(desk)
    assert context(found.approved, approved) == Context(
        age_days=0, feeds=("Good Log",), soon=True, votes=(("A Board", 40),)
    )
    assert context(found.rejected, rejected) == context(found.passed, left) == Context(age_days=0)


def test_what_was_passed_over_counts_as_it_stood_at_the_first_draft_that_could_hold_it(
    followed: Desk,
) -> None:
    desk = followed
    desk.see(*(paper(n) for n in range(1, 4)))
    desk.draft(limit=2)
    shown = {entry.key.work_id for entry in desk.read.entries}
    (left,) = {1, 2, 3} - shown
    desk.decide(Verdict.REJECTED, *shown)
    desk.later(hours=1)
    link(desk, left, GOOD)
    desk.see(*(paper(n) for n in (4, 5)))
    link(desk, 4, GOOD)
    link(desk, 4, DULL)
    vote(desk, 4, 4_000)
    link(desk, 5, GOOD)
    desk.draft(limit=1)  # another one of the same day, which takes 4
    desk.later(days=1)
    passed = {one.work_id: one.context.feeds for one in taught(desk).passed}
    assert passed == {left: (), 5: ("Good Log",)}


def about(slug: str, number: int, *, kind: Kind = Kind.POST, author: str = "") -> Sighting:
    """A post, or code, about a paper."""
    url = f"https://github.com/ada/{slug}" if kind is Kind.CODE else ""
    post = blog(slug, f"On {slug}", feed=GOOD, url=url)
    link = Link(f"https://arxiv.org/abs/2505.{number:05d}", "our paper")
    authors = (author,) if author else ()
    return replace(post, authors=authors, kind=kind, links=(link,), summary="Our paper is out.")


def test_a_post_by_an_author_and_code_count_from_when_they_were_seen(followed: Desk) -> None:
    desk = followed
    desk.see(paper(1), paper(2), paper(3))
    desk.see(about("post", 1, author="Ada Byron"), about("code", 2, kind=Kind.CODE))
    desk.draft()
    desk.later(hours=1)
    desk.see(about("late", 3, author="Ada Byron"), about("late-code", 3, kind=Kind.CODE))
    desk.decide(Verdict.APPROVED, 1, 2, 3)
    desk.later(days=1)
    found = taught(desk).approved
    signs = {n: (context(found, n).own_post, context(found, n).code_since) for n in (1, 2, 3)}
    assert signs == {1: (True, False), 2: (False, True), 3: (False, False)}


def test_a_new_version_counts_as_one(followed: Desk) -> None:
    desk = followed
    desk.see(paper(1))
    desk.draft()
    desk.mark("[x]")
    desk.publish()
    assert not context(taught(desk).approved, 1).new_version
    desk.later(days=7)
    desk.see(paper(1, "A chain of thought, revised", version=2, days_ago=-7, first_days_ago=1))
    desk.draft()
    desk.mark("[x]")
    desk.publish()
    found = context(taught(desk).approved, 1)
    assert (found.new_version, found.age_days) == (True, None)


def test_a_work_that_is_proposed_again_counts_as_it_stood_the_last_time(followed: Desk) -> None:
    desk = followed
    desk.see(paper(1))
    desk.draft()
    desk.draft_path.unlink()
    desk.later(days=3)
    link(desk, 1, GOOD)
    desk.draft()
    desk.decide(Verdict.APPROVED, 1)
    found = context(taught(desk).approved, 1)
    assert (found.feeds, found.age_days) == (("Good Log",), 3)


def test_what_was_not_followed_yet_says_nothing(desk: Desk) -> None:
    follow(desk, GOOD, "Good Log")
    desk.see(paper(1), paper(2))
    desk.draft()
    desk.decide(Verdict.APPROVED, 1)
    desk.decide(Verdict.REJECTED, 2)
    follow(desk, DULL, "Dull Log", since=START + timedelta(days=2))
    follow(desk, BOARD, "A Board", since=START + timedelta(days=2))
    found = taught(desk)
    blind = frozenset({of_feed("Dull Log"), of_site("A Board")})
    assert context(found.approved, 1).blind == context(found.rejected, 2).blind == blind


def test_what_the_post_teaches_says_nothing_of_feeds_and_votes(followed: Desk) -> None:
    desk = followed
    desk.see(paper(1), paper(2))
    link(desk, 1, GOOD)
    desk.post_path.write_text(desk.post + "\n[it](https://arxiv.org/abs/2505.00001)\n")
    assert context(taught(desk).approved, 1) == Context(blind=BLIND)


@pytest.fixture
def weeks(followed: Desk) -> Desk:
    """Four weeks in which what one feed linked was approved, and what another did was not."""
    desk, number = followed, 0
    for _ in range(4):
        wanted: list[int] = []
        for feed in (GOOD, GOOD, DULL, DULL, "", ""):
            number += 1
            (work,) = desk.see(paper(number))
            wanted += [work] if feed == GOOD else []
            if feed:
                link(desk, number, feed)
        desk.draft()
        desk.mark("[x]", *wanted)
        desk.mark("[-]", *({entry.key.work_id for entry in desk.read.entries} - {*wanted}))
        desk.publish()
        desk.later(days=7)
    return desk


def test_a_link_of_a_feed_that_the_author_always_approves_rises(weeks: Desk) -> None:
    desk = weeks
    desk.see(paper(90), paper(91), paper(92))
    link(desk, 91, DULL)
    link(desk, 92, GOOD)
    report = desk.draft()
    by_title = {entry.work.title[-2:]: entry for entry in report.entries}
    assert report.entries[0].work.title.endswith("92")
    good, dull = ({part.name: part.value for part in by_title[n].score.parts} for n in ("92", "91"))
    assert good["linked by Good Log"] > dull["linked by Dull Log"] + 0.5


def test_what_feeds_are_worth_is_told(weeks: Desk) -> None:
    with weeks.session() as session:
        found = ranking(session)
    assert "linked by Good Log" in [part.name for part in found.speaks_for]
    told = {part.name: part.value for part in (*found.speaks_for, *found.speaks_against)}
    assert told["linked by Good Log"] > told.get("linked by Dull Log", 0.0)


def test_votes_speak_before_the_first_decision_and_are_told(followed: Desk) -> None:
    desk = followed
    desk.see(paper(1), paper(2), paper(3))
    vote(desk, 2, 42)
    report = desk.draft()
    assert report.entries[0].work.id == 2
    assert "42 votes at A Board" in report.text
    with desk.session() as session:
        ((_, score),) = sums(session, 2)
    assert {part.name: part.value for part in score.parts}["42 votes at A Board"] > 0
    assert score.total == pytest.approx(report.entries[0].score.total)
