"""Who gets the places of a draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.ranking.places import Places, choose, values_of
from tracker.ranking.selection import Candidate, Ranked
from tracker.values import Kind, Match, Work

NOW = datetime(2025, 5, 2, 18, tzinfo=UTC)


def ranked(number: int, topic: str, total: float, second_look: str = "") -> Ranked:
    work = Work(id=number, kind=Kind.PAPER, title=f"Work {number}", url="", first_seen_at=NOW)
    match = Match(work_id=number, topic=topic, reasons=())
    candidate = Candidate(work=work, matches=(match,), second_look=second_look)
    return Ranked(candidate=candidate, match=match, total=total)


def order(**topics: Sequence[float]) -> list[Ranked]:
    """Works of these scores, topic after topic, the best first, numbered from 1."""
    pairs = [(topic, total) for topic, totals in topics.items() for total in totals]
    return [ranked(n, topic, total) for n, (topic, total) in enumerate(pairs, 1)]


def chosen(
    ranked: Sequence[Ranked], places: Places, waiting: Mapping[str, int] | None = None
) -> list[int]:
    return [one.work.id for one in choose(ranked, places, waiting=waiting)]


def test_the_best_of_all_topics_get_the_places() -> None:
    works = order(a=[9, 8, 7, 1], b=[6, 2])
    assert chosen(works, Places(size=3)) == [1, 2, 3]
    assert chosen(works, Places(size=4)) == [1, 2, 3, 5]


def test_each_topic_gets_its_least_first() -> None:
    works = order(a=[9, 8, 7, 6, 5, 1], b=[4.5, 4, 3.5, 3])
    assert chosen(works, Places(size=4)) == [1, 2, 3, 4]
    assert chosen(works, Places(size=4, least_per_topic=1)) == [1, 2, 3, 7]


def test_what_is_not_worth_a_place_is_no_topic_s_least() -> None:
    works = order(a=[9, 8, 7, 6], b=[1, 0.5])
    assert chosen(works, Places(size=3, least_per_topic=2)) == [1, 2, 3]
    assert chosen(works, Places(size=6, least_per_topic=2)) == [1, 2, 3, 4, 5, 6]


def test_with_many_topics_the_least_gives_way_to_the_size() -> None:
    works = order(a=[9, 8], b=[7, 6], c=[5, 4], d=[3, 2])
    assert chosen(works, Places(size=3, least_per_topic=2)) == [1, 3, 5]


def test_a_topic_is_capped() -> None:
    works = order(a=[9, 8, 7], b=[6, 5])
    assert chosen(works, Places(size=4, per_topic=2)) == [1, 2, 4, 5]
    assert chosen(works, Places(per_topic=1)) == [1, 4]


def test_what_waits_holds_its_places() -> None:
    works = order(a=[9, 8, 7], b=[7.5, 5])
    assert chosen(works, Places(size=4), {"a": 2, "gone": 1}) == [1]
    assert chosen(works, Places(size=4, least_per_topic=1), {"a": 3}) == [4]
    assert chosen(works, Places(per_topic=2), {"a": 2}) == [4, 5]


def test_news_is_taken_on_top_of_what_waits() -> None:
    works = order(a=[9, 8, 7])
    taken = choose(
        works, Places(size=2), waiting={"a": 2}, is_news=lambda one: one.work.id in {2, 3}
    )
    assert [one.work.id for one in taken] == [2, 3]


def test_a_second_look_comes_before_all() -> None:
    works = [*order(a=[9, 8]), ranked(7, "a", 1.0, second_look="linked since by A and B")]
    assert chosen(works, Places(size=2)) == [1, 7]


def test_the_order_within_a_topic_is_kept_whoever_made_it() -> None:
    by_a_reader = [ranked(1, "a", 2), ranked(2, "a", 9), ranked(3, "b", 5), ranked(4, "b", 4)]
    assert values_of(by_a_reader) == [9, 2, 5, 4]
    assert chosen(by_a_reader, Places(size=1)) == [1]
    assert chosen(by_a_reader, Places(size=2)) == [1, 3]


@pytest.mark.parametrize("places", [Places(size=5, least_per_topic=3), Places(per_topic=2)])
def test_nothing_gives_nothing(places: Places) -> None:
    assert choose([], places) == ()


totals = st.lists(st.floats(-9, 9), max_size=8).map(lambda values: sorted(values, reverse=True))


@given(
    st.dictionaries(st.sampled_from("abcd"), totals),
    st.integers(1, 12),
    st.integers(0, 4),
    st.integers(1, 6),
    st.dictionaries(st.sampled_from("abcd"), st.integers(0, 5)),
)
def test_bounds_hold_and_no_place_stays_empty(
    topics: dict[str, list[float]],
    size: int,
    least: int,
    per_topic: int,
    waiting: dict[str, int],
) -> None:
    works = order(**topics)
    places = Places(size=size, least_per_topic=least, per_topic=per_topic)
    taken = choose(works, places, waiting=waiting)
    held = Counter(one.topic for one in taken) + Counter(waiting)
    assert len(taken) <= max(size - sum(waiting.values()), 0)
    assert all(held[one.topic] <= per_topic for one in taken)
    # Of each topic the first were taken, in their order.
    for topic in topics:
        own = [one for one in works if one.topic == topic]
        mine = [one for one in taken if one.topic == topic]
        assert mine == own[: len(mine)]
    # What was left had no room.
    for one in works:
        if one not in taken:
            assert held.total() >= size or held[one.topic] >= per_topic
