"""Asking an address politely and safely: one client, one deadline, one limit, checked addresses.

What this decides for every request of tracker:

- one deadline over the whole answer, redirects and body included, but not over the wait for a
  free place (httpx's own timeouts count per read, which a dripping server never exceeds);
- the body is read under a limit that holds after unpacking, and a cut body is an error;
- redirects are followed here, each one checked anew (``redirects.py``), and only to an address
  that may be connected to (``addresses.py``);
- a large body is read on only when there is room for it (``memory.py``), and that wait is no fault
  of the server's; who has such a room and hardly sends loses it, and who sends crumbs is left;
- one request at a time for a host (name and port), ``concurrency`` in all; a host that is asked
  elsewhere is not asked here (``hosts.py``);
- no cookies, no .netrc, an honest User-Agent.

Proxies of the environment: see ``transport.py``.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import TYPE_CHECKING, Self

import httpcore
import httpx

from tracker import __version__
from tracker.errors import FetchError
from tracker.sources.http.answer_headers import fresh_seconds, retry_after_seconds, validator
from tracker.sources.http.hosts import Hosts
from tracker.sources.http.memory import Room, Rooms
from tracker.sources.http.pace import Pace
from tracker.sources.http.redirects import REDIRECTS, ElsewhereError, Hops, Trail, parse_address
from tracker.sources.http.transport import CheckedTransport
from tracker.sources.http.unpacking import ACCEPTED, Body, too_large
from tracker.values import Document

if TYPE_CHECKING:
    from tracker.settings import NetworkSettings

FEED_TYPES = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.3"
)
PAGE_TYPES = "text/html, application/xhtml+xml, */*;q=0.5"
_LONGEST_WAIT = 60.0  # seconds for a room, or three deadlines: longer than honest bodies take
_CONDITIONS = {"If-None-Match", "If-Modified-Since"}


def user_agent(contact: str) -> str:
    """tracker's name for servers, with the author's contact (address or page) where given."""
    address = " ".join(contact.split()).encode("ascii", "ignore").decode()
    return f"tracker/{__version__} (+{address})" if address else f"tracker/{__version__}"


class Http:
    """An async context manager over one client; ``get`` is safe to call from many tasks."""

    def __init__(
        self,
        network: NetworkSettings,
        *,
        hosts: Hosts | None = None,
        trails: Iterable[tuple[str, Trail]] = (),
    ) -> None:
        """``trails``: an address, and how far somebody else came with it; one for each who asks."""
        self._timeout_seconds = float(network.timeout_seconds)
        self._limit = network.max_body_bytes
        self._rooms = Rooms(network.concurrency)
        self._places = asyncio.Semaphore(network.concurrency)
        self.hosts = hosts or Hosts()
        self._trails: defaultdict[str, list[Trail]] = defaultdict(list)
        for url, trail in trails:
            self.take_over(url, trail)
        self._client = httpx.AsyncClient(
            transport=CheckedTransport(
                allow_private=network.allow_private_hosts, connections=network.concurrency
            ),
            headers={"User-Agent": user_agent(network.contact), "Accept-Encoding": ACCEPTED},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=None,  # noqa: S113 (the deadline is over the whole answer, in _hop)
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._client.__aexit__(exc_type, exc_value, traceback)

    def take_over(self, url: str, trail: Trail) -> None:
        """The next time that ``url`` is asked for, go on where somebody else came to."""
        self._trails[url].append(trail)

    def room(self) -> Room:
        """What holds an answer, from before it is asked for until it is used."""
        return self._rooms.room()

    async def get(
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        accept: str = FEED_TYPES,
        room: Room | None = None,
    ) -> Document:
        """The whole answer to a (conditional) GET. Raises FetchError, its ``url`` the one given,
        and ElsewhereError.

        An empty answer to a condition is asked for once more, without it.

        Who asks for many at once gives the ``room`` for each.
        """
        asked = {"Accept": accept}
        if validator(etag):
            asked["If-None-Match"] = etag
        if validator(last_modified):
            asked["If-Modified-Since"] = last_modified
        hops = Hops(url, room)
        if trails := self._trails.get(url):
            trail = trails.pop()
            hops.go_on(trail)
            asked = {"Accept": accept} if trail.is_unconditional else asked
        try:
            while True:
                answer = await self._hop(hops, asked)
                if answer is None:
                    continue
                if answer.body or answer.is_unchanged or not asked.keys() & _CONDITIONS:
                    return answer
                # Some servers answer a condition with 200 and nothing, and would for good.
                asked = {"Accept": accept}
                hops.restart(url)
        except FetchError as error:
            raise FetchError(
                error.message,
                url=url,
                status=error.status,
                retry_after_seconds=error.retry_after_seconds,
                requests=hops.requests,
                is_offline=error.is_offline,
            ) from error

    async def fetch(self, url: str, *, accept: str = FEED_TYPES) -> Document:
        """The whole answer to a GET without a condition. Raises FetchError, also for a 304."""
        return await self.get(url, accept=accept)

    async def _hop(self, hops: Hops, headers: dict[str, str]) -> Document | None:
        """One request; None when it was a redirect, which ``hops`` then stands at."""
        target = parse_address(hops.url)
        left = self._timeout_seconds - hops.spent_seconds
        loop = asyncio.get_running_loop()
        host = target.host, target.port
        if not self.hosts.are_own(host):
            raise ElsewhereError(hops.trail(is_unconditional=not headers.keys() & _CONDITIONS))
        async with self.hosts.turn(host), self._places:
            started, before = loop.time(), hops.spent_seconds
            try:
                async with asyncio.timeout(left) as hops.deadline:
                    return await self._ask(hops, target, headers)
            except TimeoutError as error:
                raise FetchError(
                    f"no whole answer within {self._timeout_seconds:g} s; try again later, or "
                    "raise timeout_seconds"
                ) from error
            except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as e:
                raise _broken(e) from e
            except (httpx.HTTPError, httpcore.ProxyError, httpcore.UnsupportedProtocol) as e:
                raise FetchError(f"the connection failed ({_short(e)}); try again later") from e
            finally:
                hops.spent_seconds += loop.time() - started
                self.hosts.note(host, hops.spent_seconds - before)

    async def _ask(self, hops: Hops, target: httpx.URL, headers: dict[str, str]) -> Document | None:
        request = self._client.build_request("GET", target, headers=headers)
        hops.requests += 1
        response = await self._client.send(request, stream=True)
        try:
            if response.status_code in REDIRECTS:
                hops.follow(response.status_code, response.extensions["location"])
                return None
            if response.status_code == 304 and headers.keys() & _CONDITIONS:
                return _document(response, hops, b"", is_unchanged=True)
            if response.status_code != 200:
                raise _failure(response)
            body = await self._body(response, hops)
            return _document(response, hops, body)
        finally:
            await response.aclose()

    async def _body(self, response: httpx.Response, hops: Hops) -> bytes:
        length = response.headers.get("content-length", "")
        if length.isascii() and length.isdigit() and int(length[:20]) > self._limit:
            raise FetchError(too_large(self._limit))
        body = Body(response.headers.get("content-encoding", ""), limit=self._limit)
        longest = max(_LONGEST_WAIT, 3 * self._timeout_seconds)
        async for piece in Pace(response.aiter_raw(), hops.is_large):
            for _ in body.steps(piece):
                await hops.make_room(len(body), longest_seconds=longest)
        return body.whole()


def _document(
    response: httpx.Response, hops: Hops, body: bytes, *, is_unchanged: bool = False
) -> Document:
    return Document(
        body=body,
        is_unchanged=is_unchanged,
        url=hops.url,
        content_type=response.headers.get("content-type", "")[:200],
        etag=validator(response.headers.get("etag", "")),
        last_modified=validator(response.headers.get("last-modified", "")),
        fresh_seconds=fresh_seconds(response.headers),
        moved_to=hops.moved_to,
        requests=hops.requests,
    )


_ADVICE = {
    401: "it asks for a password, which tracker does not send",
    403: "the server refuses tracker; a contact under [network] may help",
    407: "the proxy of the environment asks for a password; put it into the proxy's address",
    404: "there is nothing at this address; check it",
    410: "it is gone for good; remove it",
    429: "too many requests; it is asked again later",
    503: "the server is busy; it is asked again later",
}


def _failure(response: httpx.Response) -> FetchError:
    status = response.status_code
    advice = _ADVICE.get(status) or (
        "the server failed; it is asked again later" if status >= 500 else "check the address"
    )
    return FetchError(
        f"HTTP {status}: {advice}",
        status=status,
        retry_after_seconds=retry_after_seconds(response.headers, now=datetime.now(UTC)),
    )


def _broken(error: Exception) -> FetchError:
    if isinstance(error, httpcore.ConnectError):
        if "CERTIFICATE" in str(error):
            return FetchError("its certificate is not trusted; check the address in a browser")
        message = f"cannot connect ({_short(error)}); check the address and the connection"
        return FetchError(message, is_offline=True)
    if isinstance(error, httpcore.RemoteProtocolError | httpcore.ReadError):
        return FetchError(f"the answer was cut off or broken ({_short(error)}); try again later")
    return FetchError(f"the connection failed ({_short(error)}); try again later")


def _short(error: Exception) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return text[:100]
