"""How sources fare, and how much is stored."""

from typing import Any

from tests.support.desk import Desk
from tests.support.sightings import START
from tests.workflows.reports.samples import FEED, TIME
from tracker.store import polls, sources
from tracker.values import SourceState, State
from tracker.workflows.reports.status import StatusReport, status


def asked(desk: Desk) -> StatusReport:
    with desk.session(reads_only=True) as session:
        return status(session)


def test_who_asked_at_the_last_poll_and_which_hosts_took_longest(desk: Desk) -> None:
    assert asked(desk).as_json()["scale"] is None
    told = {
        "engine": "dask",
        "workers": 2,
        "shards": 28,
        "slowest_hosts": [{"host": "slow.example:8080", "requests": 16, "seconds": 4.296}],
    }
    with desk.open() as db:
        polls.end(db, polls.begin(db, now=START), {"sources": [], "scale": told}, now=START)
    assert asked(desk).as_json()["scale"] == told
    with desk.open() as db:  # by a tracker that did not tell it
        polls.end(db, polls.begin(db, now=START), {"sources": []}, now=START)
    assert asked(desk).as_json()["scale"] is None


def with_feed(desk: Desk, **facts: Any) -> dict[str, Any]:
    """The feed as status shows it in a state."""
    desk.watch("tuning", any_of=["adapter"], more=f'[[feeds]]\nurl = "{FEED}"\nname = "Blog"\n')
    if facts:
        with desk.open() as db:
            state = SourceState(key=f"feed:{FEED}", kind="feed", url=FEED, name="Blog", **facts)
            sources.put(db, state)
    (found,) = (s for s in asked(desk).as_json()["sources"] if s["kind"] == "feed")  # type: ignore[attr-defined]
    assert isinstance(found, dict)
    return found


def test_the_form_of_a_status(stocked: Desk) -> None:
    feed = with_feed(stocked, polled_at=START, succeeded_at=START)
    report = asked(stocked).as_json()
    assert set(report) >= {"sources", "counts"}
    assert feed["kind"] == "feed"
    assert feed["source"] == FEED
    assert feed["topics"] == ["tuning"]
    assert TIME.fullmatch(feed["last_success"])
    assert feed["failures"] == 0
    assert feed["error"] is None
    counts = report["counts"]
    assert isinstance(counts, dict)
    assert {state.value for state in State} <= set(counts)
    assert all(isinstance(count, int) for count in counts.values())


def test_counts_follow_what_the_open_draft_says(stocked: Desk) -> None:
    counts = asked(stocked).counts
    told = {state.value: counts[state.value] for state in State}
    assert told == {
        "seen": 1, "matched": 1, "proposed": 2, "approved": 1, "rejected": 1, "published": 0,
    }  # fmt: skip
    assert counts["open_drafts"] == 1


def test_arxiv_is_shown_before_it_was_asked(desk: Desk) -> None:
    (arxiv,) = (source.state for source in asked(desk).sources if source.state.kind == "arxiv")
    assert (arxiv.name, arxiv.succeeded_at) == ("arXiv", None)


def test_a_source_that_was_never_asked_is_shown(desk: Desk) -> None:
    feed = with_feed(desk)
    assert feed["last_success"] is None
    assert feed["next_due"] is None


def test_a_failing_source_is_shown_with_its_cause_and_when_it_is_asked_next(desk: Desk) -> None:
    feed = with_feed(desk, polled_at=START, failures=3, error="HTTP 500")
    assert feed["failures"] == 3
    assert feed["error"] == "HTTP 500"
    assert TIME.fullmatch(feed["next_due"])


def test_retired_and_moved_sources_are_shown(desk: Desk) -> None:
    assert TIME.fullmatch(with_feed(desk, retired_at=START, failures=1)["retired"])
    moved = "https://blog.example/atom"
    assert with_feed(desk, succeeded_at=START, moved_to=moved)["moved_to"] == moved


def test_a_feed_that_left_the_watchlists_is_not_shown(desk: Desk) -> None:
    with_feed(desk, succeeded_at=START)
    desk.watch("tuning", any_of=["adapter"])
    assert not [each for each in asked(desk).sources if each.state.kind == "feed"]


def test_problems_of_the_open_draft_are_told(stocked: Desk) -> None:
    stocked.mark("[?]", 3)
    (problem,) = asked(stocked).draft_problems
    assert "is no decision" in problem
