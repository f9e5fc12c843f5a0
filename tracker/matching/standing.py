"""Where does a phrase stand? In the title, in a main sentence of the text, or elsewhere in it.

A main sentence is one that states the contribution: the authors, or their paper, make or study
something ("we introduce", "this survey reviews"; ``text/contribution.py``). Where no sentence has
such a sign, as in most posts, the main ones are those that open the text. What stands elsewhere is
an aside until it is mentioned again.

Sentences are those of ``text/words.py``, and signs are looked for among folded words: matching
reads every work, and the draft's own way to the sentence that it shows costs ten times as much.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tracker.matching.phrases import Hit
from tracker.text import contribution
from tracker.text.words import SENTENCE_END, singular

_OPENING = 2  # sentences: what a text without signs is about stands there
_FEW = 3  # a text of so few sentences has no background
_BETWEEN = 3  # words between "we" and the verb: "we then jointly propose"
_LEAST_WORDS = 4  # a shorter sentence is no sentence: "Introduction.", "Code here."
_SMALL_WORDS = 3  # that an abbreviation leaves out: "from", "with"

_VERBS = {
    singular(form): contribution.WEIGHTS[kind]
    for kind, verbs in (
        ("finding", contribution.FINDING),
        ("studying", contribution.STUDYING),
        ("building", f"{contribution.BUILDING} contribute"),
        ("making", contribution.MAKING),
    )
    for verb in verbs.split()
    for form in contribution.forms(verb)
} | {"built": contribution.WEIGHTS["building"]}
_STUDYING = contribution.WEIGHTS["studying"]
_MADE = frozenset(
    form
    for verb in contribution.MAKING.split()
    for form in contribution.forms(verb)
    if form.endswith("d") and verb != "release"  # code is released
)
_AUTHORS = frozenset({"we", "i"})
_PAPERS = frozenset(contribution.PAPER.split())
_ADDING = frozenset({
    "also", "additionally", "furthermore", "moreover", "besides", "finally", "lastly", "then",
    "next", "during", "after", "further", "recently", "previously",
})  # fmt: skip


def main_sentences(text: Sequence[str]) -> tuple[int, int]:
    """The span of words of the main sentences, in a text's words with their sentence ends."""
    sentences = _sentences(text)
    if len(sentences) <= _FEW:
        return 0, len(text)
    verbs = [at for at, word in enumerate(text) if word in _VERBS]
    best, main = 0.0, (0, sentences[_OPENING - 1][1])
    for start, end in sentences:
        while verbs and verbs[0] < start:
            del verbs[0]
        weight = _states(text, start, end, verbs) if verbs and verbs[0] < end else 0.0
        if weight > best:
            best, main = weight, (start, end)
    return main


def _sentences(text: Sequence[str]) -> list[tuple[int, int]]:
    ends = list[int]()
    for _ in range(text.count(SENTENCE_END)):  # a pass over the words in Python costs more
        ends.append(text.index(SENTENCE_END, ends[-1] + 1 if ends else 0))
    spans = zip([0, *(end + 1 for end in ends)], [*ends, len(text)], strict=True)
    return [(start, end) for start, end in spans if end - start >= _LEAST_WORDS]


def _states(text: Sequence[str], start: int, end: int, verbs: Iterable[int]) -> float:
    """How much says that the sentence states what the work does."""
    best = 0.0
    for at in verbs:
        if at >= end:
            break
        weight = _VERBS[text[at]]
        if weight > best or weight == _STUDYING:
            best = max(best, _weight(text[at], text[max(at - _BETWEEN, start) : at]))
    return best - contribution.ADDING if text[start] in _ADDING else best


def _weight(verb: str, before: Sequence[str]) -> float:
    """What a verb is worth behind these words."""
    weight = _VERBS[verb]
    if not _AUTHORS.isdisjoint(before):
        return weight - contribution.ADDING * (not _ADDING.isdisjoint(before))
    if not _PAPERS.isdisjoint(before):
        return contribution.PAPER_STUDIES if weight == _STUDYING else weight
    is_made = verb in _MADE and before and before[-1] in ("is", "are")
    return contribution.PAPER_STUDIES if is_made else 0.0


def without_abbreviations(hits: Sequence[Hit], text: Sequence[str]) -> tuple[Hit, ...]:
    """The hits without the abbreviations that stand beside their own expansion.

    "Group relative policy optimization (GRPO)" is one mention, not two, and so is the abbreviation
    with the expansion behind it.
    """
    if len(hits) < 2:
        return tuple(hits)
    wide = [hit for hit in hits if hit.end - hit.start > 1]
    beside = {hit.end: hit for hit in wide} | {~hit.start: hit for hit in wide}
    return tuple(hit for hit in hits if not _repeats(hit, beside, text))


def _repeats(hit: Hit, beside: Mapping[int, Hit], text: Sequence[str]) -> bool:
    """Whether it is one word that abbreviates the phrase that ends, or begins, right beside it.

    ``beside`` holds phrases of several words by where they end, and by the complement of where
    they begin.
    """
    if hit.end - hit.start > 1:
        return False
    short = text[hit.start]
    if before := beside.get(hit.start):
        start = max(min(before.start, hit.start - len(short) - _SMALL_WORDS), 0)
        return _abbreviates(short, text[before.start : before.end], text[start : before.end])
    after = beside.get(~hit.end)
    if after is None:
        return False
    return _abbreviates(short, text[after.start : after.end], text[after.start : after.end])


def _abbreviates(short: str, phrase: Sequence[str], wider: Sequence[str]) -> bool:
    """Whether the letters of ``short`` stand in the phrase in their order, the first as its first
    (after Schwartz and Hearst, PSB 2003), or are initials of what leads up to it ("RLVR" behind
    "reinforcement learning with verifiable rewards" where "verifiable reward" is the phrase)."""
    in_phrase = short[0] == phrase[0][0] and _are_in_order(short, "".join(phrase))
    return in_phrase or _are_in_order(short, "".join(word[0] for word in wider))


def _are_in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)
