"""A work's abstract as a comment over several lines, for the author's eyes: it is no word of an
entry, and is taken out with the other comments of tracker when the entry is published."""

from __future__ import annotations

import textwrap

from tracker.drafts.entry import tex
from tracker.drafts.entry.shortening import clip
from tracker.drafts.file.lines import ABSTRACT
from tracker.escaping import comment
from tracker.values import Work

_LIMIT = 3_000
_WIDTH = 92


def abstract(work: Work) -> str:
    """The comment, without indentation; "" for a work without an abstract."""
    text = comment(clip(tex.plain(work.summary), _LIMIT))
    lines = textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return "\n".join([ABSTRACT, *lines, "-->"]) if lines else ""
