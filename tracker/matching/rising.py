"""Which words rise: those that stand in a larger share of the titles of late than before.

A word, or two in a row, counts once a title, which names the subject where an abstract mostly says
what all abstracts say. Its share of late is compared with that before, each with half a title
added, so that what is new has a share to be compared with; and what counts is not the ratio but the
least that it is with some certainty (the logarithm's lower bound at two standard errors: among tens
of thousands of words, many rise by chance). Small words begin and end nothing. Of two that tell the
same, the longer stays. Like is compared with like: papers have other titles than posts, whatever
rises.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import islice, pairwise

from tracker.matching.phrases import SMALL_WORDS, sentence_words

_READ = 300  # characters of a title: longer ones are hardly titles
LEAST_BEFORE = 200  # titles to compare with
_LEAST = 5  # titles of late: what fewer say is chance
_ERRORS = 2.0
_LEAST_LETTERS = 3
_SAME = 0.7  # of a word's titles: then the two words in a row say what it does
_TRIED = 400
_SPELLED_IN = 100  # titles in which a spelling is looked for
Term = tuple[str, ...]
_PIECE = re.compile(r"\w(?:[\w'’+#-]*[\w+#])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rising:
    """A word or two that rise: in how many titles of late and before, of so many."""

    phrase: str
    late: int
    late_of: int
    before: int
    before_of: int
    sureness: float  # the logarithm of the least ratio of the two shares

    @property
    def times(self) -> float:
        """How many times the share of before it has of late."""
        return _share(self.late, self.late_of) / _share(self.before, self.before_of)

    def as_json(self) -> dict[str, object]:
        return {
            "phrase": self.phrase,
            "late": self.late,
            "late_of": self.late_of,
            "before": self.before,
            "before_of": self.before_of,
            "times": round(self.times, 2),
        }


def rising(
    late: Sequence[str], before: Sequence[str], *, known: Iterable[str] = (), limit: int = 20
) -> tuple[Rising, ...]:
    """The words that rise most surely, without those within a ``known`` phrase or around one.

    None where there is too little from before to compare with.
    """
    if len(before) < LEAST_BEFORE:
        return ()
    in_titles = [_terms(title) for title in late]
    now = Counter(term for terms in in_titles for term in terms)
    then = Counter(term for title in before for term in _terms(title))
    phrases = [sentence_words(phrase) for phrase in known]
    rises = {
        term: rise
        for term, titles in now.items()
        if titles >= _LEAST and (rise := _rise(titles, len(late), then[term], len(before))) > 0
    }
    surest = sorted(rises, key=lambda term: (-rises[term], term))[:_TRIED]
    surest = [term for term in surest if not _is_known(term, phrases)]
    return tuple(
        Rising(
            phrase=_spelled(term, (late[n] for n, terms in enumerate(in_titles) if term in terms)),
            late=now[term],
            late_of=len(late),
            before=then[term],
            before_of=len(before),
            sureness=rises[term],
        )
        for term in _apart(surest, now)[:limit]
    )


def _terms(title: str) -> Set[Term]:
    words = sentence_words(title[:_READ])
    single = {(word,) for word in words if _is_weighty(word)}
    pairs = {(a, b) for a, b in pairwise(words) if _is_weighty(a) and _is_weighty(b)}
    return single | pairs


def _is_weighty(word: str) -> bool:
    """Not a sentence's end either, which is a sign of its own."""
    return len(word) >= _LEAST_LETTERS and word not in SMALL_WORDS and not word.isdigit()


def _share(works: int, of: int) -> float:
    return (works + 0.5) / (of + 1)


def _rise(late: int, late_of: int, before: int, before_of: int) -> float:
    """The logarithm of the least ratio that the two shares have."""
    ratio = math.log(_share(late, late_of) / _share(before, before_of))
    return ratio - _ERRORS * math.sqrt(1 / (late + 0.5) + 1 / (before + 0.5))


def _is_known(term: Term, phrases: Iterable[Term]) -> bool:
    return any(_within(term, phrase) or _within(phrase, term) for phrase in phrases)


def _within(inner: Term, outer: Term) -> bool:
    size = len(inner)
    return size > 0 and any(outer[at : at + size] == inner for at in range(len(outer) - size + 1))


def _apart(surest: Iterable[Term], counts: Counter[Term]) -> list[Term]:
    """Without a word that a longer one stands for, and a longer one whose word stands already."""
    pairs = [term for term in surest if len(term) > 1]
    chosen: list[Term] = []
    for term in surest:
        if len(term) > 1:
            is_said = any((word,) in chosen for word in term)
        else:
            most = max((counts[pair] for pair in pairs if term[0] in pair), default=0)
            is_said = most >= _SAME * counts[term]
        if not is_said:
            chosen.append(term)
    return chosen


def _spelled(term: Term, titles: Iterable[str]) -> str:
    """The most frequent spelling, in lower case unless its capitals are a name's."""
    spellings: Counter[str] = Counter()
    for title in islice(titles, _SPELLED_IN):
        pieces = [match[0] for match in _PIECE.finditer(title[:_READ])]
        runs = (pieces[at : at + size] for size in (1, 2) for at in range(len(pieces)))
        spelling = next((run for run in runs if sentence_words(" ".join(run)) == term), None)
        if spelling:
            spellings[" ".join(map(_plain, spelling))] += 1
    return spellings.most_common(1)[0][0] if spellings else " ".join(term)


def _plain(word: str) -> str:
    return word.lower() if word[1:] == word[1:].lower() else word
