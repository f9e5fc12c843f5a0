"""Features of works that match or teach: made where the ranking first asks for them, then kept."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

from tracker.ranking.features.packed import LAYOUT, extract, is_whole
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


def features_of(db: Database, work_ids: Iterable[int], *, keep: bool) -> dict[int, Kept]:
    """The features of works as they were kept.

    Those of another layout are made anew. What is not known any more is left out.
    """
    wanted = list(work_ids)
    kept_before = {
        number: kept
        for number, kept in features.of_works(db, wanted).items()
        if is_whole(kept.data)
    }
    missing = read.get(db, [number for number in wanted if number not in kept_before])
    made = [_made(work, stamp_of(work)) for work in missing]
    if keep and made:
        features.put(db, made)
    return kept_before | {new.work_id: new for new in made}


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
