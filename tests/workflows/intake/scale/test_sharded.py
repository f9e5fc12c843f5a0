"""Shards on their way: how many at once, what fails, what is asked here all the same."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.blogs import Blogs
from tests.support.server import Server, feed_answer, redirect
from tests.workflows.intake.scale.engines import sharded
from tests.workflows.intake.scale.polled import desk_of, poll_on
from tracker.values import PollStatus
from tracker.workflows.intake.poll_report import PollReport
from tracker.workflows.intake.scale import wire
from tracker.workflows.intake.scale.shards import Order, Outcome, Reply
from tracker.workflows.intake.scale.worker import poll_shard

FEED = b"<rss version='2.0'><channel><title>A</title><item><title>On a chain of thought</title>"
FEED += b"<link>https://blog.example/a</link></item></channel></rss>"


class Between(Executor):
    """Threads, with something between an order and its reply; counts what is under way."""

    def __init__(self, change: Callable[[bytes], bytes] = poll_shard, threads: int = 4) -> None:
        self._change, self._threads = change, ThreadPoolExecutor(threads)
        self._lock = threading.Lock()
        self.orders: list[Order] = []
        self.under_way = self.most = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        assert fn is poll_shard
        self.orders.append(wire.load(Order, args[0]))
        return self._threads.submit(self._run, args[0])

    def _run(self, order: bytes) -> bytes:
        with self._lock:
            self.under_way += 1
            self.most = max(self.most, self.under_way)
        try:
            return self._change(order)
        finally:
            with self._lock:
                self.under_way -= 1

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._threads.shutdown(wait)


@pytest.fixture(scope="module")
def blogs() -> Iterator[Blogs]:
    with Blogs(hosts=8, feeds=60) as running:
        yield running


def good(blogs: Blogs) -> list[str]:
    """Feeds without a fault, on five hosts."""
    return [blogs.url(n) for n in (13, 14, 15, 16, 17, 33, 34, 35, 36, 37)]


def test_at_most_two_shards_a_worker_are_under_way(blogs: Blogs, tmp_path: Path) -> None:
    desk = desk_of(tmp_path, blogs.urls, scale="shard_size = 1")
    with Between(threads=16) as executor:
        report = poll_on(desk, engine=sharded(executor, 2))
    assert executor.most <= 4
    assert report.scale is not None
    assert (report.scale.engine, report.scale.workers) == ("test", 2)
    assert report.scale.shards == len(executor.orders) >= 8


def test_no_host_is_in_two_shards_under_way(blogs: Blogs, tmp_path: Path) -> None:
    desk = desk_of(tmp_path, blogs.urls, scale="shard_size = 5")
    under_way: set[object] = set()
    lock = threading.Lock()

    def watched(message: bytes) -> bytes:
        hosts = {errand.host for errand in wire.load(Order, message).errands}
        with lock:
            assert not hosts & under_way
            under_way.update(hosts)
        try:
            return poll_shard(message)
        finally:
            with lock:
                under_way.difference_update(hosts)

    with Between(watched) as executor:
        report = poll_on(desk, engine=sharded(executor, 4))
    assert report.problem == ""


def statuses(report: PollReport) -> set[PollStatus]:
    return {one.status for one in report.sources}


def test_a_shard_that_fails_once_is_polled_again(blogs: Blogs, tmp_path: Path) -> None:
    desk = desk_of(tmp_path, good(blogs))
    failures = iter([True])

    def fails_once(message: bytes) -> bytes:
        if next(failures, False):
            raise OSError("the machine is gone")
        return poll_shard(message)

    with Between(fails_once) as executor:
        assert statuses(poll_on(desk, engine=sharded(executor))) == {PollStatus.OK}


def test_a_shard_that_fails_again_leaves_its_feeds_as_they_were(
    blogs: Blogs, tmp_path: Path
) -> None:
    desk = desk_of(tmp_path, good(blogs), scale="shard_size = 3")
    bad = good(blogs)[0]

    def fails(message: bytes) -> bytes:
        if any(errand.url == bad for errand in wire.load(Order, message).errands):
            raise OSError("the machine is gone")
        return poll_shard(message)

    with Between(fails) as executor:
        report = poll_on(desk, engine=sharded(executor))
    assert statuses(report) == {PollStatus.OK, PollStatus.SKIPPED}
    assert "the machine is gone" in report.problem
    with desk.open() as db:
        assert db.value("SELECT count(*) FROM sources WHERE failures > 0") == 0
    assert statuses(poll_on(desk, 1)) >= {PollStatus.OK}


def test_an_executor_that_always_fails_is_not_tried_for_good(blogs: Blogs, tmp_path: Path) -> None:
    desk = desk_of(tmp_path, blogs.urls, scale="shard_size = 1")

    def fails(message: bytes) -> bytes:
        raise OSError("the machine is gone")

    with Between(fails) as executor:
        report = poll_on(desk, engine=sharded(executor, 1))
    assert statuses(report) == {PollStatus.SKIPPED}
    assert len(executor.orders) <= 2 * 4
    assert report.problem.count("the machine is gone") == 1


def test_where_all_workers_are_gone_the_asking_ends(blogs: Blogs, tmp_path: Path) -> None:
    desk = desk_of(tmp_path, blogs.urls, scale="shard_size = 1")
    ended = threading.Event()

    def hangs(message: bytes) -> bytes:
        ended.wait()
        return b""

    with Between(hangs) as executor:
        report = poll_on(desk, engine=sharded(executor, lambda: 0, alone_seconds=1))
        ended.set()
    assert statuses(report) == {PollStatus.SKIPPED}
    assert report.problem == "no worker is left; start some, and poll again"
    assert len(executor.orders) == 2


def test_a_worker_that_refuses_ends_the_asking_in_a_line(blogs: Blogs, tmp_path: Path) -> None:
    desk = desk_of(tmp_path, blogs.urls, scale="shard_size = 1")

    def other_version(message: bytes) -> bytes:
        return poll_shard(wire.dump(replace(wire.load(Order, message), version="9.9")))

    with Between(other_version) as executor:
        report = poll_on(desk, engine=sharded(executor, 1))
    assert statuses(report) == {PollStatus.SKIPPED}
    assert "a worker refuses to poll: it has tracker" in report.problem
    assert len(executor.orders) <= 2


def test_a_lie_is_refused_whole_and_the_others_are_stored(blogs: Blogs, tmp_path: Path) -> None:
    desk = desk_of(tmp_path, good(blogs), scale="shard_size = 3")
    bad = good(blogs)[0]

    def lies(message: bytes) -> bytes:
        reply = wire.load(Reply, poll_shard(message))
        if any(errand.url == bad for errand in wire.load(Order, message).errands):
            reply = replace(reply, outcomes=tuple(map(_as_arxiv, reply.outcomes)))
        return wire.dump(reply)

    with Between(lies) as executor:
        report = poll_on(desk, engine=sharded(executor))
    assert "a worker's reply cannot be used: a sighting is of another source" in report.problem
    assert statuses(report) == {PollStatus.OK, PollStatus.SKIPPED}
    with desk.open() as db:
        assert db.value("SELECT count(*) FROM sources WHERE key = 'arxiv'") == 0


def _as_arxiv(outcome: Outcome) -> Outcome:
    forged = tuple(replace(sighting, source="arxiv") for sighting in outcome.sightings)
    return replace(outcome, sightings=forged)


def test_what_a_full_reply_leaves_out_is_asked_again(blogs: Blogs, tmp_path: Path) -> None:
    desk = desk_of(tmp_path, good(blogs))

    def first_only(message: bytes) -> bytes:
        reply = wire.load(Reply, poll_shard(message))
        return wire.dump(replace(reply, outcomes=reply.outcomes[:1]))

    with Between(first_only) as executor:
        assert statuses(poll_on(desk, engine=sharded(executor))) == {PollStatus.OK}
    assert len(executor.orders) == len(good(blogs))


def test_arxiv_is_asked_from_here_also_by_a_redirect(server: Server, tmp_path: Path) -> None:
    with Server("127.0.0.2") as blog:
        arxivs = server.route("/rss", feed_answer(FEED))
        moved = blog.route("/moved", redirect(arxivs))
        plain = blog.route("/plain", feed_answer(FEED))
        desk = desk_of(tmp_path, [arxivs, moved, plain])
        desk.configure(
            arxiv=f'base_url = "{server.base_url}"', network="allow_private_hosts = true"
        )
        with Between() as executor:
            report = poll_on(desk, engine=sharded(executor))
    assert statuses(report) == {PollStatus.OK}
    assert [{one.url for one in order.errands} for order in executor.orders] == [{moved, plain}]
    assert [one.requests for one in report.sources] == [1, 2, 1]


def test_what_cannot_go_to_a_worker_is_asked_here(blogs: Blogs, tmp_path: Path) -> None:
    urls = good(blogs)[:3]
    desk = desk_of(tmp_path, urls)
    poll_on(desk)
    with desk.open() as db:  # what no tracker writes
        db.execute("UPDATE sources SET extra = '[[1, 2]]' WHERE url = ?", [urls[0]])
    with Between() as executor:
        poll_on(desk, 1, sharded(executor))
    assert {one.url for order in executor.orders for one in order.errands} == set(urls[1:])


def test_what_breaks_the_program_there_is_told_as_here(blogs: Blogs, tmp_path: Path) -> None:
    desk = desk_of(tmp_path, good(blogs)[:2])

    def breaks(message: bytes) -> bytes:
        reply = wire.load(Reply, poll_shard(message))
        broken = Outcome(errand=reply.outcomes[0].errand, broken="KeyError: 'x'")
        return wire.dump(replace(reply, outcomes=(broken, *reply.outcomes[1:])))

    with Between(breaks) as executor:
        report = poll_on(desk, engine=sharded(executor))
    (failed,) = report.failed
    assert failed.error == "tracker broke on it (KeyError: 'x'); please report it"


def test_two_feeds_that_lead_over_one_address_to_another_shard_are_both_asked(
    server: Server, tmp_path: Path
) -> None:
    with Server() as other:
        new = server.route("/new", redirect(other.route("/feed", feed_answer(FEED))))
        old = server.route("/old", redirect(new, 301))
        desk = desk_of(tmp_path, [old, new], scale="shard_size = 1")
        with Between() as executor:
            for day in range(2):  # by the second day both are asked at the same address
                report = poll_on(desk, day, engine=sharded(executor))
                assert report.problem == ""
                assert len(report.sources) == 2
                assert not statuses(report) & {PollStatus.FAILED, PollStatus.SKIPPED}
