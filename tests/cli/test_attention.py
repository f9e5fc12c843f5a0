"""Votes from outside as an author meets them, from a poll to the entry's line."""

from __future__ import annotations

import json

import pytest

from tests.support.author import Author
from tests.support.fake_arxiv import FakeArxiv
from tests.support.server import Answer, Seen, Server

PAPER = "2505.00003"  # of the fixture's arXiv


@pytest.fixture
def sites(author: Author, arxiv: FakeArxiv, server: Server) -> Server:
    """Both kinds of site on one server, and a topic that wants four papers."""
    upvotes = [
        {"paper": {"id": PAPER, "upvotes": 42}},
        {"paper": {"id": "2505.09999", "upvotes": 7}},
    ]
    points = {"hits": [{"url": f"https://arxiv.org/pdf/{PAPER}", "points": 120}]}
    server.route("/api/daily_papers", Answer(body=json.dumps(upvotes).encode()))
    server.route("/api/v1/search_by_date", Answer(body=json.dumps(points).encode()))
    author.configure(arxiv.base_url)
    with (author.home / "tracker.toml").open("a") as settings:
        for kind in ("huggingface", "hackernews"):
            settings.write(f'[[attention]]\nkind = "{kind}"\nbase_url = "{server.base_url}"\n')
    author.watch(
        "reasoning",
        heading="Reasoning",
        any_of=["chain of thought", "self-consistency", "tree of thoughts"],
    )
    return server


def test_votes_stand_in_the_entry_s_line_and_in_the_sum(author: Author, sites: Server) -> None:
    told = author.ok("poll")
    assert "4 new works" not in told  # the six of arXiv and none of the votes
    assert "6 new works" in told
    report = author.json("draft")
    first = report["entries"][0]
    assert f"arxiv:{PAPER}" in first["aliases"]
    assert "120 votes at Hacker News" in first["why"]
    assert "42 votes at Hugging Face" in author.ok("show", PAPER)
    again = author.ok("poll", "--all")
    assert "Hugging Face" not in again  # its pages have not changed


def test_votes_are_told_when_the_works_are_there(author: Author, sites: Server) -> None:
    author.ok("poll", "--only", "reasoning")
    told = author.ok("poll", "--only", "attention:huggingface")
    assert "Hugging Face: votes for 1 work\n" in told


def test_a_site_that_fails_is_told_in_a_line_and_the_rest_goes_on(
    author: Author, sites: Server
) -> None:
    sites.route("/api/daily_papers", Answer(status=500))
    done = author.run("poll")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "HTTP 500" in line
    assert "6 new works" in done.stdout
    report = author.json("draft")
    assert len(report["entries"]) == 4
    assert "votes at Hugging Face" not in report["entries"][0]["why"]
    kinds = {source["kind"]: source for source in author.json("status")["sources"]}
    assert set(kinds) == {"arxiv", "attention"}
    assert "failing  Hugging Face" in author.ok("status")


def test_sites_are_asked_with_their_questions(author: Author, sites: Server) -> None:
    asked: list[str] = []

    def answer(seen: Seen) -> Answer:
        asked.append(seen.path)
        return Answer(body=b'{"hits": []}')

    sites.route("/api/v1/search_by_date", answer)
    author.ok("poll")
    assert len(asked) == 2
    assert "query=arxiv.org" in asked[0]
    assert "points%3E%3D20" in asked[1]
    assert sites.asked("/api/daily_papers") == 8
