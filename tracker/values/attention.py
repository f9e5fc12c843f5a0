"""Attention from outside: votes that works were given elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tracker.values.works import Alias

_LARGEST = 10  # sizes: from 512 votes on, more add nothing


@dataclass(frozen=True, slots=True)
class Vote:
    """So many votes for whatever has this identity, as a source shows them now."""

    alias: Alias
    votes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenVotes:
    """Votes for a work at a source, which has shown so many since ``seen_at``."""

    source: str
    source_name: str
    seen_at: datetime
    votes: int


def vote_size(votes: int) -> int:
    """What a number of votes counts: 0 for none, 1 for one, 2 for two or three, and so on."""
    return min(max(votes, 0).bit_length(), _LARGEST)
