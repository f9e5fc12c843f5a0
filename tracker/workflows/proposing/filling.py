"""The places of the next draft: how many there are, and who gets them (``ranking/places.py``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tracker.ranking.places import Places, choose
from tracker.ranking.selection import Ranked, with_unlike
from tracker.settings import DRAFT_SIZE, DraftSettings
from tracker.values import EntryKey
from tracker.workflows.open_drafts.expiry import undecided
from tracker.workflows.open_drafts.read import OpenDraft
from tracker.workflows.proposing.order import Order


def places_of(settings: DraftSettings, *, limit: int | None = None) -> Places:
    """The places that the settings give, or so many a topic for once (``limit``)."""
    if limit or (settings.per_topic and not settings.size):
        return Places(per_topic=limit or settings.per_topic)
    places = Places(size=settings.size or DRAFT_SIZE, least_per_topic=settings.least_per_topic)
    return replace(places, per_topic=settings.per_topic) if settings.per_topic else places


def most_of_a_topic(settings: DraftSettings) -> int:
    """How many entries of one topic a draft holds at most."""
    places = places_of(settings)
    return min(places.size, places.per_topic)


def with_room(
    order: Order,
    open_draft: OpenDraft | None,
    *,
    expired_before: datetime,
    places: Places,
    explore: float,
) -> tuple[Ranked, ...]:
    """Those that the next draft takes: it is filled up to so many undecided entries.

    What has come since the open draft was last written is taken on top of these, and so are second
    looks, also at what stands in it. A share ``explore`` of a topic's places that were filled goes
    to works that the ranking would not show.
    """
    written = open_draft.written if open_draft else ()
    written_at = max((entry.proposed_at for entry in written), default=None)
    held = {entry.key for entry in (open_draft.draft.entries if open_draft else ())}

    def is_free(ranked: Ranked) -> bool:
        # Not a new version, while the draft with the published one is still open.
        is_held = EntryKey(ranked.work.id, ranked.topic) in held
        return not is_held or bool(ranked.candidate.second_look)

    def is_news(ranked: Ranked) -> bool:
        has_come_since = written_at is not None and ranked.work.first_seen_at > written_at
        return has_come_since or bool(ranked.candidate.second_look)

    free = [ranked for ranked in order.ranked if is_free(ranked)]
    waiting = undecided(open_draft, expired_before=expired_before)
    taken = choose(free, places, waiting=waiting, is_news=is_news)
    share = explore if order.model.decisions else 0.0
    return with_unlike_in(free, taken, share) if share else taken


def with_unlike_in(
    free: Sequence[Ranked], taken: Sequence[Ranked], share: float
) -> tuple[Ranked, ...]:
    """What was taken of the free, a share of each topic's places for the unlike."""
    has_place = {ranked.work.id for ranked in taken}
    return tuple(
        ranked
        for topic in dict.fromkeys(ranked.topic for ranked in taken)
        for ranked in with_unlike(
            [one for one in taken if one.topic == topic],
            [one for one in free if one.topic == topic and one.work.id not in has_place],
            share=share,
        )
    )
