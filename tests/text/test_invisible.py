"""What cannot be seen but acts, and what merely hides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.text.invisible import (
    clean,
    has_controls,
    incoming,
    is_harmless,
    outgoing,
    without_sequences,
)

ACTS = "\0\x07\x7f\x9b\u202e\u2066\u061c\ufeff\ufff9\ufffe\U000e0041"
HIDES = "\u00ad\u200b\u200e\u200f\u2060\u2064\u206a"
SPELLING = (
    "می‌خواهم",  # Persian: a prefix stands apart without a space
    "क्‍षमता",  # Hindi: a half letter stays one
    "👩‍👩‍👧 family",
    "e\u0301 as two characters",
)


@pytest.mark.parametrize("character", ACTS)
def test_what_acts_neither_comes_in_nor_goes_out(character: str) -> None:
    assert incoming(f"a{character}b") == outgoing(f"a{character}b") == "ab"


@pytest.mark.parametrize("character", HIDES)
def test_what_hides_does_not_come_in_and_stays_in_the_words_of_the_author(character: str) -> None:
    assert incoming(f"a{character}b") == "ab"
    assert outgoing(f"a{character}b") == f"a{character}b"


@pytest.mark.parametrize("text", SPELLING)
def test_joiners_that_are_spelling_stay(text: str) -> None:
    assert incoming(text) == outgoing(text) == clean(text) == text


def test_half_a_character_is_not_stored_and_is_shown_as_unreadable() -> None:
    assert incoming("a\ud800b") == "ab"
    assert outgoing("a\ud800b") == "a\ufffdb"


def test_one_character_openings_are_letters_where_the_encoding_was_guessed_wrong() -> None:
    assert incoming("P\x9elohy a \x98tituly") == "Plohy a tituly"
    assert without_sequences("a\x9d0;title\x07b") == "ab"


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=60))
def test_what_came_in_is_clean_for_good(text: str) -> None:
    once = incoming(text)
    assert outgoing(once) == incoming(once) == once
    assert not has_controls(clean(text))


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=60))
def test_harmless_is_what_is_printable_but_for_a_few_gaps(text: str) -> None:
    assert is_harmless(text) == all(c in "\n\t\xa0" or c.isprintable() for c in text)
    assert not is_harmless(text) or incoming(text) == text
