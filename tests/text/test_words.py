"""The forms in which words are compared. Of what is stored under a form, the form is pinned."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.markdown import heading_words
from tracker.matching.phrases import words
from tracker.ranking.features.packed import author_hash
from tracker.text.words import (
    learned_form,
    learned_words,
    name_words,
    phrase_words,
    remark_words,
    singular,
    title_words,
)

# Made by the code of version 0.1: stores hold keys and hashes of these forms.
FORMS = json.loads((Path(__file__).parent / "forms.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: ascii(form["text"])[:40])
def test_each_form_of_a_text_is_what_it_was_when_stores_were_made(form: dict[str, Any]) -> None:
    text = form["text"]
    assert title_words(text) == form["title"]
    assert list(words(text)) == form["phrase"]
    assert [learned_form(word) for word in learned_words(text)] == form["learned"]
    assert author_hash(text) == form["author_hash"]
    assert remark_words(text) == form["remark"]
    assert heading_words(text) == form["heading"]


@given(st.text(max_size=40))
def test_a_form_brought_to_the_form_again_is_the_same(text: str) -> None:
    for form in (name_words, remark_words):
        assert form(form(text)) == form(text)
    for word in learned_words(text):
        assert learned_words(word) == [word]


@given(st.text(alphabet="aeiosuxychz'-", min_size=1, max_size=12))
def test_a_plural_ending_is_taken_off_once_and_never_the_whole_word(word: str) -> None:
    assert singular(word)
    assert len(learned_form(word)) in {len(word), len(word) - 1}


@pytest.mark.parametrize(
    ("text", "apart"),
    [("ħ", "h"), ("resume", "resumé")],
)
def test_phrases_are_found_whatever_the_accents(text: str, apart: str) -> None:
    assert phrase_words(text) == phrase_words(apart)
