"""When a source is asked again. Pure: a state and a clock in, a verdict with its reason out.

Every poll asks every source, but for those whose server said when to come back (Retry-After,
Cache-Control) and those that keep failing: these are asked less and less often, at longest every
two days, and never dropped. A source that is gone for good (410) rests until it is asked by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.errors import FetchError, SourceError
from tracker.values import SourceState

# A daily poll that starts a little earlier than yesterday's must still ask.
MAX_FRESH = timedelta(hours=20)
MAX_RETRY_AFTER = timedelta(days=7)  # else one header could silence a source for good
_FIRST_PAUSE = timedelta(hours=1)  # after the second failure in a row; then doubled
_LONGEST_PAUSE = timedelta(days=2)
_FIRST_REFUSAL = timedelta(minutes=10)  # after 429 or 503 from arXiv; then doubled
_LONGEST_REFUSAL = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """Whether to ask now; else why not, and when it will be asked."""

    ask: bool
    reason: str = ""
    at: datetime | None = None


def due(state: SourceState, now: datetime) -> Due:
    """Whether the source is to be asked at ``now``."""
    if state.retired_at is not None:
        return Due(False, "gone for good (HTTP 410)")
    asked_for_at = state.not_before_at
    # A clock that was set back must not keep a source waiting.
    if asked_for_at is not None and asked_for_at > now and asked_for_at - now <= MAX_RETRY_AFTER:
        return Due(False, "the server said when to come back", asked_for_at)
    if state.polled_at is not None and now >= state.polled_at:
        at = state.polled_at + pause(state.failures)
        if at > now:
            return Due(False, f"failed {state.failures} times in a row", at)
    return Due(True)


def pause(failures: int) -> timedelta:
    """How long a source rests after so many failures in a row."""
    if failures < 2:
        return timedelta(0)
    return _doubled(_FIRST_PAUSE, failures - 2, _LONGEST_PAUSE)


def after_failure(error: SourceError, now: datetime) -> datetime | None:
    """When the server that failed wants to be asked again; None where it did not say."""
    wait = error.retry_after_seconds if isinstance(error, FetchError) else None
    return not_before(now, retry_after_seconds=wait)


def after_refusal(error: FetchError, failures: int, now: datetime) -> datetime:
    """When to ask one that sends callers away: as it says, else later with each failure before."""
    if error.retry_after_seconds is not None:
        return now + min(timedelta(seconds=error.retry_after_seconds), MAX_RETRY_AFTER)
    return now + _doubled(_FIRST_REFUSAL, failures, _LONGEST_REFUSAL)


def _doubled(first: timedelta, times: int, longest: timedelta) -> timedelta:
    return min(first * (1 << min(times, 16)), longest)


def not_before(
    now: datetime, *, fresh_seconds: float | None = None, retry_after_seconds: float | None = None
) -> datetime | None:
    """When the server wants to be asked again, within reason; None where it did not say."""
    if retry_after_seconds:
        return now + min(timedelta(seconds=retry_after_seconds), MAX_RETRY_AFTER)
    if fresh_seconds:
        return now + min(timedelta(seconds=fresh_seconds), MAX_FRESH)
    return None
