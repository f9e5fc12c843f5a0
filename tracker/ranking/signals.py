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
from collections import Counter
from collections.abc import Mapping, Sequence
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
class Seen:
    """A judged work's context, what the work counts, and its place in a fixed scatter, 0 to 1."""

    context: Context
    cost: float
    draw: float = 0.0


@dataclass(frozen=True, slots=True)
class Columns:
    """The signals that there is enough of to learn from: the share of those who were not approved
    that is looked at for each, and the mean size among all who are.

    No larger a share is looked at than of the approved could see the signal: else what is new
    would speak against a work, since there are no approvals yet from when it could be seen.
    """

    columns: Mapping[str, tuple[float, float]]  # share, mean

    @classmethod
    def of(cls, approved: Sequence[Seen], passed: Sequence[Seen]) -> Columns:
        sized = [(one, sizes(one.context), 0.0) for one in approved]
        sized += [(one, sizes(one.context), one.draw) for one in passed]
        having = Counter(signal for _, found, _ in sized for signal in found)
        enough = [signal for signal, count in having.items() if count >= _LEAST]
        enough.sort(key=lambda signal: (-having[signal], signal))
        yes, by = (Counter(one.context.blind for one in group) for group in (approved, passed))
        columns = {}
        for signal in sorted(enough[:MAX_LEARNED]):
            share = min(_share(signal, yes) / (_share(signal, by) or 1.0), 1.0)
            seeing = [
                (one.cost, found.get(signal, 0.0))
                for one, found, draw in sized
                if draw < share and not _is_blind(one, signal)
            ]
            top = math.fsum(cost * size for cost, size in seeing)
            columns[signal] = share, top / (math.fsum(cost for cost, _ in seeing) or 1.0)
        return cls(columns)

    def row(self, one: Seen, *, is_approved: bool) -> list[tuple[str, float]]:
        """A work's sizes, and the means where it is not looked at."""
        found, draw = sizes(one.context), 0.0 if is_approved else one.draw
        row = [
            (signal, mean if draw >= share or _is_blind(one, signal) else found.get(signal, 0.0))
            for signal, (share, mean) in self.columns.items()
        ]
        return [(signal, size) for signal, size in row if size]


def _share(signal: str, blind: Mapping[frozenset[str], int]) -> float:
    """Of a group that is blind to so much, the share that could see the signal."""
    seeing = sum(n for names, n in blind.items() if signal not in names and "*" not in names)
    return seeing / (sum(blind.values()) or 1)


def _is_blind(one: Seen, signal: str) -> bool:
    blind = one.context.blind
    return bool(blind) and (signal in blind or "*" in blind)


def _kind(signal: str) -> str:
    return signal.partition(":")[0]
