"""Whose text stands below a marker: markers that were exchanged, copied or lost by hand."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.drafts.samples import NOW
from tracker.drafts.file.decisions import ReviewPlan, StoredFacts, plan_decisions
from tracker.drafts.file.document import parse_draft
from tracker.values import EntryKey, Verdict

ONE, TWO, THREE = EntryKey(1, "a"), EntryKey(2, "a"), EntryKey(3, "b")
WRITTEN = {
    ONE: "**One** ([paper](https://a.b/1), [code](https://c.d/1)) - first.\n\nAda\n\n> Said one.",
    TWO: "**Two** ([paper](https://a.b/2)) - second.\n\nEmil\n\n> Said two.",
    THREE: "**Three** ([paper](https://a.b/3)) - third.\n\nCarl",
}


def passage(key: EntryKey, body: str = "", mark: str = "x") -> str:
    return f"- [{mark}] <!-- tracker {key.work_id} {key.topic} -->\n1. {body or WRITTEN[key]}\n\n"


def plan(
    *passages: str,
    written: Mapping[EntryKey, str] = WRITTEN,
    texts: Mapping[EntryKey, str] | None = None,
    current: Mapping[EntryKey, Verdict] | None = None,
) -> ReviewPlan:
    return plan_decisions(
        parse_draft(("## A\n\n" + "".join(passages)).encode(), path="drafts/x.md"),
        StoredFacts(written=written, current=current or {}, texts=texts or {}),
        deletions=True,
        now=NOW,
    )


def decided(made: ReviewPlan) -> list[tuple[int, Verdict]]:
    return [(each.work_id, each.verdict) for each in made.decisions]


def told(made: ReviewPlan) -> list[tuple[int, EntryKey | None]]:
    return [(each.line, each.key) for each in made.problems if each.message]


def test_entries_with_exchanged_markers_are_held_and_told_with_their_lines() -> None:
    made = plan(passage(ONE, WRITTEN[TWO]), passage(TWO, WRITTEN[ONE]), passage(THREE))
    assert decided(made) == [(3, Verdict.APPROVED)]
    assert told(made) == [(3, ONE), (10, TWO)]
    assert [each.message for each in made.problems] == [
        "the marker of 1 in a stands over the text of 2 in a; put each marker over its own text",
        "the marker of 2 in a stands over the text of 1 in a; put each marker over its own text",
    ]


def test_three_markers_that_went_round_are_all_held() -> None:
    made = plan(
        passage(ONE, WRITTEN[TWO]), passage(TWO, WRITTEN[THREE]), passage(THREE, WRITTEN[ONE])
    )
    assert not decided(made)
    assert {key for _, key in told(made)} == {ONE, TWO, THREE}


def test_an_exchange_is_seen_by_the_links_where_the_words_were_changed_too() -> None:
    mine = "**Two, as I call it** ([paper](https://a.b/2)) - better than I thought.\n\nMy words."
    made = plan(passage(ONE, mine), passage(TWO, WRITTEN[ONE]), passage(THREE))
    assert decided(made) == [(3, Verdict.APPROVED)]
    assert {key for _, key in told(made)} == {ONE, TWO}


def test_the_other_of_an_exchange_is_held_though_nothing_is_left_of_its_text() -> None:
    made = plan(passage(ONE, WRITTEN[TWO]), passage(TWO, "My own words on it."), passage(THREE))
    assert decided(made) == [(3, Verdict.APPROVED)]
    assert told(made) == [(3, ONE), (10, TWO)]
    assert made.problems[1].message == (
        "the text of 2 in a stands at line 3; if this is that of 1 in a, exchange their markers"
    )


@pytest.mark.parametrize(
    "body",
    [
        "**My title** ([paper](https://a.b/1)) - first.",
        "**One, which is better than Two** - no links at all.",
        "**Two**, said of One ([code](https://c.d/1)).",
        "Better than [Two](https://a.b/2) is [One](https://a.b/1).",
        "[As with Two](https://a.b/2), but\n\n" + WRITTEN[ONE],
        "My words alone.",
        WRITTEN[ONE].replace("\n\n", "\n\nMy words.\n\n", 1),
    ],
)
def test_a_rewritten_entry_is_not_held(body: str) -> None:
    made = plan(passage(ONE, body), passage(TWO), passage(THREE))
    assert len(decided(made)) == 3
    assert not made.problems


def test_entries_in_another_order_are_not_held() -> None:
    made = plan(passage(THREE), passage(TWO), passage(ONE))
    assert len(decided(made)) == 3
    assert not made.problems


def test_entries_whose_first_lines_are_alike_are_not_held() -> None:
    alike = {key: "*paper*\n\n" + text for key, text in WRITTEN.items()}
    alike[ONE] = "*code*\n\n" + WRITTEN[ONE]
    made = plan(
        passage(ONE, alike[ONE].replace("code", "paper")),
        passage(TWO, alike[TWO].replace("paper", "code")),
        passage(THREE, alike[THREE]),
        written=alike,
    )
    assert len(decided(made)) == 3


def test_one_work_under_two_topics_may_exchange_its_markers() -> None:
    twice = {ONE: WRITTEN[ONE], EntryKey(1, "b"): WRITTEN[ONE].replace("first", "First")}
    made = plan(
        passage(ONE, twice[EntryKey(1, "b")]),
        passage(EntryKey(1, "b"), WRITTEN[ONE]),
        written=twice,
    )
    assert len(decided(made)) == 2


def test_a_link_that_two_works_share_does_not_hide_an_exchange() -> None:
    shared = {
        ONE: "**One** ([post](https://p.q/1), [paper](https://a.b/9))",
        TWO: "**Two** ([post](https://p.q/2), [paper](https://a.b/9))",
    }
    made = plan(passage(ONE, shared[TWO]), passage(TWO, shared[ONE]), written=shared)
    assert not decided(made)


def test_a_text_that_was_copied_under_another_marker_is_held_alone() -> None:
    made = plan(passage(ONE, WRITTEN[TWO]), passage(TWO), passage(THREE))
    assert decided(made) == [(2, Verdict.APPROVED), (3, Verdict.APPROVED)]
    assert told(made) == [(3, ONE)]


def test_a_marker_copied_over_another_one_decides_nothing_of_either() -> None:
    for body in (WRITTEN[TWO], "My own words."):
        made = plan(passage(ONE), passage(ONE, body), passage(THREE))
        assert decided(made) == [(3, Verdict.APPROVED)]
        assert {key for _, key in told(made)} == {ONE, TWO}


def test_an_entry_copied_with_its_marker_is_held() -> None:
    made = plan(passage(ONE), passage(TWO), passage(ONE), passage(TWO), passage(THREE))
    assert decided(made) == [(3, Verdict.APPROVED)]
    assert {key for _, key in told(made)} == {ONE, TWO}


def test_a_text_whose_own_marker_is_gone_is_not_taken_for_deleted() -> None:
    mine = "**Two, mine** ([paper](https://a.b/2))"
    made = plan(passage(ONE, mine), passage(THREE))
    assert decided(made) == [(3, Verdict.APPROVED)]
    assert {each.key for each in made.problems} == {ONE, TWO}
    assert told(made) == [(3, ONE)]


def test_the_text_of_an_entry_of_another_draft_is_known() -> None:
    here, unsaid = {ONE: WRITTEN[ONE]}, {TWO: Verdict.UNDECIDED}
    made = plan(passage(ONE, WRITTEN[TWO]), written=here, texts=WRITTEN, current=unsaid)
    assert not decided(made)
    assert told(made) == [(3, ONE)]
    moved = plan(passage(ONE), passage(TWO), written=here, texts=WRITTEN, current=unsaid)
    assert len(decided(moved)) == 2


MANY = {
    EntryKey(
        n, "a"
    ): f"**Title {n}** ([paper](https://a.b/{n}), [post](https://p.q/shared)) - does."
    for n in range(1, 7)
}


@settings(max_examples=60)
@given(texts=st.permutations(list(MANY)), order=st.permutations(list(MANY)))
def test_just_those_are_held_that_stand_under_another_s_marker(
    texts: list[EntryKey], order: list[EntryKey]
) -> None:
    under = dict(zip(MANY, texts, strict=True))
    made = plan(*(passage(key, MANY[under[key]]) for key in order), written=MANY)
    assert {key for _, key in told(made)} == {key for key, text in under.items() if key != text}
    assert {number for number, _ in decided(made)} == {
        key.work_id for key, text in under.items() if key == text
    }
