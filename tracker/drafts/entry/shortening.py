"""What is too long, cut: a sentence after a clause, a name after a word, a list of authors after
three. Nothing is added but an ellipsis, and how many others there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.drafts.entry import tex
from tracker.escaping import fold

ELLIPSIS = "…"
NAME_LIMIT = 100
AUTHORS_SHOWN = 3
AUTHORS_WHOLE = 4  # up to so many, all are shown

# Where a sentence may end early, the best first. What stands before is whole in itself.
_CLAUSES = (
    re.compile(
        r";\s|:\s|\s[–—-]+\s|,\s(?=(?:and we|thereby|thus|while|by|which|where|whose|with|"
        r"without|but|as|so|even|such as|yet|[a-z]{3,14}ing|we|namely)\b)"
    ),
    re.compile(
        r"\s(?=(?:that|and|while|by|for|with|without|which|where|across|through|to|in|such as|"
        r"including|like|especially)\s)"
    ),
    re.compile(r",\s(?!an?\s)|\s(?=\()"),
)
_LEADING_ON = re.compile(
    r"(?:[\s,;:(–—-]+(?:an?|the|of|in|on|at|to|for|and|or|with|by|from|as|that|which|where|its|their|"
    r"our|than|via|into|between|both|such|is|are|be|while|e\.g\.|i\.e\.)?)+$",
    re.IGNORECASE,
)
_ENOUGH = 0.4  # of the limit: an earlier clause says too little


def shorten(sentence: str, limit: int) -> str:
    """The sentence with an ellipsis where it is longer than ``limit`` characters, cut after a
    clause if it can; "" for one endless word."""
    if len(sentence) <= limit:
        return sentence
    for cut in _cuts(sentence[: limit - len(ELLIPSIS)]):
        if head := _LEADING_ON.sub("", sentence[:cut]):
            return f"{head} {ELLIPSIS}"
    return ""


def ends_whole(sentence: str, limit: int) -> str:
    """The sentence, cut after a whole clause where it is longer; "" where it has none."""
    if len(sentence) <= limit:
        return sentence
    head = sentence[: limit - len(ELLIPSIS)]
    cut = _last_cut(_CLAUSES[0], head)
    whole = head[:cut].rstrip()
    return f"{whole} {ELLIPSIS}" if whole and _LEADING_ON.sub("", whole) == whole else ""


def clip(text: str, limit: int) -> str:
    """The text on one line, cut after a word where it is too long, within one where it must."""
    text = fold(text[: 4 * limit])
    return shorten(text, limit) or text[:limit]


def shorten_authors(authors: tuple[str, ...]) -> str:
    """Names in source order: all of up to four, else the first three "and N others"."""
    clipped = (clip(tex.plain(author), NAME_LIMIT) for author in authors[: AUTHORS_WHOLE + 1])
    names = [name for name in clipped if any(map(str.isalnum, name))]
    if len(authors) <= AUTHORS_WHOLE:
        return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
    shown = names[:AUTHORS_SHOWN]
    return f"{', '.join(shown)} and {len(authors) - len(shown)} others"


def _cuts(head: str) -> Iterator[int]:
    for pattern in _CLAUSES:
        if cut := _last_cut(pattern, head):
            yield cut
    if (cut := head.rfind(" ")) > 0:
        yield cut


def _last_cut(pattern: re.Pattern[str], head: str) -> int:
    """The last place after enough words, outside brackets and formulas; 0 without one."""
    least = int(len(head) * _ENOUGH)
    depth, places = 0, {match.start() for match in pattern.finditer(head)}
    last, in_formula = 0, False
    for index, character in enumerate(head):
        if index in places and index >= least and depth == 0 and not in_formula:
            last = index
        depth += (character in "([{") - (character in ")]}" and depth > 0)
        in_formula ^= character == "$"
    return last
