"""Why a work is put before the author: matches, scores, proposals."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tracker.values.works import Via, Work


class Place(StrEnum):
    """Where a phrase or rule was found."""

    TITLE = "title"
    SUMMARY = "summary"
    AUTHOR = "author"
    FEED = "feed"
    HAND = "hand"  # added by the author for this topic


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a work matched: what was found, where, and what it adds to the score."""

    phrase: str
    place: Place
    weight: float

    def __str__(self) -> str:
        if self.place is Place.HAND:
            return "added by you"
        if self.place is Place.FEED:
            return f"in {self.phrase}"
        if self.place is Place.AUTHOR:
            return f"by {self.phrase}"
        return f"“{self.phrase}” in {'title' if self.place is Place.TITLE else 'abstract'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A work belongs to a topic, for reasons; ``score`` is the sum of their weights."""

    work_id: int
    topic: str
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        """The sum of the reasons' weights."""
        return sum(reason.weight for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class ScorePart:
    """A named part of a score, in the author's terms. Parts of one ``family`` are compared
    whatever their names tell of the one work; without one, the name says it."""

    name: str
    value: float
    family: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Score:
    """A sum that tells its parts."""

    parts: tuple[ScorePart, ...]

    @property
    def total(self) -> float:
        """The sum of the parts."""
        return sum(part.value for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A match put before the author, once: the work, where it fits best, and why."""

    work: Work
    topic: str
    score: Score
    reasons: tuple[Reason, ...] = ()
    posts: tuple[Work, ...] = ()  # posts about the work, shown in the same entry
    also: tuple[Work, ...] = ()  # works that say nearly the same, linked in the same entry
    via: Via | None = None
    is_update: bool = False  # a new version of a work that was published
    is_unlike: bool = False  # what the ranking would not show, so that it learns
    read_by: str = ""  # the reader (a language model) that put it where it stands
    second_look: str = ""  # who has linked it since it was put aside: it comes once more
    said_before: str = ""  # what the author said of it, or of one nearly the same
