"""arXiv's days: announcements at 20:00 US Eastern, Sunday to Thursday."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.sources.arxiv.days import Quiet, arxiv_day, why_quiet


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2025-05-01T03:59", date(2025, 4, 30)),  # summer time: midnight is 04:00 UTC
        ("2025-05-01T04:00", date(2025, 5, 1)),
        ("2025-01-10T04:59", date(2025, 1, 9)),  # winter time: 05:00 UTC
        ("2025-01-10T05:00", date(2025, 1, 10)),
    ],
)
def test_the_day_changes_at_midnight_in_new_york(moment: str, day: date) -> None:
    assert arxiv_day(at(moment)) == day


@pytest.mark.parametrize(
    ("polled", "now", "expected"),
    [
        # Thursday's announcement (20:00 Eastern, 00:00 UTC on Friday) is the last before Sunday's.
        ("2025-05-02T14:00", "2025-05-03T14:00", Quiet.WEEKEND),
        ("2025-05-02T14:00", "2025-05-04T14:00", Quiet.WEEKEND),
        ("2025-05-03T14:00", "2025-05-05T02:00", Quiet.WEEKEND),  # Sunday evening, just announced
        ("2025-05-03T14:00", "2025-05-05T14:00", Quiet.UNEXPECTED),  # Monday: there must be some
        ("2025-05-01T14:00", "2025-05-03T14:00", Quiet.UNEXPECTED),  # Friday's was not seen yet
        ("2025-05-01T14:00", "2025-05-02T14:00", Quiet.UNEXPECTED),
        ("2025-05-01T14:00", "2025-05-01T18:00", Quiet.NO_ANNOUNCEMENT),
        ("2025-05-02T14:00", "2025-05-02T18:00", Quiet.NO_ANNOUNCEMENT),
        (None, "2025-05-01T14:00", Quiet.UNEXPECTED),
    ],
)
def test_why_a_poll_found_nothing(polled: str | None, now: str, expected: Quiet) -> None:
    assert why_quiet(at(polled) if polled else None, at(now)) is expected


@given(days=st.floats(0, 40_000), hours=st.integers(-100, 10_000))
def test_every_moment_has_an_answer(days: float, hours: int) -> None:
    now = datetime(1992, 1, 1, tzinfo=UTC) + timedelta(days=days)
    assert why_quiet(now - timedelta(hours=hours), now) in Quiet
