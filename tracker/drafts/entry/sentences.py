"""A source's text as sentences, and how one is shortened without a word of our own.

Nothing is invented: what comes out are words of the text in their order. A sentence loses an
opening that points at what stands before it ("To address this,", "In this paper,"), and its next
letter becomes a capital. One that is too long ends with an ellipsis, after a clause if it can,
never within brackets or after a word that leads on ("of", "the").
"""

from __future__ import annotations

import re
from functools import lru_cache

from tracker.drafts.entry import cues
from tracker.escaping import fold

TEXT_LIMIT = 20_000  # characters looked at; the longest abstracts have some 2,000

# A full stop after these ends no sentence.
_ABBREVIATIONS = frozenset(
    re.findall(
        r"[\w.]+",
        "e.g i.e cf vs etc al fig figs eq eqs sec secs tab no nos vol pp ref refs dr mr mrs ms "
        "prof st approx resp incl ca viz w.r.t i.i.d a.k.a u.s u.k ph.d sen gov inc ltd jr sr dept "
        "est jan feb mar apr jun jul aug sep sept oct nov dec",
    )
)
# These may end one: what follows decides.
_MAY_END = frozenset(["etc", "al", "inc", "ltd", "jr", "sr"])
# A blank may be missing before a word that starts sentences.
_END = re.compile(
    r"[.!?…]+[\"'”’)\]]*(?=\s|$)|(?<=[a-z]{2})\.(?=(?:In|We|This|The|To|It|Our|These|However)\s)|"
    r"(?<=[a-z]{2})\.(?=[A-Z][a-z]+,? [a-z])|"
    r"[。！？]+[”’」』）]*"
)
# "xLSTM is", "e5 is", "gpt-oss-safe is", "(ii) In"
_NAME_NEXT = re.compile(
    r"[a-z]{1,3}[A-Z][A-Za-z]|[a-z]{1,2}\d|[a-z]+(?:-[a-z\d.]+){2}\b(?!-)|[a-z]{1,3}\) [A-Z]"
)
_LAST_WORD = re.compile(r"[\w.]{1,20}$")

_WORK = (
    r"(?:short |position |technical |present |survey |research |review |case )?"
    r"(?:paper|work|article|report|study|thesis|survey|review|post|note|letter|tutorial|project|research|contribution|"
    r"chapter|demo|version)"
)
# Openings that say nothing alone, whatever follows.
_EMPTY = re.compile(
    rf"(?:in|with|through|throughout) (?:this|our|the present) {_WORK},?\s+|"
    r"to (?:this|that|these) (?:end|aim|goal|purpose)s?,?\s+|"
    r"(?:here|in response|in this (?:regard|context|light|vein|direction|spirit)),?\s+(?=we\b)|"
    r"(?:specifically|concretely|in particular|notably|remarkably|importantly|crucially|moreover|"
    r"furthermore|additionally|in addition|besides|therefore|thus|hence|consequently|accordingly|"
    r"most (?:notably|importantly)|instead|finally|lastly|overall|"
    r"interestingly|surprisingly|meanwhile|however|also|"
    r"today|yesterday|(?:earlier )?this (?:week|month|morning)|earlier today|"
    r"in summary|in conclusion|in short|to summari[sz]e|as a result|as such|"
    r"for (?:this|these) (?:purpose|reason|aim)s?|more (?:specifically|precisely|importantly)|"
    r"to (?:the best of )?our (?:best )?knowledge|in (?:contrast|turn|response)),\s+",
    re.IGNORECASE,
)
# Others are dropped where they point back, and what follows stands alone.
_POINTING = re.compile(
    r"(?P<to>to|in (?:order to|an? (?:effort|attempt) to)|towards?|for) |(?:motivated|inspired|"
    r"driven|guided|prompted|encouraged|spurred|informed) by |(?:building|drawing|capitali[sz]ing|"
    r"based|reflecting|expanding|leveraging|following|given|considering|recogni[sz]ing|addressing|"
    r"responding|from|with|against|as an? |in (?:light|view|response|pursuit|face) (?:of|to))\b",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\b(?:this|these|those|such|aforementioned|above)\b|\b(?:it|them)$|"
    r"\b(?:the|both|all) (?:[\w-]+ )?(?:gaps?|challenges?|issues?|problems?|limitations?|"
    r"shortcomings?|drawbacks?|needs?|difficult(?:y|ies)|trade-?offs?)$",
    re.IGNORECASE,
)
_OPENING = 160  # characters; a longer one is most of the sentence
_AUTHORS = re.compile(rf"(?:we|i|this {_WORK}|our)\b", re.IGNORECASE)
_THING = re.compile(r"(?:an?|the)\s", re.IGNORECASE)
_SPEAKING = re.compile(r"\b(?:we|i) [a-z]", re.IGNORECASE)


@lru_cache(maxsize=1)  # the contribution and the quote are looked for in one text
def split_sentences(text: str) -> tuple[str, ...]:
    """The text's sentences, each on one line; joined by blanks they are the folded text."""
    text = fold(text[:TEXT_LIMIT])
    sentences, start = [], 0
    in_formula = _formula_ends(text)
    for end in _END.finditer(text):
        if not in_formula[end.start()] and _ends_sentence(text, start, end):
            sentences.append(text[start : end.end()].strip())
            start = end.end()
    sentences.append(text[start:].strip())
    return tuple(sentence for sentence in sentences if sentence)


def says_something(sentence: str) -> bool:
    """Whether a sentence has enough words, and is none that every page has."""
    if len(sentence.split(maxsplit=4)) >= 4:
        return not cues.BOILERPLATE.search(sentence[:500])
    # Scripts that are written without blanks
    return len(sentence) >= 12 and not sentence.isascii() and " " not in sentence


def trim(sentence: str, *, name: str = "") -> str:
    """The sentence without openings that lean on what stands before it; ``name`` is the work's."""
    for _ in range(3):  # "Specifically, to address this, ..."
        cut = _opening(sentence, name)
        if not cut:
            break
        sentence = capitalised(sentence[cut:])
    return sentence


def _opening(sentence: str, name: str) -> int:
    """The length of an opening that says nothing without what stands before; 0 without one."""
    if match := _EMPTY.match(sentence):
        return match.end()
    pointing = _POINTING.match(sentence)
    if not pointing:
        return 0
    for comma in re.finditer(r",\s+", sentence[:_OPENING]):
        rest = sentence[comma.end() :]
        alone = _AUTHORS.match(rest) or (pointing["to"] and _THING.match(rest))
        alone = alone or (name and rest.startswith(name))
        if _SPEAKING.search(sentence, 0, comma.start()):
            return 0
        if alone:
            return comma.end() if _REFERENCE.search(sentence[: comma.start()]) else 0
    return 0


def capitalised(text: str) -> str:
    """With a capital, but for a name that is written small on purpose ("xLSTM")."""
    word = text.split(maxsplit=1)[0] if text.strip() else ""
    first = text[:1].upper()
    return first + text[1:] if word == word.lower() and len(first) == 1 else text


def _formula_ends(text: str) -> bytearray:
    """For each character whether it stands between two ``$`` of one formula."""
    inside = bytearray(len(text) + 1)
    # 300: a formula in an abstract is short, and a lone price must not swallow the rest
    for formula in re.finditer(r"(?<!\\)\$(?!\s)[^$]{1,300}(?<![\\\s])\$(?!\d)", text):
        inside[formula.start() : formula.end() - 1] = b"\x01" * (len(formula[0]) - 1)
    return inside


def _ends_sentence(text: str, start: int, end: re.Match[str]) -> bool:
    following = text[end.end() : end.end() + 30].lstrip().lstrip("\"'“‘([$")
    # A name may start small: "xLSTM is ..."
    starts_low = bool(following) and following[0].islower() and not _NAME_NEXT.match(following)
    if not end[0].startswith(".") or end[0].startswith(".."):
        return not (starts_low and end[0].endswith((")", "”", '"')))  # ("why?") and how
    if starts_low:
        return False
    last = _LAST_WORD.search(text, max(start, end.start() - 20), end.start())
    word = last[0].lower() if last else ""
    if word in _MAY_END:
        return bool(following) and following[0].isupper()
    initial = len(word) == 1 and word.isalpha() and text[end.start() - 1].isupper()
    return word not in _ABBREVIATIONS and not initial
