"""What the store knows of a work beyond what it is made of: who linked it, how many, how soon, a
post by its authors, code, a new version, votes elsewhere. As numbers with names, and their weights.

Each signal has a weight of its own: where the prior (``prior.json``, by hand) starts, and what
decisions add. A feed and a site of votes have one each, so that those count which the author
follows in truth. Numbers count by how often they double.

A signal that nobody could see when a work was judged (a feed that was not followed yet, or all of
them for a work from before tracker) is no sign against it: its row has the mean of the others.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tracker.ranking.prior import Prior
from tracker.values import vote_size

BLIND = frozenset({"*"})  # to all signals
MAX_LEARNED = 60  # signals, the most frequent
_LEAST = 2  # works that have a signal before it is learned
# What decisions may add: the spread of a weight before any is known.
_SCALES = {"feeds": 0.5, "feed": 1.0, "votes": 0.15}
_SCALE = 0.5  # of the others, which are yes or no


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the store knows of a work at a moment, beyond what it is made of."""

    age_days: int | None = None  # since first seen; None: not known, as for works of the past
    feeds: tuple[str, ...] = ()  # names of the author's feeds that showed it, the first first
    soon: bool = False  # the first of them within days of its publication
    own_post: bool = False  # a post about it by one of its authors
    code_since: bool = False  # code that has appeared since
    new_version: bool = False
    votes: tuple[tuple[str, int], ...] = ()  # by the name of the site
    blind: frozenset[str] = frozenset()  # signals that could not be seen then


NO_CONTEXT = Context()


def of_feed(name: str) -> str:
    """The signal of a feed."""
    return f"feed:{name}"


def of_site(name: str) -> str:
    """The signal of a site where votes are."""
    return f"votes:{name}"


def sizes(context: Context) -> dict[str, float]:
    """The signals that a work has, and how much of each."""
    found: dict[str, float] = {}
    if context.feeds:
        found["feeds"] = math.log2(1 + min(len(context.feeds), 15))
        found.update(dict.fromkeys(map(of_feed, context.feeds[:15]), 1.0))
        if context.soon:
            found["soon"] = 1.0
    for name in ("own_post", "code_since", "new_version"):
        if getattr(context, name):
            found[name] = 1.0
    for site, votes in context.votes:
        if size := vote_size(votes):
            found[of_site(site)] = float(size)
    return found


def weight_of(signal: str, prior: Prior, learned: Mapping[str, float]) -> float:
    """The signal's weight: of its own, or of its kind, and what was learned."""
    return prior.signals.get(_kind(signal), 0.0) + learned.get(signal, 0.0)


def scale_of(signal: str) -> float:
    """How far from the prior decisions take the weight, as the spread of what is likely."""
    return _SCALES.get(_kind(signal), _SCALE)


@dataclass(frozen=True, slots=True)
class Columns:
    """The signals that there is enough of to learn from, with their means where they were seen."""

    means: Mapping[str, float]

    @classmethod
    def of(cls, weighed: Sequence[tuple[Context, float]]) -> Columns:
        """From the contexts of approved and passed-over works, each with what it counts."""
        having = Counter[str]()
        tops: defaultdict[str, float] = defaultdict(float)
        blind: defaultdict[frozenset[str], float] = defaultdict(float)
        for context, cost in weighed:
            blind[context.blind] += cost
            for signal, size in sizes(context).items():
                having[signal] += 1
                tops[signal] += size * cost
        enough = sorted(
            (signal for signal, count in having.items() if count >= _LEAST),
            key=lambda signal: (-having[signal], signal),
        )[:MAX_LEARNED]
        return cls({s: tops[s] / _seeing(s, blind) for s in sorted(enough)})

    def row(self, context: Context) -> list[tuple[str, float]]:
        """A work's sizes, and the means of what could not be seen."""
        found = sizes(context)
        return [
            (signal, found.get(signal, mean if _is_blind(context.blind, signal) else 0.0))
            for signal, mean in self.means.items()
            if signal in found or _is_blind(context.blind, signal)
        ]


def _seeing(signal: str, blind: Mapping[frozenset[str], float]) -> float:
    return math.fsum(cost for names, cost in blind.items() if not _is_blind(names, signal)) or 1.0


def _is_blind(names: Collection[str], signal: str) -> bool:
    return bool(names) and (signal in names or "*" in names)


def _kind(signal: str) -> str:
    return signal.partition(":")[0]
