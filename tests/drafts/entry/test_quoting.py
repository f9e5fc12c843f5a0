"""The contribution says what a work does; the quote is a result that is understood alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drafts.entry.samples import TEXTS
from tracker.drafts.entry.quoting import LIMIT, contribution, quote
from tracker.drafts.entry.sentences import ELLIPSIS, split_sentences
from tracker.escaping import fold


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "Models are slow. In this paper, we propose Quickfit, which is fast. It wins.",
            "We propose Quickfit, which is fast.",
        ),
        (
            "We study how models forget what they know. To that end we introduce a new benchmark.",
            "We introduce a new benchmark.",
        ),
        ("This paper presents a tool for all. It is good.", "This paper presents a tool for all."),
        ("Models forget a lot. We show that they need not.", "We show that they need not."),
        ("Tides are old. We let boats ride on them all day.", "We let boats ride on them all day."),
        (
            "We propose a loss for all. We then introduce two extensions: one for tides and more.",
            "We propose a loss for all.",
        ),
        (
            "We train many small models. We present extensive experiments on all of our tasks.",
            "We train many small models.",
        ),
        (
            "Recently, we proposed Oldfit for tides. In this paper, we study how it may be tuned.",
            "We study how it may be tuned.",
        ),
        (
            "Boats tip over. We take another way and introduce Keel, a method without training.",
            "We take another way and introduce Keel, a method without training.",
        ),
        (
            "Boats tip over. This work rights them by introducing a data set of keels.",
            "This work rights them by introducing a data set of keels.",
        ),
        ("We compare many small boats. The labels are released.", "We compare many small boats."),
        ("Ships sink. This survey reviews what keeps them up.",) * 1
        + ("This survey reviews what keeps them up.",),
        ("Today we're launching a model for all. Try it.",) * 1
        + ("Today we're launching a model for all.",),
        ("Introducing our new small model. It is here.", "Introducing our new small model."),
        ("The post Big News appeared first on A Blog. I went to the sea today.",) * 1
        + ("I went to the sea today.",),
        ("What's Changed in this one. The loader reads folders now.",) * 1
        + ("The loader reads folders now.",),
        (
            "Ok. A first sentence that says something. More.",
            "A first sentence that says something.",
        ),
        ("Ok.", ""),
        ("", ""),
    ],
)
def test_the_contribution_is_the_sentence_that_states_it(text: str, sentence: str) -> None:
    assert contribution(text) == sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "We propose a new loss for tides. We introduce Quickfit for boats.",
            "We introduce Quickfit for boats.",
        ),
        (
            "Boats often tip over. Quickfit is a small model for boats. It wins.",
            "Quickfit is a small model for boats.",
        ),
    ],
)
def test_a_sentence_with_the_work_s_name_goes_first(text: str, sentence: str) -> None:
    assert contribution(text, name="Quickfit") == sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "We propose Quickfit for all. It is nice. Quickfit is 3.5% better than what there was.",
            "Quickfit is 3.5% better than what there was.",
        ),
        (
            "We propose Quickfit for all of us. Our method outperforms what there was.",
            "Our method outperforms what there was.",
        ),
        (
            "We propose Quickfit for all of us. Notably, we find that boats need no keel.",
            "We find that boats need no keel.",
        ),
        # What needs its neighbours, tells of others, hopes, or only boasts, is not quoted.
        ("We propose Quickfit for all of us. It is 3.5% better than before.", ""),
        ("We propose Quickfit for all of us. Older boats are worse than newer ones.", ""),
        ("We propose Quickfit for all of us. We hope that it is 5% better than others.", ""),
        ("We propose Quickfit for all of us. It is state-of-the-art in all we know.", ""),
        ("Boats are 5% faster than before. We propose Quickfit for all of us.", ""),
        ("We propose Quickfit, 20% better than before.", ""),
        ("We propose Quickfit for all of us. It is nice to have.", ""),
    ],
)
def test_the_quote_is_a_later_sentence_with_a_result(text: str, sentence: str) -> None:
    assert quote(text, without=contribution(text)) == sentence


def test_a_quote_that_is_too_long_keeps_its_number_or_is_none() -> None:
    start = "We propose Quickfit for all of us. "
    long = ", which is what " + "very " * 60 + "old boats need."
    assert (
        quote(f"{start}Our boats, {'small, ' * 60}are 5% faster than others.", without=start) == ""
    )
    text = f"{start}{'On many of the old lakes, ' * 4}our boats are 5% faster than others{long}"
    shown = quote(text, without=start.strip())
    assert shown.endswith(f"our boats are 5% faster than others {ELLIPSIS}")
    assert len(shown) <= LIMIT


def test_a_long_contribution_is_cut_and_not_quoted_again() -> None:
    text = "We propose a thing that is 20% better " + "and so on " * 100 + "at the end."
    first = contribution(text)
    assert first.endswith(ELLIPSIS)
    assert len(first) <= LIMIT
    assert quote(text, without=first) == ""


@given(TEXTS, st.integers(10, 200))
def test_nothing_is_invented(text: str, limit: int) -> None:
    first = contribution(text, limit=limit)
    for sentence in (first, quote(text, without=first, limit=limit)):
        words = sentence.removesuffix(ELLIPSIS).rstrip()
        assert words in fold(text) or words[1:] in fold(text)  # the first may be a new capital
        assert len(sentence) <= limit


@pytest.mark.parametrize(
    "piece", [". ", "A.", "$", "$x", "e.g. ", "we ", ".", "a", "…”", "We x y ", "the new "]
)
def test_a_long_hostile_text_takes_bounded_time(piece: str) -> None:
    text = piece * 300_000
    contribution(text)
    quote(text)
    assert not re.search(r"\s{2}", " ".join(split_sentences(text)))
