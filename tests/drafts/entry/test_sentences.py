"""The sentences of a draft are the source's, word for word and in its order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drafts.entry.samples import TEXTS
from tests.support.growth import assert_growth
from tracker.drafts.entry.sentences import split_sentences, trim
from tracker.drafts.entry.shortening import ELLIPSIS, ends_whole, shorten
from tracker.escaping import fold


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One two. Three four.", ["One two.", "Three four."]),
        ("Models, e.g. small ones, work. So.", ["Models, e.g. small ones, work.", "So."]),
        ("As in Byron et al. (2024) we show it. Good.",) * 1
        + (["As in Byron et al. (2024) we show it.", "Good."],),
        ("Work by Byron et al. It is old.", ["Work by Byron et al.", "It is old."]),
        ("That is, i.e. Large ones. Yes.", ["That is, i.e. Large ones.", "Yes."]),
        ("See Fig. 2 and Eq. 3. Next.", ["See Fig. 2 and Eq. 3.", "Next."]),
        ("It gains 3.5 points. Next.", ["It gains 3.5 points.", "Next."]),
        ("Version 2.0. Next.", ["Version 2.0.", "Next."]),
        ("We set $p = 0. 5$ here. Next.", ["We set $p = 0. 5$ here.", "Next."]),
        ("It costs $5. And $6 more.", ["It costs $5.", "And $6 more."]),
        ("By J. R. Smith. Next.", ["By J. R. Smith.", "Next."]),
        ("Is it? Yes! Well...", ["Is it?", "Yes!", "Well..."]),
        ('He said "so." Then he left.', ['He said "so."', "Then he left."]),
        ("(It ends here.) Next.", ["(It ends here.)", "Next."]),
        ("The U.S. market vs. Others. Next.", ["The U.S. market vs. Others.", "Next."]),
        ("iPhones etc. are fine. Next.", ["iPhones etc. are fine.", "Next."]),
        ("Apples, pears, etc. Then more.", ["Apples, pears, etc.", "Then more."]),
        ("A line\nbreak. Another\r\none.", ["A line break.", "Another one."]),
        ("See https://a.b/c.html for it. Next.", ["See https://a.b/c.html for it.", "Next."]),
        ("これは文です。次の文です。", ["これは文です。", "次の文です。"]),
        ("It ends here.We go on. Next.", ["It ends here.", "We go on.", "Next."]),
        ("Read arXiv.org in node.js here. Next.", ["Read arXiv.org in node.js here.", "Next."]),
        ("no end", ["no end"]),
        ("", []),
        (" . ", ["."]),
    ],
)
def test_text_is_split_where_sentences_end(text: str, sentences: list[str]) -> None:
    assert list(split_sentences(text)) == sentences


@pytest.mark.parametrize(
    ("sentence", "trimmed"),
    [
        ("In this paper, we propose Quickfit.", "We propose Quickfit."),
        ("In this paper we propose Quickfit.", "We propose Quickfit."),
        ("To this end, we introduce a benchmark.", "We introduce a benchmark."),
        ("To address this, we introduce a benchmark.", "We introduce a benchmark."),
        ("To bridge this gap, a benchmark is introduced.", "A benchmark is introduced."),
        ("Motivated by these findings, we build one.", "We build one."),
        ("To overcome these limits, Quickfit adapts once.", "Quickfit adapts once."),
        ("Specifically, to tackle the challenges, we go on.", "We go on."),
        ("In this work, xLSTM is extended.", "xLSTM is extended."),
        ("Based on it, we introduce a benchmark.", "We introduce a benchmark."),
        # What tells something stays.
        (
            "To adapt models in one pass, we propose Quickfit.",
            "To adapt models in one pass, we propose Quickfit.",
        ),
        ("As it ages in place, we look on.", "As it ages in place, we look on."),
        ("Without this term, the model fails.", "Without this term, the model fails."),
        ("In these cases, the model fails.", "In these cases, the model fails."),
        ("Inspired by tides, we build one.", "Inspired by tides, we build one."),
        ("We propose Quickfit.", "We propose Quickfit."),
        ("", ""),
    ],
)
def test_an_opening_that_leans_on_what_stands_before_is_cut(sentence: str, trimmed: str) -> None:
    assert trim(sentence, name="Quickfit") == trimmed


@pytest.mark.parametrize(
    ("sentence", "shortened"),
    [
        (
            "We propose a method for small boats, which keeps them upright in heavy weather.",
            f"We propose a method for small boats {ELLIPSIS}",
        ),
        (
            "We propose a method for small boats; it keeps them upright in heavy weather.",
            f"We propose a method for small boats {ELLIPSIS}",
        ),
        (
            "We propose a method for all boats (those of isles, which tip) in heavy weather.",
            f"We propose a method for all boats {ELLIPSIS}",
        ),
        (
            "We propose methods that right the many small boats of the islands at their moorings.",
            f"We propose methods that right the many small boats {ELLIPSIS}",
        ),
    ],
)
def test_a_long_sentence_ends_at_a_clause(sentence: str, shortened: str) -> None:
    assert shorten(sentence, 60) == shortened


def test_one_endless_word_is_no_sentence() -> None:
    assert shorten("x" * 1000, 100) == ""


@given(TEXTS)
def test_no_word_is_lost_or_moved_by_splitting(text: str) -> None:
    whole = "".join(split_sentences(text)).replace(" ", "")
    assert whole == fold(text).replace(" ", "")


@given(TEXTS, st.integers(10, 200))
def test_a_sentence_is_only_shortened(text: str, limit: int) -> None:
    sentence = fold(text)
    for short in (shorten(trim(sentence), limit), ends_whole(trim(sentence), limit)):
        words = short.removesuffix(ELLIPSIS).rstrip()
        assert words in sentence or words[1:] in sentence  # its first letter may be a new capital
        assert len(short) <= limit


@pytest.mark.parametrize(
    "piece", ["to this, ", "(", ", which ", "$", ": ", " the", "In this paper "]
)
def test_what_a_hostile_sentence_costs_grows_with_its_length(piece: str) -> None:
    assert_growth(lambda text: shorten(trim(text), 240), piece * 2_000, piece * 8_000)
