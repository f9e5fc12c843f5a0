"""What a feed hangs on all its links, so that those who are linked see where readers come from.

An address alone does not tell ``?ref=weekly-looms`` (a referrer) from ``?ref=how-to-install`` (a
page's own). Together they do: a value that one feed gives pages of several sites is the feed's,
and what differs between links to one page is the page's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.identity.url import Address, parse_address, without_parameters
from tracker.values import Sighting

_NAMES = frozenset({"ref", "source", "src", "via", "from", "referrer"})


def without_marks(sightings: Sequence[Sighting]) -> list[Sighting]:
    """The sightings of one feed, their addresses without the feed's own marks."""
    hosts: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    pages: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for address in _with_query(sightings):
        for name, value in _candidates(address):
            hosts[name, value].add(address.host)
            pages[address.host, address.path, name].add(value)
    own = {name for (_, _, name), values in pages.items() if len(values) > 1}
    marks = {pair for pair, of in hosts.items() if len(of) > 1 and pair[0] not in own}
    if not marks:
        return list(sightings)
    return [replace(s, url=without_parameters(s.url, marks)) for s in sightings]


def _with_query(sightings: Sequence[Sighting]) -> Iterator[Address]:
    for sighting in sightings:
        if "?" in sighting.url and (address := parse_address(sighting.url)) is not None:
            yield address


def _candidates(address: Address) -> list[tuple[str, str]]:
    return [(name, value) for name, value in address.query if value and name.lower() in _NAMES]
