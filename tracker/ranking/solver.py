"""Logistic regression by dual coordinate descent, in plain Python.

Minimises over w:  ½|w|² + Σ cᵢ·log(1 + exp(-yᵢ(w·xᵢ + oᵢ)))  with a cost cᵢ and an offset oᵢ an
example, one example at a time (Yu, Huang and Lin, "Dual coordinate descent methods for logistic
regression and maximum entropy models", Machine Learning 85, 2011). The sum is strictly convex:
the answer is one, and a fixed order of examples makes it the same to the last bit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

TOLERANCE = 0.02  # largest step of a dual variable, as a share of its cost, at which we stop
MAX_ROUNDS = 60
_NEWTON_STEPS = 6


@dataclass(frozen=True, slots=True)
class Example:
    """A row: where it is not zero (indices below ``size``), its values, its label and weight."""

    indices: Sequence[int]
    values: Sequence[float]
    label: int  # 1 or -1
    cost: float
    offset: float = 0.0


def solve(
    examples: Sequence[Example], size: int, *, centre: Sequence[float], base: float = 0.0
) -> list[float]:
    """The weights w, ``size`` of them, for rows taken from ``centre``, with
    ``base`` added to each offset.

    Rows far from the origin on one side make the descent slow. w is kept as u - s·centre, so
    that a step touches only the columns where its row is not zero.
    """
    u, s, u_centre = [0.0] * size, 0.0, 0.0
    square = math.fsum(map(mul, centre, centre))
    along = [sum(map(mul, map(centre.__getitem__, row.indices), row.values)) for row in examples]
    norms = [
        math.fsum(map(mul, row.values, row.values)) - 2 * part + square
        for row, part in zip(examples, along, strict=True)
    ]
    duals = [0.0] * len(examples)
    for _ in range(MAX_ROUNDS):
        largest = 0.0
        for place, row in enumerate(examples):
            part = along[place]
            margin = sum(map(mul, map(u.__getitem__, row.indices), row.values))
            margin += s * (square - part) - u_centre + row.offset + base
            old = duals[place]
            dual = _best_dual(row.label * margin, old, norms[place], row.cost)
            step = dual - old
            largest = max(largest, abs(step) / row.cost)
            duals[place] = dual
            step *= row.label
            for index, value in zip(row.indices, row.values, strict=False):
                u[index] += step * value
            s += step
            u_centre += step * part
        if largest < TOLERANCE:
            break
    return [w - s * c for w, c in zip(u, centre, strict=True)]


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
    low, high = -30.0, 30.0
    for _ in range(40):
        base = (low + high) / 2
        pull = math.fsum(
            row.label * row.cost * sigmoid(-row.label * (row.offset + base)) for row in examples
        )
        low, high = (base, high) if pull > 0 else (low, base)
    return (low + high) / 2


def middle(examples: Sequence[Example], size: int) -> list[float]:
    """The mean row, by cost; 0 in the first column, which is the same in every row."""
    total = math.fsum(row.cost for row in examples) or 1.0
    mean = [0.0] * size
    for row in examples:
        share = row.cost / total
        for index, value in zip(row.indices, row.values, strict=True):
            mean[index] += share * value
    mean[0] = 0.0
    return mean
