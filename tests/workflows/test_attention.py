"""Votes from outside: asked in a poll like feeds, told like feeds, and never a condition."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.support.desk import Desk
from tests.support.feeds import rss
from tests.support.server import Answer, Seen, Server, feed_answer
from tests.support.sightings import START, paper
from tracker.store import votes
from tracker.values import PollStatus
from tracker.workflows.reports.status import status

PATH = "/api/daily_papers"
POST = ("On a chain of thought", "https://blog.example/chain", "<p>Words.</p>")


def listed(**given: int) -> Answer:
    told = [{"paper": {"id": f"2505.{n[1:]}", "upvotes": count}} for n, count in given.items()]
    return Answer(body=json.dumps(told).encode())


@pytest.fixture
def wired(desk: Desk, server: Server) -> Desk:
    server.route(PATH, listed(n00001=42, n00009=3))
    desk.configure(
        network="allow_private_hosts = true",
        database=f'\n[[attention]]\nkind = "huggingface"\nbase_url = "{server.base_url}"\ndays = 1',
    )
    path = desk.home / "watchlists/reasoning.toml"
    text = path.read_text().replace('categories = ["cs.CL"]\n', "")
    (desk.home / "watchlists/tuning.toml").unlink()
    feed = server.route("/feed", feed_answer(rss(POST)))
    path.write_text(f'{text}\n[[feeds]]\nurl = "{feed}"\n')
    desk.see(paper(1), paper(2))
    return desk


def test_a_poll_stores_votes_and_makes_no_works_of_them(wired: Desk) -> None:
    report = wired.poll()
    (site,) = (source for source in report.sources if source.kind == "attention")
    assert (site.name, site.status, site.votes, site.new) == ("Hugging Face", PollStatus.OK, 1, 0)
    assert site.as_json()["kind"] == "attention"
    with wired.open() as db:
        assert [seen.votes for seen in votes.of_works(db, [1])[1]] == [42]
        assert db.value("SELECT count(*) FROM works") == 3  # the two papers and the post


def test_a_poll_can_ask_a_site_alone(wired: Desk, server: Server) -> None:
    for only in (server.base_url, "attention:huggingface"):
        assert [source.kind for source in wired.poll(only=only).sources] == ["attention"]
    assert [source.kind for source in wired.poll(only="reasoning").sources] == ["feed"]


def test_a_dry_run_stores_no_votes(wired: Desk) -> None:
    wired.poll(dry_run=True)
    with wired.open() as db:
        assert votes.of_works(db, [1]) == {}


def test_status_shows_a_site_before_and_after_it_was_asked(wired: Desk) -> None:
    for succeeded in (False, True):
        with wired.session() as session:
            (site,) = (each for each in status(session).sources if each.state.kind == "attention")
        assert site.state.name == "Hugging Face"
        assert bool(site.state.succeeded_at) == succeeded
        wired.poll()


def test_status_forgets_a_site_that_was_taken_out(wired: Desk) -> None:
    wired.poll()
    wired.configure()
    with wired.session() as session:
        kinds = [each.state.kind for each in status(session).sources]
    assert "attention" not in kinds


@pytest.mark.parametrize(
    "bad",
    [Answer(status=500), Answer(body=b"{}"), Answer(body=b"["), Answer(body=b"[" * 10**6)],
    ids=["500", "another form", "cut", "nested"],
)
def test_a_site_that_fails_is_told_and_changes_nothing_else(
    wired: Desk, server: Server, bad: Answer
) -> None:
    server.route(PATH, bad)
    report = wired.poll()
    by_kind = {source.kind: source for source in report.sources}
    assert (by_kind["feed"].status, by_kind["feed"].new) == (PollStatus.OK, 1)
    assert [source.kind for source in report.failed] == ["attention"]
    assert by_kind["attention"].error
    assert len(wired.draft().entries) == 3


def test_a_site_that_keeps_failing_rests(wired: Desk, server: Server) -> None:
    server.route(PATH, Answer(status=500))
    statuses = [
        next(s.status for s in wired.poll().sources if s.kind == "attention") for _ in range(3)
    ]
    assert statuses == [PollStatus.FAILED, PollStatus.FAILED, PollStatus.SKIPPED]
    server.route(PATH, listed(n00001=42))
    wired.later(days=2)
    assert next(s.status for s in wired.poll().sources if s.kind == "attention") is PollStatus.OK


def test_pages_are_asked_for_day_by_day(wired: Desk, server: Server) -> None:
    days: list[str] = []

    def told(seen: Seen) -> Answer:
        days.append(seen.path.partition("date=")[2][:10])
        return Answer(body=b"[]")

    server.route(PATH, told)
    wired.poll()
    assert days == [str((START - timedelta(days=ago)).date()) for ago in range(2)]


def test_votes_for_what_is_not_stored_are_let_go_in_time(wired: Desk, server: Server) -> None:
    wired.poll()
    server.route(PATH, Answer(body=b"[]"))
    wired.later(days=31)
    wired.poll()
    with wired.open() as db:
        assert db.value("SELECT count(*) FROM votes") == 1
