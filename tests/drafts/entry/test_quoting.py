"""The quote is a number or a finding that is understood alone, or there is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drafts.entry.samples import TEXTS
from tracker.drafts.entry.quoting import LIMIT, quote
from tracker.drafts.entry.shortening import ELLIPSIS
from tracker.escaping import fold

FIRST = "We propose Quickfit for all of us."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "It is nice. Quickfit is 3.5% better than what there was.",
            "Quickfit is 3.5% better than what there was.",
        ),
        (
            "Notably, we find that boats need no keel in calm water.",
            "We find that boats need no keel in calm water.",
        ),
        (
            "Extensive experiments on five lakes demonstrate that Quickfit halves errors by 20%.",
            "Quickfit halves errors by 20%.",
        ),
        (
            "Our oars are stronger than steel oars of any length.",
            "Our oars are stronger than steel oars of any length.",
        ),
        # What needs its neighbours, tells of others, hopes, boasts or is only said, is not quoted.
        ("It is 3.5% better than before.", ""),
        ("In fact, these boats are 5% better than older ones.", ""),
        ("First, the boats are 5% better than those ones.", ""),
        ("Older boats are worse than newer ones.", ""),
        ("We hope that it is 5% better than others.", ""),
        ("Our method outperforms existing methods on many lakes.", ""),
        ("Extensive experiments demonstrate the effectiveness of our boats over others.", ""),
        ("It is state-of-the-art in all we know.", ""),
        ("Yeah, you know, our boats are like 5% faster than others.", ""),
        ("It is nice to have.", ""),
        ("While old boats can carry 75% of our load, they need a crew of five.", ""),
    ],
)
def test_the_quote_is_a_later_sentence_with_a_result(text: str, sentence: str) -> None:
    assert quote([f"{FIRST} {text}"], behind=FIRST, names=["Quickfit"]) == sentence


def test_what_precedes_the_sentence_is_of_others() -> None:
    assert quote([f"Boats are 5% faster than before. {FIRST}"], behind=FIRST) == ""


def test_a_quote_that_is_too_long_keeps_its_number_or_is_none() -> None:
    long = ", which is what " + "very " * 60 + "old boats need."
    assert quote([f"{FIRST} Our boats, {'small, ' * 60}are 5% faster than others."]) == ""
    text = f"{FIRST} {'On many of the old lakes, ' * 4}our boats are 5% faster than others{long}"
    shown = quote([text], behind=FIRST)
    assert shown.endswith(f"our boats are 5% faster than others {ELLIPSIS}")
    assert len(shown) <= LIMIT


@given(TEXTS, st.integers(10, 200))
def test_nothing_is_invented(text: str, limit: int) -> None:
    words = quote([text], limit=limit).removesuffix(ELLIPSIS).rstrip()
    assert words in fold(text) or words[1:] in fold(text)  # the first may be a new capital
    assert len(words) <= limit


@pytest.mark.parametrize(
    "piece", [". ", "A.", "$", "e.g. ", "we ", "a", "…”", "the new ", "results show "]
)
def test_a_long_hostile_text_takes_bounded_time(piece: str) -> None:
    assert len(quote([piece * (300_000 // len(piece))])) <= LIMIT
