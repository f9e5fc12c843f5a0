"""Which words rise: those that stand in a larger share of the titles of late than before.

A word, or two in a row, counts once a title, which names the subject where an abstract mostly says
what all abstracts say. Its share of late is compared with that before, each with half a title
added, so that what is new has a share to be compared with; and what counts is not the ratio but the
least that it is with some certainty (the logarithm's lower bound at two standard errors: among tens
of thousands of words, many rise by chance). Small words begin and end nothing. Of those that tell
the same, one stays. Like is compared with like: papers have other titles than posts, whatever
rises.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice, pairwise

from tracker.matching.phrases import SMALL_WORDS, sentence_words

_READ = 300  # characters of a title: longer ones are hardly titles
LEAST_BEFORE = 200  # titles to compare with
_LEAST = 5  # titles of late: what fewer say is chance
_ERRORS = 2.0
_LEAST_LETTERS = 3
_SAME = 0.7  # of a word's titles: then what stands in them too tells the same
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
    of_late: defaultdict[Term, set[int]] = defaultdict(set)
    for number, title in enumerate(late):
        for term in _terms(title):
            of_late[term].add(number)
    then = Counter(term for title in before for term in _terms(title))
    phrases = [sentence_words(phrase) for phrase in known]
    rises = {
        term: rise
        for term, found in of_late.items()
        if len(found) >= _LEAST
        and (rise := _rise(len(found), len(late), then[term], len(before))) > 0
    }
    surest = sorted(rises, key=lambda term: (-rises[term], -len(term), term))[:_TRIED]
    surest = [term for term in surest if not _is_known(term, phrases)]
    return tuple(
        Rising(
            phrase=_spelled(term, (late[number] for number in sorted(of_late[term]))),
            late=len(of_late[term]),
            late_of=len(late),
            before=then[term],
            before_of=len(before),
            sureness=rises[term],
        )
        for term in _apart(surest, of_late)[:limit]
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


def _apart(surest: Sequence[Term], titles: Mapping[Term, Set[int]]) -> list[Term]:
    """Each subject once: a word for which two in a row stand in most of its titles is left out,
    and what shares a word with a surer one and stands mostly beside it."""
    pairs = [term for term in surest if len(term) > 1]
    chosen: list[Term] = []
    for term in surest:
        own = titles[term]
        longer = (titles[pair] for pair in pairs if len(term) == 1 and term[0] in pair)
        surer = (titles[other] for other in chosen if not set(term).isdisjoint(other))
        if all(len(own & others) < _SAME * len(own) for others in (*longer, *surer)):
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
