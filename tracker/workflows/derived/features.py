"""Features of works that match or teach: made where the ranking first asks for them, then kept."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from tracker.ranking.features.packed import LAYOUT, Features, extract
from tracker.ranking.features.traits import KEYS
from tracker.store.choice import features
from tracker.store.choice.features import Kept
from tracker.store.database import Database
from tracker.store.works import read
from tracker.values import Work

_RULES = zlib.crc32(repr((LAYOUT, KEYS)).encode())


def keep_features(db: Database, works: Sequence[Work]) -> None:
    """Make and keep the works' features now: what only the post links may be let go of before a
    draft asks for them. Raises StoreError."""
    features.put(db, [_made(work, stamp_of(work)) for work in works])


def packed_features(db: Database, works: Sequence[Work], *, keep: bool) -> dict[int, bytes]:
    """The packed features of works at hand; what was missing is kept where that is allowed."""
    kept_features = features.of_works(db, [work.id for work in works])
    packed, made = {}, []
    for work in works:
        stamp, kept = stamp_of(work), kept_features.get(work.id)
        if kept is None or kept.stamp != stamp:
            kept = _made(work, stamp)
            made.append(kept)
        packed[work.id] = kept.data
    if keep and made:
        features.put(db, made)
    return packed


def features_of(
    db: Database, work_ids: Iterable[int], *, keep: bool
) -> dict[int, tuple[Features, datetime]]:
    """The features of works as they were kept, and when each was first seen.

    Those of another layout are made anew. What is not known any more is left out.
    """
    wanted = list(work_ids)
    pool: dict[Any, Any] = {}
    unpacked_by_number = {
        number: (_shared(unpacked, pool), kept.seen_at)
        for number, kept in features.of_works(db, wanted).items()
        if (unpacked := Features.from_bytes(kept.data)) is not None
    }
    missing = read.get(db, [number for number in wanted if number not in unpacked_by_number])
    made = [_made(work, stamp_of(work)) for work in missing]
    if keep and made:
        features.put(db, made)
    return unpacked_by_number | {
        new.work_id: (Features.from_bytes(new.data) or Features(), new.seen_at) for new in made
    }


def _shared(unpacked: Features, pool: dict[Any, Any]) -> Features:
    """The same features, whose hashes and pairs are held once for all works: a quarter of the
    room."""
    traits, once, more = (
        tuple([pool.setdefault(value, value) for value in column])
        for column in (unpacked.traits, unpacked.once, unpacked.more)
    )
    return Features(traits, once, more, unpacked.authors)


def stamp_of(work: Work) -> int:
    """A digest of all that a work's features are made from, and of the rules."""
    paper = work.paper
    made_from = (
        (work.kind, work.title, work.summary, work.authors, work.published_at),
        (paper.categories, paper.comment) if paper else (),
        [link.url for link in work.links],
    )
    return zlib.crc32(repr(made_from).encode("utf-8", "replace"), _RULES)


def _made(work: Work, stamp: int) -> Kept:
    return Kept(
        work_id=work.id, seen_at=work.first_seen_at, stamp=stamp, data=extract(work).to_bytes()
    )
