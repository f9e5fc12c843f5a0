from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.growth import assert_growth
from tracker.errors import ConfigError
from tracker.escaping import toml_string
from tracker.toml_check import decode, parse_toml

SAMPLE = '''\
title = "A" # key = 1

"quoted key" = [
  "a [ b", # ] = {
  'c',
]
long = """
[not.a.table]
key = 2 \\""" ""\\"
"""
raw = \'\'\'
[[nor.this]] \'\'\'
[a.b] # c
x.y = { z = 1, "w" = [1, 2] }
[[feeds]]
url = "1"

  [[ feeds ]]
  url = "2"
  [feeds.more]
  k = 1
[[feeds.inner]]
v = 1
[[feeds.inner]]
v = 2
'''


def test_each_key_and_table_is_found_on_its_line() -> None:
    table = parse_toml(SAMPLE, path="f.toml")
    lines = SAMPLE.splitlines()

    def at(*key: str | int) -> str:
        return lines[(table.line(*key) or 0) - 1].strip()

    assert at("title") == 'title = "A" # key = 1'
    assert at("quoted key") == '"quoted key" = ['
    assert at("long") == 'long = """'
    assert at("raw") == "raw = '''"
    assert at("a") == "[a.b] # c"
    assert at("a", "b", "x", "y", "z") == 'x.y = { z = 1, "w" = [1, 2] }'
    assert at("feeds", 0) == "[[feeds]]"
    assert at("feeds", 1, "url") == 'url = "2"'
    assert at("feeds", 1, "more", "k") == "k = 1"
    assert at("feeds", 1, "inner", 1, "v") == "v = 2"
    assert at("feeds", 1, "absent") == "[[ feeds ]]"
    assert table.line("absent") is None


def test_line_endings_and_a_byte_order_mark_move_no_line() -> None:
    text = decode(b"\xef\xbb\xbf" + SAMPLE.replace("\n", "\r\n").encode(), path="f.toml")
    assert parse_toml(text, path="f.toml").line("raw") == 11
    assert parse_toml("\ufeffkey = 1", path="f.toml").line("key") == 1


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a = 1\nb = \nc = 3", 2, "Invalid value"),
        ("a = 1\na = 2", 2, "Cannot overwrite a value"),
        ('a = "x\n', 1, "Illegal character"),
        ('\n\na = """x', 3, "Unterminated string"),
        ("a = [1,\n2", 2, "Unclosed array"),
        ("[a\nb = 1", 1, "Expected ']'"),
        ("a = 1\n[a]\n", 2, "Cannot overwrite"),
        ("a = 2025-02-30", 1, "Invalid date"),
        ("a = " + "9" * 5000, None, "Exceeds the limit"),
        ("a = 1\x00", 1, ""),
        ("a = \ud800", None, ""),
    ],
)
def test_broken_toml_is_told_with_its_line(text: str, line: int | None, words: str) -> None:
    with pytest.raises(ConfigError, match=r"^f\.toml") as raised:
        parse_toml(text, path="f.toml")
    assert raised.value.line == line or (line is None and raised.value.line == 1)
    assert words in raised.value.message
    assert "\n" not in str(raised.value)
    assert "(at line" not in str(raised.value)


def test_bytes_that_are_not_utf8_are_told_with_their_line() -> None:
    with pytest.raises(ConfigError) as raised:
        decode("a = 1\nb = 'é'".encode("latin-1"), path="f.toml")
    assert str(raised.value) == "f.toml:2: not UTF-8; save the file as UTF-8"


@pytest.mark.parametrize(
    "text",
    [
        "a." * 190_000 + "a = 1",
        '"a".' * 90_000 + "a = 1",
        "x = { " + "a." * 190_000 + "a = 1 }",
        "[" + "a." * 190_000 + "a]",
        "x = " + "[" * 390_000,
        "x = " + "{a=" * 130_000,
        "[" * 390_000,
        'x = "' + "\\" * 390_000,
        'x = """' + '\\"""' * 90_000,
        '"""\\' * 90_000,
        "'''" * 100_001,
        "=" * 390_000,
        "a b " * 90_000,
        "a\n" * 190_000,
        "x = '" + "é" * 2_000_000 + "'",
    ],
    ids=lambda text: str(text)[:12],
)
def test_hostile_files_are_refused_briefly_and_cost_what_their_size_does(text: str) -> None:
    def refuse(text: str) -> None:
        with pytest.raises(ConfigError) as raised:
            parse_toml(text, path="f.toml")
        assert len(str(raised.value)) < 400

    assert_growth(refuse, text[: len(text) // 4], text)


def test_large_files_are_read() -> None:
    numbers = range(30_000)
    table = parse_toml("".join(f"[t{number}]\n" for number in numbers), path="f.toml")
    assert table.line("t29999") == 30_000
    listed = parse_toml("x = [" + "1," * 150_000 + "]\ny = 1", path="f.toml")
    assert listed.line("y") == 2


@given(st.text(max_size=80))
@settings(max_examples=200)
def test_any_text_gives_a_table_or_a_config_error(text: str) -> None:
    try:
        parse_toml(text, path="f.toml")
    except ConfigError:
        return
    assert isinstance(tomllib.loads(text.removeprefix("\ufeff")), dict)


KEYS = st.from_regex(r"[a-z_-]{1,6}", fullmatch=True)
VALUES = st.one_of(
    st.text(max_size=10).map(toml_string),
    st.integers().map(str),
    st.lists(st.text(max_size=5).map(toml_string), max_size=3).map(
        lambda items: "[\n" + "".join(f"  {item}, # ] = [\n" for item in items) + "]"
    ),
    st.just('"""\n[x]\ny = 1\n"""'),
    st.just("'''#'''"),
)


@given(st.lists(st.tuples(KEYS, VALUES), max_size=8, unique_by=lambda pair: pair[0]))
@settings(max_examples=100)
def test_lines_are_right_whatever_the_values_hold(pairs: list[tuple[str, str]]) -> None:
    text, expected = "[table]\n", {}
    for key, value in pairs:
        expected[key] = text.count("\n") + 1
        text += f"{key} = {value}\n"
    table = parse_toml(text, path="f.toml").table("table")
    assert {key: table.line(key) for key in table.values} == expected
