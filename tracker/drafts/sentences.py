"""Which sentences of a source's text stand in a draft, word for word.

Nothing is invented: what comes out are sentences of the text, their words in their order, at
most cut short with an ellipsis. The contribution is the first sentence in which the authors
say what they do ("we introduce", "this paper presents"), else the first that says anything;
the quote is a later one, with a result in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.escaping import fold

TEXT_LIMIT = 20_000  # characters looked at; the longest abstracts have some 2,000
ELLIPSIS = "…"

# A full stop after these ends no sentence.
_ABBREVIATIONS = frozenset(
    re.findall(
        r"[\w.]+",
        "e.g i.e cf vs etc al fig figs eq eqs sec secs tab no nos vol pp ref refs dr mr mrs ms "
        "prof st approx resp incl ca viz w.r.t i.i.d a.k.a u.s u.k ph.d inc ltd jr sr dept est "
        "jan feb mar apr jun jul aug sep sept oct nov dec",
    )
)
# These may end one: what follows decides.
_MAY_END = frozenset(["etc", "al", "inc", "ltd", "jr", "sr"])
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|[。！？]+[”’」』）]*")
_LAST_WORD = re.compile(r"[\w.]{1,20}$")

_DOING = (
    r"introduc(?:e|es|ed|ing)|propos(?:e|es|ed|ing)|present(?:s|ed|ing)?|show(?:s|ed)?|"
    r"develop(?:s|ed)?|describ(?:e|es|ed)|releas(?:e|es|ed|ing)|announc(?:e|es|ed|ing)|"
    r"demonstrat(?:e|es|ed)|investigat(?:e|es|ed)|stud(?:y|ies|ied)|design(?:s|ed)?|"
    r"build(?:s)?|built|creat(?:e|es|ed)|construct(?:s|ed)?|provid(?:e|es|ed)|explor(?:e|es|ed)|"
    r"examin(?:e|es|ed)|analy[sz](?:e|es|ed)|survey(?:s|ed)?|review(?:s|ed)?|argu(?:e|es|ed)|"
    r"find(?:s)?|found|address(?:es|ed)?|evaluat(?:e|es|ed)|launch(?:es|ed|ing)?"
)
_STRONG = (
    r"introduc(?:e|es|ed|ing)|propos(?:e|es|ed|ing)|present(?:s|ed|ing)?|"
    r"releas(?:e|es|ed|ing)|announc(?:e|es|ed|ing)|launch(?:es|ed|ing)?"
)
_US = r"\bwe(?:['’]re|['’]ve)?\b(?: \w+){0,3}? "
_IT = r"\bth(?:is|e|e present) (?:paper|work|article|report|study|thesis|survey|post|method)\b"
_CONTRIBUTIONS = (
    re.compile(rf"{_US}(?:{_STRONG})\b|{_IT}(?: \w+){{0,2}}? (?:{_STRONG})\b", re.IGNORECASE),
    re.compile(rf"\b(?:is|are) (?:{_STRONG})\b|^introducing\b", re.IGNORECASE),
    re.compile(rf"{_US}(?:{_DOING})\b|{_IT}(?: \w+){{0,2}}? (?:{_DOING})\b", re.IGNORECASE),
)
_NUMBERS = re.compile(r"\d(?:[\d.,]*)\s?(?:%|\\%|percent|points?\b|[x×](?!\w)|times\b|\$?\\times)")
_RESULTS = re.compile(
    r"\b(?:outperform\w*|surpass\w*|improv\w+|achiev\w+|reduc\w+|exceed\w*|results?|experiments?|"
    r"faster|gains?|accuracy|find that|found that|show that|shows that|demonstrat\w+)\b",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"^(?:the post .{1,300} appeared first on|continue reading|read more|subscribe\b|"
    r"click here|sign up|view (?:this|in)|comments? url|article url|points: \d|"
    r"(?:our |the )?(?:code|models?|data(?:set)?s?|project page)\b.{0,120}\bavailable\b)",
    re.IGNORECASE,
)


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


def contribution(text: str, *, limit: int = 320) -> str:
    """The sentence that says what the work is, at most ``limit`` characters; "" without one."""
    sentences = [sentence for sentence in split_sentences(text) if _says_something(sentence)]
    for pattern in _CONTRIBUTIONS:
        for sentence in sentences:
            if pattern.search(sentence[:600]):
                return shorten(sentence, limit)
    return shorten(sentences[0], limit) if sentences else ""


def quote(text: str, *, without: str = "", limit: int = 400) -> str:
    """A sentence worth quoting, after ``without`` (what precedes it speaks of others' work);
    "" without one."""
    told = without.removesuffix(ELLIPSIS).rstrip()
    sentences = split_sentences(text)
    after = [
        index + 1 for index, sentence in enumerate(sentences) if told and sentence.startswith(told)
    ]
    others = sentences[after[0] if after else 0 :]
    return shorten(_best([sentence for sentence in others if _says_something(sentence)]), limit)


def shorten(sentence: str, limit: int) -> str:
    """The sentence, cut after a whole word where it is longer than ``limit`` characters."""
    if len(sentence) <= limit:
        return sentence
    head = sentence[: limit - len(ELLIPSIS)]
    cut = head.rfind(" ")
    if cut <= 0:
        return ""  # one endless word says nothing
    return head[:cut].rstrip(" ,;:–—-") + f" {ELLIPSIS}"


def _best(sentences: Sequence[str]) -> str:
    for patterns in ((_NUMBERS, _RESULTS), (_NUMBERS,), (_RESULTS,)):
        for sentence in sentences:
            if all(pattern.search(sentence) for pattern in patterns):
                return sentence
    return ""


def _says_something(sentence: str) -> bool:
    if len(sentence.split(maxsplit=4)) >= 4:
        return not _BOILERPLATE.search(sentence[:500])
    # Scripts that are written without blanks
    return len(sentence) >= 12 and not sentence.isascii() and " " not in sentence


def _formula_ends(text: str) -> bytearray:
    """For each character whether it stands between two ``$`` of one formula."""
    inside = bytearray(len(text) + 1)
    # 300: a formula in an abstract is short, and a lone price must not swallow the rest
    for formula in re.finditer(r"(?<!\\)\$(?!\s)[^$]{1,300}(?<![\\\s])\$(?!\d)", text):
        inside[formula.start() : formula.end() - 1] = b"\x01" * (len(formula[0]) - 1)
    return inside


def _ends_sentence(text: str, start: int, end: re.Match[str]) -> bool:
    if not end[0].startswith(".") or end[0].startswith(".."):
        return True
    following = text[end.end() : end.end() + 4].lstrip().lstrip("\"'“‘([$")
    starts_low = bool(following) and following[0].islower()
    if starts_low:
        return False
    found = _LAST_WORD.search(text, max(start, end.start() - 20), end.start())
    word = found[0].lower() if found else ""
    if word in _MAY_END:
        return bool(following) and following[0].isupper()
    initial = len(word) == 1 and word.isalpha() and text[end.start() - 1].isupper()
    return word not in _ABBREVIATIONS and not initial
