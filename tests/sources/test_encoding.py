"""Bytes of strangers become text, whatever is said about them."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.sources.encoding import declared_charset, decode

_NAMES = ("", "utf-8", "latin1", "windows-1251", "gb2312", "utf-16", "utf-7", "punycode", "rot13")


@given(st.binary(max_size=200), st.sampled_from(_NAMES), st.sampled_from(_NAMES))
def test_any_bytes_are_read_whatever_is_declared(body: bytes, first: str, second: str) -> None:
    assert isinstance(decode(body, first, second), str)


@given(st.text(min_size=1), st.sampled_from(_NAMES))
def test_text_in_utf_8_is_read_whatever_is_declared(text: str, declared: str) -> None:
    if not text.isascii():
        assert decode(codecs.BOM_UTF8 + text.encode(), declared) == text
    if "\x1b" not in text and not text.startswith(("<\0", "\0<", "\ufeff")):
        assert decode(text.encode(), declared) == text


@pytest.mark.parametrize("name", ["utf-7", "punycode", "idna", "unicode_escape", "rot13", "hex"])
def test_what_reads_markup_as_other_markup_is_not_believed(name: str) -> None:
    assert decode(rb"<b>a\u0041+ADw-</b>", name) == r"<b>a\u0041+ADw-</b>"


def test_few_broken_bytes_leave_utf_8_and_many_leave_it_to_others() -> None:
    assert decode("äöü".encode() + b"\xff", "utf-8") == "äöü\ufffd"
    assert decode("äöü".encode() + b"\xff", "windows-1252") == "Ã¤Ã¶Ã¼ÿ"
    assert decode("äöüß".encode() * 2 + b"\xff", "windows-1252") == "äöüß" * 2 + "\ufffd"
    assert decode("ä ö ü é".encode("latin-1"), "utf-8") == "ä ö ü é"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("text/html; charset=utf-8", "utf-8"),
        ('text/html; Charset = "windows-1251"', "windows-1251"),
        ("text/html", ""),
        ("", ""),
    ],
)
def test_a_charset_is_found_where_it_is_declared(text: str, name: str) -> None:
    assert declared_charset(text) == name
