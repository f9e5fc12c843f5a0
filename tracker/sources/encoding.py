"""In which encoding is a stranger's document? Bytes to text; every word about them may be wrong.

Decided in this order, for feeds and pages alike:

1. A byte order mark says it (WHATWG Encoding §6.1, to which UTF-32 is added), and so do the zeros
   of UTF-16 around the first sign.
2. What is valid UTF-8 and more than ASCII is UTF-8, whatever is declared: text of another encoding
   that happens to be valid is hardly ever longer than a word.
3. What a few bytes keep from being UTF-8 is UTF-8, and a broken byte costs itself alone: it becomes
   U+FFFD. Few are those that make no more of it than its characters do, where UTF-8 is declared (or
   nothing is), and a quarter of that where another encoding is.
4. Then the first declared encoding that can read all of it; then windows-1252, in which every byte
   can be read but for five.

A declared name means what browsers take it for (Encoding §4.2: ``latin1`` is windows-1252), and
only one in which markup reads as in ASCII is believed. What Python calls an encoding besides may
cost any time, or make other markup of what was looked at.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as UTF-16's does
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ZEROS = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
# What browsers and feedparser read under these names holds more than the standard of that name.
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_MARKUP = b"<?xml version=\"1.0\"?><A-Z id='a_z'>+&amp;/\\</A-Z>"
_NEVER = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7", "hz", "undefined"}
_EVIDENT = 4  # bytes that speak for UTF-8 for each that speaks against it and for what is declared
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)


def declared_charset(text: str) -> str:
    """The name behind ``charset=`` in a Content-Type or in a page's head, "" where there is none.

    Source: RFC 9110 §8.3.2, WHATWG HTML §2.4.4.
    """
    match = _CHARSET.search(text)
    return match[1] if match else ""


def decode(body: bytes, *declared: str) -> str:
    """The text of a document whose encoding is ``declared`` so, the word to trust most first."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    for start, encoding in _ZEROS:
        if body.startswith(start):
            return body.decode(encoding, "replace")
    names = [name for word in declared if word and (name := _believed(word))]
    is_stateful = body.isascii() and b"\x1b" in body  # ISO-2022-JP: all of it is ASCII
    if not is_stateful:
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            pass
        text, sureness = _broken_utf8(body)
        if sureness >= (1 if "utf-8" in names or not names else _EVIDENT):
            return text
    for name in (*names, "cp1252", "latin-1"):
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    return body.decode("latin-1")


def _broken_utf8(body: bytes) -> tuple[str, float]:
    """The body as UTF-8, and how many bytes only UTF-8 explains for each that breaks it."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    # Each character beyond ASCII has fewer letters than bytes, U+FFFD two fewer.
    explained = len(text.encode()) - len(text) - 2 * broken
    return text, explained / broken


@lru_cache(maxsize=64)
def _believed(word: str) -> str:
    """Python's name of a declared encoding, "" for one that is unknown or not believed."""
    try:
        name = codecs.lookup(word.strip().strip("\"'")).name
        name = _WIDER.get(name, name)
        is_plain = name not in _NEVER and _MARKUP.decode(name) == _MARKUP.decode("ascii")
    except (LookupError, ValueError, TypeError):
        return ""
    return name if is_plain else ""
