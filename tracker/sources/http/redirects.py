"""A chain of redirects: where it stands, what it cost, and what moved for good.

At most ten are followed, each checked anew: http or https only, no names and passwords. A chain
that leads to a host which is asked elsewhere is given up as a ``Trail``, and gone on with there.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import httpx

from tracker.errors import FetchError
from tracker.sources.http.memory import Room

MAX_REDIRECTS = 10
MAX_URL_LENGTH = 4000
REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """A chain of redirects that somebody else goes on with: where it stands, and its cost so far.

    ``is_unconditional``: the validators have been sent, and must not be sent again.
    """

    url: str
    moved_to: str = ""
    is_permanent: bool = True
    is_unconditional: bool = False
    requests: int = 0
    spent_seconds: float = 0.0


class ElsewhereError(Exception):
    """A chain of redirects leads to a host that is asked elsewhere. It is no failure of a source:
    whoever gave the host away goes on with the trail."""

    def __init__(self, trail: Trail) -> None:
        super().__init__(f"{trail.url} is asked elsewhere")
        self.trail = trail


class Hops:
    """Where a chain of redirects stands: its address, its cost, and what moved for good."""

    def __init__(self, url: str, room: Room | None) -> None:
        self.url, self.moved_to = url, ""
        self.deadline: asyncio.Timeout | None = None  # of the request under way
        self._room = room
        self.requests, self.spent_seconds = 0, 0.0
        self._permanent = True

    def is_large(self) -> bool:
        """Whether a room for large bodies is held."""
        return self._room is not None and self._room.is_large

    async def make_room(self, size: int, *, longest_seconds: float) -> None:
        """Wait until so large a body has room, at nobody's cost. Raises FetchError after
        ``longest_seconds``."""
        if self._room is None or self.deadline is None or self._room.holds(size):
            return
        loop, ends_at = asyncio.get_running_loop(), self.deadline.when()
        started = loop.time()
        self.deadline.reschedule(None)
        try:
            async with asyncio.timeout(longest_seconds):
                await self._room.enlarge()
        except TimeoutError as error:
            message = "there was no room for so long an answer beside others; it is asked again"
            raise FetchError(message) from error
        waited = loop.time() - started
        self.spent_seconds -= waited
        self.deadline.reschedule(None if ends_at is None else ends_at + waited)

    def go_on(self, trail: Trail) -> None:
        """Stand where somebody else came to."""
        self.url, self.moved_to, self._permanent = trail.url, trail.moved_to, trail.is_permanent
        self.requests, self.spent_seconds = trail.requests, trail.spent_seconds

    def trail(self, *, is_unconditional: bool) -> Trail:
        """Where it stands, for somebody else to go on."""
        return Trail(
            url=self.url,
            moved_to=self.moved_to,
            is_permanent=self._permanent,
            is_unconditional=is_unconditional,
            requests=self.requests,
            spent_seconds=self.spent_seconds,
        )

    def restart(self, url: str) -> None:
        """Begin anew at ``url``, at the cost so far."""
        self.url, self.moved_to, self._permanent = url, "", True

    def follow(self, status: int, location: bytes) -> None:
        """Go on to where an answer leads. Raises FetchError for too many
        hops, and for an address that cannot be read."""
        if self.requests > MAX_REDIRECTS:
            raise FetchError(f"more than {MAX_REDIRECTS} redirects; check the address in a browser")
        if not location:
            raise FetchError(f"HTTP {status} without an address to go to")
        try:
            self.url = str(httpx.URL(self.url).join(_location(location)))
        except (httpx.InvalidURL, ValueError, UnicodeError) as error:
            raise FetchError("redirected to an address that cannot be read") from error
        # A permanent move counts only up to the first temporary one (RFC 9110 §15.4).
        self._permanent = self._permanent and status in _PERMANENT
        if self._permanent:
            self.moved_to = self.url


def parse_address(url: str) -> httpx.URL:
    """An address that may be asked, without its fragment. Raises FetchError."""
    try:
        if len(url) > MAX_URL_LENGTH:
            raise ValueError("too long")
        parsed = httpx.URL(url)
        if parsed.port is not None and not 0 < parsed.port < 65536:
            raise ValueError("no such port")
    except (httpx.InvalidURL, ValueError, UnicodeError, TypeError) as error:
        raise FetchError("the address cannot be read; check its spelling") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise FetchError(f"only http and https addresses are asked, not {str(parsed)[:60]!r}")
    if parsed.userinfo:
        raise FetchError("the address holds a name or password, which tracker does not send")
    return parsed.copy_with(fragment=None)


def _location(told: bytes) -> str:
    """A Location as browsers read it: bytes beyond ASCII are UTF-8."""
    return told.decode("utf-8", "replace").strip()
