"""What cannot be seen in a text but acts there, or hides: control characters and their like.

What *acts* changes the text around it, or the device that shows it: control characters, the
bidirectional overrides (Unicode UAX #9; CVE-2021-42574), tag characters, escape sequences of a
terminal (ECMA-48). It never leaves tracker. What merely *hides* (a soft hyphen, a space without
width, marks of direction) makes two titles of one that looks the same, so it is taken out of what
comes in from a source; in words of the author's own it may stay.

U+200C and U+200D stay in both cases: in Persian and in the Indic scripts they are spelling, and
they hold an emoji of several people together.
"""

from __future__ import annotations

import re

_CONTROLS = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # C0 and C1, but for what is white space
_SPACE_CONTROLS = "\x0b-\x0d\x1c-\x1f\x85"  # what Python counts as white space, but for \t and \n
_OVERRIDES = "\u202a-\u202e\u2066-\u2069"  # bidirectional embeddings, overrides, isolates
_ARABIC_MARK = "\u061c"
_MARKS = "\u200e\u200f"  # left-to-right and right-to-left
_BYTE_ORDER = "\ufeff"
_ANNOTATIONS = "\ufff9-\ufffb"
_NO_CHARACTERS = "\ufffe\uffff"
_TAGS = "\U000e0000-\U000e007f"  # they can spell a hidden text
_SOFT_HYPHEN = "\u00ad"
_NO_WIDTH = "\u200b"  # a space
_JOINERS = "\u2060-\u2064"  # word joiner and the invisible operators of mathematics
_DEPRECATED = "\u2065\u206a-\u206f"
_SURROGATES = "\ud800-\udfff"  # halves of a character, which SQLite does not store

_ACTS = _CONTROLS + _OVERRIDES + _ARABIC_MARK + _BYTE_ORDER + _ANNOTATIONS + _NO_CHARACTERS + _TAGS
_HIDES = _SOFT_HYPHEN + _NO_WIDTH + _MARKS + _JOINERS + _DEPRECATED

_OUTGOING = re.compile(f"[{_ACTS}]")
_INCOMING = re.compile(f"[{_ACTS}{_HIDES}{_SPACE_CONTROLS}{_SURROGATES}]")
_INCOMING_ASCII = dict.fromkeys(code for code in range(128) if _INCOMING.match(chr(code)))
_GAPS = re.compile(f"[{_CONTROLS}{_SPACE_CONTROLS}{_OVERRIDES}{_BYTE_ORDER}{_SURROGATES}]")
_HALVES = re.compile(f"[{_SURROGATES}]")
_LINE_CONTROLS = re.compile(f"[{_CONTROLS}{_SPACE_CONTROLS}\t\n\u2028\u2029{_SURROGATES}]")

# ECMA-48: CSI with parameters, strings (OSC, DCS, SOS, PM, APC) up to their end, two bytes.
_STRING = "[^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\\\|\x9c)?"
_SEQUENCES = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]"
    f"|(?:\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f]){_STRING}"
    "|\x1b[ -/]{0,8}[0-~]"
)
_ESCAPED = re.compile("\x1b(?:\\[[0-;?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?)")

_HARMLESS = bytes(range(0x20, 0x7F)) + b"\n\t"  # of ASCII

# What no word is made of, where words are compared: two spellings with and without are one.
IGNORED_IN_WORDS = _SOFT_HYPHEN + "\u200b-\u200f" + _JOINERS + _BYTE_ORDER


def incoming(text: str) -> str:
    """A source's text without what acts or hides. Lines end in LF.

    Sequences are looked for by their ESC alone: in a text whose encoding was guessed wrong,
    what would be the one-character openings (C1) are letters and quotes.
    """
    if text.isprintable():  # most are of one line, and hold nothing of all this
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x1b" in text:
        text = _ESCAPED.sub("", text)
    if is_harmless(text):
        return text
    return text.translate(_INCOMING_ASCII) if text.isascii() else _INCOMING.sub("", text)


def is_harmless(text: str) -> bool:
    """Whether all of it is printable, or the end of a line, a tab or a fixed blank.

    What acts or hides counts as not printable, and to ask that is twenty times as fast as the
    pattern; of nearly all texts it need be asked of the few characters that are not ASCII.
    """
    rest = text.encode("utf-8", "surrogatepass").translate(None, _HARMLESS)
    return not rest or rest.decode("utf-8", "surrogatepass").replace("\xa0", "").isprintable()


def clean(text: str) -> str:
    """``incoming`` on one line; runs of white space are one blank."""
    return " ".join(incoming(text).split())


def outgoing(text: str) -> str:
    """A text without what acts; half a character is shown as one that cannot be read."""
    return _OUTGOING.sub("", _HALVES.sub("\ufffd", text))


def without_sequences(text: str) -> str:
    """A text without the sequences of a terminal, in both of their forms."""
    return _SEQUENCES.sub("", text)


def gaps_as_blanks(text: str) -> str:
    """With a blank for each control, override and half a character: arXiv's fields are copied
    by hand out of documents, where these stand between words."""
    return _GAPS.sub(" ", text)


def has_controls(text: str) -> bool:
    """Whether a text holds what no single line of a file can."""
    return _LINE_CONTROLS.search(text) is not None
