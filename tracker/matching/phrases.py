r"""When does a text hold a phrase? Compared are words, not characters.

Both are brought to one form first: Unicode NFKC and case folding (Unicode Standard Annex #15),
accents off, invisible characters out, each word without its plural ending. A word is a run of
letters and digits; scripts that are written without spaces (Han, kana, Thai, Hangul with its
particles) count each character as a word. The words of the phrase and of the text are then
compared *run together*, from the start of a word to the end of one: so "fine-tuning",
"finetuning", "fine tuning" and "Fine-Tunings" are one, as "LLM" and "L.L.M.s" are, while
"art" is not in "part". A phrase is never a pattern.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

MAX_TEXT_CHARACTERS = 50_000  # of one text; an abstract has 2,000, a long post 30,000
_MOST_WORDS = 100_000  # kept at hand

_UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Myanmar, Khmer
    "\u3040-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\uac00-\ud7af"  # Hangul
)
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_ASCII_GAPS = {code: " " for code in range(128) if not chr(code).isalnum()}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]|[\u0300-\u036f]+")
_APOSTROPHES = "'’`´"
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}](?<=\w.)s\b")
_SIGNED = re.compile(r"\b([cf])(\+\+|#)(?!\w)")  # C++, C#, F#: words that are not letters alone
_SIGNS = {"++": "plusplus", "#": "sharp"}
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)

# Words whose last s is no plural, and plurals that no rule finds.
_SINGULARS = frozenset({
    "alias", "always", "atlas", "bias", "canvas", "chaos", "christmas", "cosmos", "economics",
    "ethics", "genetics", "graphics", "lens", "linguistics", "mathematics", "news", "optics",
    "pancreas", "pandas", "perhaps", "physics", "politics", "robotics", "series", "species",
    "texas", "towards", "whereas",
})  # fmt: skip
_IRREGULAR = {
    "aliases": "alias", "analyses": "analysis", "appendices": "appendix", "biases": "bias",
    "bonuses": "bonus", "canvases": "canvas", "corpora": "corpus", "criteria": "criterion",
    "crises": "crisis", "diagnoses": "diagnosis", "ellipses": "ellipsis", "focuses": "focus",
    "formulae": "formula", "hypotheses": "hypothesis", "indices": "index", "lenses": "lens",
    "matrices": "matrix", "parentheses": "parenthesis", "phenomena": "phenomenon",
    "schemata": "schema", "statuses": "status", "syntheses": "synthesis", "theses": "thesis",
    "vertices": "vertex", "viruses": "virus",
}  # fmt: skip


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

    def find(self, text: Sequence[str]) -> Iterator[Hit]:
        """Every hit in a text's words; the work for each word is bounded by the longest phrase."""
        beginnings, phrases = self._beginnings, self._phrases
        if beginnings.isdisjoint(text):
            return
        for start, first in enumerate(text):
            if first not in beginnings:
                continue
            joined, end = first, start + 1
            while joined in beginnings:
                if joined in phrases:
                    for index in phrases[joined]:
                        yield Hit(index, start, end)
                if end == len(text):
                    break
                joined += text[end]
                end += 1


def find_phrase(phrase: str, text: str) -> bool:
    """Whether the text holds the phrase."""
    return any(True for _ in PhraseIndex([phrase]).find(words(text)))


def words(text: str) -> tuple[str, ...]:
    """The text's words in the one form that is compared."""
    text = fold(text[:MAX_TEXT_CHARACTERS])
    if "#" in text or "++" in text:
        text = _SIGNED.sub(lambda found: found[1] + _SIGNS[found[2]], text)
    # Most texts are ASCII, and this is five times as fast as the pattern.
    found = text.translate(_ASCII_GAPS).split() if text.isascii() else _WORD.findall(text)
    return tuple(map(_SINGULAR.__getitem__, found))


def fold(text: str) -> str:
    """The text without case, accents, invisible characters and possessive endings."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
        text = _INVISIBLE.sub("", text).translate(_UNDECOMPOSED)
        text = unicodedata.normalize("NFC", text)  # Hangul syllables are whole again
    text = text.casefold()
    # Most texts have no apostrophe, and this is ten times as fast as the pattern.
    return _POSSESSIVE.sub("", text) if any(map(text.__contains__, _APOSTROPHES)) else text


def widest(hits: Iterable[Hit]) -> list[Hit]:
    """The hits that lie in no wider one ("instruction tuning" in "visual instruction tuning")."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.phrase)):
        if not kept or hit.end > kept[-1].end:
            kept.append(hit)
    return kept


class _Singulars(dict[str, str]):
    """The words met so far, without plural endings: half of what an lru_cache costs."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[word] = singular = _singular(word)
        return singular


_SINGULAR = _Singulars()


def _singular(word: str) -> str:
    """The word without a plural ending, after Harman's S-stemmer (JASIS 42(1), 1991).

    Also brings together what that leaves apart (box, boxes; movie, movies; approaches) by
    taking a last ``e`` off the singular where the plural may have one of its own.
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or word in _SINGULARS:
        return word
    if word[-1] == "s" and word[-2] not in "sui":
        word = word[:-1]
    if word.endswith("ie"):
        return word[:-2] + "y"
    if word.endswith(("che", "she", "xe", "sse")):
        return word[:-1]
    return word
