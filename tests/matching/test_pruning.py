"""What is suggested to be pruned: tables of figures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tracker.matching.pruning import Yield, why_prune_feed, why_prune_phrase
from tracker.values import SourceState, State

NOW = datetime(2025, 5, 2, 18, tzinfo=UTC)


def feed(**facts: object) -> SourceState:
    return SourceState(key="feed:x", kind="feed", **facts)  # type: ignore[arg-type]


def test_each_stage_counts_what_came_further() -> None:
    found = Yield(seen=9)
    for state in State:
        found.add(state)
    assert found == Yield(seen=9, proposed=4, approved=2, published=1, rejected=1)


@pytest.mark.parametrize(
    ("found", "works", "days", "told"),
    [
        (Yield(), 500, 40, "matched nothing in 40 days and 500 works"),
        (Yield(), 500, 29, ""),
        (Yield(), 99, 400, ""),
        (Yield(seen=1), 500, 40, ""),
        (Yield(seen=9, proposed=3, rejected=3), 500, 30, "3 rejected, none approved"),
        (Yield(seen=9, proposed=3, rejected=3), 5, 40, "3 rejected, none approved"),
        (Yield(seen=9, proposed=3, rejected=3), 500, 14, ""),
        (Yield(seen=90, proposed=9, rejected=9), 500, 29, ""),
        (Yield(seen=9, proposed=2, rejected=2), 500, 40, ""),
        (Yield(seen=9, proposed=9, rejected=8, approved=1), 500, 40, ""),
        (Yield(proposed=1), 500, 40, ""),
    ],
)
def test_a_phrase_could_go_that_finds_nothing_or_only_what_is_rejected(
    found: Yield, works: int, days: int, told: str
) -> None:
    assert why_prune_phrase(found, works=works, past=timedelta(days=days)) == told


BAD = Yield(seen=30, proposed=8, rejected=5)


@pytest.mark.parametrize(
    ("found", "state", "told"),
    [
        (Yield(), None, ""),
        (BAD, None, "5 of 8 proposals rejected, none approved"),
        (Yield(seen=30, proposed=8, rejected=4), None, ""),
        (Yield(seen=30, proposed=8, rejected=7, approved=1), None, ""),
        (Yield(), feed(retired_at=NOW), "gone since 2025-05-02"),
        (Yield(), feed(failures=2, succeeded_at=NOW, error="HTTP 500"), ""),
        (
            Yield(seen=3, proposed=3, approved=3),
            feed(failures=7, succeeded_at=NOW - timedelta(days=20), error="HTTP 404"),
            "7 failures in a row, last read 2025-04-12: HTTP 404",
        ),
        (Yield(), feed(failures=5, error="no feed"), "5 failures in a row, never read: no feed"),
        (Yield(), feed(failures=4, error="no feed"), ""),
        (BAD, feed(succeeded_at=NOW), "5 of 8 proposals rejected, none approved"),
    ],
)
def test_a_feed_could_go_that_fails_long_or_of_which_all_is_rejected(
    found: Yield, state: SourceState | None, told: str
) -> None:
    assert why_prune_feed(found, state, now=NOW) == told
