"""What passes between a source and the store."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from tracker.values.attention import Vote
from tracker.values.works import Sighting

Host = tuple[str, int | None]  # name and port, without the port that goes without saying


@dataclass(slots=True)
class Spent:
    """What a host has cost: requests, and the seconds that its answers took."""

    requests: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What an address answered with: the body unpacked, and what a next request needs.

    ``is_unchanged`` is the answer 304, without a body: what came with the validators still holds.
    """

    body: bytes
    is_unchanged: bool = False
    url: str  # after redirects
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    fresh_seconds: int | None = None  # Cache-Control: max-age
    moved_to: str = ""  # the address after permanent redirects alone (301, 308)
    requests: int = 1  # how many it took, redirects included


class PollStatus(StrEnum):
    """How asking a source ended."""

    OK = "ok"
    UNCHANGED = "unchanged"
    PARTIAL = "partial"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What is remembered of a source between polls; ``key`` names its row for good.

    ``extra`` is the source kind's own memory (JSON values only): arXiv keeps its last deep
    read and last witness there.
    """

    key: str
    kind: str  # the name of one in ``sources.py``
    url: str = ""
    name: str = ""
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    watermark_at: datetime | None = None
    polled_at: datetime | None = None
    succeeded_at: datetime | None = None
    not_before_at: datetime | None = None  # told by the server
    failures: int = 0  # in a row
    error: str = ""  # of the last poll, one line; "" when it went well
    moved_to: str = ""
    retired_at: datetime | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def answered(self, now: datetime, *, not_before_at: datetime | None = None) -> SourceState:
        """The state after an answer that was read to its end: nothing is held against it."""
        return replace(
            self,
            polled_at=now,
            succeeded_at=now,
            not_before_at=not_before_at,
            failures=0,
            error="",
            retired_at=None,
        )

    def failed(
        self, now: datetime, error: str, *, not_before_at: datetime | None = None
    ) -> SourceState:
        """The state after one more failure; what was read before holds on."""
        return replace(
            self,
            polled_at=now,
            not_before_at=not_before_at,
            failures=self.failures + 1,
            error=error,
        )

    def renamed(self, initial: SourceState) -> SourceState:
        """This state under the address and the name that are given now.

        What another address did is nothing to hold against this one.
        """
        state = self
        if state.url and state.url != initial.url:
            state = replace(state, failures=0, error="", not_before_at=None, retired_at=None)
        return replace(state, url=initial.url, name=initial.name or state.name)

    @property
    def recovery(self) -> tuple[str, ...]:
        """What is told when a source in this state answers: something if it had failed."""
        times = "1 failure" if self.failures == 1 else f"{self.failures} failures"
        return (f"works again after {times}",) if self.failures else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Sightings stored in one transaction with the state that is true once they are stored."""

    sightings: tuple[Sighting, ...]
    state: SourceState
    status: PollStatus = PollStatus.OK
    error: str = ""  # one line: cause and what to do
    is_offline: bool = False  # the cause may be this machine's connection
    requests: int = 0
    notices: tuple[str, ...] = ()  # told once: moved for good, retired, back again
    votes: tuple[Vote, ...] = ()
    ahead: object = None  # what was worked out of the sightings already, for who stores them


class Source(Protocol):
    """One place that is asked. A poll yields batches; failures are values in them."""

    @property
    def key(self) -> str:
        """What names the source's row in the store for good."""
        ...

    def poll(self, state: SourceState, *, now: datetime) -> AsyncIterator[Batch]:
        """Ask the source; each batch is stored before the next is asked for.

        What the world does is in the batches, and no exception.
        """
        ...
