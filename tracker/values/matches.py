"""Why a work is put before the author: matches, scores, proposals."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tracker.values.piped import made_of, state_of, take_state
from tracker.values.works import Via, Work


class Place(StrEnum):
    """Where a phrase or rule was found."""

    TITLE = "title"
    CLAIM = "claim"  # in the sentence that states what the work does
    SUMMARY = "summary"  # elsewhere in the abstract, or in a post's text
    AUTHOR = "author"
    FEED = "feed"
    HAND = "hand"  # added by the author for this topic


_PLACES = {Place.TITLE: "title", Place.CLAIM: "main sentence", Place.SUMMARY: "abstract"}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a work matched: what was found, where, and what it adds to the score."""

    phrase: str
    place: Place
    weight: float

    __reduce__ = made_of

    def __str__(self) -> str:
        if self.place is Place.HAND:
            return "added by you"
        if self.place is Place.FEED:
            return f"in {self.phrase}"
        if self.place is Place.AUTHOR:
            return f"by {self.phrase}"
        return f"“{self.phrase}” in {_PLACES[self.place]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A work belongs to a topic, for reasons; ``score`` is the sum of their weights."""

    work_id: int
    topic: str
    reasons: tuple[Reason, ...]

    __getstate__, __setstate__ = state_of, take_state

    @property
    def score(self) -> float:
        """The sum of the reasons' weights."""
        return sum(reason.weight for reason in self.reasons)

    @property
    def home_order(self) -> tuple[float, float, float, str]:
        """Puts a work's matches in order, the topic where it is at home first: the author's own
        hand decides, then the best phrase in the title, then everything, then the slug."""
        hand = title = score = 0.0
        for reason in self.reasons:
            score += reason.weight
            if reason.place is Place.TITLE:
                title = max(title, reason.weight)
            elif reason.place is Place.HAND:
                hand = reason.weight
        return -hand, -title, -score, self.topic


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
    changed: str = ""  # of a new version: what it changed in substance
    is_unlike: bool = False  # what the ranking would not show, so that it learns
    read_by: str = ""  # the reader (a language model) that put it where it stands
    second_look: str = ""  # who has linked it since it was put aside: it comes once more
    said_before: str = ""  # what the author said of it, or of one nearly the same
