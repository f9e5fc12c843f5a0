"""The sentences of a draft are the source's, word for word and in its order."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.drafts.sentences import ELLIPSIS, contribution, quote, shorten, split_sentences
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
        ("no end", ["no end"]),
        ("", []),
        (" . ", ["."]),
    ],
)
def test_text_is_split_where_sentences_end(text: str, sentences: list[str]) -> None:
    assert list(split_sentences(text)) == sentences


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "Models are slow. In this paper, we propose Quickfit, which is fast. It wins.",
            "In this paper, we propose Quickfit, which is fast.",
        ),
        (
            "We study how models forget what they know. To that end we introduce a new benchmark.",
            "To that end we introduce a new benchmark.",
        ),
        ("This paper presents a tool for all. It is good.", "This paper presents a tool for all."),
        ("Models forget a lot. We show that they need not.", "We show that they need not."),
        ("Today we're launching a model for all. Try it.",) * 1
        + ("Today we're launching a model for all.",),
        ("Introducing our new small model. It is here.", "Introducing our new small model."),
        ("The post Big News appeared first on A Blog. I went to the sea today.",) * 1
        + ("I went to the sea today.",),
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
            "We propose Quickfit for all of us. It is nice to have. It is 3.5% better than before.",
            "It is 3.5% better than before.",
        ),
        (
            "We propose Quickfit for all of us. It outperforms what there was.",
            "It outperforms what there was.",
        ),
        ("We propose Quickfit, 20% better than before.", ""),
        ("We propose Quickfit for all of us. It is nice to have.", ""),
    ],
)
def test_the_quote_is_another_sentence_with_a_result(text: str, sentence: str) -> None:
    assert quote(text, without=contribution(text)) == sentence


def test_a_long_sentence_is_cut_after_a_word() -> None:
    text = "We propose " + "very " * 100 + "long names."
    cut = contribution(text, limit=50)
    assert cut.endswith(f"very {ELLIPSIS}")
    assert len(cut) <= 50


def test_one_endless_word_is_no_sentence() -> None:
    assert shorten("x" * 1000, 100) == ""


def test_a_shortened_contribution_is_not_quoted_again() -> None:
    text = "We propose a thing that is 20% better " + "and so on " * 100 + "at the end."
    assert quote(text, without=contribution(text, limit=100)) == ""


WORDS = st.sampled_from(
    re.findall(
        r"\S+",
        "We propose show model 3.5 e.g. et al. Fig. 2 $x$ $ ( ) . ! ? … 。 ... It this paper 20% "
        "https://a.b/c improves results etc. J. U.S. \\times é 文",
    )
)
TEXTS = st.one_of(st.text(), st.lists(WORDS, max_size=80).map(" ".join))


@given(TEXTS)
def test_no_word_is_lost_or_moved_by_splitting(text: str) -> None:
    whole = "".join(split_sentences(text)).replace(" ", "")
    assert whole == fold(text).replace(" ", "")


@given(TEXTS, st.integers(10, 200))
def test_nothing_is_invented(text: str, limit: int) -> None:
    first = contribution(text, limit=limit)
    for sentence in (first, quote(text, without=first, limit=limit)):
        assert sentence.removesuffix(ELLIPSIS).rstrip() in fold(text)
        assert len(sentence) <= limit


@pytest.mark.parametrize(
    "piece", [". ", "A.", "$", "$x", "e.g. ", "we ", ".", "a", "…”", "We x y "]
)
def test_a_long_hostile_text_takes_bounded_time(piece: str) -> None:
    text = piece * 300_000
    contribution(text)
    quote(text)
    assert not re.search(r"\s{2}", " ".join(split_sentences(text)))
