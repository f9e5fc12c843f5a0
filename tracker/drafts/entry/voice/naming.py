"""How a sentence names the thing that it is of, and what it is without that name.

A name is made of words with capitals or digits ("FastDiff", "Sparse Tuning of Adapters (SpaT)"),
perhaps with a common word behind it ("the FastDiff framework"). All patterns are bounded: a word
of a name is taken whole, and never looked at twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_TOKEN = r"(?>[“\"'‘]?[\w-]*?[A-Z0-9][\w+*./@-]*[”\"'’]?)"  # noqa: S105 (a word of a name)
_LOW = r"(?:of|for|and|with|in|the|from|as|by|via|to|on|an?)"
SORT = (
    r"(?:framework|method|approach|model|dataset|data ?set|benchmark|algorithm|system|suite|"
    r"architecture|pipeline|strategy|technique|paradigm|module|corpus|task|toolkit|agent|family|"
    r"network|mechanism|library|series|loss)s?"
)
NAMED = (
    rf"(?:(?:the|our|the so-called) )?(?:novel )?{_TOKEN}(?> (?:{_LOW} ){{0,2}}{_TOKEN}){{0,9}}+"
    rf"(?: ?\([^()]{{1,120}}\)(?: {_TOKEN})?)?(?: (?:[a-z-]+ ){{0,2}}?{SORT}\b)?"
    r"(?: ?\([^()]{1,60}\))?"
)
NAME = re.compile(NAMED)
_CALLED = re.compile(
    r",? (?:which (?:is|we) |that we |we )?(?:called|call|named|name|termed|term|dubbed(?: as)?|"
    r"dub|"
    r"coined|designated|"
    rf"denoted(?: as)?|referred to as|abbreviated as|known as) {NAMED}(?:\s?\([^()]*\))?"
    r"(?=(?P<comma>,)|$|[\s:;])"
)
# "called Sparse tuning of adapters (SpaT)", whatever its words are
_CALLED_IN_SHORT = re.compile(
    r",? (?:called|named|termed|dubbed|coined) (?:the )?[A-Z][^,.;:()]{2,80} "
    r"\([A-Z][\w-]{1,12}\)(?=(?P<comma>,)|$|[\s:;])"
)
_WITHIN_THING = re.compile(
    rf"(?<=[a-z]), (?!(?:which|that|and|or|but)\b)(?:{NAMED})(?P<comma>,)? "
    r"(?=(?:that|which|to|for|designed|based|by|with|capable|built|comprising|consisting|aimed)\b)"
)
THING_AND_NAME = re.compile(  # "a new model, NAME, a X that ..."
    rf"(?P<thing>(?:an?|our) (?:(?:new|novel|simple) )?{SORT}(?:,| called| named| dubbed|:| –| —))"
    rf" {NAMED}, (?=an? )"
)
_NOVEL = re.compile(
    r"(?P<article>\b[Aa]) (?:novel|new),? (?:and |yet )?"
    r"(?=(?!state-of|record|generation|standard|high)[bcdfgjklmnpqrstvwxyz][a-z-]+ )"
)
_MEASURE_OF = re.compile(
    r"-?(?:[a-z]{0,6}bench|corpus|eval|data(?:set)?|set|sft|test|train|\d+[km])\b"
)
_ARTICLE = re.compile(r"(?:an?|the|our) (?:(?:novel|new|first) )?", re.IGNORECASE)
_SORT_BEHIND = re.compile(
    rf"(?: ?\([^()]{{1,60}}\))?(?: {SORT})?(?: ?\([^()]{{1,60}}\))?"
    r"(?=,? (?:which|that|to)\b|, (?:an?|the) )",
    re.IGNORECASE,
)
_NAMELY = re.compile(r", namely (?:[A-Z][\w-]*)(?: [\w-]+){0,8}\.?$")
_SPELT = re.compile(r"(?: \([^()]{1,30}\))?(?=[ ,:])")
_NO_SPELLING = re.compile(r"[,:;]|\b(?:that|which|for|to)\b")
_NO_TITLE = re.compile(r"[,:;]|\b(?:that|which)\b")  # of a name whose first word has a capital
_SORT_BEFORE = re.compile(rf"\b(?P<sort>{SORT})(?P<comma>,?) $", re.IGNORECASE)
_BEHIND = re.compile(r"(?: ?\([^()]{1,60}\))?(?=[,.;: ]|$)")
_BEHIND_BETWEEN_COMMAS = re.compile(r"(?: ?\([^()]{1,60}\))?,?(?= [a-z]+(?:ing|ed)\b)")
_PREPOSITION = re.compile(r"\b(?:of|for|in|on|from|with)\b")
_MENTIONING = re.compile(r"\b(?:of|for|in|on|from|with|by|to|that|which|based|using)\b")
_MADE_BY = re.compile(r"\b(?:upon|by|with|using|through|via|on) (?:an?|the) ")
_CALLING = re.compile(r"(?:\(|, |namely |called |named |termed |dubbed )$")
_EXPANDED = 140  # characters
_NAMED_BY = 250


def places(text: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where each of the names begins and ends in a text, blind to case."""
    low = text.lower()
    for name in names:
        start = low.find(name.lower())
        while start >= 0:
            yield start, start + len(name)
            start = low.find(name.lower(), start + 1)


def is_one_of(named: str, names: Sequence[str]) -> bool:
    """Whether one of the names stands in a text, blind to case: "Keelfix", not "Keelfix-Bench"."""
    low = named.lower()
    return any(not _MEASURE_OF.match(low, end) for _, end in places(named, names))


def is_called(rest: str, thing: str, names: Sequence[str]) -> bool:
    """Whether ``thing``, from which its name was taken, is what one of the names is of: "a lock
    called NAME" and "the NAME lock" are, "a bolt to strengthen NAME" is not."""
    called = [name for name in names if name in rest]
    heads = [thing[: max(0, thing.find(name))] for name in called]
    return any(not _MENTIONING.search(head) or _CALLING.search(head) for head in heads)


def end_of_expansion(rest: str, names: Sequence[str]) -> int:
    """Where a name ends that is spelt out: "sparse tuning", or "a tuning of few weights (SpaT)"."""
    for name in names:
        if rest[: len(name)].lower() == name.lower() and (found := _SPELT.match(rest, len(name))):
            return found.end()
        start = rest.find(f"({name})", 0, _EXPANDED)
        is_title = rest[:1].isupper() and not rest.startswith(("A ", "An ", "The "))
        no_spelling = _NO_TITLE if is_title else _NO_SPELLING
        if start >= 0 and not no_spelling.search(rest, 0, start):
            return start + len(name) + 2
    return 0


def end_of_sort(rest: str, names: Sequence[str]) -> int:
    """Where a name ends that stands before what sort of thing it is: "a Keelfix framework"; 0 if
    none does."""
    article = _ARTICLE.match(rest)
    starts = (name for name in names if article and rest.startswith(name, article.end()))
    for name in starts:
        if article and (found := _SORT_BEHIND.match(rest, article.end() + len(name))):
            return found.end()
    return 0


def without_called(rest: str, names: Sequence[str] = ()) -> str:
    """Without the name that a thing is given behind what it is; the name stands in front."""
    if found := _NAMELY.search(rest):
        rest = rest[: found.start()]
    for start, end in places(rest, names):
        if rest[max(0, start - 2) : start] == ", " and not rest[end:].strip(" ."):
            return _without_novelty(rest[: start - 2])
        sort = _SORT_BEFORE.search(rest, max(0, start - 30), start)
        found = sort and (_BEHIND_BETWEEN_COMMAS if sort["comma"] else _BEHIND).match(rest, end)
        if sort and found and not _PREPOSITION.search(rest, 0, sort.start()):
            return _without_novelty(rest[: sort.end("sort")] + rest[found.end() :])
    for pattern in (_CALLED_IN_SHORT, _CALLED, _WITHIN_THING):
        found = pattern.search(rest, 0, _NAMED_BY)
        if found and not _is_of_another(rest, found, names):
            behind = rest[found.end() :]
            comma = found["comma"] and re.match(r",? (?:which|[a-z]+ing|where|whose)\b", behind)
            comma = comma and pattern is not _WITHIN_THING
            behind = behind if comma else behind.removeprefix(",")
            head = rest[: found.start()]
            gap = "" if comma or behind.startswith((" ", ",", ";", ":")) or not behind else " "
            return _without_novelty(f"{head}{gap}{behind}")
    return _without_novelty(rest)


def _is_of_another(rest: str, found: re.Match[str], names: Sequence[str]) -> bool:
    """Whether something within the thing is called so: "a rope made by a way called Twist"."""
    is_ours = not names or is_one_of(found[0], names)
    return not is_ours and _MADE_BY.search(rest, 0, found.start()) is not None


def _without_novelty(text: str) -> str:
    """As a framework, where "a novel framework" is one and its article stays right."""
    return _NOVEL.sub(r"\g<article> ", text)
