"""When a source is asked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.sources.schedule import due, not_before, pause
from tracker.values import SourceState

NOW = datetime(2025, 5, 2, 18, tzinfo=UTC)
STATE = SourceState(key="feed:http://a.example/", kind="feed")
HOUR = timedelta(hours=1)


def test_a_source_is_due_at_every_poll() -> None:
    assert due(STATE, NOW).ask
    assert due(replace(STATE, polled_at=NOW, succeeded_at=NOW), NOW).ask


def test_a_source_waits_until_the_server_wants_it_back() -> None:
    state = replace(STATE, not_before_at=NOW + HOUR)
    verdict = due(state, NOW)
    assert (verdict.ask, verdict.at) == (False, NOW + HOUR)
    assert "server" in verdict.reason
    assert due(state, NOW + HOUR).ask


@pytest.mark.parametrize(
    ("failures", "hours"), [(0, 0), (1, 0), (2, 1), (3, 2), (4, 4), (7, 32), (8, 48), (10_000, 48)]
)
def test_a_failing_source_is_asked_less_and_less_often(failures: int, hours: int) -> None:
    assert pause(failures) == timedelta(hours=hours)
    state = replace(STATE, polled_at=NOW, failures=failures)
    assert due(state, NOW + timedelta(hours=hours)).ask
    if hours:
        verdict = due(state, NOW + HOUR / 2)
        assert (verdict.ask, verdict.at) == (False, NOW + timedelta(hours=hours))
        assert f"{failures} times" in verdict.reason


def test_a_retired_source_rests() -> None:
    assert "410" in due(replace(STATE, retired_at=NOW), NOW + 1000 * HOUR).reason


def test_a_clock_that_was_set_back_keeps_no_source_waiting() -> None:
    ahead = NOW + timedelta(days=400)
    assert due(replace(STATE, polled_at=ahead, failures=9), NOW).ask
    assert due(replace(STATE, polled_at=ahead, not_before_at=ahead + HOUR), NOW).ask


def test_a_daily_poll_asks_a_feed_that_says_it_stays_fresh_for_days() -> None:
    told = not_before(NOW, fresh_seconds=30 * 86_400)
    assert told is not None
    assert told < NOW + timedelta(hours=23, minutes=30)


def test_retry_after_is_obeyed_up_to_a_week() -> None:
    assert not_before(NOW, retry_after_seconds=7) == NOW + timedelta(seconds=7)
    assert not_before(NOW, retry_after_seconds=1e12) == NOW + timedelta(days=7)
    assert not_before(NOW) is None
    assert not_before(NOW, fresh_seconds=0) is None


@given(
    st.integers(0, 10**6),
    st.floats(0, 1e9),
    st.floats(0, 1e9),
    st.timedeltas(timedelta(0), 9 * HOUR),
)
def test_no_source_is_ever_dropped(
    failures: int, fresh: float, retry: float, passed: timedelta
) -> None:
    for told in (not_before(NOW, fresh_seconds=fresh), not_before(NOW, retry_after_seconds=retry)):
        state = replace(STATE, polled_at=NOW, failures=failures, not_before_at=told)
        assert due(state, NOW + timedelta(days=7) + passed).ask
