"""What the store knows of a work beyond what it is made of: who linked it, how many, how soon, a
post by its authors, code, a new version, votes elsewhere. As numbers with names, and their weights.

Each signal has a weight of its own: where the prior (``prior.json``, by hand) starts, and what
decisions add. Each feed and each site of votes has its own, so that those count which the author
really follows. Numbers count by how often they double.

A signal that nobody could see when a work was judged (a feed that was not followed yet, or all of
them for a work from before tracker) is no sign against it: its row has the mean of the others.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
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
    by_signal: dict[str, float] = {}
    if context.feeds:
        by_signal["feeds"] = math.log2(1 + min(len(context.feeds), 15))
        by_signal.update(dict.fromkeys(map(of_feed, context.feeds[:15]), 1.0))
        if context.soon:
            by_signal["soon"] = 1.0
    for name in ("own_post", "code_since", "new_version"):
        if getattr(context, name):
            by_signal[name] = 1.0
    for site, votes in context.votes:
        if size := vote_size(votes):
            by_signal[of_site(site)] = float(size)
    return by_signal


def weight_of(signal: str, prior: Prior, learned: Mapping[str, float]) -> float:
    """The signal's weight: of its own, or of its kind, and what was learned."""
    return prior.signals.get(_kind(signal), 0.0) + learned.get(signal, 0.0)


def scale_of(signal: str) -> float:
    """How far from the prior decisions take the weight, as the spread of what is likely."""
    return _SCALES.get(_kind(signal), _SCALE)


@dataclass(frozen=True, slots=True)
class Seen:
    """A judged work's context, and the work's place in a fixed scatter, 0 to 1."""

    context: Context
    draw: float = 0.0


@dataclass(frozen=True, slots=True)
class Columns:
    """The signals that there is enough of to learn from: the share of what was passed over that is
    looked at for each, and the mean size among all that are. A rejected work always is: else a
    rejection could raise it.

    No larger a share is looked at than of the approved could see the signal: else what is new
    would speak against a work, since there are no approvals yet from when it could be seen.
    """

    columns: Mapping[str, tuple[float, float]]  # share, mean
    least: float  # the smallest share

    @classmethod
    def of(cls, approved: Sequence[Seen], passed: Sequence[Seen], *, weight: float) -> Columns:
        """``weight`` is what one passed over counts, where an approved one counts 1."""
        yes, by = _Group(approved), _Group(passed)
        having = Counter({signal: len(pairs) for signal, pairs in yes.sizes.items()})
        having.update({signal: len(pairs) for signal, pairs in by.sizes.items()})
        enough = [signal for signal, count in having.items() if count >= _LEAST]
        enough.sort(key=lambda signal: (-having[signal], signal))
        columns = {}
        for signal in sorted(enough[:MAX_LEARNED]):
            share = min(yes.sight(signal) / (by.sight(signal) or 1.0), 1.0)
            looked_at = yes.seeing(signal, 1.0) + weight * by.seeing(signal, share)
            total = yes.total(signal, 1.0) + weight * by.total(signal, share)
            columns[signal] = share, total / (looked_at or 1.0)
        return cls(columns, min((share for share, _ in columns.values()), default=1.0))

    def row(self, work: Seen, *, is_sampled: bool) -> list[tuple[str, float]]:
        """A work's sizes, and the means where it is not looked at."""
        by_signal, draw = sizes(work.context), work.draw if is_sampled else 0.0
        hidden = {}
        if work.context.blind or draw >= self.least:
            hidden = {
                signal: mean
                for signal, (share, mean) in self.columns.items()
                if draw >= share or _is_blind(work.context.blind, signal)
            }
        row = [
            pair for pair in by_signal.items() if pair[0] in self.columns and pair[0] not in hidden
        ]
        return [*row, *(pair for pair in hidden.items() if pair[1])]


class _Group:
    """Works that were judged alike: who could see a signal, and who has it."""

    def __init__(self, works: Sequence[Seen]) -> None:
        self._count = len(works)
        self.sizes: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)  # draw, size
        self._draws: defaultdict[frozenset[str], list[float]] = defaultdict(list)
        for work in works:
            blind = work.context.blind
            self._draws[blind].append(work.draw)
            for signal, size in sizes(work.context).items():
                if not _is_blind(blind, signal):
                    self.sizes[signal].append((work.draw, size))
        for draws in self._draws.values():
            draws.sort()

    def sight(self, signal: str) -> float:
        """The share that could see the signal."""
        return self.seeing(signal, 1.0) / (self._count or 1)

    def seeing(self, signal: str, share: float) -> int:
        """How many of the share that is looked at could see the signal."""
        return sum(
            bisect_left(draws, share)
            for blind, draws in self._draws.items()
            if not _is_blind(blind, signal)
        )

    def total(self, signal: str, share: float) -> float:
        """The sizes of those who have it, together."""
        return math.fsum(size for draw, size in self.sizes.get(signal, ()) if draw < share)


def _is_blind(blind: frozenset[str], signal: str) -> bool:
    return bool(blind) and (signal in blind or "*" in blind)


def _kind(signal: str) -> str:
    return signal.partition(":")[0]
