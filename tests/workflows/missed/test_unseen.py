"""A work that no source has brought."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.support.desk import Desk
from tests.support.sightings import START, blog, paper
from tests.workflows.missed.samples import FEED, FEEDS, ask, polled
from tracker.store import sources
from tracker.values import Link, SourceState
from tracker.workflows.missed.case import Why
from tracker.workflows.missed.unseen import is_of_site, month_of, submitted_between


def test_before_the_first_poll_arxiv_was_not_asked(desk: Desk) -> None:
    found = ask(desk, "2505.00703")
    assert found.why is Why.NEVER_SEEN
    assert "arXiv was not asked yet" in found.line
    assert not desk.project.database.exists()


def test_without_categories_arxiv_is_not_asked(desk: Desk) -> None:
    for slug in ("reasoning", "tuning"):
        (desk.home / "watchlists" / f"{slug}.toml").write_text('[match]\nany = ["x"]\n')
    assert "arXiv is not asked" in ask(desk, "2505.00703").line


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ("2103.00100", "arXiv was read back to 2025-04-24 only"),
        ("cs/0101001", "between 2000-12-25 and 2001-01-31, and arXiv was read back to 2025-04-24"),
        ("2505.00100", "and arXiv was read in cs.CL cs.CV, between 2025-04-24 and 2025-05-02"),
        ("2507.00100", "and arXiv was last read 2025-05-02"),
    ],
)
def test_a_papers_number_tells_whether_arxiv_was_read_when_it_came(
    desk: Desk, reference: str, told: str
) -> None:
    polled(desk, begins_at=START - timedelta(days=8))
    found = ask(desk, reference)
    assert found.why is Why.NEVER_SEEN
    assert told in found.line
    assert any("is not known without asking" in line for line in found.more)
    assert any(f"tracker add {reference}" in line for line in found.more)


def test_neighbours_in_number_tell_the_days(desk: Desk) -> None:
    polled(desk, begins_at=START - timedelta(days=60))
    assert "between 2025-03-25 and 2025-04-30" in ask(desk, "2504.00150").line
    sightings = [
        replace(paper(1, days_ago=days), url=f"https://arxiv.org/abs/2504.{number}")
        for number, days in (("00100", 30), ("00200", 29))
    ]
    desk.see(*sightings)
    found = ask(desk, "2504.00150")
    assert "between 2025-03-26 and 2025-04-10" in found.line
    assert "in none of these, or not announced yet" in found.line


def test_an_older_paper_is_reached_by_a_poll_that_goes_back(desk: Desk) -> None:
    polled(desk, begins_at=START - timedelta(days=8))
    assert any("tracker poll --since 2021-02-22" in line for line in ask(desk, "2103.00100").more)


def test_what_may_have_been_let_go_is_told(desk: Desk) -> None:
    polled(desk, begins_at=START - timedelta(days=2000))
    assert any("let go" in line for line in ask(desk, "2303.00100").more)
    assert not any("let go" in line for line in ask(desk, "2504.00100").more)


def test_the_last_failure_of_arxiv_is_told(desk: Desk) -> None:
    polled(desk, begins_at=START - timedelta(days=8), error="HTTP 503")
    assert any("HTTP 503" in line for line in ask(desk, "2505.00100").more)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (None, "was not asked yet"),
        ({"polled_at": START}, "was last read 2025-05-02"),
        ({"polled_at": START, "failures": 3, "error": "HTTP 500"}, "has failed: HTTP 500"),
        ({"polled_at": START, "retired_at": START}, "is gone since 2025-05-02"),
    ],
)
def test_a_followed_feed_of_the_same_site_is_told_with_how_it_fares(
    desk: Desk, facts: dict[str, Any] | None, told: str
) -> None:
    desk.watch("tuning", any_of=["adapter"], more=FEEDS)
    if facts is not None:
        with desk.open() as db:
            sources.put(db, SourceState(key=f"feed:{FEED}", kind="feed", **facts))
    found = ask(desk, "https://www.blog.example/unseen?utm_source=x")
    assert found.line == "never seen: a feed of blog.example is followed, and did not show it"
    assert found.more[0].startswith(f"{FEED} (tuning) {told}")


def test_a_site_that_nobody_follows_is_told_with_what_to_do(desk: Desk) -> None:
    found = ask(desk, "https://other.example/post")
    assert "no feed of other.example is followed" in found.line
    assert any("add-feed TOPIC https://other.example/" in line for line in found.more)


def test_the_link_blogs_that_have_shown_a_site_are_named(desk: Desk) -> None:
    desk.see(blog("a", "X", url="https://other.example/a", via="https://blog.example/1"))
    found = ask(desk, "https://other.example/post")
    assert any("feed:https://blog.example/feed (1)" in line for line in found.more)


def test_a_post_about_an_unseen_paper_is_told(desk: Desk) -> None:
    post = replace(
        blog("about", "On a new paper"), links=(Link("https://arxiv.org/abs/2505.00900"),)
    )
    (number,) = desk.see(post)
    assert any(f"seen: {number} (On a" in line for line in ask(desk, "2505.00900").more)


@pytest.mark.parametrize(
    ("page", "feed", "same"),
    [
        ("https://blog.example/a", "https://blog.example/feed", True),
        ("https://www.blog.example/a", "http://feeds.blog.example/x.xml", True),
        ("https://notes.blog.example/a", "https://blog.example/feed", True),
        ("https://myblog.example/a", "https://blog.example/feed", False),
        ("https://github.com/Ada/loom", "https://github.com/ada/mill/releases.atom", True),
        ("https://github.com/ada/loom", "https://github.com/ben/mill/releases.atom", False),
        ("https://www.youtube.com/watch?v=x", "https://www.youtube.com/feeds/videos.xml", False),
        ("", "", False),
    ],
)
def test_what_is_of_one_site(page: str, feed: str, same: bool) -> None:
    assert is_of_site(page, feed) is same


@pytest.mark.parametrize(
    ("number", "first", "last"),
    [
        ("2505.00703", "2025-05-01", "2025-05-31"),
        ("0704.0001", "2007-04-01", "2007-04-30"),
        ("9108.1234", "2091-08-01", "2091-08-31"),
        ("hep-th/9108001", "1991-08-01", "1991-08-31"),
        ("cs/0102001", "2001-02-01", "2001-02-28"),
    ],
)
def test_the_month_of_a_number(number: str, first: str, last: str) -> None:
    assert [f"{each:%Y-%m-%d}" for each in month_of(number)] == [first, last]


@pytest.mark.parametrize(
    ("before", "after", "days"),
    [
        (None, None, ("04-24", "05-31")),
        ("05-10", None, ("05-03", "05-31")),
        (None, "05-20", ("04-24", "05-27")),
        ("05-10", "05-11", ("05-03", "05-18")),
        (None, "04-30", ("04-23", "05-07")),  # submitted in April, announced in May
        ("06-02", None, ("05-26", "07-01")),  # and in a world where numbers lie, up to now
    ],
)
def test_neighbours_go_before_the_month(
    before: str | None, after: str | None, days: tuple[str, str]
) -> None:
    def at(day: str) -> datetime:
        return datetime.fromisoformat(f"2025-{day}T12:00:00+00:00")

    now, month = at("07-01"), month_of("2505.00703")
    ends = [at(day) if day else None for day in (before, after)]
    found = submitted_between(month, *ends, now=now)
    assert tuple(f"{each:%m-%d}" for each in found) == days
