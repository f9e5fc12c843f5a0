"""What every source keeps to, whatever kind it is: inherit the class, and give a place to ask.

    class TestFeed(SourceContract):
        place_type = FeedPlace

A place is a server that a test fills and spoils, and the source that asks it. A visitor polls it as
a poll does: keeps what came, and takes the state through a real store.
"""

from __future__ import annotations

import asyncio
import random
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest

from tests.support.server import Answer, Seen, Server, gzip_bomb
from tracker.settings import NetworkSettings
from tracker.sources.http.client import Http
from tracker.sources.schedule import MAX_RETRY_AFTER, due
from tracker.store import sources
from tracker.store.database import Database
from tracker.values import Batch, PollStatus, Sighting, Source, SourceState

NOW = datetime(2025, 5, 2, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)
Known = Callable[[Iterable[str]], Mapping[str, int]]

NOISE = random.Random(1).randbytes(20_000)
HOSTILE = {
    "nothing": Answer(),
    "blanks": Answer(body=b" \r\n\t" * 1_000),
    "noise": Answer(body=NOISE),
    "noise named gzip": Answer(body=NOISE, headers={"Content-Encoding": "gzip"}),
    "bomb": gzip_bomb(5),
    "zeros": Answer(body=b"\0" * 10_000),
    "a page": Answer(body=b"<!DOCTYPE html><title>Sign in</title>" + b"<div>" * 50_000),
    "brackets": Answer(body=b"[" * 100_000),
    "braces": Answer(body=b'{"a":' * 100_000),
    "elements": Answer(body=b"<a>" * 100_000),
    "attributes": Answer(body=b"<rss " + b'a="b" ' * 50_000),
    "entities": Answer(
        body=b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
        b'<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]><rss><channel>&d;</channel></rss>'
    ),
    "a file": Answer(
        body=b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><rss><channel>&b;</channel>'
    ),
    "numbers": Answer(body=b"9" * 50_000),
    "a list of nothing": Answer(body=b"[null, 1, [], {}, [[]]]"),
    "an encoding that is none": Answer(body=b'<?xml version="1.0" encoding="utf-99"?><rss/>'),
    "half a character": Answer(body="<rss>é".encode()[:-1]),
    "a type that is none": Answer(body=b"x", headers={"Content-Type": "\x01;;charset=\xff"}),
    "cut": Answer(body=b"<rss><channel>" + b" " * 5_000, cut_at=20),
    "reset": Answer(body=b"<rss><channel>" + b" " * 5_000, reset_at=20),
    "unasked 304": Answer(status=304),
    "no content": Answer(status=204),
    **{str(status): Answer(status=status) for status in (400, 401, 403, 404, 418, 500, 502, 504)},
    "a loop": Answer(status=302, headers={"Location": "?"}),
    "to a file": Answer(status=301, headers={"Location": "file:///etc/passwd"}),
    "to nowhere": Answer(status=301),
}
DATES = (
    *("", "tomorrow", "0000-00-00T00:00:00Z", "2025-02-30T10:00:00Z", "9999-12-31T23:59:59Z"),
    *("0001-01-01T00:00:00+14:00", "2025-05-01T10:00:00+99:99", "-1", "1e308", "٢٠٢٥-٠٥-٠١", "nan"),
    *("9" * 5_000, "2025-05-01T10:00:00Z" * 500, "Thu, 99 May 2025 10:00:00 GMT"),
)
LINKS = (
    *("", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "mailto:a@b.example"),
    *("http:", "http://", "//", "http://[::1", "http://a b/", "https://a.example:99999/"),
    *("https://user:secret@notes.example/", "https://notes.example/\u202egnp.exe", "/relative"),
    *("https://" + "a." * 5_000 + "example/", "https://notes.example/" + "../" * 3_000),
)


class Place(ABC):
    """A server with something to bring, and the source that asks it."""

    paths: ClassVar[tuple[str, ...]]  # that the source asks, without their queries

    def __init__(self, server: Server, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.spoilt: Answer | None = None  # what every request gets instead
        for path in self.paths:
            server.route(path, lambda seen: self.spoilt or self.answer(seen))

    @property
    @abstractmethod
    def initial(self) -> SourceState:
        """The state of the source before it was asked."""

    @abstractmethod
    def source(self, http: Http, known: Known) -> Source:
        """The source; ``known`` tells which versions of which papers are stored."""

    @abstractmethod
    def fill(self) -> set[str]:
        """Let there be something to bring, in as many batches as there may be: its names."""

    @abstractmethod
    def add_one(self, *, date: str | None = None, link: str | None = None) -> None:
        """Let there be one more thing, with this in the place of its date or of its link."""

    @abstractmethod
    def answer(self, seen: Seen) -> Answer:
        """What the server answers while nothing is spoilt; 304 where it may."""

    @abstractmethod
    def names(self, batch: Batch) -> set[str]:
        """The names of what a batch brings."""


class Visitor:
    """Somebody who polls: stores each batch with its state, and goes on from what is stored."""

    def __init__(self, place: Place, database: Path) -> None:
        self.place, self.database = place, database
        self.state = place.initial
        self.names: set[str] = set()
        self.versions: dict[str, int] = {}

    def poll(self, now: datetime = NOW, *, until_batch: int | None = None) -> list[Batch]:
        """The batches of one poll, killed once ``until_batch`` of them are stored."""
        return asyncio.run(self._poll(now, until_batch))

    async def _poll(self, now: datetime, until_batch: int | None) -> list[Batch]:
        batches: list[Batch] = []
        network = NetworkSettings(allow_private_hosts=True, timeout_seconds=5, max_body_mb=3)
        with Database.open(self.database) as db:
            async with Http(network) as http:
                source = self.place.source(http, self._known)
                assert source.key == self.state.key
                async for batch in source.poll(self.state, now=now):
                    self._store(db, batch)
                    batches.append(batch)
                    if len(batches) == until_batch:
                        break
        return batches

    def _store(self, db: Database, batch: Batch) -> None:
        check(batch)
        sources.put(db, batch.state)
        stored = sources.get(db, batch.state.key)
        assert stored == batch.state
        self.state = stored
        self.names |= self.place.names(batch)
        for sighting in batch.sightings:
            if sighting.paper is not None:
                name = sighting.url.rpartition("/abs/")[2]
                version = sighting.paper.version or 0
                self.versions[name] = max(version, self.versions.get(name, 0))

    def _known(self, ids: Iterable[str]) -> Mapping[str, int]:
        return {name: self.versions[name] for name in ids if name in self.versions}


def check(batch: Batch) -> None:
    """What holds of every batch."""
    assert bool(batch.error) == (batch.status in (PollStatus.FAILED, PollStatus.PARTIAL))
    for line in (batch.error, batch.state.error, *batch.notices):
        assert line.isprintable()
        assert len(line) < 500
    for sighting in batch.sightings:
        check_sighting(sighting, batch.state.key)


def check_sighting(sighting: Sighting, key: str) -> None:
    """It names its source, can be opened, shown and stored, and lies in no odd time."""
    assert sighting.source == key
    assert sighting.url.startswith(("https://", "http://"))
    assert sighting.url.isprintable()
    assert (sighting.title + sighting.summary + "".join(sighting.authors)).isprintable()
    for at in (sighting.seen_at, sighting.published_at, sighting.updated_at):
        assert at is None or at.utcoffset() == timedelta(0)


def assert_well(state: SourceState, now: datetime) -> None:
    assert (state.polled_at, state.succeeded_at) == (now, now)
    assert (state.failures, state.error, state.retired_at) == (0, "", None)


class SourceContract:
    """Inherit as ``Test...`` and set ``place_type``."""

    place_type: ClassVar[type[Place]]

    @pytest.fixture
    def place(self, tmp_path: Path) -> Iterator[Place]:
        with Server() as server:
            yield self.place_type(server, tmp_path)

    @pytest.fixture
    def visitor(self, place: Place, tmp_path: Path) -> Visitor:
        return Visitor(place, tmp_path / "tracker.db")

    # --- what comes -----------------------------------------------------------------------

    def test_all_that_is_there_comes_and_the_state_says_that_it_went_well(
        self, place: Place, visitor: Visitor
    ) -> None:
        names = place.fill()
        batches = visitor.poll()
        assert visitor.names == names
        assert PollStatus.OK in {batch.status for batch in batches}
        assert_well(visitor.state, NOW)
        assert (visitor.state.key, visitor.state.kind) == (place.initial.key, place.initial.kind)

    def test_what_has_not_changed_is_said_to_be_so_and_comes_only_once(
        self, place: Place, visitor: Visitor
    ) -> None:
        place.fill()
        visitor.poll()
        again = visitor.poll(NOW + HOUR)
        assert {batch.status for batch in again} == {PollStatus.UNCHANGED}
        assert not any(place.names(batch) for batch in again)
        assert_well(visitor.state, NOW + HOUR)

    def test_a_kill_after_any_batch_loses_nothing(self, place: Place, tmp_path: Path) -> None:
        names = place.fill()
        count = len(Visitor(place, tmp_path / "whole.db").poll())
        for stored in range(1, count + 1):
            visitor = Visitor(place, tmp_path / f"killed-{stored}.db")
            visitor.poll(until_batch=stored)
            visitor.poll(NOW + HOUR)
            assert visitor.names == names, stored

    def test_what_came_in_after_a_kill_comes_too(self, place: Place, visitor: Visitor) -> None:
        names = place.fill()
        visitor.poll(until_batch=1)
        place.add_one()
        visitor.poll(NOW + HOUR)
        assert len(visitor.names - names) == 1
        assert visitor.names > names

    # --- what is hostile ------------------------------------------------------------------

    @pytest.mark.parametrize("answer", HOSTILE.values(), ids=HOSTILE)
    def test_a_hostile_answer_is_a_value_and_costs_nothing_that_was_there(
        self, place: Place, visitor: Visitor, answer: Answer
    ) -> None:
        names = place.fill()
        visitor.poll(until_batch=1)
        before = visitor.state
        place.spoilt = answer
        last = visitor.poll(NOW + HOUR)[-1]
        if last.status is PollStatus.FAILED:
            after = visitor.state
            assert (after.failures, after.error) == (before.failures + 1, last.error)
            assert (after.polled_at, after.succeeded_at) == (NOW + HOUR, before.succeeded_at)
            assert after.watermark_at == before.watermark_at
            assert (after.etag, after.last_modified) == (before.etag, before.last_modified)
            assert {**after.extra, **before.extra} == after.extra  # nothing is forgotten
        place.spoilt = None
        visitor.poll(NOW + 2 * HOUR)
        assert visitor.names == names
        assert_well(visitor.state, NOW + 2 * HOUR)

    @pytest.mark.parametrize("date", DATES, ids=lambda date: date[:30] or "none")
    def test_an_odd_date_costs_no_other_thing(
        self, place: Place, visitor: Visitor, date: str
    ) -> None:
        names = place.fill()
        place.add_one(date=date)
        visitor.poll()
        assert visitor.names >= names
        assert_well(visitor.state, NOW)
        assert visitor.state.watermark_at is None or visitor.state.watermark_at <= NOW

    @pytest.mark.parametrize("link", LINKS, ids=lambda link: ascii(link)[1:31] or "none")
    def test_an_odd_link_costs_no_other_thing(
        self, place: Place, visitor: Visitor, link: str
    ) -> None:
        names = place.fill()
        place.add_one(link=link)
        visitor.poll()
        assert visitor.names >= names
        assert_well(visitor.state, NOW)

    # --- what fails -----------------------------------------------------------------------

    def test_failures_are_counted_and_told_once_when_it_works_again(
        self, place: Place, visitor: Visitor
    ) -> None:
        names = place.fill()
        place.spoilt = Answer(status=500)
        for count in (1, 2):
            (batch,) = visitor.poll(NOW + count * HOUR)
            assert (batch.status, batch.sightings, batch.votes) == (PollStatus.FAILED, (), ())
            assert visitor.state.failures == count
            assert visitor.state.succeeded_at is None
        assert not due(visitor.state, NOW + 2.5 * HOUR).ask
        place.spoilt = None
        notices = [batch.notices for batch in visitor.poll(NOW + 4 * HOUR)]
        assert sum(notices, ()) == ("works again after 2 failures",)
        assert visitor.names == names
        assert not any(batch.notices for batch in visitor.poll(NOW + 5 * HOUR))

    def test_a_server_out_of_reach_may_be_this_machines_connection(
        self, place: Place, tmp_path: Path
    ) -> None:
        with Server() as closed:
            elsewhere = self.place_type(closed, tmp_path)
        (batch,) = Visitor(elsewhere, tmp_path / "tracker.db").poll()
        assert (batch.status, batch.is_offline) == (PollStatus.FAILED, True)

    @pytest.mark.parametrize("status", [429, 503])
    @pytest.mark.parametrize(
        ("told", "seconds"), [("600", 600), ("999999999", MAX_RETRY_AFTER.total_seconds())]
    )
    def test_the_server_says_when_to_come_back_within_reason(
        self, place: Place, visitor: Visitor, status: int, told: str, seconds: float
    ) -> None:
        place.fill()
        place.spoilt = Answer(status=status, headers={"Retry-After": told})
        (batch,) = visitor.poll()
        assert batch.status is PollStatus.FAILED
        assert visitor.state.not_before_at == NOW + timedelta(seconds=seconds)
        assert not due(visitor.state, NOW + timedelta(seconds=seconds - 1)).ask
        assert due(visitor.state, NOW + timedelta(seconds=seconds + 1)).ask
        place.spoilt = None
        visitor.poll(NOW + timedelta(seconds=seconds + 1))
        assert visitor.state.not_before_at is None

    @pytest.mark.parametrize(
        "told", ["soon", "-1", "1e9", "nan", "Thu, 99 May 2025 10:00:00 GMT", "9" * 5_000]
    )
    def test_an_odd_time_to_come_back_silences_nothing(
        self, place: Place, visitor: Visitor, told: str
    ) -> None:
        place.fill()
        place.spoilt = Answer(status=503, headers={"Retry-After": told})
        visitor.poll()
        assert due(visitor.state, NOW + MAX_RETRY_AFTER).ask
