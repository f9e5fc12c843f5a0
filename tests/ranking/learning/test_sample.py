"""Which of the works passed over are learned from."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.ranking.learning.sample import around

DAY = date(2025, 5, 5)
FIRST, SECOND, THIRD = (DAY + timedelta(weeks=n) for n in range(3))

days = st.integers(0, 60).map(lambda n: DAY + timedelta(days=n))
passed_over = st.dictionaries(days, st.integers(0, 30).map(lambda count: tuple(range(count))))


def counts(passed: dict[date, int], approved: list[date], limit: int) -> dict[date, int]:
    drawn = around({day: range(count) for day, count in passed.items()}, approved, limit)
    return {day: len(works) for day, works in drawn.items()}


def test_each_approval_draws_as_many_from_its_own_day() -> None:
    found = counts({FIRST: 900, SECOND: 900, THIRD: 900}, [FIRST, FIRST, THIRD], 300)
    assert found == {FIRST: 200, THIRD: 100}


def test_what_a_day_lacks_the_others_give() -> None:
    assert counts({FIRST: 10, THIRD: 900}, [FIRST, THIRD], 300) == {FIRST: 10, THIRD: 290}


def test_an_approval_between_two_days_draws_from_the_nearer() -> None:
    near_third = THIRD - timedelta(days=3)
    halfway = FIRST + timedelta(days=7)
    assert counts({FIRST: 5, THIRD: 5}, [near_third], 3) == {THIRD: 3}
    assert counts({FIRST: 5, THIRD: 5}, [halfway], 3) == {FIRST: 3}
    assert counts({FIRST: 5, SECOND: 0, THIRD: 5}, [near_third], 3) == {THIRD: 3}


def test_without_approvals_the_newest_are_drawn() -> None:
    assert counts({FIRST: 5, SECOND: 5, THIRD: 5}, [], 7) == {THIRD: 5, SECOND: 2, FIRST: 0}
    assert counts({}, [FIRST], 7) == {}


@given(passed=passed_over, approved=st.lists(days), limit=st.integers(0, 100), dice=st.randoms())
def test_the_limit_holds_and_the_order_of_days_changes_nothing(
    passed: dict[date, tuple[int, ...]], approved: list[date], limit: int, dice: object
) -> None:
    drawn = around(passed, approved, limit)
    assert sum(map(len, drawn.values())) <= limit
    wanted = {min(passed, key=lambda day: (abs(day - one), day)) for one in approved if passed}
    if approved and all(passed.values()):
        enough = sum(len(passed[day]) for day in wanted)
        assert sum(map(len, drawn.values())) == min(limit, enough)
    shuffled = list(passed.items())
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert around(dict(shuffled), reversed(approved), limit) == drawn
