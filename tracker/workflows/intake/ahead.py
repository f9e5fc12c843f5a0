"""What storing a feed's first sightings takes besides the store, worked out where the feed is read.

All works of a feed that is read for the first time may be new. Which aliases they claim and which
topics want them costs as much as to parse them, and follows from the sightings and the watchlists
alone. So the processes that parse do it, side by side, and the one that stores finds it done.

Nothing is decided by it: what does not fit a sighting or a work as it is stored (another feed has
shown it, too), and what nobody has worked out (of a later reading, whose entries are mostly known;
of a cluster's worker) is worked out where it is wanted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tracker.matching.matcher import Matcher, Seen, look_of
from tracker.store.works.prepared import Prepared, prepare
from tracker.values import Match, PaperFacts, Sighting
from tracker.watchlists import Watchlist


@dataclass(frozen=True, slots=True)
class Ahead:
    """The sightings prepared, and the matches of works that look as each of them does."""

    prepared: tuple[Prepared, ...] = ()
    matches: Mapping[object, tuple[Match, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Alone:
    """A work that one sighting alone shows, as matching sees it."""

    title: str
    summary: str
    authors: tuple[str, ...]
    paper: PaperFacts | None
    sightings: tuple[Seen, ...]
    id: int = 0


class Working:
    """A function of a feed's sightings, which goes to another process as its watchlists."""

    def __init__(self, watchlists: Sequence[Watchlist]) -> None:
        self._watchlists = watchlists

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self._watchlists)

    def __call__(self, sightings: Sequence[Sighting]) -> Ahead:
        """What is worked out of them."""
        prepared = tuple(map(prepare, sightings))
        works = [_alone(item.sighting) for item in prepared]
        return Ahead(prepared, {look_of(work): self._matcher.match(work) for work in works})


def _alone(sighting: Sighting) -> _Alone:
    return _Alone(
        title=sighting.title,
        summary=sighting.summary,
        authors=sighting.authors,
        paper=sighting.paper,
        sightings=(sighting,),
    )
