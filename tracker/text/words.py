r"""The words of a text in the form in which they are compared: one form a question.

Nearly all forms set case aside (Unicode's case folding) and accents (what NFKD takes off a
letter), and know the letters that Unicode does not take apart, such as "ø". They differ where
the question does, and where what was stored under a form must be found under it for good:

- **titles** (``title_words``): are two titles one? Every combining mark goes, since sources differ
  in them; "+" and "#" stay ("C++"). Keys made of these words are stored.
- **phrases** (``phrase_words``): does a text hold a phrase? Words lose plural endings and
  possessives, scripts without spaces count each character as a word, and only the accents of
  European letters go: in other scripts marks are spelling.
- **learned words** (``learned_words``, ``learned_form``): what tells works apart? ASCII alone, with
  inner hyphens. Their hashes are stored, of works whose text is gone: no rule here may change.
- **names** (``name_words``): is it the same author? Dots go as well. Hashed and stored likewise.
- **remarks** (``remark_words``): did the author give one reason twice? Accents count.
- **headings** (``heading_words``): is it the same section? Signs count, emoji and the typography
  of quotes do not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from tracker.text.invisible import IGNORED_IN_WORDS

_MOST_KEPT = 100_000  # words at hand
_LONGEST_KEPT = 100  # characters

_LETTERS = {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
_OF_TITLES = str.maketrans(_LETTERS)
_OF_PHRASES = str.maketrans({**_LETTERS, "ħ": "h"})  # in the keys of titles "ħ" stands as it is

_TITLE_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")
_LEARNED_WORD = re.compile(r"[a-z0-9]+(?:[-'][a-z0-9]+)*")
_REMARK_WORD = re.compile(r"\w+")

_UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Myanmar, Khmer
    "\u3040-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\uac00-\ud7af"  # Hangul
)
# Few texts need these two, and to compile one takes 3 ms, in each process of a poll.
_PHRASE_WORD = rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+"
SENTENCE_END = "\x01"  # stands among a text's words; no phrase has it
_ASCII_GAPS = {code: " " for code in range(128) if not chr(code).isalnum()}
_SENTENCE_GAPS = {**_ASCII_GAPS, ord(SENTENCE_END): SENTENCE_END}
_SENTENCE_WORD = rf"{SENTENCE_END}|{_PHRASE_WORD}"
# A capital follows, so that "et al. show" and "e.g. a" go on; coarse, as many texts are read.
# A pattern a mark: one that begins with a letter of its own is found ten times as fast.
_ENDINGS = {mark: re.compile(rf"\{mark}[\"'”’)\]]*\s+(?=[^\W\d_a-z])") for mark in ".!?"}
_WIDE_ENDINGS = "。！？"
_IGNORED_IN_PHRASES = re.compile(f"[{IGNORED_IN_WORDS}]|[\u0300-\u036f]+")
_POSSESSIVES = {f"{mark}s": re.compile(rf"{mark}(?<=\w.)s\b") for mark in "'’`´"}
# No word has these; of those that are alike in words and sentences each has one's sign. A bracket
# stands for what only parts words.
_TYPED = {
    "’": "'", "”": '"', "\xa0": " ", "‘": "(", "“": "(", "–": "(", "—": "(", "…": "(", "•": "(",
    "→": "(", "·": "(", "×": "(", "«": "(", "»": "(",
}  # fmt: skip
_SIGNED = re.compile(r"\b([cf])(\+\+|#)(?!\w)")  # C++, C#, F#: words that are not letters alone
_SIGNS = {"++": "plusplus", "#": "sharp"}

_SHORTCODE = re.compile(r":[a-z0-9_+-]+:")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\xa0": " "})
_EMOJI_PARTS = frozenset("\u200d\ufe0e\ufe0f\u20e3")


# --- the forms ----------------------------------------------------------------------------


def title_words(text: str) -> list[str]:
    """The words of a title or a name, without case and marks."""
    plain = text.casefold()
    if plain.isascii():
        return _TITLE_WORD.findall(plain)
    plain = _without_marks(unicodedata.normalize("NFKD", plain))
    # Back to NFC: decomposed Hangul and kana are letters, not marks.
    return _TITLE_WORD.findall(unicodedata.normalize("NFC", plain).translate(_OF_TITLES))


def phrase_words(text: str) -> tuple[str, ...]:
    """The words of a phrase, or of a text that may hold one, each without its plural ending."""
    text = _signs_as_words(fold_phrase(text))
    # Most texts are ASCII by now, and this is five times as fast as the pattern.
    words = (
        text.translate(_ASCII_GAPS).split()
        if text.isascii()
        else _compiled(_PHRASE_WORD).findall(text)
    )
    return tuple(map(_SINGULARS_MET.__getitem__, words))


def sentence_words(text: str) -> tuple[str, ...]:
    """The words as ``phrase_words`` has them, with ``SENTENCE_END`` between two sentences."""
    end = f" {SENTENCE_END} "
    text = _typewritten(text.replace(SENTENCE_END, " "))
    for mark, ending in _ENDINGS.items():
        if mark in text:
            text = ending.sub(end, text)
    for mark in _WIDE_ENDINGS:
        text = text.replace(mark, end)
    text = _signs_as_words(fold_phrase(text))
    words = (
        text.translate(_SENTENCE_GAPS).split()
        if text.isascii()
        else _compiled(_SENTENCE_WORD).findall(text)
    )
    return tuple(map(_SINGULARS_MET.__getitem__, words))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def fold_phrase(text: str) -> str:
    """The text without case, accents, what cannot be seen, and possessive endings."""
    if not text.isascii():
        text = _typewritten(text)
        # In most languages few words are more than ASCII, and the same ones come again.
        words = text.split(" ")
        text = " ".join([word if word.isascii() else _FOLDED_MET[word] for word in words])
    text = text.casefold()
    if "'" in text or not text.isascii() or "`" in text:
        for ending, pattern in _POSSESSIVES.items():
            if ending in text:
                text = pattern.sub("", text)
    return text


def _typewritten(text: str) -> str:
    """The text with signs of ASCII that mean the same to words and sentences: most texts of the
    Web then are ASCII, which is folded at a fifth of the cost."""
    if not text.isascii():
        for sign, plain in _TYPED.items():
            text = text.replace(sign, plain)
    return text


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    text = _IGNORED_IN_PHRASES.sub("", text).translate(_OF_PHRASES)
    return unicodedata.normalize("NFC", text)  # Hangul syllables are whole again


def _signs_as_words(text: str) -> str:
    if "#" in text or "++" in text:
        text = _SIGNED.sub(lambda match: match[1] + _SIGNS[match[2]], text)
    return text


def learned_words(text: str) -> list[str]:
    """The words of a text in order, in lower case; hyphens and apostrophes stay inside."""
    return _LEARNED_WORD.findall(text.lower())


def name_words(name: str) -> str:
    """A person's name, blind to case, accents and dots."""
    plain = _without_marks(unicodedata.normalize("NFKD", name).casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def remark_words(text: str) -> str:
    """The words of a short remark, blind to case and signs."""
    return " ".join(_REMARK_WORD.findall(text.casefold()))


def heading_words(text: str) -> str:
    """A heading as a reader sees it, without emoji unless it has nothing else."""
    shown = unicodedata.normalize("NFKC", text.translate(_QUOTES)).casefold()
    plain = "".join(c for c in _SHORTCODE.sub(" ", shown) if not _is_emoji(c))
    return " ".join((plain if plain.strip() else shown).split())


def _without_marks(decomposed: str) -> str:
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _is_emoji(character: str) -> bool:
    return (
        character in _EMOJI_PARTS
        or unicodedata.category(character) == "So"
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones
    )


# --- plural endings -----------------------------------------------------------------------

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


def learned_form(word: str) -> str:
    """A learned word without a plural s. Coarser than a phrase's, as words learned are many and
    one wrong ending is nothing; what is stored was hashed by this rule."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] not in "su" else word


def singular(word: str) -> str:
    """A phrase's word without a plural ending, after Harman's S-stemmer (JASIS 42(1), 1991).

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


class _Met(dict[str, str]):
    """What became of the words met so far: half of what an lru_cache costs."""

    def __init__(self, change: Callable[[str], str]) -> None:
        super().__init__()
        self._change = change

    def __missing__(self, word: str) -> str:
        changed = self._change(word)
        if len(word) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[word] = changed
        return changed


_SINGULARS_MET = _Met(singular)
_FOLDED_MET = _Met(_fold)
