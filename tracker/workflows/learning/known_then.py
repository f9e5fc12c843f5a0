"""What was known of works at moments of the past: who had linked them, what votes were seen.

Training needs each work as it stood when a draft put it before the author, or passed it over; what
came later must not show. Sightings and votes are stored with the moment when they were first
seen, so this is told from them, by the very rule that scores (``context_at``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.ranking.context.known_at import context_at
from tracker.ranking.context.signals import Context, of_feed, of_site
from tracker.store import sources, votes
from tracker.store import votes as attention
from tracker.store.database import Database
from tracker.store.works import read
from tracker.values.source_kinds import ATTENTION, is_feed, source_kind, source_name

_BY_FEEDS = ("feeds", "soon", "own_post", "code_since")


@dataclass(frozen=True, slots=True)
class Moment:
    """When a work was judged, and whether a new version of it was."""

    at: datetime
    is_update: bool = False


def signals_at(db: Database, moments: Mapping[int, Moment]) -> dict[int, Context]:
    """What was known of each work at its moment, but for its age."""
    since = _since(db)
    empty = {  # many works were judged at one moment
        moment: Context(new_version=moment.is_update, blind=_blind_at(moment.at, since))
        for moment in set(moments.values())
    }
    found = {number: empty[moment] for number, moment in moments.items()}
    works = read.get(db, attention.noted(db, moments))
    posts, seen = read.posts_of(db, [work.id for work in works]), votes.of_works(db, moments)
    for work in works:
        moment = moments[work.id]
        context = context_at(
            work,
            moment.at,
            posts=posts.get(work.id, ()),
            votes=seen.get(work.id, ()),
            is_update=moment.is_update,
        )
        found[work.id] = replace(context, age_days=None, blind=empty[moment].blind)
    return found


def _since(db: Database) -> dict[str, datetime]:
    """Since when each signal could be seen."""
    since: dict[str, datetime] = {}
    for key, name, at in sources.followed(db):
        shown = name or source_name(key)
        signals: tuple[str, ...] = ()
        if is_feed(key):
            signals = (of_feed(shown), *_BY_FEEDS)
        elif source_kind(key) == ATTENTION:
            signals = (of_site(shown),)
        for signal in signals:
            since[signal] = min(at, since.get(signal, at))
    return since


def _blind_at(moment: datetime, since: Mapping[str, datetime]) -> frozenset[str]:
    """The signals that could not be seen yet."""
    return frozenset(signal for signal, at in since.items() if at > moment)
