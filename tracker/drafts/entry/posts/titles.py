"""What a post's title is made of besides its words: an announcement's opening, a listing's date.

A title of an issue may also say that nothing happened, and name nothing by that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.drafts.entry.posts.background import MONTH
from tracker.drafts.entry.sentences import capitalised

_ANNOUNCING = r"(?:introducing|announcing|presenting|meet|launching|releasing|unveiling):? "
_ANNOUNCES = re.compile(_ANNOUNCING, re.IGNORECASE)
_INTRODUCES = re.compile(
    r"(?:introducing|announcing|unveiling):? (?!(?:an?|the|our|my)\b)(?=.{4})", re.IGNORECASE
)
_INTRODUCES_COLON = re.compile(r"\A(introducing|announcing|unveiling): ", re.IGNORECASE)
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
_LABEL = re.compile(r"(?:[A-Z][A-Za-z&-]* ){0,4}[A-Z][a-z]+(?=[A-Z][a-z]+(?:['’]s)? |An? )")
_LABEL_FIRST = re.compile(
    rf"(?:[A-Z][A-Za-z&-]* ){{0,4}}[A-Z][a-z]+(?=(?i:{_MONTH}) \d{{1,2}},? \d{{4}}[A-Z])"
)
_TEXT_BEHIND = re.compile(r"(?P<title>.{8,150}?\b[a-z]{3,})(?P<text>[A-Z][a-z]+ \S.{20,})")
_NO_NEWS = re.compile(
    r"(?:\[[^\[\]]{1,30}\] )?(?:(?:not|nothing) (?:\w+ )?(?:happened|going on|to report|new)|"
    r"(?:an?|another) (?:\w+ )?(?:quiet|calm|slow|uneventful|boring) (?:news )?"
    r"(?:day|night|week|weekend|month)|(?:quiet|slow) (?:news )?(?:day|week|weekend))\b"
    r"(?: (?:today|yesterday|this week|this weekend|in ai))?[.!]?",
    re.IGNORECASE,
)
PARTS = re.compile(r"\s?:\s|(?<=[A-Za-z0-9)])：\s?|\s[–—]\s|\s--?-?\s")
# What could stand behind any name ...
_TELLS_NOTHING = re.compile(
    r"(?:everything|all|what) you (?:need|should|have) to know(?: about it)?(?: in \d{4})?|"
    r"(?:the |a |an )?(?:complete|ultimate|definitive|practical|short|quick|first|brief|official|"
    r"beginner['’]s|step[- ]by[- ]step)(?: and \w+)? (?:guide|overview|introduction|look|"
    r"impressions|tutorial|announcement|launch|release)|(?:an? )?(?:overview|introduction|deep "
    r"dive|explainer)",
    re.IGNORECASE,
)
# ... and what tells it apart, and no more.
_COUNTS = re.compile(
    r"(?:part|chapter|episode|volume|day|week) (?:\d+|[ivx]+|one|two|three)(?: of \d+)?",
    re.IGNORECASE,
)
_STOPPED = re.compile(r"[^.!?]*(?<! Inc)(?<! Ltd)(?<! etc)(?<!Corp)[A-Za-z\d]\.")


def says_nothing(part: str) -> bool:
    """Whether a part of a title could stand behind any name."""
    part = part.rstrip(".!? ")
    return bool(_TELLS_NOTHING.fullmatch(part) or _COUNTS.fullmatch(part))


def plain(title: str) -> str:
    """A title without its date, the stop that a sentence has, and a colon behind "Introducing"."""
    title = _INTRODUCES_COLON.sub(r"\1 ", without_date(title))
    return title[:-1] if _STOPPED.fullmatch(title) else title


def without_idle_part(title: str) -> str:
    """A title without a last part that could stand behind any name."""
    found = next(reversed(list(PARTS.finditer(title))), None)
    is_idle = found and _TELLS_NOTHING.fullmatch(title[found.end() :].rstrip(".!? "))
    return title[: found.start()] if found and is_idle else title


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


def without_announcing(title: str) -> str:
    """A whole title without "Introducing"; "Meet" may be said to its reader."""
    found = _INTRODUCES.match(title)
    return capitalised(title[found.end() :]) if found else title


def without_date(title: str) -> str:
    """A title without the date that a listing put before it, and without the label and the text
    beside both where page and title were glued: "Aug 3, 2026RopesHow boats float"."""
    return _unglued(title)[0]


def text_behind(title: str) -> str:
    """The text that a listing glued behind a dated title, or ""."""
    return _unglued(title)[1]


def _unglued(title: str) -> tuple[str, str]:
    label = _LABEL_FIRST.match(title)
    if not (found := _DATE.match(title, label.end() if label else 0)):
        return title, ""
    rest = title[found.end() :]
    if found["glued"] is None:
        return rest, ""
    label = None if label else _LABEL.match(rest)
    rest = rest[label.end() :] if label else rest
    behind = _TEXT_BEHIND.fullmatch(rest)
    return (behind["title"], behind["text"]) if behind else (rest, "")


def tells_no_news(title: str) -> bool:
    """Whether a title says only that nothing much happened, and names nothing."""
    return _NO_NEWS.fullmatch(title.strip()) is not None
