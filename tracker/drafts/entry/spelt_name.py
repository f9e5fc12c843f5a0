"""The name that an abstract writes out where it abbreviates it, of a work that its title does not
name: "we propose Early Anchor Alignment (EAA)" calls it Early Anchor Alignment.

It is the first thing that the text makes, the text goes on to use what it abbreviates it to, and
it is no part of the work: a module, a loss.
"""

from __future__ import annotations

import re

from tracker.drafts.entry import cues
from tracker.drafts.entry.voice.within import COMMON

_LONGEST = 50  # characters of a name
_USED = 2  # times that the abbreviation stands in the text
_OF_TITLE = 0.5  # of a name's words: with fewer in the title, it has to be used once more
_MAKING = r"(?:introduc|propos|present|develop)(?:e|es|s|ed|ing)?"
_WORD = r"(?>[A-Z][\w'’-]*)"
_SMALL = r"(?:of|for|with|and|the|in|to|via|by|on|from)"
_SPELT = re.compile(
    rf"\b(?P<making>{_MAKING} )(?:the |our |an? )?(?:(?:novel|new) )?"
    rf"(?P<spelt>{_WORD}(?: (?:{_SMALL} ){{0,2}}{_WORD}){{1,5}}) \((?P<short>[A-Z][\w+-]{{1,12}})\)"
    r"(?P<behind>.{0,60})"
)
_PART = r"(?:module|layer|block|head|loss|unit|component|operator|token|metric|score|index|term)s?"
_IS_PART = re.compile(rf"(?:.* )?{_PART}", re.IGNORECASE)
_OF_PART = re.compile(rf" (?:[\w-]+ )?{_PART}\b", re.IGNORECASE)
_MORE = re.compile(rf"(?: (?!{_SMALL}\b)[\w-]+){{1,3}}")
_CAPITALS = re.compile(r"(?: [A-Z][a-z-]+)+(?=[ ,.])")
_OTHERS_HAVE = re.compile(r"(?<![Ww]e )\b(?:has|have|had|was|were) (?:\w+ )?$")
_MADE_BEFORE = re.compile(rf"\b(?:[Ww]e|I|paper|work) (?:\w+ )?{_MAKING} ")


def spelt_name(text: str, title: str) -> tuple[str, str]:
    """The name and its abbreviation; two empty ones where the text has none."""
    found = _SPELT.search(text)
    if found is None or not _is_whole_work(found, text, title):
        return "", ""
    spelt, short = found["spelt"], found["short"]
    words = re.findall(r"\w+", spelt.casefold())
    known = set(re.findall(r"\w+", title.casefold()))
    is_in_title = sum(word in known for word in words) >= _OF_TITLE * len(words)
    is_known = short in COMMON  # "Chain-of-Thought (CoT)" is everybody's
    is_used = not is_known and text.count(short) >= (_USED if is_in_title else _USED + 1)
    if not (is_used and _abbreviates(short, spelt)):
        return "", ""
    return _with_its_sort(spelt, found["behind"], title), short


def _with_its_sort(spelt: str, behind: str, title: str) -> str:
    """The name as the title goes on with it ("Keel Guided (KG) network" is a Keel Guided Network),
    or as the text does, with capitals."""
    more = _MORE.match(behind)
    words = more[0].split() if more else []
    for count in range(len(words), 0, -1):
        whole = " ".join((spelt, *words[:count]))
        at = title.casefold().find(whole.casefold())
        if at >= 0:
            return title[at : at + len(whole)]
    capitals = _CAPITALS.match(behind)
    return f"{spelt}{capitals[0]}" if capitals else spelt


def _is_whole_work(found: re.Match[str], text: str, title: str) -> bool:
    """Whether it is the first thing that is made, and neither a part nor, but for works of such, a
    dataset."""
    behind = found["behind"]
    # What the text has named before is of its field, and so is what others have made.
    if found["short"] in text[: found.start()] or _OTHERS_HAVE.search(text, 0, found.start()):
        return False
    is_shouted = found["spelt"].isupper()
    if (
        is_shouted
        or len(found["spelt"]) > _LONGEST
        or _MADE_BEFORE.search(text, 0, found.start("making"))
    ):
        return False
    if _IS_PART.fullmatch(found["spelt"]) or _OF_PART.match(behind):
        return False
    is_measure = cues.MEASURE.search(found["spelt"]) or cues.MEASURE.search(behind)
    return not is_measure or cues.ABOUT_MEASURES.search(title) is not None


def _abbreviates(short: str, spelt: str) -> bool:
    """Whether the abbreviation's capitals are initials of the words, in their order."""
    initials = iter(re.findall(r"(?<![a-zA-Z])[A-Za-z]|(?<=[a-z])[A-Z]", spelt))
    return all(
        any(letter == initial.upper() for initial in initials)
        for letter in short
        if letter.isupper()
    )
