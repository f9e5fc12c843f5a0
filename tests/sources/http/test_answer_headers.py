"""Retry-After and Cache-Control."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.sources.http.answer_headers import fresh_seconds, retry_after_seconds, validator

NOW = datetime(2025, 5, 2, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "120"}, 120),
        ({"retry-after": " 7 "}, 7),
        ({"retry-after": "1.5"}, 1),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "9" * 5000}, None),
        ({"retry-after": "Fri, 02 May 2025 18:10:00 GMT"}, 600),
        ({"retry-after": "Fri, 02 May 2025 17:00:00 GMT"}, 0),
        # The server's clock is an hour ahead, and it means ten minutes.
        (
            {
                "retry-after": "Fri, 02 May 2025 19:10:00 GMT",
                "date": "Fri, 02 May 2025 19:00:00 GMT",
            },
            600,
        ),
        ({"retry-after": "Fri, 99 May 2025 19:10:00 GMT"}, None),
    ],
)
def test_retry_after_in_both_forms(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_seconds(headers, now=NOW) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"cache-control": "max-age=3600"}, 3600),
        ({"cache-control": 'public, MAX-AGE="60"'}, 60),
        ({"cache-control": "s-maxage=60"}, None),
        ({"cache-control": "no-cache, max-age=60"}, 0),
        ({"cache-control": "no-store"}, 0),
        ({"cache-control": "max-age=3600", "age": "600"}, 3000),
        ({"cache-control": "max-age=60", "age": "600"}, 0),
        ({"cache-control": "max-age=soon"}, None),
    ],
)
def test_how_long_an_answer_stays_fresh(headers: dict[str, str], seconds: int | None) -> None:
    assert fresh_seconds(headers) == seconds


@given(st.text(max_size=80))
def test_any_header_is_read_without_an_error(text: str) -> None:
    headers = {"retry-after": text, "date": text, "cache-control": text, "age": text}
    told = retry_after_seconds(headers, now=NOW)
    assert told is None or told >= 0
    fresh = fresh_seconds(headers)
    assert fresh is None or fresh >= 0


@pytest.mark.parametrize("told", ['"a"', 'W/"5f3-1b2"', "Mon, 05 May 2025 10:00:00 GMT", "bare"])
def test_a_validator_is_kept_as_it_came(told: str) -> None:
    assert validator(told) == told


@pytest.mark.parametrize("told", ['"é"', '"\x07"', f'"{"a" * 1000}"', ' "a"', '"a" ', "a\r\nb"])
def test_a_validator_that_cannot_be_sent_back_is_none(told: str) -> None:
    assert validator(told) == ""
