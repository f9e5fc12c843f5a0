"""The table: which spellings are one work, and which are two."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

import pytest

from tracker.identity.schemes import is_mere_page, parse_reference

_TABLE = tomllib.loads((Path(__file__).parent / "cases.toml").read_text("utf-8"))
_ONE = [(room, tuple(case)) for room, cases in _TABLE.items() for case in cases["one"]]
_TWO = [(room, tuple(case)) for room, cases in _TABLE.items() for case in cases["two"]]


@pytest.mark.parametrize(("room", "spellings"), _ONE)
def test_these_spellings_are_one_work(room: str, spellings: tuple[str, ...]) -> None:
    aliases = {spelling: parse_reference(spelling) for spelling in spellings}
    assert None not in aliases.values()
    assert len(set(aliases.values())) == 1, aliases


@pytest.mark.parametrize(("room", "spellings"), _TWO)
def test_these_are_two_works(room: str, spellings: tuple[str, ...]) -> None:
    aliases = [parse_reference(spelling) for spelling in spellings]
    assert None not in aliases
    assert all(one != other for one, other in itertools.combinations(aliases, 2)), aliases


def test_no_identifier_of_the_table_is_taken_for_a_mere_page() -> None:
    aliases = {case: parse_reference(case) for _, cases in _ONE + _TWO for case in cases}
    mere = {case for case in aliases if is_mere_page(case)}
    assert mere
    assert {alias.scheme for case in mere if (alias := aliases[case])} == {"url"}


def test_the_table_is_large_and_no_case_stands_twice() -> None:
    cases = [case for _, case in _ONE + _TWO]
    assert len(cases) >= 200
    assert len(cases) == len(set(cases))
