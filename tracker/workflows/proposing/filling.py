"""The places of a draft: which of the ordered works the next draft takes, and how many a topic."""

from __future__ import annotations

from datetime import datetime

from tracker.ranking.selection import Ranked, with_unlike
from tracker.values import EntryKey
from tracker.workflows.open_drafts.expiry import undecided
from tracker.workflows.open_drafts.read import OpenDraft
from tracker.workflows.proposing.order import Order


def with_room(
    order: Order,
    open_draft: OpenDraft | None,
    *,
    expired_before: datetime,
    per_topic: int,
    explore: float,
) -> tuple[Ranked, ...]:
    """Those that the next draft takes: it is filled up to so many undecided a topic.

    What has come since the open draft was last written is taken on top of these, and so are second
    looks, also at what stands in it. A share ``explore`` of the places that were filled goes to
    works that the ranking would not show.
    """
    waiting = undecided(open_draft, expired_before=expired_before)
    written = open_draft.written if open_draft else ()
    written_at = max((entry.proposed_at for entry in written), default=None)
    held = {entry.key for entry in (open_draft.draft.entries if open_draft else ())}
    taken: dict[str, list[Ranked]] = {ranked.topic: [] for ranked in order.ranked}
    left: dict[str, list[Ranked]] = {}
    for ranked in sorted(order.ranked, key=lambda ranked: not ranked.candidate.second_look):
        comes_again = bool(ranked.candidate.second_look)
        if EntryKey(ranked.work.id, ranked.topic) in held and not comes_again:
            continue  # a new version, while the draft with the published one is still open
        has_come_since = written_at is not None and ranked.work.first_seen_at > written_at
        is_news = has_come_since or comes_again
        room = per_topic if is_news else per_topic - waiting[ranked.topic]
        same = taken[ranked.topic]
        (same if len(same) < room else left.setdefault(ranked.topic, [])).append(ranked)
    share = explore if order.model.decisions else 0.0
    return tuple(
        ranked
        for topic, same in taken.items()
        for ranked in with_unlike(same, left.get(topic, ()), share=share)
    )
