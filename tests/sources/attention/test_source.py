"""A site of attention polled again and again, over a real server."""

from __future__ import annotations

import asyncio
import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.server import Answer, Seen, Server, gzip_bomb, redirect
from tracker.settings import AttentionSettings, NetworkSettings
from tracker.sources.attention.source import MAX_VOTES, AttentionSource
from tracker.sources.http.client import Http
from tracker.values import Alias, Batch, PollStatus, SourceState, Vote

NOW = datetime(2025, 5, 2, 18, tzinfo=UTC)
PATH = "/api/daily_papers"


def answer(*votes: int, **headers: str) -> Answer:
    told = [{"paper": {"id": f"2505.{n:05d}", "upvotes": v}} for n, v in enumerate(votes, start=1)]
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(body=json.dumps(told).encode(), headers=named)


class Board:
    """A server whose answers a test sets a day, and what a poller remembers of it."""

    def __init__(self, server: Server, days: int = 1) -> None:
        self.server, self.days = server, days
        self.answers: dict[str, Answer] = {}
        self.sent: list[tuple[str, Seen]] = []
        server.route(PATH, self._answer)
        self.state: SourceState | None = None

    def _answer(self, seen: Seen) -> Answer:
        day = seen.path.partition("date=")[2][:10]
        self.sent.append((day, seen))
        found = self.answers.get(day, answer())
        tag = {name.lower(): value for name, value in found.headers.items()}.get("etag")
        return Answer(status=304) if tag and seen.headers.get("if-none-match") == tag else found

    def poll(self, now: datetime = NOW) -> list[Batch]:
        settings = AttentionSettings(
            kind="huggingface", base_url=self.server.base_url + "/", days=self.days
        )

        async def ask() -> list[Batch]:
            network = NetworkSettings(allow_private_hosts=True, timeout_seconds=2)
            async with Http(network) as http:
                source = AttentionSource(settings, http=http)
                state = self.state or source.initial
                assert source.key == state.key == "attention:huggingface"
                return [batch async for batch in source.poll(state, now=now)]

        batches = asyncio.run(ask())
        self.state = batches[-1].state
        assert all(batch.sightings == () for batch in batches)
        return batches

    @property
    def asked(self) -> list[str]:
        days, self.sent = [day for day, _ in self.sent], []
        return days


@pytest.fixture
def board() -> Iterator[Board]:
    with Server() as server:
        yield Board(server)


def votes(batches: list[Batch]) -> list[tuple[str, int]]:
    return [(vote.alias.value, vote.votes) for batch in batches for vote in batch.votes]


def test_a_poll_brings_a_batch_a_day_the_newest_first(board: Board) -> None:
    board.answers = {"2025-05-02": answer(42), "2025-05-01": answer(3, 7)}
    first, second = board.poll()
    assert first.votes == (Vote(Alias("arxiv", "2505.00001"), 42),)
    assert votes([second]) == [("2505.00001", 3), ("2505.00002", 7)]
    assert [batch.status for batch in (first, second)] == [PollStatus.OK, PollStatus.OK]
    state = second.state
    assert (state.kind, state.name, state.url) == (
        "attention",
        "Hugging Face",
        board.server.base_url,
    )
    assert (state.succeeded_at, state.polled_at, state.failures, state.error) == (NOW, NOW, 0, "")


def test_what_has_not_changed_is_not_read_again(board: Board) -> None:
    board.answers = {"2025-05-02": answer(42, ETag='"1"'), "2025-05-01": answer(3)}
    board.poll()
    batches = board.poll()
    assert [batch.status for batch in batches] == [PollStatus.UNCHANGED, PollStatus.UNCHANGED]
    assert votes(batches) == []
    board.answers["2025-05-02"] = answer(43, ETag='"2"')
    assert votes(board.poll()) == [("2505.00001", 43)]


def test_only_the_days_that_are_asked_for_are_remembered(board: Board) -> None:
    board.answers = {f"2025-05-0{day}": answer(day, ETag='"1"') for day in range(1, 8)}
    for day in range(6):
        board.poll(NOW + timedelta(days=day))
    assert board.state is not None
    assert len(board.state.extra["pages"]) == 2


def test_another_address_is_asked_anew(board: Board) -> None:
    board.answers = {"2025-05-02": answer(42, ETag='"1"')}
    board.poll()
    with Server() as other:
        second = Board(other)
        second.state, second.answers = board.state, board.answers
        assert votes(second.poll()) == [("2505.00001", 42)]


def test_today_may_lack_and_an_earlier_day_may_not(board: Board) -> None:
    board.answers = {"2025-05-02": Answer(status=400), "2025-05-01": answer(3)}
    assert [batch.status for batch in board.poll()] == [PollStatus.OK, PollStatus.OK]
    board.answers["2025-05-01"] = Answer(status=400)
    assert [batch.status for batch in board.poll()] == [PollStatus.OK, PollStatus.PARTIAL]


BAD = [
    (Answer(status=500), "HTTP 500"),
    (Answer(status=410), "HTTP 410"),
    (Answer(body=b""), "JSON"),
    (Answer(body=b"<!doctype html><title>One moment"), "JSON"),
    (Answer(body=b"[" * 100_000), "JSON"),
    (Answer(body=b"[" * 1_000_000), "larger than"),
    (Answer(body=b"[" + b"1," * 3_000_000), "larger than"),
    (Answer(body=b"[" + b"9" * 10_000 + b"]"), "JSON"),
    (Answer(body=b'"a string"'), "JSON"),
    (Answer(body=b'{"error": "no"}'), "JSON"),
    (Answer(body=b"\xff\xfe\x00\xd8"), "JSON"),
    (Answer(body=answer(1, 2, 3).body, cut_at=20), "cut off"),
    (gzip_bomb(100), "max_body_mb"),
    (redirect("file:///etc/passwd"), "only http and https"),
]


@pytest.mark.parametrize(("bad", "told"), BAD)
def test_a_failure_is_told_counted_and_rests_like_a_feed_s(
    board: Board, bad: Answer, told: str
) -> None:
    board.answers = {"2025-05-02": answer(42, ETag='"1"')}
    before = board.poll()[-1].state
    board.answers = {"2025-05-02": bad}
    for failures in (1, 2):
        (batch,) = board.poll(NOW + timedelta(days=failures / 100))
        assert (batch.status, batch.votes) == (PollStatus.FAILED, ())
        assert told in batch.error
        assert batch.error == batch.state.error
        assert batch.error.isprintable()
        assert (batch.state.failures, batch.state.succeeded_at) == (failures, NOW)
        assert batch.state.extra == before.extra
        assert batch.requests
    board.answers = {}
    well = board.poll()[-1]
    assert (well.state.failures, well.state.error) == (0, "")
    assert well.notices == ("works again after 2 failures",)


def test_the_first_page_that_fails_is_the_last_that_is_asked(board: Board) -> None:
    board.days = 5
    board.answers = {"2025-05-02": answer(42), "2025-05-01": Answer(status=503)}
    first, second = board.poll()
    assert votes([first]) == [("2505.00001", 42)]
    assert (second.status, second.state.failures) == (PollStatus.PARTIAL, 1)
    assert board.asked == ["2025-05-02", "2025-05-01"]
    assert board.poll()[-1].state.failures == 2


def test_the_server_says_when_to_come_back(board: Board) -> None:
    board.answers = {"2025-05-02": answer(Cache_Control="max-age=600")}
    assert board.poll()[-1].state.not_before_at == NOW + timedelta(minutes=10)
    board.answers = {"2025-05-02": Answer(status=429, headers={"Retry-After": "3600"})}
    assert board.poll()[-1].state.not_before_at == NOW + timedelta(hours=1)


def test_it_is_asked_with_an_honest_name_and_for_json(board: Board) -> None:
    board.poll()
    headers = board.sent[0][1].headers
    assert headers["user-agent"].startswith("tracker/")
    assert headers["accept"] == "application/json"


def test_thousands_of_rows_are_cut(board: Board) -> None:
    board.answers = {"2025-05-02": answer(*range(1, 20_000))}
    assert len(votes(board.poll())) == MAX_VOTES


def test_a_body_that_fills_memory_is_refused(board: Board) -> None:
    board.poll()  # what is imported once
    board.answers = {"2025-05-02": Answer(body=b"[" + b"{}," * 1_500_000 + b"{}]")}
    tracemalloc.start()
    (batch,) = board.poll()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "larger than" in batch.error
    assert peak < 40_000_000
