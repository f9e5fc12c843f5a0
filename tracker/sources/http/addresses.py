"""Which addresses may be connected to, and a network backend that connects to no other.

A feed's address, a link in a page and every redirect come from strangers, and may name the
author's router, a cloud's metadata service or a database next door. So the check stands at the
connection: the name is resolved here, and the very address that was checked is connected to;
a name that resolves differently the next moment (DNS rebinding) gains nothing.

Rules, by the IANA registries of special-purpose addresses (RFC 6890 and successors):

- link-local addresses, multicast, unspecified and reserved ones are never asked, nor are the
  metadata services of clouds outside the link-local range;
- loopback, private and other special addresses are asked only where the settings allow it;
- an address that carries an IPv4 address (mapped, NAT64, 6to4) is judged by that one;
- of IPv6, only what is allotted to the public (2000::/3) is public.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

import httpcore

from tracker.errors import FetchError

_NEVER = {
    "an unspecified": ("0.0.0.0/8", "::/128"),
    "a link-local": ("169.254.0.0/16", "fe80::/10"),
    "a cloud metadata": ("100.100.100.200/32", "192.0.0.192/32", "fd00:ec2::/32"),
    "a multicast": ("224.0.0.0/4", "ff00::/8"),
    "a reserved": ("240.0.0.0/4", "fec0::/10"),
}
_PRIVATE = {
    "a loopback": ("127.0.0.0/8", "::1/128"),
    "a private": ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"),
    "a special": (
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "2001::/23",  # Teredo, ORCHID, benchmarking
        "2001:db8::/32",
        "3fff::/20",
    ),
}
_TABLE = tuple(
    (ip_network(block), kind, family is _NEVER)
    for family in (_NEVER, _PRIVATE)
    for kind, blocks in family.items()
    for block in blocks
)
_PUBLIC_V6 = IPv6Network("2000::/3")
# Where an IPv6 address carries an IPv4 address: the prefix, and how far that is from the end.
_CARRIERS = (
    (IPv6Network("::ffff:0:0/96"), 0),  # IPv4-mapped
    (IPv6Network("64:ff9b::/96"), 0),  # NAT64 (RFC 6052): how IPv6-only networks reach IPv4
    (IPv6Network("2002::/16"), 80),  # 6to4
)
# With several addresses, one that does not answer must not use up the whole deadline.
_TRY_SECONDS = 4.0


def refusal(address: str, *, allow_private: bool) -> str:
    """Why ``address`` (numeric) is not connected to, as the rest of a sentence; "" if it may be."""
    judged = _carried(ip_address(address))
    for network, kind, never in _TABLE:
        if judged in network:
            if never:
                return f"{kind} address, which is never asked"
            return "" if allow_private else _private_refusal(kind)
    if isinstance(judged, IPv6Address) and judged not in _PUBLIC_V6:
        return "" if allow_private else _private_refusal("a special")
    return ""


def _private_refusal(kind: str) -> str:
    return f"{kind} address; allow_private_hosts = true under [network] allows it"


def _carried(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv6Address):
        for network, shift in _CARRIERS:
            if address in network:
                return IPv4Address(int(address) >> shift & 0xFFFFFFFF)
    return address


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Resolves, checks, and connects to what was checked. Raises FetchError for a refusal.

    ``close`` frees the threads that resolve names.
    """

    def __init__(self, *, allow_private: bool, resolvers: int) -> None:
        self._allow_private = allow_private
        self._inner = httpcore.AnyIOBackend()
        self._threads = ThreadPoolExecutor(resolvers, thread_name_prefix="tracker-resolve")

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the host, if all of its addresses may be asked."""
        addresses = await self._checked(host, port)
        for address in addresses[:-1]:
            try:
                return await self._inner.connect_tcp(
                    address, port, min(timeout or _TRY_SECONDS, _TRY_SECONDS), local_address
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._inner.connect_tcp(addresses[-1], port, timeout, local_address)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Refused: no address leads to a socket of this machine."""
        raise FetchError("sockets of this machine are never asked")

    async def sleep(self, seconds: float) -> None:
        """As the backend beneath does."""
        await asyncio.sleep(seconds)

    def close(self) -> None:
        """Stop looking up names; what waits for one is given up."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _checked(self, host: str, port: int) -> list[str]:
        """The addresses of ``host`` that may be connected to, in the resolver's order."""
        addresses = await self._resolve(host, port)
        refusals = [refusal(address, allow_private=self._allow_private) for address in addresses]
        allowed = [a for a, why in zip(addresses, refusals, strict=True) if not why]
        if not allowed:
            named = addresses[0] if addresses[0] == host else f"{host} is {addresses[0]},"
            raise FetchError(f"refused: {named} {'is ' * (named == host)}{refusals[0]}")
        return allowed

    async def _resolve(self, host: str, port: int) -> list[str]:
        try:
            return [str(ip_address(host))]
        except ValueError:
            pass
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(
                self._threads, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            )
        except (OSError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or "the name is malformed"
            raise FetchError(
                f"cannot find {host} ({reason}); check the address and the connection",
                is_offline=True,
            ) from error
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))
