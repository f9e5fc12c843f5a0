"""Titles that are the same in other spellings, and authors as witnesses."""

from __future__ import annotations

import pytest

from tracker.identity.title import title_key, witnesses_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fine-Tuning Small Engines", "Finetuning small engines"),
        ("Fine-Tuning Small Engines", "Fine tuning  Small\nEngines."),
        ("Fine-Tuning Small Engines", "Fine‐Tuning Small Engines | OpenReview"),
        ("Fine-Tuning Small Engines", "[2505.00703] Fine-Tuning Small Engines"),
        ("Fine-Tuning Small Engines", "Fine-Tuning Small Engines (arXiv:2505.00703v1 [cs.CL])"),
        ("Fine-Tuning Small Engines", "Paper page - Fine-Tuning Small Engines"),
        ("The $k$-Means of Gödel Machines", "The k-means of Godel machines"),
        ("\\emph{Sparks}: an Engine's {Story}", "Sparks: An Engine’s Story"),
        ("ﬁnding sparks in large engines", "Finding Sparks in Large Engines"),
        ("Łukasiewicz Engines for Øresund", "Lukasiewicz engines for Oresund"),
        ("大規模言語モデルの火花", "大規模言語モデルの 火花"),
    ],
)
def test_these_titles_are_the_same(one: str, other: str) -> None:
    assert title_key(one) == title_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Engines of Reason, Part 1", "Engines of Reason, Part 2"),
        ("Small Engines in C", "Small Engines in C++"),
        ("Engines of Reason", "Engines of Reason: A Correction"),
        ("GPT-4 Technical Sparks", "GPT-4o Technical Sparks"),
    ],
)
def test_these_titles_are_two(one: str, other: str) -> None:
    assert title_key(one) != title_key(other)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Sparks",
        "Weekly notes",
        "Links for May 2, 2025",
        "This Week in AI News",
        "$$$",
        "…",
        "Hi all",
        "Introduction to the Newsletter",
        "Release 1.2.3 of v2",
        "\x00\x01",
    ],
)
def test_a_short_or_generic_title_identifies_nothing(title: str) -> None:
    assert title_key(title) == ""


def test_a_very_long_title_has_a_bounded_key() -> None:
    assert len(title_key("word " * 100_000)) < 1000


def test_authors_are_the_same_in_any_order_and_accent() -> None:
    spellings = ["José García", "Garcia, Jose", "García José", "JOSÉ M. GARCÍA"]
    assert len(witnesses_of(spellings)) == 1
    assert witnesses_of(["Xiao-Ming Wang"]) == witnesses_of(["Wang, Xiaoming"])
    assert witnesses_of(["王小明"]) == {"王小明"}


def test_other_authors_are_others() -> None:
    assert not witnesses_of(["Jane Doe"]) & witnesses_of(["John Doe", "Jane Roe", "J. Doe"])


@pytest.mark.parametrize(
    "name", ["", "admin", "Jane", "The Team", "Staff Writer", "News Editor", "-"]
)
def test_who_gives_no_name_is_no_witness(name: str) -> None:
    assert witnesses_of([name]) == frozenset()
