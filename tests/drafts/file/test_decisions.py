"""What an edited draft decides, as a person who edits it would expect."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.drafts.samples import NOW
from tracker.drafts.file.decisions import ReviewPlan, StoredFacts, plan_decisions
from tracker.drafts.file.document import parse_draft
from tracker.values import Decision, EntryKey, Verdict

ONE, TWO, THREE = EntryKey(1, "a"), EntryKey(2, "a"), EntryKey(3, "b")
WRITTEN = {
    ONE: "**One** ([paper](https://a.b/1)) - first.",
    TWO: "**Two** ([paper](https://a.b/2)) - second.",
    THREE: "**Three** ([paper](https://a.b/3)) - third.",
}
UNDECIDED, APPROVED, REJECTED = Verdict.UNDECIDED, Verdict.APPROVED, Verdict.REJECTED


def entry(key: EntryKey, mark: str = " ", *, reason: str = "", body: str | None = None) -> str:
    text = f"1. {WRITTEN[key]}" if body is None else body
    return f"- [{mark}] {reason}<!-- tracker {key.work_id} {key.topic} -->\n{text}\n"


def plan(
    *passages: str,
    current: Mapping[EntryKey, Verdict] | None = None,
    deletions: bool = True,
    written: Mapping[EntryKey, str] = WRITTEN,
    elsewhere: tuple[EntryKey, ...] = (),
    reasons: Mapping[EntryKey, str] | None = None,
    text: str | None = None,
    titles: Mapping[EntryKey, str] | None = None,
) -> ReviewPlan:
    whole = "## A\n\n" + "\n".join(passages) if text is None else text
    return plan_decisions(
        parse_draft(whole.encode(), path="drafts/x.md"),
        StoredFacts(
            written=written,
            current=current or {},
            elsewhere=elsewhere,
            reasons=reasons or {},
            titles=titles or {},
        ),
        deletions=deletions,
        now=NOW,
    )


def said(made: ReviewPlan) -> list[tuple[int, Verdict, str]]:
    return [(each.work_id, each.verdict, each.origin) for each in made.decisions]


def test_checkboxes_are_decisions() -> None:
    made = plan(entry(ONE, "x"), entry(TWO, "-", reason="too narrow "), entry(THREE))
    assert made.decisions == (
        Decision(work_id=1, topic="a", verdict=APPROVED, decided_at=NOW, origin="draft"),
        Decision(
            work_id=2,
            topic="a",
            verdict=REJECTED,
            decided_at=NOW,
            reason="too narrow",
            origin="draft",
        ),
    )
    assert not made.problems
    assert made.lines == (
        "1 in a: approved: **One** ([paper](https://a.b/1)) - first.",
        "2 in a: rejected (too narrow): **Two** ([paper](https://a.b/2)) - second.",
    )


def test_what_the_store_knows_already_is_no_decision() -> None:
    made = plan(
        entry(ONE, "x"), entry(TWO, "-"), entry(THREE), current={ONE: APPROVED, TWO: REJECTED}
    )
    assert (made.decisions, made.lines) == ((), ())


def test_an_emptied_checkbox_takes_a_decision_back() -> None:
    made = plan(entry(ONE), entry(TWO), entry(THREE), current={ONE: APPROVED, TWO: REJECTED})
    assert said(made) == [(1, UNDECIDED, "draft"), (2, UNDECIDED, "draft")]
    assert made.lines[0].startswith("1 in a: undecided again")


def test_a_reason_that_is_added_later_is_kept() -> None:
    passages = entry(ONE), entry(TWO, "-", reason="too narrow "), entry(THREE)
    current = {TWO: REJECTED}
    assert said(plan(*passages, current=current, reasons={TWO: ""})) == [(2, REJECTED, "draft")]
    assert not plan(*passages, current=current, reasons={TWO: "too narrow"}).decisions
    assert not plan(*passages, current=current).decisions


def test_a_deleted_entry_counts_as_rejected_and_is_told() -> None:
    made = plan(entry(ONE, "x"), entry(THREE))
    assert said(made) == [(1, APPROVED, "draft"), (2, REJECTED, "deleted")]
    assert made.lines[1] == (
        "2 in a: deleted, counts as rejected: **Two** ([paper](https://a.b/2)) - second."
    )


def test_a_deletion_counts_only_where_it_is_asked_for() -> None:
    assert said(plan(entry(ONE, "x"), deletions=False)) == [(1, APPROVED, "draft")]


def test_a_deletion_that_is_known_is_not_told_again() -> None:
    assert not plan(entry(ONE), entry(THREE), current={TWO: REJECTED}).decisions


def test_an_entry_that_stands_in_the_draft_again_takes_its_deletion_back() -> None:
    made = plan(entry(ONE), entry(TWO), entry(THREE), current={TWO: REJECTED})
    assert said(made) == [(2, UNDECIDED, "draft")]


def test_all_entries_may_be_deleted_one_by_one() -> None:
    assert len(plan(text="## A\n").decisions) == 3


@pytest.mark.parametrize("text", ["", "\n \n", "<!-- tracker draft\nx\n-->\n", "<!-- x -->"])
def test_an_emptied_file_decides_nothing_and_is_told(text: str) -> None:
    made = plan(text=text)
    assert not made.decisions
    (line,) = made.lines
    assert line.startswith("drafts/x.md is empty: nothing was decided; to bring its entries back: ")


def test_an_entry_moved_to_another_draft_is_not_deleted() -> None:
    assert not plan(entry(ONE), entry(THREE), elsewhere=(TWO,)).decisions


def test_an_entry_moved_here_from_another_draft_counts() -> None:
    written = {ONE: WRITTEN[ONE]}
    made = plan(entry(ONE), entry(TWO, "x"), written=written, current={TWO: UNDECIDED})
    assert said(made) == [(2, APPROVED, "draft")]
    assert not made.problems


def test_good_decisions_count_beside_a_broken_checkbox() -> None:
    made = plan(entry(ONE, "x"), entry(TWO, "?"), entry(THREE, "-"))
    assert said(made) == [(1, APPROVED, "draft"), (3, REJECTED, "draft")]
    assert [(each.line, each.key) for each in made.problems] == [(6, TWO)]


def test_a_broken_entry_that_was_approved_decides_nothing() -> None:
    made = plan(entry(ONE, "?"), entry(TWO), entry(THREE), current={ONE: APPROVED})
    assert not made.decisions


def test_an_entry_whose_marker_is_broken_is_not_taken_for_deleted() -> None:
    broken = entry(TWO, "x").replace("tracker 2 a", "tracker 2")
    made = plan(entry(ONE, "x"), broken, entry(THREE, "-"))
    assert said(made) == [(1, APPROVED, "draft"), (3, REJECTED, "draft")]
    assert [(each.line, each.key) for each in made.problems] == [(6, None), (6, TWO)]
    assert made.problems[1].message == "2 in a is missing, and may be what stands here"


def test_while_a_broken_entry_stands_none_counts_as_deleted() -> None:
    broken = entry(TWO, "x").replace("<!-- tracker 2 a -->", "")
    assert said(plan(broken)) == []


def test_a_first_entry_that_lost_its_line_is_not_taken_for_deleted() -> None:
    made = plan(f"1. {WRITTEN[ONE]}\n", entry(TWO, "x"), entry(THREE))
    assert said(made) == [(2, APPROVED, "draft")]
    assert {each.key for each in made.problems} == {None, ONE}


def test_an_entry_that_lost_its_line_is_not_published_with_the_one_above() -> None:
    made = plan(entry(ONE, "x") + f"1. {WRITTEN[TWO]}\n", entry(THREE, "-"))
    assert said(made) == [(3, REJECTED, "draft")]
    assert [(each.line, each.key) for each in made.problems] == [(3, TWO), (3, ONE)]
    assert "- [ ] <!-- tracker 2 a -->" in made.problems[0].message


def test_an_entry_that_tracker_never_wrote_decides_nothing() -> None:
    strange = EntryKey(4, "a")
    passage = "- [x] <!-- tracker 4 a -->\ntext\n"
    made = plan(entry(ONE), entry(TWO), entry(THREE), passage)
    assert not made.decisions
    assert [(each.line, each.key) for each in made.problems] == [(12, strange)]
    assert made.problems[0].message.startswith("no open draft has an entry 4 in a")


def test_a_number_changed_by_hand_rejects_nothing() -> None:
    for body in (None, "My own words."):
        changed = entry(TWO, "x", body=body).replace("tracker 2 a", "tracker 22 a")
        made = plan(entry(ONE), changed, entry(THREE))
        assert not made.decisions
        assert {each.key for each in made.problems} == {EntryKey(22, "a"), TWO}


def test_an_approved_entry_in_the_author_s_words_is_told_in_them() -> None:
    made = plan(entry(ONE, "x", body="My \x1b[31mown\x1b[0m words. " + "and more " * 30))
    assert made.lines[0].startswith("1 in a: approved: My own words. and more")
    assert len(made.lines[0]) < 100


def test_a_work_is_told_by_its_title() -> None:
    made = plan(entry(ONE, "x"), entry(THREE), titles={ONE: "One \x1b[1mthing", TWO: "Two things"})
    assert made.lines == (
        "1 in a: approved: One thing",
        "2 in a: deleted, counts as rejected: Two things",
    )


def test_many_entries_of_no_open_draft_are_told_in_one_line() -> None:
    strangers = [f"- [x] <!-- tracker {number} a -->\n1. Old {number}\n" for number in (7, 8, 9)]
    made = plan(entry(ONE), entry(TWO), entry(THREE), *strangers)
    (told,) = [problem for problem in made.problems if problem.message]
    assert "3 entries from here on belong to no open draft" in told.message
    assert not made.decisions
