"""The weights that the solver finds, beside those that plain gradient descent finds in the end."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from tracker.ranking.learning.solver import Example, balance, middle, sigmoid, solve

SCALES = (1.0, 0.5, 2.0, 1.0, 3.0, 1.0, 1.0, 0.2)


def example(dice: random.Random) -> Example:
    once = tuple(sorted(dice.sample(range(8), dice.choice((0, 1, 3)))))
    places = tuple(place for place in range(8) if place not in once)[: dice.randint(1, 4)]
    values = tuple(dice.uniform(0.5, 3) for _ in places)
    row = dense(once, 0.7, places, values)
    return Example(
        once=once,
        share=0.7,
        places=places,
        values=values,
        norm=math.fsum(value * value for value in row),
        label=1 if sum(row) + dice.gauss(0, 2) > 5 else -1,
        cost=dice.choice((0.1, 0.5, 2.0)),
        offset=dice.gauss(0, 1),
    )


def dense(
    once: tuple[int, ...], share: float, places: tuple[int, ...], values: tuple[float, ...]
) -> list[float]:
    row = [0.0] * 8
    for place in once:
        row[place] = share
    for place, value in zip(places, values, strict=True):
        row[place] = value
    return [value * scale for value, scale in zip(row, SCALES, strict=True)]


def slowly(rows: list[tuple[list[float], Example]], base: float) -> list[float]:
    """Gradient descent with the step that is safe, until nothing moves."""
    weights = [0.0] * 8
    safe = 1 / (1 + sum(each.cost * sum(v * v for v in row) / 4 for row, each in rows))
    for _ in range(20_000):
        slope = list(weights)
        for row, each in rows:
            margin = sum(w * v for w, v in zip(weights, row, strict=True)) + each.offset + base
            pull = each.label * each.cost * sigmoid(-each.label * margin)
            slope = [s - pull * v for s, v in zip(slope, row, strict=True)]
        weights = [w - safe * s for w, s in zip(weights, slope, strict=True)]
        if max(map(abs, slope)) < 1e-4:
            break
    return weights


@pytest.mark.parametrize("seed", range(6))
def test_the_weights_are_those_of_the_least_sum(seed: int) -> None:
    dice = random.Random(seed)
    examples = [example(dice) for _ in range(30)]
    squares = [scale * scale for scale in SCALES]
    base, centre = balance(examples), middle(examples, squares)
    found = solve(examples, squares, centre=centre, base=base, tolerance=0.001)
    rows = [(from_centre(e, centre), e) for e in examples]
    best = slowly(rows, base)
    for row, _ in rows:
        assert product(found, row) == pytest.approx(sum(map(float.__mul__, best, row)), abs=0.05)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_learned_beside_starts_where_the_examples_have_led(seed: int) -> None:
    dice = random.Random(seed)
    examples, beside = [example(dice) for _ in range(30)], [example(dice) for _ in range(5)]
    squares = [scale * scale for scale in SCALES]
    base, centre = balance(examples), middle(examples, squares)
    led = solve(examples, squares, centre=centre, base=base)
    found = solve(examples, squares, centre=centre, base=base, beside=beside)
    rows = [(from_centre(each, centre), each) for each in beside]
    moved = slowly(
        [(row, replace(each, offset=each.offset + product(led, row))) for row, each in rows], base
    )
    for row, _ in rows:
        expected = product(led, row) + sum(map(float.__mul__, moved, row))
        assert product(found, row) == pytest.approx(expected, abs=0.001)


def from_centre(each: Example, centre: Sequence[float]) -> list[float]:
    row = dense(each.once, each.share, each.places, each.values)  # type: ignore[arg-type]
    return [value - c / scale for value, c, scale in zip(row, centre, SCALES, strict=True)]


def product(weights: Sequence[float], row: Sequence[float]) -> float:
    return sum(w / scale * v for w, scale, v in zip(weights, SCALES, row, strict=True))


def test_the_balance_lets_both_labels_pull_alike() -> None:
    dice = random.Random(1)
    examples = [example(dice) for _ in range(50)]
    base = balance(examples)
    pulls = [e.label * e.cost * sigmoid(-e.label * (e.offset + base)) for e in examples]
    assert math.fsum(pulls) == pytest.approx(0, abs=1e-6)


def test_where_one_label_is_alone_the_balance_is_bounded() -> None:
    alone = Example(once=(), share=0, places=(0,), values=(1,), norm=1, label=1, cost=2)
    assert 0 < balance([alone]) <= 30
