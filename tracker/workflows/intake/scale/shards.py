"""What is asked elsewhere, and how it is cut into shards. Pure.

A host is in one shard at a time and a shard is with one worker, so that a host gets one request at
a time with no service of locks. A feed whose redirects lead to another shard's host comes back as a
trail, and goes into that host's shard.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tracker.settings import NetworkSettings
from tracker.sources.feeds.source import Follower, agreed_request
from tracker.sources.http.hosts import host_of
from tracker.sources.http.redirects import Trail
from tracker.values import Batch, Sighting
from tracker.values.polling import Host


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A feed to ask, for all who follow it; on the ``trail`` of who came so far with it."""

    url: str
    followers: tuple[Follower, ...]
    trail: Trail | None = None

    @property
    def key(self) -> str:
        """The feed's, by which it is stored."""
        return self.followers[0].state.key

    @property
    def host(self) -> Host:
        """The host that is asked first. Raises FetchError for an address that cannot be asked."""
        return host_of(self.asked)

    @property
    def asked(self) -> str:
        """The address that is asked first."""
        if self.trail is not None:
            return self.trail.url
        return self.request_url

    @property
    def request_url(self) -> str:
        """The address that the chain begins with."""
        return agreed_request(self.url, [follower.state for follower in self.followers]).url


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a shard is polled by. ``version`` is tracker's own: another one refuses."""

    version: str
    now: datetime
    network: NetworkSettings
    errands: tuple[Errand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of an errand (its place in the order): a batch for each follower, or a trail to go
    on with, or what broke. ``sightings`` are those of each batch that ``brings`` them."""

    errand: int
    sightings: tuple[Sighting, ...] = ()
    batches: tuple[Batch, ...] = ()
    brings: tuple[bool, ...] = ()
    trail: Trail | None = None
    broken: str = ""

    @classmethod
    def of(cls, errand: int, batches: Sequence[Batch]) -> Outcome:
        """Followers of one feed get the same sightings, or none: they go over the wire once."""
        sightings = next((batch.sightings for batch in batches if batch.sightings), ())
        return cls(
            errand=errand,
            sightings=sightings,
            batches=tuple(replace(batch, sightings=()) for batch in batches),
            brings=tuple(bool(batch.sightings) for batch in batches),
        )

    def whole_batches(self) -> tuple[Batch, ...]:
        """The batches, with their sightings."""
        return tuple(
            replace(batch, sightings=self.sightings) if brings else batch
            for batch, brings in zip(self.batches, self.brings, strict=True)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class HostTime:
    """What a host has cost a worker."""

    host: str
    port: int | None = None
    requests: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a worker made of an order. What has no outcome was not asked: the reply was full.
    ``refused``: why it asked nothing at all."""

    outcomes: tuple[Outcome, ...] = ()
    hosts: tuple[HostTime, ...] = ()
    refused: str = ""


@dataclass(slots=True)
class Shard:
    """All due errands of a set of hosts."""

    errands: list[Errand] = field(default_factory=list)

    @property
    def hosts(self) -> list[Host]:
        """In one order everywhere, so that nobody waits for who waits for him."""
        return sorted({errand.host for errand in self.errands}, key=_in_order)


def _in_order(host: Host) -> tuple[str, int]:
    name, port = host
    return name, port or 0


class Shards:
    """The shards that are still to be polled, of about ``size`` errands each, in a stable order."""

    def __init__(self, errands: Iterable[Errand], *, size: int) -> None:
        self._size = size
        self._waiting: deque[Shard] = deque()
        self._of: dict[Host, Shard] = {}
        by_host: dict[Host, list[Errand]] = {}
        for errand in errands:
            by_host.setdefault(errand.host, []).append(errand)
        for of_host in by_host.values():
            for errand in of_host:
                self.add(errand)

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def __iter__(self) -> Iterator[Shard]:
        return iter(self._waiting)

    def add(self, errand: Errand) -> None:
        """Into its host's shard, if that still waits; else into the last one that has room."""
        shard = self._of.get(errand.host)
        if shard is None:
            if not self._waiting or len(self._waiting[-1].errands) >= self._size:
                self._waiting.append(Shard())
            shard = self._of[errand.host] = self._waiting[-1]
        shard.errands.append(errand)

    def take(self) -> Shard:
        """The next shard."""
        shard = self._waiting.popleft()
        for host in shard.hosts:
            del self._of[host]
        return shard
