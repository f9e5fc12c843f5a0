r"""When does a text hold a phrase? Compared are words, not characters.

Both are brought to one form first (``phrase_words``): Unicode NFKC and case folding (UAX #15),
accents off, invisible characters out, each word without its plural ending. A word is a run of
letters and digits; scripts that are written without spaces (Han, kana, Thai, Hangul with its
particles) count each character as a word. The words of the phrase and of the text are then
compared *run together*, from the start of a word to the end of one: so "fine-tuning",
"finetuning", "fine tuning" and "Fine-Tunings" are one, as "LLM" and "L.L.M.s" are, while
"art" is not in "part". A phrase is never a pattern.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.text import words as forms
from tracker.text.words import phrase_words

MAX_TEXT_CHARACTERS = 50_000  # of one text; an abstract has 2,000, a long post 30,000


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: which one, and the words of the text that it covers."""

    phrase: int  # its index
    start: int
    end: int


class PhraseIndex:
    """Many phrases, looked for in one pass; spellings of one phrase are found together."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._phrases: dict[str, list[int]] = {}
        for index, phrase in enumerate(phrases):
            key = "".join(words(phrase))
            if key:
                self._phrases.setdefault(key, []).append(index)
        self._beginnings = {key[:end] for key in self._phrases for end in range(1, len(key) + 1)}

    def find(self, text: Sequence[str]) -> list[Hit]:
        """Every hit in a text's words; the work for each word is bounded by the longest phrase."""
        beginnings, phrases, hits = self._beginnings, self._phrases, list[Hit]()
        # Nearly all words begin no phrase, and of those that may ("the": "theorem") nearly all go
        # on otherwise: these are left out before anything is made of them.
        starts = [start for start, first in enumerate(text) if first in beginnings]
        last = len(text) - 1
        for start in starts:
            joined, end = text[start], start + 1
            if joined not in phrases and (start == last or joined + text[end] not in beginnings):
                continue
            while joined in beginnings:
                if joined in phrases:
                    hits += [Hit(index, start, end) for index in phrases[joined]]
                if end > last:
                    break
                joined += text[end]
                end += 1
        return hits


def words(text: str) -> tuple[str, ...]:
    """The text's words in the one form that is compared."""
    return phrase_words(text[:MAX_TEXT_CHARACTERS])


def sentence_words(text: str) -> tuple[str, ...]:
    """The text's words likewise, with the ends of its sentences, over which no phrase reaches."""
    return forms.sentence_words(text[:MAX_TEXT_CHARACTERS])


def widest(hits: Iterable[Hit]) -> list[Hit]:
    """The hits that lie in no wider one ("instruction tuning" in "visual instruction tuning")."""
    kept: list[Hit] = []
    hits = list(hits)
    if len(hits) < 2:  # mostly, and to put them in order takes as long as all else
        return hits
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.phrase)):
        if not kept or hit.end > kept[-1].end:
            kept.append(hit)
    return kept


SMALL_WORDS = frozenset(
    words(
        "a across among an and are as at be between beyond by can do does for from how in into is "
        "it its not of on or our over that the their through to toward towards under using via we "
        "what when where which why with within without you your new novel better"
    )
)
"""Words of grammar and of self-praise: no phrase that tells a subject begins or ends with one."""
