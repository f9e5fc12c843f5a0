from __future__ import annotations

import pytest

from tracker.matching.authors import AuthorIndex

SAME = [
    ("Ada Lovelace", "Ada Lovelace"),
    ("Ada Lovelace", "ADA LOVELACE"),
    ("Ada Lovelace", "Lovelace, Ada"),
    ("Ada Lovelace", "Lovelace Ada"),
    ("Ada Lovelace", "A. Lovelace"),
    ("A. Lovelace", "Ada Lovelace"),
    ("Ada Lovelace", "Ada King Lovelace"),
    ("Ada Lovelace", "Ada K. Lovelace"),
    ("Ada King Lovelace", "A. K. Lovelace"),
    ("José Núñez", "Jose Nunez"),
    ("Łukasz Żółć", "Lukasz Zolc"),
    ("Søren Ångström", "Soren Angstrom"),
    ("Jean-Luc Dupont", "J.-L. Dupont"),
    ("Jean-Luc Dupont", "Jean Luc Dupont"),
    ("Pieter van der Berg", "P. van der Berg"),
    ("Robert Stone", "Robert Stone Jr."),
    ("Robert Stone", "Robert Stone, Jr."),
    ("Mei Lin", "Lin Mei"),
    ("李明", "李明"),
    ("Plato", "Plato"),
]
OTHER = [
    ("Ada Lovelace", "Eda Lovelace"),
    ("Ada Lovelace", "Ada Lovelock"),
    ("Ada Lovelace", "B. Lovelace"),
    ("Ada Lovelace", "Lovelace"),
    ("Ada King Lovelace", "Ada Byron Lovelace"),
    ("Plato", "Ann Plato"),
    ("Ada Lovelace", ""),
    ("Ada Lovelace", ",,,"),
]


@pytest.mark.parametrize(("followed", "author"), SAME)
def test_a_followed_author_is_found_in_each_way_to_write_a_name(followed: str, author: str) -> None:
    assert AuthorIndex([followed]).find(["Somebody Else", author]) == [followed]


@pytest.mark.parametrize(("followed", "author"), OTHER)
def test_another_person_is_not_the_followed_one(followed: str, author: str) -> None:
    assert AuthorIndex([followed]).find([author]) == []


def test_a_followed_name_is_told_once() -> None:
    assert AuthorIndex(["Ada Lovelace"]).find(["Ada Lovelace", "A. Lovelace"]) == ["Ada Lovelace"]


def test_a_list_of_many_hostile_names_ends() -> None:
    followed = ["x " * 60, "Ada Lovelace"]
    assert AuthorIndex(followed).find(["x " * 100_000] * 100 + ["A " * 50 + "Lovelace"] * 1000)
