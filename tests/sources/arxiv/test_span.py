"""How far back a poll reads, and whether it must read all of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from tracker.sources.arxiv.span import ARXIV_BEGAN_AT, Memory, Span, Waiting, plan_span

NOW = datetime(2025, 5, 1, 18, tzinfo=UTC)
TODAY, YESTERDAY = "2025-05-01", "2025-04-30"
DAY = timedelta(days=1)
BOTH = ("cs.CL", "cs.CV")
SEEN_TODAY = Memory(categories=BOTH, deep_read_on=TODAY)


def plan(
    memory: Memory = SEEN_TODAY,
    watermark_at: datetime | None = NOW - DAY,
    *,
    categories: tuple[str, ...] = BOTH,
    overlap_days: int = 7,
    asked_at: datetime | None = None,
) -> Span:
    return plan_span(
        memory,
        watermark_at,
        categories=categories,
        now=NOW,
        day=TODAY,
        overlap_days=overlap_days,
        asked_at=asked_at,
    )


def span(days_back: float, *, deep: bool, watermark_at: datetime | None = NOW - DAY) -> Span:
    return Span(since_at=NOW - days_back * DAY, watermark_at=watermark_at, deep=deep)


def test_a_first_poll_reads_seven_days() -> None:
    assert plan(Memory(), None) == span(7, deep=True, watermark_at=None)


def test_what_a_fast_clock_noted_is_not_believed() -> None:
    ahead = Memory(
        categories=BOTH, deep_read_on=TODAY, begins_at=NOW + DAY, reading_since_at=NOW + DAY
    )
    assert plan(ahead, NOW + 8 * DAY) == span(7, deep=True, watermark_at=None)
    assert plan(ahead, NOW - DAY) == span(8, deep=False)


def test_a_first_poll_reads_as_far_as_asked_less_or_more() -> None:
    for days in (1, 30):
        expected = span(days, deep=True, watermark_at=None)
        assert plan(Memory(), None, asked_at=NOW - days * DAY) == expected


def test_a_later_poll_of_the_day_may_stop_early() -> None:
    assert plan() == span(8, deep=False)


def test_the_first_poll_of_a_day_reads_the_overlap_to_its_end() -> None:
    assert plan(Memory(categories=BOTH, deep_read_on=YESTERDAY)) == span(8, deep=True)


def test_a_gap_lengthens_the_span() -> None:
    assert plan(watermark_at=NOW - 30 * DAY).since_at == NOW - 37 * DAY


def test_an_author_who_asks_for_more_gets_it() -> None:
    assert plan(asked_at=NOW - 20 * DAY) == span(20, deep=True)
    assert plan(asked_at=NOW - DAY) == span(8, deep=True)


def test_a_span_that_was_not_read_to_its_end_is_read_again() -> None:
    memory = Memory(categories=BOTH, deep_read_on=TODAY, reading_since_at=NOW - 20 * DAY)
    assert plan(memory) == span(20, deep=True)
    assert plan(memory, None) == span(20, deep=True, watermark_at=None)


def test_a_new_category_is_read_as_at_a_first_poll_and_one_less_is_not() -> None:
    assert plan(categories=("cs.RO",), overlap_days=0) == span(7, deep=True)
    assert plan(categories=("cs.CL",), overlap_days=0) == span(1, deep=False)


def test_the_overlap_ends_where_reading_ever_began() -> None:
    memory = Memory(categories=BOTH, deep_read_on=TODAY, begins_at=NOW - 2 * DAY)
    assert plan(memory) == span(2, deep=False)


def test_no_span_reaches_behind_arxiv_itself() -> None:
    ancient = datetime(1, 1, 1, tzinfo=UTC)
    assert plan(watermark_at=ancient, asked_at=ancient).since_at == ARXIV_BEGAN_AT


def test_a_memory_comes_back_from_json() -> None:
    memory = Memory(
        categories=BOTH,
        begins_at=NOW - 9 * DAY,
        deep_read_on=TODAY,
        reading_since_at=NOW - 8 * DAY,
        witnessed_on=YESTERDAY,
        waiting={"2505.00001": Waiting(version=2, since=TODAY)},
    )
    assert Memory.of(json.loads(json.dumps(memory.as_json()))) == memory
    assert Memory.of(json.loads(json.dumps(Memory().as_json()))) == Memory()


@pytest.mark.parametrize("since_at", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_memory_at_the_end_of_time_does_no_harm(since_at: str) -> None:
    memory = Memory.of({"reading_since_at": since_at, "begins_at": since_at})
    assert plan(memory).since_at >= ARXIV_BEGAN_AT
