"""Whose turn it is at a host: one request at a time for a name and port, and how long it takes.

A run has one table for all that it asks. Where sources are asked by several processes, each host is
asked by one of them: who comes upon another's, by a redirect, gives the chain back (``Trail``) for
the other one to go on with, at the cost so far.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection
from functools import lru_cache

from tracker.sources.http.redirects import parse_address
from tracker.values.polling import Host, Spent


@lru_cache(maxsize=4096)
def host_of(url: str) -> Host:
    """The host that an address is asked at. Raises FetchError."""
    parsed = parse_address(url)
    return parsed.host, parsed.port


class Hosts:
    """The hosts of one run; with ``own``, no others are asked."""

    def __init__(self, own: Collection[Host] | None = None) -> None:
        self._own = None if own is None else frozenset(own)
        self._turns: defaultdict[Host, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.spent: defaultdict[Host, Spent] = defaultdict(Spent)

    def are_own(self, host: Host) -> bool:
        """Whether the host is asked here."""
        return self._own is None or host in self._own

    def turn(self, host: Host) -> asyncio.Lock:
        """Held by who asks the host."""
        return self._turns[host]

    def note(self, host: Host, seconds: float) -> None:
        """A request to the host took so long."""
        spent = self.spent[host]
        spent.requests += 1
        spent.seconds += seconds
