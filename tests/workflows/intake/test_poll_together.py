"""Several authors' projects in one poll: each source is asked once, each gets its share."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.blogs import Blogs
from tests.support.desk import Desk
from tests.support.fake_arxiv import FakePaper, fake_arxiv
from tests.support.server import Answer, Seen, Server, feed_answer, redirect
from tests.support.sightings import START
from tests.support.stores import contents
from tests.workflows.intake.scale.engines import sharded
from tests.workflows.intake.scale.polled import desk_of, poll_on
from tracker.errors import StoreError, TrackerError
from tracker.store import sources
from tracker.values import PollStatus
from tracker.workflows.intake.poll import PollOptions, poll_together
from tracker.workflows.intake.poll_report import PollReport, SourceReport
from tracker.workflows.intake.scale.engine import OpenEngine, open_engine

FEED = b"<rss version='2.0'><channel><title>A</title><item><title>On a chain of thought</title>"
FEED += b"<link>https://blog.example/a</link></item></channel></rss>"


def together(
    *desks: Desk, day: int = 0, engine: OpenEngine = open_engine
) -> tuple[PollReport | TrackerError, ...]:
    return poll_together(
        [desk.project for desk in desks],
        PollOptions(),
        now=START + timedelta(days=day),
        state_folder=desks[0].home.parent / "state",
        open_engine=engine,
    )


@pytest.mark.parametrize("is_sharded", [False, True])
def test_each_is_asked_once_and_each_gets_what_it_would_alone(
    is_sharded: bool, tmp_path: Path
) -> None:
    with Blogs(hosts=5, feeds=40) as blogs, ThreadPoolExecutor(2) as executor:
        follows = {"ada": blogs.urls[:30], "berta": blogs.urls[10:], "carl": blogs.urls[20:]}
        alone = {}
        for name, urls in follows.items():
            desk = desk_of(tmp_path / "alone" / name, urls)
            for day in range(2):
                poll_on(desk, day)
            with desk.open() as db:
                alone[name] = contents(db)
        blogs.asked.clear()
        desks = {name: desk_of(tmp_path / name, urls) for name, urls in follows.items()}
        engine = sharded(executor) if is_sharded else open_engine
        for day in range(2):
            reports = together(*desks.values(), day=day, engine=engine)
            assert all(isinstance(report, PollReport) for report in reports)
        assert blogs.overlaps == []
        real = [n for n in range(40) if n % 20 in {13, 14, 15, 16}]
        asked = [blogs.asked[f"127.0.0.{n % 5 + 2}/feed/{n}"] for n in real]
        assert asked == [2] * len(real)
    for name, desk in desks.items():
        with desk.open() as db:
            assert contents(db) == alone[name]


def test_it_is_asked_with_a_condition_only_if_all_know_the_same(
    server: Server, tmp_path: Path
) -> None:
    def answer(seen: Seen) -> Answer:
        known = seen.headers.get("if-none-match") == '"1"'
        return Answer(status=304) if known else feed_answer(FEED, ETag='"1"')

    url = server.route("/feed", answer)
    ada, berta = desk_of(tmp_path / "ada", [url]), desk_of(tmp_path / "berta", [url])
    poll_on(ada)
    statuses = [_only(report).status for report in together(ada, berta, day=1)]
    assert statuses == [PollStatus.UNCHANGED, PollStatus.OK]
    assert [_only(r).status for r in together(ada, berta, day=2)] == [PollStatus.UNCHANGED] * 2
    assert [seen.headers.get("if-none-match") for seen in server.seen] == [None, None, '"1"']


def _only(report: PollReport | TrackerError) -> SourceReport:
    assert isinstance(report, PollReport)
    (source,) = report.sources
    return source


def test_a_failure_takes_no_validator_away(server: Server, tmp_path: Path) -> None:
    url = server.route("/feed", feed_answer(FEED, ETag='"1"'), Answer(status=500))
    ada, berta = desk_of(tmp_path / "ada", [url]), desk_of(tmp_path / "berta", [url])
    poll_on(ada)
    together(ada, berta, day=1)
    with ada.open() as db:
        state = sources.get(db, f"feed:{url}")
    assert state is not None
    assert (state.etag, state.failures) == ('"1"', 1)


def test_who_does_not_know_of_a_move_is_told(server: Server, tmp_path: Path) -> None:
    old = server.route("/old", redirect(server.url("/new"), 301))
    server.route("/new", feed_answer(FEED))
    ada, berta = desk_of(tmp_path / "ada", [old]), desk_of(tmp_path / "berta", [old])
    poll_on(ada)
    knows, learns = together(ada, berta, day=1)
    assert (_only(knows).notices, len(_only(learns).notices)) == ((), 1)
    assert server.asked("/old") == 2


def test_a_broken_project_stops_no_other(server: Server, tmp_path: Path) -> None:
    url = server.route("/feed", feed_answer(FEED))
    ada, berta, carl = (desk_of(tmp_path / name, [url]) for name in ("ada", "berta", "carl"))
    (ada.home / "tracker.db").write_bytes(b"no database" * 1_000)
    with berta.open() as db:
        db.execute("CREATE TRIGGER full BEFORE INSERT ON polls BEGIN SELECT RAISE(ABORT, 'x'); END")
    broken, full, well = together(ada, berta, carl)
    assert isinstance(broken, StoreError)
    assert isinstance(full, StoreError)
    assert _only(well).new == 1


def test_arxiv_is_asked_once_for_those_who_ask_alike(tmp_path: Path) -> None:
    with fake_arxiv() as arxiv:
        arxiv.now = START
        arxiv.papers = [FakePaper(id="2505.00001", title="A chain of thought", updated_at=START)]
        desks = [Desk(tmp_path / name / "desk") for name in ("ada", "berta")]
        for desk in desks:
            desk.configure(
                arxiv=f'base_url = "{arxiv.base_url}"\ndelay_seconds = 0',
                network="allow_private_hosts = true",
            )
        reports = together(*desks)
        asked = len(arxiv.requests)
    assert [_only(report).new for report in reports] == [1, 1]
    alone = Desk(tmp_path / "alone" / "desk")
    with fake_arxiv() as arxiv:
        arxiv.now = START
        arxiv.papers = [FakePaper(id="2505.00001", title="A chain of thought", updated_at=START)]
        alone.configure(
            arxiv=f'base_url = "{arxiv.base_url}"\ndelay_seconds = 0',
            network="allow_private_hosts = true",
        )
        together(alone)
        assert len(arxiv.requests) == asked
