"""Which sentence of a source's text is quoted: a number, a finding, or none.

It stands behind the sentence that says what the work is, since what precedes that speaks of the
work of others. It is understood without its context, is short enough, and keeps the authors'
voice, as a quotation does; "Extensive experiments demonstrate that" and other openings go. That a
work leads its field is said of most, and is not quoted; nor is what was merely spoken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tracker.drafts.entry import cues
from tracker.drafts.entry.sentences import capitalised, split_sentences, trim
from tracker.drafts.entry.shortening import ends_whole
from tracker.drafts.entry.voice import frames, refusals

LIMIT = 240  # characters: two lines of a post

_LOOKED_AT = 600  # characters of a sentence
_SENTENCES = 120
_COUNTED = re.compile(r"\W{0,2}(?:\d{1,2}|[ivx]{1,4}|[a-c])[).]")  # one of a list
_OF_OTHERS = re.compile(
    r"(?:while|although|though|whereas) [^,]{3,120}, (?:they|it|these|most|existing|current|"
    r"prior)\b",
    re.IGNORECASE,
)
_LEAST = 4  # words that say something
_BOASTS = re.compile(
    r"\b(?:superior|better|strong|competitive|remarkable|impressive|promising|excellent|"
    r"significant|substantial|consistent|notable|outstanding) (?:[\w-]+ )?(?:performances?|results|"
    r"accuracy|improvements?|gains)\b|\b(?:outperform|surpass)\w* (?:the )?(?:existing|other|"
    r"previous|prior|all|current|strong|several|many|state|baselines?)\b",
    re.IGNORECASE,
)


def quote(
    passages: Iterable[str],
    *,
    behind: str = "",
    names: Sequence[str] = (),
    limit: int = LIMIT,
) -> str:
    """A result worth quoting from behind the sentence ``behind``; "" where there is none."""
    sentences = [one for passage in passages for one in split_sentences(passage)][:_SENTENCES]
    after = sentences.index(behind) + 1 if behind in sentences else 0
    best, most = "", 0.0
    for sentence in sentences[after:]:
        said = _opened(sentence[:_LOOKED_AT])
        points = _worth(said, names)
        if points > most and (whole := ends_whole(said, limit)) and _worth(whole, names) > 0:
            best, most = whole, points
    return best


def boasts(sentence: str) -> bool:
    """Whether it praises a result that it gives no number of."""
    return _BOASTS.search(sentence) is not None and not cues.NUMBER.search(sentence)


def _opened(sentence: str) -> str:
    """Without what opens it: that results show it, or that it follows from something."""
    said = trim(sentence)
    found = frames.RESULT.match(said)
    return capitalised(said[found.end() :]) if found else said


def _worth(sentence: str, names: Sequence[str]) -> float:
    """A number goes before a finding, that before a comparison; 0 is nothing to quote."""
    if (
        cues.HOPE.search(sentence)
        or cues.LEANING.search(sentence)
        or cues.ADDING.search(sentence)
        or refusals.leans(sentence)
        or refusals.RAW.search(sentence)
        or refusals.ANNOUNCES.search(sentence)
        or refusals.CLAIMS.search(sentence)
        or refusals.is_filler(sentence)
        or refusals.telling(sentence) < _LEAST
        or sentence.endswith("?")
        or _COUNTED.match(sentence)
        or _OF_OTHERS.match(sentence)
    ):
        return 0.0
    comparing = cues.COMPARING.search(sentence) is not None
    telling = cues.TELLING.search(sentence) is not None
    if boasts(sentence):
        return 0.0
    own = any(name in sentence for name in names) or cues.OWN.search(sentence) is not None
    is_claim = cues.CLAIM.search(sentence) is not None
    if (comparing or telling) and cues.NUMBER.search(sentence):
        return 3.5 if is_claim else 4.0
    if cues.FOUND.search(sentence):
        return 0.0 if is_claim else 2.0
    return 1.0 if own and comparing and not is_claim else 0.0
