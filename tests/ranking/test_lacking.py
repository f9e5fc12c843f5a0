"""What a work lacks beside those before it."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.ranking.lacking import lacking
from tracker.values import Score, ScorePart


def score(**parts: float) -> Score:
    return Score(tuple(ScorePart(name.replace("_", " "), value) for name, value in parts.items()))


def told(own: dict[str, float], *before: dict[str, float]) -> dict[str, float]:
    scores = [Score(tuple(ScorePart(*part) for part in each.items())) for each in (own, *before)]
    return {part.name: round(part.value, 3) for part in lacking(scores[0], scores[1:])}


def test_the_first_of_all_lacks_nothing() -> None:
    assert lacking(score(today=1.0), []) == ()


def test_the_largest_difference_comes_first() -> None:
    before = {"a project page": 1.0, "9 pages or fewer": 3.0}
    assert list(told({"a project page": 0.5}, before)) == ["9 pages or fewer", "a project page"]


def test_parts_of_a_kind_are_compared_whatever_their_names() -> None:
    own = {"“chain” in title": 3.0, "12 days old": 0.3, "linked by one of your feeds": 1.5}
    first = {"“tree” in title": 3.0, "today": 1.0, "linked by 3 of your feeds": 2.25}
    assert told(own, first) == {"links in your feeds": 0.75, "being new": 0.7}


def test_what_the_work_has_more_of_is_no_lack() -> None:
    assert told({"a post about it": 1.5}, {"2 posts about it": 1.0, "today": 1.0}) == {
        "being new": 1.0
    }


def test_a_part_that_speaks_against_it_is_something_lacking() -> None:
    assert told({"what it lacks": -2.0}, {"what it lacks": -0.5}) == {"what it lacks": 1.5}


NAMES = st.sampled_from(["today", "3 days old", "“x” in title", "“y” in title", "“z”", "a survey"])
SCORES = st.dictionaries(NAMES, st.floats(0.1, 5), max_size=5)


@settings(max_examples=60, deadline=None)
@given(SCORES, st.lists(SCORES, min_size=1, max_size=4))
def test_never_is_more_lacking_than_those_before_have(
    own: dict[str, float], before: list[dict[str, float]]
) -> None:
    most = math.fsum(math.fsum(each.values()) for each in before) / len(before)
    assert math.fsum(told(own, *before).values()) <= most + 0.01


def test_links_and_votes_are_brought_together_whatever_their_names() -> None:
    before = [
        {"linked by A and 1 more": 1.0, "42 votes at A Board": 0.9},
        {"linked by B": 1.0, "1 vote at B Board": 0.15},
    ]
    assert told({}, *before) == {"links in your feeds": 1.0, "votes elsewhere": 0.525}
