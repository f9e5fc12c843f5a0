"""A work that was before the author already."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.desk import Desk
from tests.support.sightings import paper
from tests.workflows.missed.samples import ask, expire, links, why
from tracker.values import Verdict
from tracker.workflows.missed.case import Why


@pytest.mark.parametrize(
    "reference",
    ["2201.00001", "https://arxiv.org/pdf/2201.00001v2", "doi:10.48550/arXiv.2201.00001"],
)
def test_what_the_post_links_is_already_there_seen_or_not(desk: Desk, reference: str) -> None:
    assert why(desk, reference) is Why.IN_POST
    desk.see(replace(paper(1), url="https://arxiv.org/abs/2201.00001"))
    found = ask(desk, reference)
    assert found.why is Why.IN_POST
    assert "https://arxiv.org/abs/2201.00001" in found.line
    assert found.work is not None


def test_what_was_published_is_told_with_post_and_day(desk: Desk) -> None:
    desk.see(paper(1))
    desk.draft()
    desk.mark("[x]", 1)
    desk.publish()
    found = ask(desk, 1)
    assert (found.why, found.topic) == (Why.PUBLISHED, "reasoning")
    assert "post.md, 2025-05-02" in found.line


def test_a_proposal_is_told_with_its_line(desk: Desk) -> None:
    desk.see(paper(1))
    desk.draft()
    found = ask(desk, "https://arxiv.org/abs/2505.00001v1")
    assert found.why is Why.PROPOSED
    assert f"{desk.draft_path.name}:" in found.line


def test_what_the_draft_says_is_told_before_it_is_read(desk: Desk) -> None:
    desk.see(paper(1), paper(2), paper(3))
    desk.draft()
    desk.mark("[x]", 1)
    desk.mark("[-]", 2, after=" too narrow")
    desk.cut(3)
    assert [why(desk, n) for n in (1, 2, 3)] == [Why.APPROVED, Why.REJECTED, Why.DELETED]
    assert "too narrow" in ask(desk, 2).line
    with desk.open() as db:
        assert db.value("SELECT count(*) FROM decisions") == 0


def test_a_stored_rejection_is_told_with_day_and_reason(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.decide(Verdict.REJECTED, 1, reason="no code")
    found = ask(desk, 1)
    assert found.line == "rejected in reasoning, 2025-05-02: no code"
    assert any("tracker restore 1" in line for line in found.more)


def test_a_deletion_that_was_read_is_a_rejection(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.draft()
    desk.cut(1)
    desk.review()
    found = ask(desk, 1)
    assert found.why is Why.REJECTED
    assert "deleted from its draft" in found.line


def test_a_rejection_taken_back_is_none(desk: Desk) -> None:
    desk.see(paper(1))
    desk.draft()
    desk.decide(Verdict.REJECTED, 1)
    desk.decide(Verdict.UNDECIDED, 1)
    assert why(desk, 1) is Why.PROPOSED


def test_a_draft_whose_file_is_gone_is_told(desk: Desk) -> None:
    desk.see(paper(1))
    desk.draft()
    desk.draft_path.unlink()
    found = ask(desk, 1)
    assert found.why is Why.DRAFT_GONE
    assert "gone" in found.line


def test_an_expired_work_is_told_with_its_line_and_the_day(desk: Desk) -> None:
    expire(desk)
    found = ask(desk, 1)
    assert (found.why, found.topic) == (Why.EXPIRED, "reasoning")
    assert found.line == "proposed 2025-05-02, left undecided, and expired 2025-05-04"
    assert any("can still be decided" in line for line in found.more)
    assert why(desk, 2) is Why.PROPOSED


def test_a_second_look_that_is_due_is_told_with_what_put_it_aside(desk: Desk) -> None:
    expire(desk)
    links(desk)
    told = "the next draft gives it a second look: linked since by https://ada.example/feed"
    assert any(line.startswith(told) for line in ask(desk, 1).more)
    desk.decide(Verdict.REJECTED, 1)
    assert not any("second look" in line for line in ask(desk, 1).more)
    desk.later(days=1)
    links(desk)  # the same ones again: no news
    assert not any("second look" in line for line in ask(desk, 1).more)


def test_a_second_look_is_told_where_it_waits_and_where_it_was_in_vain(desk: Desk) -> None:
    desk.see(paper(1))
    desk.decide(Verdict.REJECTED, 1)
    desk.later(days=1)
    links(desk)
    assert ask(desk, 1).why is Why.REJECTED
    desk.draft()
    found = ask(desk, 1)
    assert found.why is Why.PROPOSED
    assert found.more[0].startswith("it had its second look, 2025-05-03: linked since by")
    desk.mark("[-]", 1)
    desk.review()
    found = ask(desk, 1)
    assert found.why is Why.REJECTED
    assert any(line.startswith("it had its second look") for line in found.more)
