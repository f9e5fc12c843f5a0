from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.growth import assert_growth
from tracker.matching.phrases import Hit, PhraseIndex, widest, words

CASES = tomllib.loads((Path(__file__).parent / "phrases.toml").read_text(encoding="utf-8"))["case"]
SOME = ("deep", "fine", "tuning", "models", "policies", "box", "boxes", "of", "LLMs")
WORDS = st.lists(st.sampled_from(SOME), max_size=8)


def holds(phrase: str, text: str) -> bool:
    return any(True for _ in PhraseIndex([phrase]).find(words(text)))


def pairs(kind: str) -> list[tuple[str, str]]:
    return [(case["phrase"], text) for case in CASES for text in case.get(kind, ())]


@pytest.mark.parametrize(("phrase", "text"), pairs("same"))
def test_a_phrase_is_found_in_each_of_its_spellings(phrase: str, text: str) -> None:
    assert holds(phrase, text)
    assert holds(phrase, f"before {text} after")
    assert holds(phrase, phrase)


@pytest.mark.parametrize(("phrase", "text"), pairs("other"))
def test_a_phrase_is_not_found_in_what_only_looks_like_it(phrase: str, text: str) -> None:
    assert not holds(phrase, text)


def test_spellings_of_one_phrase_are_found_together() -> None:
    hits = PhraseIndex(["fine-tuning", "Finetuning"]).find(words("on fine tuning"))
    assert list(hits) == [Hit(0, 1, 3), Hit(1, 1, 3)]


def test_phrases_within_one_another_are_all_found_and_the_widest_kept() -> None:
    index = PhraseIndex(["instruction tuning", "visual instruction tuning", "tuning data"])
    hits = list(index.find(words("Visual instruction tuning data")))
    assert [hit.phrase for hit in hits] == [1, 0, 2]
    assert [hit.phrase for hit in widest(hits)] == [1, 2]


def test_a_phrase_without_words_is_never_found() -> None:
    assert not holds("!?", "what!? ever")
    assert not holds("", "text")
    assert not holds("text", "")


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=150)
def test_any_text_can_be_phrase_and_text(phrase: str, text: str) -> None:
    holds(phrase, text)
    if words(phrase):
        assert holds(phrase, f"{text} {phrase} {text}")


@given(WORDS, WORDS)
@settings(max_examples=150)
def test_found_is_what_a_search_word_by_word_finds(phrase: list[str], text: list[str]) -> None:
    wanted, within = words(" ".join(phrase)), words(" ".join(text))
    starts = range(len(within) - len(wanted) + 1)
    expected = bool(wanted) and any(within[at : at + len(wanted)] == wanted for at in starts)
    assert not expected or holds(" ".join(phrase), " ".join(text))


@given(st.text(alphabet="abs -’'.S\u0301ﬁ", max_size=40))
@settings(max_examples=150)
def test_a_text_holds_itself_where_it_has_words(text: str) -> None:
    assert holds(text, text) == bool(words(text))


@pytest.mark.parametrize(
    ("piece", "number"),
    [
        ("a ", 100_000),
        ("a", 400_000),
        ("a.", 100_000),
        ("’s", 100_000),
        ("\u0301", 200_000),
        ("-", 400_000),
        ("\ufdfa", 60_000),
        ("大", 100_000),
    ],
)
def test_what_a_hostile_text_costs_grows_with_its_length(piece: str, number: int) -> None:
    index = PhraseIndex(["a" * 120, "a " * 60, "大" * 120, "’s’s’s"])

    def search(text: str) -> None:
        for _ in index.find(words(text)):
            pass

    assert_growth(search, piece * (number // 4), piece * number)
