"""Which words rise."""

from __future__ import annotations

import pytest

from tests.support.growth import assert_growth
from tracker.matching.rising import LEAST_BEFORE, Rising, rising

BEFORE = [f"A loom for yarn of kind {n % 7}" for n in range(LEAST_BEFORE)]
LATE = [f"A loom for yarn of kind {n % 7}" for n in range(60)]


def phrases(late: list[str], before: list[str], known: tuple[str, ...] = ()) -> list[str]:
    return [word.phrase for word in rising(late, before, known=known)]


def test_what_is_new_rises_and_what_stays_does_not() -> None:
    (word,) = rising([*LATE, *["A spindle for yarn"] * 8], BEFORE)
    assert word == Rising(
        phrase="spindle",
        late=8,
        late_of=68,
        before=0,
        before_of=LEAST_BEFORE,
        sureness=word.sureness,
    )
    assert word.times == pytest.approx((8.5 / 69) / (0.5 / (LEAST_BEFORE + 1)))
    assert set(word.as_json()) == {"phrase", "late", "late_of", "before", "before_of", "times"}


def test_what_a_few_say_is_chance() -> None:
    assert phrases([*LATE, *["A spindle for yarn"] * 4], BEFORE) == []


def test_without_a_past_nothing_rises() -> None:
    assert phrases([*LATE, *["A spindle for yarn"] * 8], BEFORE[1:]) == []


def test_two_words_stand_for_the_one_that_says_no_more() -> None:
    titles = ["A flying shuttle for yarn"] * 8
    assert phrases([*LATE, *titles], BEFORE) == ["flying shuttle"]


def test_a_word_that_stands_elsewhere_too_stands_for_itself() -> None:
    titles = [*["A flying shuttle"] * 6, *["A wooden shuttle"] * 6, *["The shuttle"] * 6]
    assert phrases([*LATE, *titles], BEFORE)[0] == "shuttle"


@pytest.mark.parametrize("known", ["spindles", "Spindle", "a spindle of wood"])
def test_what_a_watchlist_has_is_left_out(known: str) -> None:
    assert phrases([*LATE, *["A spindle for yarn"] * 8], BEFORE, known=(known,)) == []


def test_a_phrase_around_a_known_one_is_left_out() -> None:
    titles = ["A flying shuttle for yarn"] * 8
    assert phrases([*LATE, *titles], BEFORE, known=("shuttle",)) == ["flying"]


def test_a_word_counts_once_a_title() -> None:
    assert phrases([*LATE, "spindle " * 30], BEFORE) == []


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Jacquard Cards", "jacquard cards"),
        ("WeaveRL agents", "WeaveRL agents"),
        ("at warp-speed", "warp-speed"),
        ("Cartes perforées", "cartes perforées"),
    ],
)
def test_a_word_is_spelled_as_titles_spell_it(title: str, shown: str) -> None:
    assert shown in phrases([*LATE, *[title] * 8], BEFORE)


@pytest.mark.parametrize("piece", ["spindle-", "織", "a.", "\u0301", "x_", "C++ "])
def test_hostile_titles_cost_little(piece: str) -> None:
    def many(count: int) -> object:
        return rising([piece * 2_000] * count, [piece * 2_000] * max(LEAST_BEFORE, 4 * count))

    assert_growth(many, 60, 240)
