"""The plain traits of a work: what can be seen without knowing its words.

Some 190 small numbers, most of them yes or no, in families: how many authors, the shape of the
title, what kind of claim the abstract makes, the comment, the categories, coarse subjects
(``subjects.py``), and when it was submitted. ``PHRASES`` names each for the author; traits that
share a phrase are shown as one. Its order is the layout of stored features: append only.

Submission time: arXiv lists papers of a day latest first, and its day ends at 14:00 in New York
on working days (arXiv's "Availability of submissions"). Who wants to be read submits in the last
minutes, which tells more of a paper's ambition than most of its words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cache

from tracker.ranking.features.subjects import SUBJECTS, VOCABULARY, subjects
from tracker.ranking.features.words import tokens
from tracker.values import Kind, Work, utc

Found = Iterator[tuple[str, int]]

# Seconds before the deadline, with the share of a day's papers that are submitted later still
# (of one captured listing of 2026; other days look alike).
DEADLINE_STEPS: tuple[tuple[int, float], ...] = (
    (60, 0.018),
    (180, 0.035),
    (900, 0.055),
    (3_600, 0.11),
    (10_800, 0.22),
)
_AUTHOR_STEPS = (2, 3, 5, 8, 12, 20, 50)
_TITLE_STEPS = (3, 5, 7, 10, 13, 16)
_LONG_TITLE = 140  # letters beyond which more tell nothing
_ABSTRACT_STEPS = (80, 120, 160, 200, 240)
_FIELDS = ("cs.CL", "cs.CV", "cs.AI", "cs.LG")
_CROSS = (*_FIELDS, "cs.RO", "cs.HC", "cs.CY", "cs.IR", "cs.SE", "cs.MA", "cs.CR", "cs.GR", "cs.MM")

_OTHER = {
    "authors.team": "signed by a team",
    "title.colon": "title in two parts",
    "title.name": "names what it made",
    "title.names": "names what it made",
    "title.capitals": "names what it made",
    "comment.none": "no comment on arXiv",
    "comment.long": "25 pages or more",
    "comment.short": "9 pages or fewer",
    "abstract.digits": "figures in the abstract",
    "category.other": "outside the main categories",
    "category.imaging": "imaging or signals",
    "category.count": "number of categories",
    "kind.post": "a post",
    "kind.code": "code or a model",
    "kind.video": "a video",
}
PHRASES: dict[str, str] = {
    **{f"authors.{step}": "number of authors" for step in _AUTHOR_STEPS},
    **{f"title.{step}": "length of the title" for step in _TITLE_STEPS},
    **{f"abstract.{step}": "length of the abstract" for step in _ABSTRACT_STEPS},
    **{f"category.{field}": f"in {field}" for field in _FIELDS},
    **{f"cross.{field}": f"cross-listed in {field}" for field in _CROSS},
    **{f"late.{step}": "time of submission" for step, _ in DEADLINE_STEPS},
    **_OTHER,
    **{key: pattern["says"] for key, pattern in VOCABULARY["patterns"].items()},
    **{f"about.{subject}": f"about {subject}" for subject in SUBJECTS},
    **{f"titled.{subject}": f"about {subject}" for subject in SUBJECTS},
    "title.letters": "length of the title",
    "title.hyphen": "a compound in the title",
    "authors.count": "number of authors",
}
KEYS = tuple(PHRASES)
_FORMS = ("authors.", "title.", "abstract.", "category.", "cross.", "late.")
_FORM_OF_TEXT = {
    *("comment.none", "comment.long", "comment.short", "claim.page", "claim.introduce"),
    *("claim.propose", "claim.find", "claim.novel", "claim.problem", "claim.significant"),
    *("claim.percent", "claim.organisation", "claim.models"),
}
_SAID = {f"title.{kind}" for kind in ("survey", "benchmark", "report", "study")}
# What a work looks like, as opposed to what it is or says.
FORM = frozenset(
    phrase
    for key, phrase in PHRASES.items()
    if (key.startswith(_FORMS) or key in _FORM_OF_TEXT) and key not in _SAID
)
_SPANS = {60: "a minute", 180: "minutes", 900: "minutes", 3_600: "an hour", 10_800: "3 hours"}
_STEPPED = {
    "time of submission": ("", ()),
    "number of authors": ("authors", _AUTHOR_STEPS),
    "length of the title": ("words in the title", _TITLE_STEPS),
    "length of the abstract": ("words in the abstract", _ABSTRACT_STEPS),
}

_TEAM = re.compile(
    r"\b(?:team|ai|labs?|group|research|inc|openai|deepmind|consortium|project)\b|:", re.IGNORECASE
)
_CAPITALS = re.compile(r"[a-z][A-Z]|\b[A-Z]{3,}")
_PAGES = re.compile(r"\b(\d{1,4})\s*pages")
_WORD_START = re.compile(r"\A\\b([a-z])")


def _led_by_letter(pattern: str) -> str:
    """The same pattern with its first letter before the check that a word begins there: ``re``
    skips what has another letter, which makes most texts twice as fast to search."""
    return _WORD_START.sub(r"\1(?<=\\b\1)", pattern)


@cache  # made where a work's traits are: those that are kept need none of them
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (key, re.compile("|".join(map(_led_by_letter, pattern["any"]))))
        for key, pattern in VOCABULARY["patterns"].items()
    )


_LONGEST = 6_000  # characters of an abstract that are looked at; arXiv allows 1,920


def stepped(phrase: str, keys: Sequence[str]) -> str:
    """A phrase for the traits that a work has of those that share it; "" if it has none."""
    if phrase not in _STEPPED:
        return phrase if keys else ""
    if phrase == "time of submission":
        seconds = min((int(key.partition(".")[2]) for key in keys), default=0)
        return f"submitted {_SPANS[seconds]} before arXiv's deadline" if seconds else ""
    family, steps = _STEPPED[phrase]
    reached = [int(step) for key in keys if (step := key.partition(".")[2]).isdigit()]
    low = max(reached, default=1)
    higher = [step for step in steps if step > low]
    if not higher:
        return f"{low} {family} or more"
    high = higher[0] - 1
    plural = family if high > 1 else family.replace("authors", "author")
    return f"{low} to {high} {family}" if high > low else f"{low} {plural}"


def traits(work: Work) -> tuple[tuple[int, int], ...]:
    """(place in ``KEYS``, value 1..255) of the traits that a work has, by place."""
    title, summary = work.title[:500], work.summary[:_LONGEST]
    values = dict(
        pair
        for family in (
            _of_authors(work.authors),
            _of_title(title),
            _of_abstract(summary),
            _of_comment(work),
            _of_categories(work),
            _of_subjects(title, summary),
            _of_submission(work),
        )
        for pair in family
    )
    return tuple((place, values[key]) for place, key in enumerate(KEYS) if values.get(key))


def _steps(prefix: str, steps: tuple[int, ...], number: int) -> Found:
    for step in steps:
        if number >= step:
            yield f"{prefix}.{step}", 1


def _searched(family: str, text: str) -> Found:
    lowered = text.lower()
    for key, pattern in _patterns():
        if key.startswith(family) and pattern.search(lowered):
            yield key, 1


def _of_authors(authors: tuple[str, ...]) -> Found:
    yield from _steps("authors", _AUTHOR_STEPS, len(authors))
    yield "authors.count", round(4 * math.log2(1 + len(authors)))
    if any(_TEAM.search(name[:200]) for name in authors[:100]):
        yield "authors.team", 1


def _of_title(title: str) -> Found:
    yield from _steps("title", _TITLE_STEPS, len(title.split()))
    yield "title.letters", min(len(title), _LONG_TITLE) // 10
    yield "title.hyphen", int("-" in title)
    yield from _searched("title.", title)
    head, colon, _ = title.partition(":")
    if colon:
        yield "title.colon", 1
        words = len(head.split())
        if words <= 3:
            yield "title.name" if words == 1 else "title.names", 1
    if _CAPITALS.search(head):
        yield "title.capitals", 1


def _of_abstract(summary: str) -> Found:
    yield from _steps("abstract", _ABSTRACT_STEPS, len(summary.split()))
    yield from _searched("claim.", summary)
    if summary.isascii():  # ten passes in C cost a tenth of one in Python
        digits = sum(map(summary.count, "0123456789"))
    else:
        digits = sum(map(str.isdigit, summary))
    yield "abstract.digits", min(digits, 40)


def _of_comment(work: Work) -> Found:
    comment = work.paper.comment[:1_000] if work.paper else ""
    links = " ".join(link.url[:200] for link in work.links[:20])
    yield from _searched("comment.", f"{comment} {links}")
    if work.paper and not comment:
        yield "comment.none", 1
    pages = _PAGES.search(comment)
    if pages and int(pages[1]) >= 25:
        yield "comment.long", 1
    if pages and int(pages[1]) <= 9:
        yield "comment.short", 1


def _of_categories(work: Work) -> Found:
    if work.kind is Kind.POST:
        yield "kind.post", 1
    elif work.kind in {Kind.CODE, Kind.MODEL, Kind.DATASET}:
        yield "kind.code", 1
    elif work.kind is Kind.VIDEO:
        yield "kind.video", 1
    categories = work.paper.categories if work.paper else ()
    if categories:
        primary, *others = categories
        yield f"category.{primary}" if primary in _FIELDS else "category.other", 1
        if primary.startswith("eess"):
            yield "category.imaging", 1
        yield "category.count", min(len(categories), 6)
        yield from ((f"cross.{field}", 1) for field in _CROSS if field in others)


def _of_subjects(title: str, summary: str) -> Found:
    names = tuple(SUBJECTS)
    titled = subjects(tokens(title))
    yield from ((f"titled.{names[number]}", 1) for number in titled)
    yield from ((f"about.{names[number]}", 1) for number in titled | subjects(tokens(summary)))


def _of_submission(work: Work) -> Found:
    if work.paper and work.published_at:
        seconds = seconds_before_deadline(work.published_at)
        if seconds is not None:
            yield from ((f"late.{step}", 1) for step, _ in DEADLINE_STEPS if seconds <= step)


def seconds_before_deadline(submitted_at: datetime) -> float | None:
    """How long before the day's deadline; None on days that have none (weekends)."""
    moment = utc(submitted_at)
    deadline = moment.replace(hour=deadline_hour(moment.date()), minute=0, second=0, microsecond=0)
    if moment > deadline:
        deadline += timedelta(days=1)
    return (deadline - moment).total_seconds() if deadline.weekday() < 5 else None


def deadline_hour(day: date) -> int:
    """14:00 in New York as an hour of UTC: summer time from the second Sunday of March to the
    first of November (Energy Policy Act of 2005); a time zone database may be missing."""
    march, november = date(day.year, 3, 8), date(day.year, 11, 1)
    begins = march + timedelta(days=6 - march.weekday())
    ends = november + timedelta(days=6 - november.weekday())
    return 18 if begins <= day < ends else 19
