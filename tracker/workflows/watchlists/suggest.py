"""Which phrases would have found what the author wanted and no topic matched? Nothing here writes.

Wanted is what the author approved, and what the living post and ``[ranking] seeds`` name. Of those
works the ones that no watchlist matches tell what is missing: phrases of their titles, of two or
three words, that would have found at least two of them. Each is told with what it would have
brought out of the stored past beyond today's topics: how many works, and how many wanted ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from tracker.matching.matcher import Matcher
from tracker.matching.phrases import SMALL_WORDS, words
from tracker.store.author import decisions
from tracker.store.works import read, search
from tracker.text.words import phrase_words
from tracker.values import Verdict, Work
from tracker.watchlists import ArxivRules, Terms, Watchlist
from tracker.workflows.session import Session

DEFAULT_SUGGESTIONS = 10
_LEAST_WANTED = 2  # a phrase of one work alone is its own subject
_MOST_TRIED = 200
_MOST_WANTED = 5_000
_BATCH = 1_000
_LENGTHS = (2, 3)
_PIECE = re.compile(r"[^\s,.:;?!()\[\]\"“”—–]+")
_GAP = re.compile(r"\s*")


@dataclass(slots=True)
class Suggestion:
    """A phrase, how many works it would have brought, and which wanted ones are among them."""

    phrase: str
    works: int = 0
    wanted: list[int] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        return {
            "phrase": self.phrase,
            "works": self.works,
            "approvals": len(self.wanted),
            "ids": [str(number) for number in self.wanted],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestReport:
    """The phrases, the best first; ``unmatched`` of the ``wanted`` works are in no topic."""

    wanted: int
    unmatched: int
    works: int
    suggestions: tuple[Suggestion, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "wanted": self.wanted,
            "unmatched": self.unmatched,
            "works": self.works,
            "suggestions": [each.as_json() for each in self.suggestions],
        }


def suggest_phrases(session: Session, *, limit: int = DEFAULT_SUGGESTIONS) -> SuggestReport:
    """The phrases that would have brought most of what was wanted and not matched.

    Raises ConfigError or PostError where seeds or the post cannot be read.
    """
    db, matcher = session.db, Matcher(session.project.watchlists)
    wanted = _wanted(session)
    unmatched = [work for work in read.get(db, wanted) if not matcher.match(work)]
    found = {each.phrase: each for each in map(Suggestion, _candidates(unmatched))}
    every = search.numbers(db)
    if found:
        missed = frozenset(work.id for work in unmatched)
        tried = Matcher([_alone(phrase, number) for number, phrase in enumerate(found)])
        numbered = list(found.values())
        for start in range(0, len(every), _BATCH):
            for work in read.get(db, every[start : start + _BATCH]):
                matches = tried.match(work)
                if matches and not matcher.match(work):
                    for match in matches:
                        _count(numbered[int(match.topic)], work, missed)
    return SuggestReport(
        wanted=len(wanted),
        unmatched=len(unmatched),
        works=len(every),
        suggestions=tuple(_best(found)[:limit]),
    )


def _wanted(session: Session) -> frozenset[int]:
    """The works that the author approved, or that the post or the seeds name."""
    approved = decisions.newest(session.db, Verdict.APPROVED, limit=_MOST_WANTED)
    return session.standing.union(decision.work_id for decision in approved)


def _count(suggestion: Suggestion, work: Work, wanted: frozenset[int]) -> None:
    suggestion.works += 1
    if work.id in wanted:
        suggestion.wanted.append(work.id)


def _alone(phrase: str, number: int) -> Watchlist:
    """A topic of one phrase, in any category."""
    terms = Terms(any=(phrase,))
    slug = str(number)
    arxiv = ArxivRules(terms=terms)
    return Watchlist(slug=slug, title=slug, heading=slug, arxiv=arxiv, match=terms)


def _candidates(works: Iterable[Work]) -> list[str]:
    """Phrases of the works' titles that stand in two works or more, the most frequent first."""
    spellings: dict[str, str] = {}
    texts = [(work, f" {' '.join(words(f'{work.title} . {work.summary}'))} ") for work in works]
    for work, _ in texts:
        for phrase in _phrases(work.title):
            spellings.setdefault(" ".join(phrase_words(phrase)), phrase)
    counts: Counter[str] = Counter()
    for key in spellings:
        counts[key] = sum(f" {key} " in text for _, text in texts)
    frequent = [key for key, count in counts.most_common(_MOST_TRIED) if count >= _LEAST_WANTED]
    return [spellings[key] for key in frequent]


def _phrases(title: str) -> Iterator[str]:
    """The runs of words within a clause that neither begin nor end with a small one."""
    pieces = list(_PIECE.finditer(title))
    for start in range(len(pieces)):
        for length in _LENGTHS:
            run = pieces[start : start + length]
            if len(run) < length or _is_broken(title, run):
                continue
            tokens = [_plain(piece[0]) for piece in run]
            ends = {*phrase_words(tokens[0]), *phrase_words(tokens[-1])}
            if ends and ends.isdisjoint(SMALL_WORDS) and all(map(phrase_words, tokens)):
                yield " ".join(tokens)


def _is_broken(title: str, run: list[re.Match[str]]) -> bool:
    """Whether a sign stands between two of the words."""
    return any(not _GAP.fullmatch(title, one.end(), other.start()) for one, other in pairwise(run))


def _plain(word: str) -> str:
    """The word in lower case, unless its capitals are a name's: "LoRA"."""
    return word.lower() if word[1:] == word[1:].lower() else word


def _best(found: Mapping[str, Suggestion]) -> list[Suggestion]:
    """Those that would have brought enough, each subject once: of phrases within one another that
    brought the same, the longer."""
    enough = [each for each in found.values() if len(each.wanted) >= _LEAST_WANTED]
    enough.sort(key=lambda each: (-len(each.wanted), each.works, -len(each.phrase), each.phrase))
    kept: list[Suggestion] = []
    for each in enough:
        if not any(other.wanted == each.wanted and each.phrase in other.phrase for other in kept):
            kept.append(each)
    return kept
