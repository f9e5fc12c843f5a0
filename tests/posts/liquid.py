"""A made-up post as CommonMark has to get it to read it as Jekyll does (Liquid, then kramdown).

A line that holds a tag alone is left blank; what ``highlight`` holds becomes HTML, on the lines
that it has; within ``raw`` nothing is a tag but its end. A tag that closes nothing, or is never
closed, is an error of Liquid's. A ``raw`` within another would be text, which nobody means.
To kramdown a line of attributes ends what it belongs to, and shows nothing: here a comment does.
"""

from __future__ import annotations

import re
from html import escape

_TAG = re.compile(r"\{% (assign x = 1|highlight md|endhighlight|raw|endraw) %\}")
_ATTRIBUTES = re.compile(r"^( *)\{: \.\w+\}$", re.MULTILINE)


def rendered(text: str) -> str | None:
    """The Markdown; None where Liquid refuses the post, or reads it as nobody means it."""
    shown: list[str] = []
    opened, place = "", 0
    for tag in _TAG.finditer(text):
        name = tag[1].split()[0]
        if opened == "raw" and name not in {"raw", "endraw"}:
            continue
        if name == "assign":
            shown.append(text[place : tag.start()])
            place = tag.end()
            continue
        if name.startswith("end") != bool(opened) or (opened and name != f"end{opened}"):
            return None
        within = text[place : tag.start()]
        shown.append(f"<pre>{escape(within)}</pre>" if opened == "highlight" else within)
        opened, place = "" if opened else name, tag.end()
    return None if opened else _ATTRIBUTES.sub(r"\1<!-- -->", "".join((*shown, text[place:])))
