"""What a post's title is made of besides its words: an announcement's opening, a listing's date.

A title of an issue may also say that nothing happened, and name nothing by that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.drafts.entry.posts.background import MONTH

_ANNOUNCING = r"(?:introducing|announcing|presenting|meet|launching|releasing|unveiling):? "
_ANNOUNCES = re.compile(_ANNOUNCING, re.IGNORECASE)
_NAMES_IT = re.compile(
    rf"{_ANNOUNCING}(?P<whole>"
    r"(?P<name>.{3,60}?)(?: (?:for|in|on|with|from|by) (?P<behind>.{1,200}))?)",
    re.IGNORECASE,
)
_LONGEST = 60  # characters
_MONTH = rf"(?:{MONTH})[a-z]{{0,6}}\.?"
_DATE = re.compile(
    rf"(?:{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}|\d{{4}}-\d\d-\d\d)"
    r"(?:(?P<glued>(?=[A-Z]))|[\s:|·—–-]+)(?=\S.{12})",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:[A-Z][A-Za-z&-]* ){0,4}[A-Z][a-z]+(?=[A-Z][a-z]+ |A )")
_NO_NEWS = re.compile(
    r"(?:\[[^\[\]]{1,30}\] )?(?:(?:not|nothing) (?:\w+ )?(?:happened|going on|to report|new)|"
    r"(?:an?|another) (?:\w+ )?(?:quiet|calm|slow|uneventful|boring) (?:news )?"
    r"(?:day|night|week|weekend|month)|(?:quiet|slow) (?:news )?(?:day|week|weekend))\b"
    r"(?: (?:today|yesterday|this week|this weekend|in ai))?[.!]?",
    re.IGNORECASE,
)


def announced(title: str) -> Iterator[str]:
    """The names that a title may announce: with what it is for, where that is a name as well
    ("Introducing Hempline for Harbours"), and without."""
    if not (found := _NAMES_IT.fullmatch(title)):
        return
    behind = found["behind"] or ""
    if (not behind or behind[0].isupper()) and len(found["whole"]) <= _LONGEST:
        yield found["whole"]
    yield found["name"]


def without_announcement(title: str) -> str:
    """A title, or a part of one, without "Introducing" before it."""
    return _ANNOUNCES.sub("", title, count=1) if _ANNOUNCES.match(title) else title


def without_date(title: str) -> str:
    """A title without the date that a listing put before it, and without the label between both
    where page and label were glued: "Aug 3, 2026RopesHow boats float"."""
    if not (found := _DATE.match(title)):
        return title
    rest = title[found.end() :]
    label = _LABEL.match(rest) if found["glued"] is not None else None
    return rest[label.end() :] if label else rest


def tells_no_news(title: str) -> bool:
    """Whether a title says only that nothing much happened, and names nothing."""
    return _NO_NEWS.fullmatch(title.strip()) is not None
