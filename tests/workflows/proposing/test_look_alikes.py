"""What the author said of a work nearly the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.desk import Desk
from tests.support.sightings import paper
from tracker.values import Verdict
from tracker.workflows.reports.works import show_work

TITLE = "A chain of thought for long proofs"


@pytest.fixture
def rejected(desk: Desk) -> Desk:
    """Work 1 was rejected, and a day later one came that says nearly the same."""
    desk.see(paper(1, TITLE))
    desk.draft()
    desk.mark("[-]", 1, after=" no code --> <b>{{ x }}")
    desk.publish()
    desk.later(days=1)
    desk.see(paper(2, f"{TITLE}, revisited"), paper(3))
    return desk


def test_the_entry_tells_it_in_a_comment_that_nothing_escapes_from(rejected: Desk) -> None:
    report = rejected.draft()
    told = "<!-- tracker: you rejected a look-alike, 1: no code - -&gt; &lt;b&gt;"
    assert rejected.text.count(told) == 1
    assert "{{ x" not in rejected.text
    entry = next(entry.as_json() for entry in report.entries if entry.work.id == 2)
    assert entry["look_alike"] == {"id": "1", "title": TITLE, "reason": "no code --> <b>{{ x }}"}
    assert [e.as_json()["look_alike"] for e in report.entries if e.work.id == 3] == [None]


def test_it_is_not_published(rejected: Desk) -> None:
    rejected.draft()
    rejected.mark("[x]", 2)
    assert rejected.publish().placed
    assert "look-alike" not in rejected.post


def test_show_tells_it(rejected: Desk) -> None:
    with rejected.session() as session:
        assert str(show_work(session, "2").look_alike).startswith(
            "you rejected a look-alike, 1: no code"
        )
        assert show_work(session, "3").look_alike is None
        assert show_work(session, "1").look_alike is None


@pytest.mark.parametrize("verdict", [Verdict.UNDECIDED, Verdict.APPROVED])
def test_a_rejection_taken_back_says_nothing(rejected: Desk, verdict: Verdict) -> None:
    rejected.decide(verdict, 1)
    report = rejected.draft()
    assert not any(entry.look_alike for entry in report.entries)


def test_a_rejection_without_a_reason_says_nothing(desk: Desk) -> None:
    desk.see(paper(1, TITLE))
    desk.decide(Verdict.REJECTED, 1)
    desk.later(days=1)
    desk.see(paper(2, f"{TITLE}, revisited"), replace(paper(3), authors=("Else",)))
    assert "look-alike" not in str(desk.draft().text)
