"""A law: the sentence of an entry is its source's words in their order.

But for a verb of the closed table ("show", "Shows"), a capital, a stop at the end, and the name of
who speaks before a link-blog's words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.drafts.entry.samples import TEXTS, WORDS
from tracker.drafts.entry.sentence import contribution
from tracker.drafts.entry.voice.verbs import THIRD
from tracker.escaping import fold

PIECES = st.sampled_from(
    re.findall(
        r"[^|]+",
        "We introduce |This paper studies |we also show that |Quickfit, |a novel model |"
        "which |that |enables |to reduce |the loss |of boats |by doing so |, and evaluate |"
        ", such as |(QF) |and |while |results demonstrate that |our |called Quickfit |: (1) |"
        "A sea. |It |is a |these |Inspired by |harbours |cold |are proposed |. |; |“x” |"
        "such boats |novel |aim to ",
    )
)
SENTENCES = st.lists(st.one_of(PIECES, WORDS), max_size=40).map(" ".join)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text).casefold())


def is_in_order(shown: Sequence[str], source: Sequence[str]) -> bool:
    """Whether the words shown stand in the source in this order, or verbs of the table do."""
    rest = iter(source)
    return all(
        any(word == held or "".join(words(THIRD.get(held, ""))) == word for held in rest)
        for word in shown
    )


@settings(max_examples=300)
@example("We propose Quickfit, a boat, and show that it floats.", 100, False)
@given(st.one_of(TEXTS, SENTENCES), st.integers(60, 300), st.booleans())
def test_a_sentence_is_its_source_s_words_in_order(text: str, limit: int, keeps_name: bool) -> None:
    chosen = contribution([text], names=["Quickfit"], limit=limit, keeps_name=keeps_name)
    assert is_in_order(words(chosen.text), words(text))
    assert len(chosen.text) <= limit
    assert chosen.source in fold(text)


@given(st.one_of(TEXTS, SENTENCES), st.integers(60, 300))
def test_what_a_person_says_is_its_words_behind_a_name(text: str, limit: int) -> None:
    said = contribution([text], speaker="Ada", limit=limit).text
    assert said == "" or said.startswith("Ada: “")
    assert is_in_order(words(said.removeprefix("Ada: ")), words(text))
    assert len(said) <= limit


@settings(max_examples=200)
@given(st.one_of(TEXTS, SENTENCES), st.integers(60, 300), st.sampled_from(["", "Ada"]))
def test_what_a_post_says_is_its_words_or_its_author_s(text: str, limit: int, author: str) -> None:
    shown = contribution([text], limit=limit, author=author, is_paper=False).text
    assert is_in_order(words(shown.removeprefix(f"{author}: “")), words(text))
    assert len(shown) <= limit
