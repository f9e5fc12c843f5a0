"""What cannot be brought into the author's voice, as its own authors say it: a quotation.

A sentence that only names what is made, or releases it, says nothing in quotation marks either.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.drafts.entry import cues, quoting
from tracker.drafts.entry.chosen import Chosen
from tracker.drafts.entry.posts import claims
from tracker.drafts.entry.sentences import trim
from tracker.drafts.entry.shortening import shorten
from tracker.drafts.entry.voice import clauses, frames, refusals
from tracker.drafts.entry.voice.bared import Form, Subject
from tracker.drafts.entry.voice.verbs import has_finite_verb
from tracker.drafts.entry.weighing import POINTS, repeats

ELSEWHERE = 0.08  # points less for each sentence before
LOOKED_AT = 700  # characters of a sentence
_WORTH_QUOTING = 1.5
_NO_CLAUSE = re.compile(r"[A-Z][a-z]+ing\b(?!.*,)")
_RELEASES = re.compile(r"\b(?:release|open-source|publicly|available|reproducib)", re.IGNORECASE)
# "We propose Keelfix (K) for boats." and no more.
_ONLY_NAMES = re.compile(
    r"[^,:]{0,40}\bWe (?:propose|introduce|present|make|establish|develop)\b[^,;]{0,90}$|"
    r"We (?:present|propose|make|introduce)[^,;]{0,40}: ?(?:\(?1\)|first)"
)


def as_said(sentences: Sequence[str], work: Subject, *, title: str, limit: int) -> Chosen | None:
    """The sentence that says most, as its authors say it."""
    room = limit - 2
    best, most = None, _WORTH_QUOTING
    for number, sentence in enumerate(sentences):
        said = trim(sentence[:LOOKED_AT])
        if (
            _RELEASES.search(said)
            or _ONLY_NAMES.match(said)
            or cues.LEANING.search(said)
            or refusals.RAW.search(said)
            or refusals.leans(said)
        ):
            continue
        frame = next(iter(frames.bare(said, work)), None)
        if frame is None or frame.form is Form.PLAIN or _NO_CLAUSE.match(said):
            continue
        points = POINTS[frame.form]
        points -= 1.5 if len(said) > room else 0.0
        points -= 3.0 if cues.BESIDE.search(said) or cues.ADDING.search(said) else 0.0
        points -= 3.0 if refusals.CLAIMS.search(said) or refusals.telling(said) < 5 else 0.0
        points -= 3.0 if quoting.boasts(said) else 0.0
        points -= ELSEWHERE * number
        if repeats(said, title):
            continue
        text = said if len(said) <= room else _cut(said, room)
        if text != said and not (text.startswith(("We ", "I ")) or has_finite_verb(text)):
            continue
        if points > most and text and not _ONLY_NAMES.match(text):
            best, most = Chosen(claims.quotation(text), sentence, points), points
    return best


def _cut(sentence: str, limit: int) -> str:
    fitted = clauses.fit(sentence.rstrip(".!? "), limit, lambda text: True)
    return f"{fitted}." if fitted else shorten(sentence, limit)
