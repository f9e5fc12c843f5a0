"""What can be proposed."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.support.author import POST, Author
from tests.support.desk import Desk
from tests.support.fake_arxiv import FakeArxiv
from tests.support.feeds import rss
from tests.support.server import Server, feed_answer
from tests.support.sightings import blog, paper
from tracker.values import Link, Verdict


def test_a_post_that_stood_in_its_papers_entry_is_not_proposed_again(
    author: Author, arxiv: FakeArxiv, server: Server
) -> None:
    paper = "https://arxiv.org/abs/2505.00001"
    html = f"<p>Some words on a chain of thought. It is all in <a href='{paper}'>the paper</a>.</p>"
    title = "Notes on Chain of thought, revisited"
    feed = server.route("/feed.xml", feed_answer(rss((title, "https://blog.example/notes", html))))
    author.configure(arxiv.base_url)
    author.watch("reasoning", heading="Reasoning", any_of=["chain of thought"], feeds=[feed])
    author.ok("poll")
    first = author.json("draft")
    assert [entry["title"] for entry in first["entries"]].count(title) == 0
    assert "https://blog.example/notes" in Path(author.drafts[0]).read_text("utf-8")
    again = author.json("draft")
    assert len(again["entries"]) == len(first["entries"])
    assert not any(entry["new"] for entry in again["entries"])


def why_in_file(desk: Desk, number: int) -> str:
    """The last reason line that the draft's file gives for the work."""
    (entry,) = (each for each in desk.read.entries if each.key.work_id == number)
    text = desk.draft_path.read_bytes()[entry.start : entry.end].decode()
    lines: list[str] = re.findall(r"<!-- tracker: (.+) -->", text)
    others = "“[^”]*”|your words.*|new version.*|approving it.*"
    return next(line for line in lines if not re.fullmatch(others, line))


def as_reported(desk: Desk, number: int) -> dict[str, Any]:
    found: list[dict[str, Any]] = desk.draft().as_json()["entries"]  # type: ignore[assignment]
    (entry,) = (each for each in found if each["id"] == str(number))
    return entry


def test_a_new_version_that_no_watchlist_wants_any_more_is_not_called_added_by_you(
    desk: Desk,
) -> None:
    (number,) = desk.see(paper(1))
    desk.draft()
    desk.mark("[x]", number)
    desk.publish()
    desk.watch("reasoning", heading="Reasoning", any_of=["something else"])
    desk.later(days=1)
    desk.see(paper(1, version=2, days_ago=0, first_days_ago=1))
    first = as_reported(desk, number)
    assert first["new"] is True
    assert "added by you" not in desk.text
    assert "added by you" not in first["why"]
    assert why_in_file(desk, number) == first["why"]
    later = as_reported(desk, number)
    assert later["new"] is False
    assert "added by you" not in later["why"]


def test_what_is_approved_where_it_matches_nothing_reads_the_same_in_file_and_report(
    desk: Desk,
) -> None:
    (number,) = desk.see(paper(1))
    desk.decide(Verdict.APPROVED, number, topic="tuning")
    assert "added by you" not in as_reported(desk, number)["why"]
    assert "added by you" not in why_in_file(desk, number)


def test_a_post_that_the_living_post_links_counts_nowhere_as_one_more_link(desk: Desk) -> None:
    (number,) = desk.see(paper(1))
    link = Link("https://arxiv.org/abs/2505.00001", "the paper")
    desk.see(replace(blog("about", "On chains"), links=(link,)))
    desk.post_path.write_text(f"{POST}\n[On chains](https://blog.example/about)\n")
    first = as_reported(desk, number)
    assert why_in_file(desk, number) == first["why"]
    linked = [part["name"] for part in as_reported(desk, number)["parts"]]
    assert not any("linked" in name for name in linked), "nor when the draft is read again"
