"""The sentence behind a name: in the author's voice, whole, and of the work; or a quotation."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tracker.drafts.entry.sentence import LIMIT, contribution
from tracker.drafts.entry.voice import clauses, refusals

_CASES = tomllib.loads((Path(__file__).parent / "voice" / "cases.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", _CASES, ids=[case["of"] for case in _CASES])
def test_a_sentence_is_cut_as_its_author_would_cut_it(case: dict[str, Any]) -> None:
    names, title = case.get("names", ()), case.get("title", "")
    assert contribution([case["text"]], names=names, title=title).text == case["sentence"]


def test_the_sentence_that_it_was_cut_from_is_known() -> None:
    text = "Boats tip over. We propose Keelfix, a light frame that rights small boats."
    chosen = contribution([text], names=["Keelfix"])
    assert chosen.source == "We propose Keelfix, a light frame that rights small boats."
    assert contribution([]).source == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "We propose Keelfix, a light frame that rights small boats.",
            "Keelfix, a light frame that rights small boats.",
        ),
        (
            "Keelfix is a light frame that rights small boats.",
            "Keelfix is a light frame that rights small boats.",
        ),
        (
            "We present Keelfix, which rights small boats without any crew.",
            "Keelfix, which rights small boats without any crew.",
        ),
    ],
)
def test_where_no_name_stands_before_it_a_sentence_keeps_its_subject(
    text: str, sentence: str
) -> None:
    assert contribution([text], names=["Keelfix"], keeps_name=True).text == sentence


@pytest.mark.parametrize("limit", [80, 110, 160, 240])
def test_a_long_sentence_ends_with_a_whole_clause_and_a_stop(limit: int) -> None:
    text = (
        "We introduce Gullset, a benchmark for counting gulls over harbours, which covers forty "
        "towns along the northern coast of the sea, while keeping all of its pictures small enough "
        "for the phones of those who count gulls on holidays in the rain and in the snow."
    )
    shown = contribution([text], names=["Gullset"], limit=limit).text
    assert shown.startswith(("A benchmark for counting gulls over harbours", "Covers forty towns"))
    assert shown.endswith(".")
    assert len(shown) <= limit


def test_a_formula_and_an_address_keep_a_sentence_out() -> None:
    text = (
        "We propose ropes with $\\mathcal{R}_{x}$ strands of hemp. We give ropes away at "
        "https://ropes.example for free. We study how old ropes behave in rain."
    )
    assert contribution([text]).text == "Studies how old ropes behave in rain."


def test_a_link_blog_s_words_are_that_person_s() -> None:
    text = "I have used these ropes for weeks. They hold twice the weight of hemp ropes."
    chosen = contribution([text], speaker="Ada Byron", is_paper=False)
    assert chosen.text == "Ada Byron: “I have used these ropes for weeks.”"


def test_who_only_talks_is_not_quoted() -> None:
    text = "Yeah, so, you know, ropes are, um, what I mean. Rope shops keep dry rooms for hemp."
    chosen = contribution([text], speaker="Ada Byron", is_paper=False)
    assert chosen.text == "Ada Byron: “Rope shops keep dry rooms for hemp.”"


def test_no_sentence_reaches_over_two_passages() -> None:
    passages = ["Ropes of the cold north", "We measure how long ropes of hemp hold."]
    assert contribution(passages).source == passages[1]


def test_a_sentence_that_its_source_breaks_off_is_not_shown_as_whole() -> None:
    shown = contribution(["Ropes of hemp hold for ten years at sea, which is why the old …"])
    assert not re.search("old", shown.text)


@pytest.mark.parametrize(
    "head",
    [
        "a rule by which every crew of the old harbour aligns the watches of its sailors",
        "a rule by which every crew of the old harbour augments the watches of its sailors",
        "a rule of the old harbour by which the watches of a crew have the same distance",
        "a rule for all the crews of the old harbour that meets the growing demand",
        "a rule for the watches in the old harbour whose first aim is not to wake the crew",
    ],
)
def test_what_waits_for_its_other_half_is_not_cut_there(head: str) -> None:
    behind = "with tide-tables-of-all-northern-coasts-and-moons"
    assert clauses.fit(f"{head} {behind}", 110, lambda text: text == head) == ""
    assert clauses.fit(f"{head}, {behind}", 110, lambda text: text == head) == ""
    whole = head.replace("aligns", "keeps").replace("augments", "keeps").replace("is not", "is")
    whole = whole.replace("the same distance", "a lamp").replace("demand", "tide")
    assert clauses.fit(f"{whole} {behind}", 110, lambda text: text == whole) == whole


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("This shows how ropes age.", True),
        ("Ropes of these kinds are rare.", True),
        ("Ropes such as hemp ropes are rare.", False),
        ("Such ropes are rare.", True),
        ("Those who make ropes are rare.", False),
        ("They are rare.", True),
        ("Without the logs of old captains, they often fail to hold.", True),
        ("While old ropes are strong, they often fail to hold.", False),
        ("Ropes differ at all three levels.", True),
        ("A rope and its strands are one.", False),
        ("The former is rare.", True),
        ("Third, ropes are rare.", True),
        ("Do so with ropes.", True),
    ],
)
def test_what_leans_on_its_neighbours_is_known(text: str, leans: bool) -> None:
    assert refusals.leans(text) is leans


@pytest.mark.parametrize(
    "piece",
    [
        ". ", "A.", "$", "we ", "We introduce ", "We propose A B ", "(a ", "“x", "the new ",
        ", and show ", "NAMEa1, ", "a-A-", "results show that ", "called X ", " (X) ",
        "A" * 50 + " ", "is a ",
    ],
)  # fmt: skip
def test_a_long_hostile_text_takes_bounded_time(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    for whole in (text, f"We introduce Quickfit, {text}", f"Results show {text}."):
        shown = contribution([whole], names=["Quickfit"], title=text[:300]).text
        assert len(shown) <= LIMIT
