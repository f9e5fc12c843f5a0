"""Logistic regression by dual coordinate descent, in plain Python.

Minimises over w:  ½|w|² + Σ cᵢ·log(1 + exp(-yᵢ(w·xᵢ + oᵢ)))  with a cost cᵢ and an offset oᵢ an
example, one example at a time (Yu, Huang and Lin, "Dual coordinate descent methods for logistic
regression and maximum entropy models", Machine Learning 85, 2011). The sum is strictly convex:
the answer is one, and a fixed order of examples makes it the same to the last bit.

Columns have scales: x is what a row holds times its columns' scales. What is held of w is w times
the scales, so that a row's product is a plain sum over its columns wherever it holds the same in
all of them, as it does in those of words that stand once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter, mul

TOLERANCE = 0.02  # largest step of a dual variable, as a share of its cost, at which we stop
EXACT = 1e-7  # the same for what is learned beside: rejections, which may be few and count
_SMALL = 0.2  # of the tolerance: smaller steps are not worth their while
MAX_ROUNDS = 60
_NEWTON_STEPS = 6

Pick = Callable[[Sequence[float]], Sequence[float]]


@dataclass(frozen=True, slots=True)
class Example:
    """A row: ``share`` in each of the columns ``once``, ``values`` in ``places``.

    ``norm`` is its square length, ``cost`` its weight, ``label`` 1 or -1.
    """

    once: Sequence[int]
    share: float
    places: Sequence[int]
    values: Sequence[float]
    norm: float
    label: int
    cost: float
    offset: float = 0.0


def solve(
    examples: Sequence[Example],
    squares: Sequence[float],
    *,
    centre: Sequence[float],
    base: float = 0.0,
    tolerance: float = TOLERANCE,
    beside: Sequence[Example] = (),
) -> list[float]:
    """The weights w, times the columns' scales, whose ``squares`` are given, for rows taken from
    ``centre``, with ``base`` added to each offset.

    What is ``beside`` is learned from where the examples have led: they stay as they are, and the
    pull is towards what they gave, no longer towards nothing. That is exact but for rounding.
    """
    descent = _Descent([*examples, *beside], squares, centre, base)
    descent.settle(range(len(examples)), tolerance)
    descent.settle(range(len(examples), len(examples) + len(beside)), EXACT)
    return descent.weights()


class _Descent:
    """Rows far from the origin on one side make the descent slow. w is kept as u - s·centre, so
    that a step touches only the columns where its row is not zero."""

    def __init__(
        self,
        examples: Sequence[Example],
        squares: Sequence[float],
        centre: Sequence[float],
        base: float,
    ) -> None:
        self._squares, self._centre = squares, centre
        self._square = math.fsum(c * c / square for c, square in zip(centre, squares, strict=True))
        self._u = [0.0] * len(squares)
        self._s = self._u_centre = 0.0
        self._duals = [0.0] * len(examples)
        self._rows = [
            (row, pick, along, row.norm - 2 * along + self._square, row.offset + base)
            for row in examples
            for pick in (_pick(row.once),)
            for along in (_product(row, pick, centre),)
        ]

    def settle(self, every: Sequence[int], tolerance: float) -> None:
        """Go through these rows until none moves by more."""
        active = every
        for _ in range(MAX_ROUNDS):
            largest, moved = self.go_through(active, least=_SMALL * tolerance)
            if largest < tolerance and len(active) == len(every):
                break
            active = moved if moved and largest >= tolerance else every

    def go_through(self, active: Sequence[int], *, least: float) -> tuple[float, list[int]]:
        """Settle these rows, one after the other, by steps of ``least`` or more: the largest step,
        and the rows that moved."""
        u, duals = self._u, self._duals
        largest, moved = 0.0, []
        for place in active:
            row, pick, along, norm, offset = self._rows[place]
            margin = row.share * sum(pick(u))
            for column, value in zip(row.places, row.values, strict=True):
                margin += value * u[column]
            margin += self._s * (self._square - along) - self._u_centre + offset

            old, cost = duals[place], row.cost
            margin *= row.label
            share = sigmoid(-margin)
            step = abs(old - cost * share) / (cost + cost * cost * norm * share * (1 - share))
            if step > least:
                dual = _best_dual(margin, old, norm, cost)
                step = abs(dual - old) / cost
                duals[place] = dual
                self._move(row, pick, (dual - old) * row.label, along)
                moved.append(place)
            largest = max(largest, step)
        return largest, moved

    def _move(self, row: Example, pick: Pick, step: float, along: float) -> None:
        u, squares = self._u, self._squares
        part = step * row.share
        for column, square in zip(row.once, pick(squares), strict=True):
            u[column] += part * square
        for column, value in zip(row.places, row.values, strict=True):
            u[column] += step * value * squares[column]
        self._s += step
        self._u_centre += step * along

    def weights(self) -> list[float]:
        """The weights so far."""
        return [u - self._s * c for u, c in zip(self._u, self._centre, strict=True)]


def _pick(places: Sequence[int]) -> Pick:
    if len(places) > 1:
        return itemgetter(*places)
    return lambda many: [many[place] for place in places]


def _product(row: Example, pick: Pick, many: Sequence[float]) -> float:
    apart = map(mul, map(many.__getitem__, row.places), row.values)
    return row.share * math.fsum(pick(many)) + math.fsum(apart)


def _best_dual(margin: float, dual: float, norm: float, cost: float) -> float:
    """The a in (0, cost) with a = cost·σ(-(margin + (a - dual)·norm)), by guarded Newton steps."""
    low, high, guess = 0.0, cost, dual
    for _ in range(_NEWTON_STEPS):
        share = sigmoid(-(margin + (guess - dual) * norm))
        gap = guess - cost * share
        if abs(gap) <= 1e-9 * cost:
            break
        low, high = (low, guess) if gap > 0 else (guess, high)
        guess -= gap / (1 + cost * norm * share * (1 - share))
        if not low < guess < high:
            guess = (low + high) / 2
    return guess


def sigmoid(x: float) -> float:
    """1 / (1 + exp(-x)), without overflow."""
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    power = math.exp(x)
    return power / (1 + power)


def balance(examples: Sequence[Example]) -> float:
    """What to add to all offsets so that, without any weights, both labels pull alike."""
    low, high, base = -30.0, 30.0, 0.0
    for _ in range(40):
        shares = [
            (row.label * row.cost, sigmoid(-row.label * (row.offset + base))) for row in examples
        ]
        pull = math.fsum(cost * share for cost, share in shares)
        low, high = (base, high) if pull > 0 else (low, base)
        slope = math.fsum(abs(cost) * share * (1 - share) for cost, share in shares)
        base += pull / slope if slope else 0.0
        if not low < base < high:
            base = (low + high) / 2
        if abs(pull) < 1e-9 * math.fsum(abs(cost) for cost, _ in shares):
            break
    return base


def middle(examples: Sequence[Example], squares: Sequence[float]) -> list[float]:
    """The mean row, by cost, times the columns' scales."""
    total = math.fsum(row.cost for row in examples) or 1.0
    mean = [0.0] * len(squares)
    for row in examples:
        part = row.cost / total
        once = part * row.share
        for column in row.once:
            mean[column] += once
        for column, value in zip(row.places, row.values, strict=True):
            mean[column] += part * value
    return [m * square for m, square in zip(mean, squares, strict=True)]
