"""Which sentences of a source's text stand in a draft: the contribution, and one to quote.

The contribution is the sentence that says what the work does. Signs of it add up: the authors or
their paper doing something ("we introduce", "this survey reviews"), the work's own name, and what
kind of thing it is ("a benchmark"). What only adds to it ("we also", "to further", "in detail")
and what leans on its neighbours count less; of equals the first is taken. Background has none of
these signs, and stands only where nothing else does.

The quote is a result from a later sentence, with a number or a comparison, that is understood
without its context and is short enough. Where there is no such sentence there is no quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tracker.drafts.entry import cues
from tracker.drafts.entry.sentences import ELLIPSIS, ends_whole, shorten, split_sentences, trim
from tracker.text.contribution import ADDING, PAPER_STUDIES, WEIGHTS

LIMIT = 240  # characters: two lines of a post

_LOOKED_AT = 600  # characters of a sentence


def contribution(text: str, *, name: str = "", limit: int = LIMIT) -> str:
    """The sentence that says what the work is, at most ``limit`` characters; "" without one.

    ``name`` is the work's short name, where it has one.
    """
    sentences = [sentence for sentence in split_sentences(text) if _says_something(sentence)]
    if not sentences:
        return ""
    best = max(sentences, key=lambda sentence: _contributes(sentence[:_LOOKED_AT], name.casefold()))
    return shorten(trim(best, name=name), limit)


def quote(text: str, *, without: str = "", name: str = "", limit: int = LIMIT) -> str:
    """A result worth quoting from behind ``without``, since what precedes that speaks of the work
    of others; "" where there is none."""
    rest = without.removesuffix(ELLIPSIS).rstrip()[1:]  # its first letter may be a new capital
    sentences = split_sentences(text)
    after = next((n for n, sentence in enumerate(sentences, 1) if rest and rest in sentence), 0)
    results = _quotable(sentences[after:], name, limit)
    best = max(results, key=lambda sentence: _worth(sentence, name), default="")
    return best if best and _worth(best, name) > 0 else ""


def _contributes(sentence: str, name: str) -> float:
    """How much says that this sentence states what the work does."""
    low = sentence.casefold()
    points = max((_weight(match, sentence) for match in cues.DOING.finditer(sentence)), default=0.0)
    if points < 5.0 and cues.DONE.search(sentence):
        points = 5.0
    if not points:
        points = (
            2.5 if cues.PAPER_DOES.search(sentence) else 2.0 if cues.WE_DO.search(sentence) else 0.0
        )
    if name and name in low:
        points += 3.0 if points else 1.0
        points += 2.0 if low.startswith((f"{name} is ", f"{name}, a", f"{name} are ")) else 0.0
    if points and cues.HERE.search(sentence):
        points += 1.5
    if "http" in low:
        points -= 2.0
    if cues.ADDING.search(sentence):
        points -= ADDING
    elif cues.DETAIL.search(sentence):
        points -= 1.0
    return points - (2.0 if cues.LEANING.search(sentence) else 0.0)


def _weight(match: re.Match[str], sentence: str) -> float:
    """What a doing verb is worth, with the thing that is made behind it."""
    weight = WEIGHTS[match.lastgroup or ""]
    if cues.BESIDE.match(sentence, match.end()):
        return 1.0
    if match["paper"] and match["studying"]:
        weight = PAPER_STUDIES
    return weight + (1.0 if cues.KIND.match(sentence, match.end()) else 0.0)


def _quotable(sentences: Iterable[str], name: str, limit: int) -> list[str]:
    whole = (
        ends_whole(trim(sentence, name=name), limit)
        for sentence in sentences
        if _says_something(sentence)
    )
    return [sentence for sentence in whole if sentence and not cues.LEANING.search(sentence)]


def _worth(sentence: str, name: str) -> float:
    """A number goes before a comparison, that before a finding."""
    if cues.HOPE.search(sentence):
        return 0.0
    comparing = cues.COMPARING.search(sentence) is not None
    telling = cues.TELLING.search(sentence) is not None
    own = bool(name and name in sentence) or cues.OWN.search(sentence) is not None
    if (comparing or telling) and cues.NUMBER.search(sentence):
        points = 4.0
    elif own and comparing:
        points = 2.0
    elif cues.FOUND.search(sentence):
        points = 1.0
    else:
        return 0.0
    # That it leads the field is said of most works.
    return points - (0.5 if cues.CLAIM.search(sentence) else 0.0)


def _says_something(sentence: str) -> bool:
    if len(sentence.split(maxsplit=4)) >= 4:
        return not cues.BOILERPLATE.search(sentence[:500])
    # Scripts that are written without blanks
    return len(sentence) >= 12 and not sentence.isascii() and " " not in sentence
