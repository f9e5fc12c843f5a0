"""What a work is called in a draft: the whole title, or the name that it gives.

That is the part of a paper's title before its colon where it is a coined name ("FlashAttention:
Fast and ..."); else the whole title.
"""

from __future__ import annotations

import re

from tracker.drafts.entry import sentences, tex
from tracker.escaping import fold
from tracker.values import Kind, Work

TITLE_LIMIT = 300  # characters
NAME_LIMIT = 100

# "Position: ..." and the like say what a text is, and name nothing.
_NO_NAMES = frozenset(
    re.findall(
        r"\w+",
        "a an the on in of for from to towards toward why how what when where is are do does can "
        "position survey review tutorial report correction erratum retraction withdrawn comment "
        "reply rethinking beyond abstract short extended technical introduction demo paper "
        "perspective opinion editorial commentary proceedings workshop",
    )
)
# Within a name, as in "Tree of Thoughts".
_SMALL = frozenset(["of", "and", "for", "the", "in", "on", "with"])
_REPORT = re.compile(r"(\S+(?: \S+){0,2}) (?:Technical|Tech) Report")


def name_of(work: Work) -> str:
    """The short name of a work: what a paper's title names before its colon, else the title."""
    return _coined(work) or title_of(work)


def telling_name(work: Work) -> str:
    """The name by which a work's text speaks of it; "" where its title gives none."""
    report = _REPORT.fullmatch(title_of(work))
    return _coined(work) or (report[1] if report else "")


def _coined(work: Work) -> str:
    head, colon, rest = title_of(work).partition(": ")
    words = head.split()
    named = (
        work.kind is Kind.PAPER
        and colon
        and rest
        and 1 <= len(words) <= 3
        and len(head) <= 40
        and words[0].lower() not in _NO_NAMES
        and all(map(_names_something, (words[0], words[-1])))
        and all(word in _SMALL or _names_something(word) for word in words)
    )
    return head if named else ""


def _names_something(word: str) -> bool:
    """A capital or a digit says so: "Quickfit", "xLSTM", "s1"."""
    return not word[0].islower() or any(sign.isupper() or sign.isdigit() for sign in word)


def title_of(work: Work) -> str:
    """A work's title for a draft's line, or its address where it has none."""
    return clip(tex.plain(work.title), TITLE_LIMIT) or clip(work.url, TITLE_LIMIT)


def clip(text: str, limit: int) -> str:
    """The text on one line, cut after a word where it is too long, within one where it must."""
    text = fold(text[: 4 * limit])
    return sentences.shorten(text, limit) or text[:limit]
