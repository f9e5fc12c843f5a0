"""Why a work was not proposed: one true reason for each way to be missed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.support.desk import Desk
from tests.support.sightings import blog, paper
from tests.workflows.missed.samples import ALIKE, PAPER, ask, expire
from tracker.values import Link
from tracker.workflows.missed.case import Why
from tracker.workflows.reports.find import UnknownWorkError

# --- never seen ---------------------------------------------------------------------------


# --- in the post, published, decided, proposed --------------------------------------------


# --- out of reach -------------------------------------------------------------------------


# --- in the order -------------------------------------------------------------------------


def test_a_post_in_its_papers_entry_is_told_to_stand_there(desk: Desk) -> None:
    post = replace(
        blog("about", "A chain of thought, explained", url="https://blog.example/about"),
        links=(Link("https://arxiv.org/abs/2505.00001", "the paper"),),
    )
    first, second = desk.see(paper(1), post)
    found = ask(desk, second)
    assert (found.why, found.other) == (Why.SHOWN_WITH, first)
    desk.draft()
    found = ask(desk, second)
    assert (found.why, found.other) == (Why.SHOWN_WITH, first)
    assert "in drafts/" in found.line


# --- put aside, and linked since ----------------------------------------------------------


def test_a_work_like_another_is_told_to_stand_in_its_entry(desk: Desk) -> None:
    desk.see(paper(1, "A chain of thought for long proofs"), paper(2, ALIKE))
    first = ask(desk, 1), ask(desk, 2)
    assert {each.why for each in first} == {Why.NEXT, Why.SHOWN_WITH}
    (behind,) = (each for each in first if each.why is Why.SHOWN_WITH)
    assert "which says nearly the same" in behind.line
    desk.draft()
    (leader,) = (entry.key.work_id for entry in desk.read.entries)
    found = ask(desk, 3 - leader)
    assert (found.why, found.other) == (Why.SHOWN_WITH, leader)
    assert "shown in the entry of" in found.line
    assert f"that one is proposed in {found.topic}" in found.more
    desk.mark("[-]")
    desk.publish()
    found = ask(desk, 3 - leader)
    assert f"that one is rejected in {found.topic}" in found.more


def test_a_work_for_whose_link_there_was_no_room_is_told_so(desk: Desk) -> None:
    titles = ("Long proofs: a chain of thought", "A chain of thought: long proofs", ALIKE)
    desk.see(*(paper(n, t) for n, t in enumerate((*titles, f"{ALIKE}, again", f"{ALIKE}!"), 1)))
    desk.draft()
    (leader,) = (entry.key.work_id for entry in desk.read.entries)
    told = [ask(desk, n).line for n in range(1, 6) if n != leader]
    assert sum("stands behind" in each and "no room" in each for each in told) == 1
    assert sum("shown in the entry of" in each for each in told) == 3


def test_what_a_seed_names_is_told(desk: Desk) -> None:
    (desk.home / "liked.txt").write_text(PAPER)
    desk.configure(ranking='seeds = "liked.txt"')
    desk.see(paper(1))
    found = ask(desk, 1)
    assert found.why is Why.SEED
    assert "liked.txt" in found.line


# --- names and forms ----------------------------------------------------------------------


def test_a_number_that_became_part_of_another_work_tells_of_that_one(desk: Desk) -> None:
    (post,) = desk.see(blog("x", "A chain of thought for problem 1"))
    (other,) = desk.see(paper(1))
    joined = replace(
        blog("x", "A chain of thought for problem 1"), also=("https://arxiv.org/abs/2505.00001",)
    )
    desk.see(joined)
    with desk.open() as db:
        merged = dict(tuple(row) for row in db.rows("SELECT old_id, work_id FROM merged"))
    assert merged
    ((old, new),) = merged.items()
    assert {old, new} == {post, other}
    found = ask(desk, old)
    assert found.part_of == new
    assert found.work is not None
    assert found.work.id == new
    assert ask(desk, new).part_of is None


@pytest.mark.parametrize("reference", ["", "nonsense", "0", "-1", "9" * 40, "\x00", "２", "99"])
def test_what_names_nothing_is_told_in_a_line(desk: Desk, reference: str) -> None:
    with pytest.raises(UnknownWorkError, match="no work is known"):
        ask(desk, reference)


def _draft_gone(desk: Desk) -> None:
    desk.see(paper(1))
    desk.draft()
    desk.draft_path.unlink()


def _drafted(desk: Desk, box: str, *, publish: bool = False) -> None:
    desk.see(paper(1), paper(2, days_ago=0.1))
    desk.draft()
    if box:
        desk.mark(box, 1)
    else:
        desk.cut(1)
    if publish:
        desk.publish()


def _alike(desk: Desk) -> None:
    better = "Self-consistency: a chain of thought for long proofs"
    desk.see(paper(1, "A chain of thought for long proofs"), paper(2, better))
    desk.draft()


def _changed(desk: Desk) -> None:
    desk.see(paper(1, "Weather"))
    desk.watch("tuning", any_of=["weather"])


def _seeded(desk: Desk) -> None:
    (desk.home / "liked.txt").write_text(PAPER)
    desk.configure(ranking='seeds = "liked.txt"')
    desk.see(paper(1))


def _outranked(desk: Desk) -> None:
    desk.configure(draft="per_topic = 1")
    desk.see(paper(1, days_ago=20), paper(2, "Chain of thought, tree of thoughts", days_ago=0))


CASES: dict[Why, Callable[[Desk], object]] = {
    Why.NEVER_SEEN: lambda desk: desk.see(paper(2)),
    Why.IN_POST: lambda desk: desk.post_path.write_text(f"{desk.post}\n[It]({PAPER})\n"),
    Why.PUBLISHED: lambda desk: _drafted(desk, "[x]", publish=True),
    Why.APPROVED: lambda desk: _drafted(desk, "[x]"),
    Why.REJECTED: lambda desk: _drafted(desk, "[-]"),
    Why.DELETED: lambda desk: _drafted(desk, ""),
    Why.PROPOSED: lambda desk: (desk.see(paper(1)), desk.draft()),
    Why.EXPIRED: expire,
    Why.DRAFT_GONE: _draft_gone,
    Why.SEED: _seeded,
    Why.WITHDRAWN: lambda desk: desk.see(paper(1, comment="This paper has been withdrawn")),
    Why.NOT_MATCHED: lambda desk: desk.see(paper(1, "Weather", summary="Rain.")),
    Why.OUTSIDE_WINDOW: lambda desk: desk.see(paper(1, days_ago=40)),
    Why.WATCHLIST_CHANGED: _changed,
    Why.LATER_VERSION: lambda desk: desk.see(paper(1, version=3, first_days_ago=100)),
    Why.SHOWN_WITH: _alike,
    Why.NEXT: lambda desk: desk.see(paper(1)),
    Why.OUTRANKED: _outranked,
}
FORMS = (
    "2505.00001",
    " arXiv:2505.00001v2 ",
    "https://arxiv.org/abs/2505.00001",
    "http://www.arxiv.org/pdf/2505.00001v1.pdf#page=2",
    "https://arxiv.org/html/2505.00001v1",
    "doi:10.48550/arXiv.2505.00001",
    "https://doi.org/10.48550/ARXIV.2505.00001",
    "https://huggingface.co/papers/2505.00001",
    "https://www.alphaxiv.org/abs/2505.00001?utm_source=x",
)


@pytest.mark.parametrize("reason", list(Why))
def test_every_reason_is_told_for_every_form_of_the_name(desk: Desk, reason: Why) -> None:
    CASES[reason](desk)
    told = [ask(desk, form) for form in FORMS]
    assert {found.why for found in told} == {reason}
    assert len({(found.line, found.more, found.topic, found.other) for found in told}) == 1
    number = told[0].work.id if told[0].work else None
    assert (number is None) is (reason is Why.NEVER_SEEN or reason is Why.IN_POST)
    if number is not None:
        assert ask(desk, number).line == told[0].line


@pytest.mark.parametrize("reference", ["1", "2505.00800", "2201.00001", "https://x.example/y"])
def test_the_form_of_the_report(desk: Desk, reference: str) -> None:
    desk.see(paper(1))
    report = ask(desk, reference).as_json()
    assert list(report) == [
        "reference", "id", "title", "reason", "topic", "detail", "more", "place", "of",
        "place_in_all", "of_all", "lacks", "other", "part_of",
    ]  # fmt: skip
    assert report["reference"] == reference
    assert report["reason"] in set(Why)
    assert isinstance(report["detail"], str)


def test_nothing_is_written(ranked: Desk) -> None:
    ranked.draft()
    ranked.mark("[-]", 1)
    path = ranked.project.database
    before, text = path.read_bytes(), ranked.text
    for reference in ("1", "2", "3", "2505.00900"):
        ask(ranked, reference)
    assert (path.read_bytes(), ranked.text) == (before, text)
