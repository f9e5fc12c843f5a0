"""Two texts beside one another: what stayed, what is gone, what is new."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.growth import assert_growth
from tracker.text.word_diff import Change, Piece, word_diff

SAME, GONE, NEW = Change.SAME, Change.GONE, Change.NEW


def kinds(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.change.value, piece.text) for piece in word_diff(before, after)]


def test_a_replaced_word_is_gone_before_the_new_one_stands() -> None:
    assert kinds("The loom weaves slowly.", "The loom weaves fast.") == [
        ("same", "The loom weaves "),
        ("gone", "slowly"),
        ("new", "fast"),
        ("same", "."),
    ]


def test_a_number_that_changed_is_one_piece() -> None:
    assert kinds("Of 100 it holds 71.5%.", "Of 100 it holds 84.5%.") == [
        ("same", "Of 100 it holds "),
        ("gone", "71.5"),
        ("new", "84.5"),
        ("same", "%."),
    ]


@pytest.mark.parametrize("text", ["", "x", "  ", "A loom.\n\nIt weaves."])
def test_equal_texts_have_nothing_new(text: str) -> None:
    assert word_diff(text, text) == ((Piece(SAME, text),) if text else ())


def test_what_comes_from_nothing_is_new() -> None:
    assert kinds("", "A loom.") == [("new", "A loom.")]
    assert kinds("A loom.", "") == [("gone", "A loom.")]


PIECES = st.lists(st.sampled_from(["loom", "yarn ", "the ", ". ", " ", "\n", "織", "é", ","]))
TEXTS = st.one_of(st.text(max_size=200), PIECES.map("".join))


@given(before=TEXTS, after=TEXTS)
def test_the_pieces_give_both_texts_back(before: str, after: str) -> None:
    pieces = word_diff(before, after)
    assert "".join(p.text for p in pieces if p.change is not NEW) == before
    assert "".join(p.text for p in pieces if p.change is not GONE) == after


@given(before=TEXTS, after=TEXTS)
def test_neighbours_differ_in_kind_and_none_is_empty(before: str, after: str) -> None:
    pieces = word_diff(before, after)
    assert all(piece.text for piece in pieces)
    assert all(one.change is not other.change for one, other in pairwise(pieces))


def test_where_words_are_too_many_sentences_are_compared() -> None:
    """Of each thousand words half are one word, so that each has thousands of equals."""
    same = "".join(f"The loom x{n} the yarn. " for n in range(500))
    pieces = word_diff(f"Once. {same}Ever. {same}", f"Then. {same}Never. {same}")
    assert [piece.text for piece in pieces if piece.change is GONE] == ["Once. ", "Ever. "]


HOSTILE = {
    "one word": ("a " * 50_000, "a " * 49_999 + "b "),
    "turns": ("x u " * 25_000, "v x " * 25_000),
    "sentences": ("x. u. " * 16_000, "v. x. " * 16_000),
    "no blank": ("a" * 100_000, "b" * 100_000),
    "signs": ("." * 100_000, ".," * 50_000),
    "blanks": (" " * 100_000, "\n" * 100_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_cost_grows_with_the_texts(name: str) -> None:
    before, after = HOSTILE[name]
    quarter = before[:25_000], after[:25_000]
    assert_growth(lambda texts: word_diff(*texts), quarter, (before, after))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_of_full_length_costs_little_and_loses_nothing(name: str) -> None:
    before, after = HOSTILE[name]
    pieces = word_diff(before, after)
    assert "".join(p.text for p in pieces if p.change is not NEW) == before
    assert "".join(p.text for p in pieces if p.change is not GONE) == after
