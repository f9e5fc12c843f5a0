"""An httpx transport over connection pools whose addresses are checked.

Each host has a pool of its own: one for all looks through every connection at each request and
each answer. The hosts used last keep theirs open, as many as may be asked side by side.

Environment proxies (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY) keep working. A proxy resolves
names itself, so behind one only addresses that are written as numbers can be checked; the proxy's
own address is the author's setting and is not checked. Loopback names never go through a proxy:
they would mean the proxy's machine.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import AsyncIterator
from importlib.util import find_spec
from ipaddress import IPv4Address, IPv6Address, ip_address
from types import TracebackType
from typing import Self
from urllib.parse import unquote
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from tracker.errors import FetchError
from tracker.sources.http.addresses import CheckedBackend, refusal
from tracker.sources.http.counted import CountedBackend, Tally

_KEEP_SECONDS = 5.0
_LOOPBACK_NAMES = frozenset(
    {"localhost", "localhost.localdomain", "localhost4", "localhost6", "localhost6.localdomain6"}
    | {"ip6-localhost", "ip6-loopback", "loopback"}
)
_Place = tuple[str, str, int | None, str]  # scheme, host, port, proxy
_Pool = tuple[httpcore.AsyncConnectionPool, Tally]  # and what its answer has cost


class _Stream(httpx.AsyncByteStream):
    def __init__(self, inner: httpcore.Response) -> None:
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._inner.aiter_stream():
            yield piece

    async def aclose(self) -> None:
        await self._inner.aclose()


class CheckedTransport(httpx.AsyncBaseTransport):
    """Raises FetchError for a refused address and httpcore's own errors for the rest.

    An answer's Location is in ``extensions["location"]`` as bytes, not among its headers.
    """

    def __init__(self, *, allow_private: bool, connections: int) -> None:
        self._allow_private, self._connections = allow_private, connections
        self._backend = CheckedBackend(allow_private=allow_private, resolvers=connections)
        self._proxies = getproxies()
        self._pools: dict[_Place, _Pool] = {}  # the last used stand last
        self._ssl_context: ssl.SSLContext | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self.aclose()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request, where its address may be asked. Raises httpx's own errors."""
        url = request.url
        proxy = self._proxy_for(url.scheme, url.host, url.port)
        await self._close_idle()
        pool, tally = self._pool((url.scheme, url.host, url.port, proxy))
        tally.begin()
        answer = await pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        tally.end_head()
        # httpx reads Location even where it is told not to follow, and trips over hostile ones.
        location = next((v for k, v in answer.headers if k.lower() == b"location"), b"")
        return httpx.Response(
            answer.status,
            headers=[(k, v) for k, v in answer.headers if k.lower() != b"location"],
            stream=_Stream(answer),
            extensions={**answer.extensions, "location": location},
        )

    async def aclose(self) -> None:
        """Close all connections."""
        for pool, _ in self._pools.values():
            await pool.aclose()
        self._backend.close()

    def _pool(self, place: _Place) -> _Pool:
        held = self._pools.pop(place, None) or self._new_pool(place)
        self._pools[place] = held
        return held

    def _new_pool(self, place: _Place) -> _Pool:
        scheme, *_, proxy = place
        tally = Tally()
        pool = httpcore.AsyncConnectionPool(
            ssl_context=self._certificates() if scheme == "https" else None,
            proxy=_proxy(proxy) if proxy else None,
            network_backend=CountedBackend(
                httpcore.AnyIOBackend() if proxy else self._backend, tally
            ),
            max_connections=self._connections,
            keepalive_expiry=_KEEP_SECONDS,
        )
        return pool, tally

    def _certificates(self) -> ssl.SSLContext:
        """Read once: that takes as long as forty requests."""
        if self._ssl_context is None:
            self._ssl_context = httpx.create_ssl_context()
        return self._ssl_context

    async def _close_idle(self) -> None:
        """Close the pools that were used longest ago, but for those that wait for an answer."""
        idle = [
            place
            for place in list(self._pools)[: -2 * self._connections]
            if all(connection.is_idle() for connection in self._pools[place][0].connections)
        ]
        for pool, _ in [self._pools.pop(place) for place in idle]:  # before others run
            await pool.aclose()

    def _proxy_for(self, scheme: str, host: str, port: int | None) -> str:
        """The proxy's URL, or "" to connect directly. Raises FetchError."""
        proxy = self._proxies.get(scheme) or self._proxies.get("all") or ""
        if not proxy or proxy_bypass(host if port is None else f"{host}:{port}"):
            return ""
        address = _numeric(host)
        if address is None:
            return "" if _is_of_this_machine(host) else proxy
        if address.is_loopback:
            return ""
        if why := refusal(str(address), allow_private=self._allow_private):
            raise FetchError(f"refused: {host} is {why}")
        return proxy


def _is_of_this_machine(host: str) -> bool:
    """Names that mean loopback (RFC 6761 §6.3, and what systems have in their hosts file): they
    are resolved and judged here, as without a proxy."""
    name = unquote(host).lower().rstrip(".")
    return name in _LOOPBACK_NAMES or name.endswith(".localhost")


def _numeric(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host is written as, also in the forms that only resolvers still know:
    ``2130706433``, ``0x7f.1`` (inet_aton)."""
    host = unquote(host).rstrip(".")
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        return ip_address(socket.inet_aton(host))
    except (OSError, ValueError):
        return None


def _why_no_proxy(url: httpx.URL) -> str:
    if url.port is not None and not 0 < url.port < 65_536:
        return f"{url.port} is no port"
    if url.scheme.startswith("socks") and find_spec("socksio") is None:
        return "SOCKS needs the package socksio beside tracker; install it, or use an HTTP proxy"
    return ""


def _proxy(url: str) -> httpcore.Proxy:
    try:
        parsed = httpx.Proxy(url if "://" in url else f"http://{url}")
        problem = _why_no_proxy(parsed.url)
    except (ValueError, httpx.InvalidURL) as error:
        problem = str(error)
    if problem:
        raise FetchError(f"the environment's proxy cannot be used: {problem}")
    address = httpcore.URL(
        scheme=parsed.url.raw_scheme,
        host=parsed.url.raw_host,
        port=parsed.url.port,
        target=parsed.url.raw_path,
    )
    return httpcore.Proxy(address, auth=parsed.raw_auth, headers=parsed.headers.raw)
