"""Moments as people type them."""

from datetime import UTC, datetime

import pytest

from tracker.cli.since import parse_since

NOW = datetime(2025, 5, 2, 18, tzinfo=UTC)


def test_days_are_counted_back_from_now() -> None:
    assert parse_since("7d", now=NOW) == datetime(2025, 4, 25, 18, tzinfo=UTC)


def test_a_date_means_its_start_in_utc() -> None:
    assert parse_since("2025-05-01", now=NOW) == datetime(2025, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "7", "d", "-7d", "7 days", "20250501", "2025-13-01", "99999d", "２d", "2025-05-03"]
)
def test_anything_else_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(ValueError, match=text or "neither"):
        parse_since(text, now=NOW)
