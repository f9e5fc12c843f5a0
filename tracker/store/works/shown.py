"""What a work shows, as a function of its sightings alone: the order of arrival changes nothing.

What arXiv shows of the highest version goes first; then the creator's own sighting; then an
intermediary's; among equals the earliest. A field that the first one leaves empty comes from the
next. A comment counts for its own version only: that of an older one would call a paper
withdrawn, or short, which no longer is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from tracker.identity.schemes import kind_of, url_of
from tracker.identity.url import without_tracking
from tracker.store.works.sightings import MAX_LINKS, version_of
from tracker.values import Alias, Announcement, Kind, Link, PaperFacts, Sighting, Version
from tracker.values.works import stated_at

Value = TypeVar("Value")

# arXiv has no field for it: authors or administrators say so in the comment, and a withdrawal
# notice takes the abstract's place. "withdrawn" elsewhere in an abstract is about something else.
_WITHDRAWN_COMMENT = re.compile(
    r"\b(?:paper|article|manuscript|submission|preprint|work|version)\b[^.;]{0,60}\bwithdrawn\b"
    r"|^\W*withdrawn\b|\bwithdrawn (?:by|due|because|from|pending|as)\b",
    re.IGNORECASE,
)
_WITHDRAWN_SUMMARY = re.compile(
    r"^\W*(?:(?:this|the|our) (?:paper|article|manuscript|submission|preprint|work|version) "
    r"(?:has been|had been|was|is|are) (?:\w+ )?withdrawn\b|withdrawn\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The fields of a work that its sightings give it."""

    kind: Kind
    title: str
    url: str
    authors: tuple[str, ...]
    summary: str
    published_at: datetime | None
    updated_at: datetime | None
    first_seen_at: datetime
    dated_at: datetime
    links: tuple[Link, ...]
    tags: tuple[str, ...]
    withdrawn: bool
    version: int
    first_version_seen: int | None
    paper: PaperFacts | None
    versions: tuple[Version, ...]  # older ones, the newest first


def is_withdrawn(comment: str, summary: str) -> bool:
    """Whether a version's comment or abstract says that its authors took it back."""
    return bool(
        _WITHDRAWN_COMMENT.search(comment[:2_000]) or _WITHDRAWN_SUMMARY.match(summary[:500])
    )


def show(sightings: Sequence[Sighting], aliases: Iterable[Alias]) -> Shown:
    """The fields of the work that ``sightings`` (at least one) are of."""
    ranked = sorted(sightings, key=_rank)
    papers = [sighting for sighting in ranked if sighting.paper]
    paper = _paper(papers)
    newest = papers or ranked
    own = papers or [sighting for sighting in ranked if sighting.via is None]
    summary = _first(sighting.summary for sighting in ranked) or ""
    published_at = _first(sighting.published_at for sighting in newest)
    updated_at = _first(sighting.updated_at for sighting in newest)
    identities = sorted(aliases)
    kind = kind_of(tuple(identities), ranked[0].kind)
    return Shown(
        kind=kind,
        title=_first(sighting.title for sighting in ranked) or "",
        url=_address(ranked, identities),
        authors=_first(sighting.authors for sighting in ranked) or (),
        summary=summary,
        published_at=published_at,
        updated_at=updated_at,
        first_seen_at=min(sighting.seen_at for sighting in sightings),
        dated_at=_dated(sightings, stated_at(kind, published_at, updated_at)),
        links=_first(sighting.links for sighting in own) or (),
        tags=_union(sighting.tags for sighting in ranked),
        withdrawn=paper is not None and is_withdrawn(paper.comment, summary),
        version=version_of(papers[0]) if papers else 0,
        first_version_seen=_first_version(papers),
        paper=paper,
        versions=_older_versions(papers),
    )


def _first(values: Iterable[Value]) -> Value | None:
    """The first value that is not empty."""
    return next(filter(None, values), None)


def _rank(sighting: Sighting) -> tuple[object, ...]:
    """The order in which sightings are believed; total, as no two share source, version and
    address."""
    paper = sighting.paper
    return (
        paper is None,
        -version_of(sighting),
        # A listing has facts of the announcement, but shortens what the paper itself tells.
        paper is not None and paper.announcement is not None,
        sighting.via is not None,
        sighting.seen_at if paper else sighting.published_at or sighting.seen_at,
        sighting.seen_at,
        sighting.source,
        sighting.url,
    )


def _address(ranked: Sequence[Sighting], aliases: Sequence[Alias]) -> str:
    """A paper's own page, however it was linked; else what the best sighting says."""
    arxiv = next((alias for alias in aliases if alias.scheme == "arxiv"), None)
    return url_of(arxiv) if arxiv else without_tracking(ranked[0].url)


def _dated(sightings: Sequence[Sighting], stated: datetime | None) -> datetime:
    """The date by which works are ordered: the stated one, unless it lies in the future.

    That is, after the work was last seen; then the moment when it was first seen.
    """
    moments = [sighting.seen_at for sighting in sightings]
    return stated if stated is not None and stated <= max(moments) else min(moments)


def _union(groups: Iterable[Sequence[str]]) -> tuple[str, ...]:
    distinct = dict.fromkeys(value for group in groups for value in group)
    return tuple(distinct)[:MAX_LINKS]


def _paper(papers: Sequence[Sighting]) -> PaperFacts | None:
    """The facts of the newest version, with how the paper was first announced."""
    facts = [sighting.paper for sighting in papers if sighting.paper]
    if not facts:
        return None
    newest = facts[0]
    same = [fact for fact in facts if fact.version == newest.version]
    announced = min((fact for fact in facts if fact.announced_on), key=_announced, default=None)
    return replace(
        newest,
        categories=_union(fact.categories for fact in facts),
        comment=_first(fact.comment for fact in same) or "",
        journal_ref=_first(fact.journal_ref for fact in facts) or "",
        announced_on=announced.announced_on if announced else None,
        announcement=announced.announcement if announced else None,
    )


def _announced(fact: PaperFacts) -> tuple[int, str]:
    order = list(Announcement)
    kind = order.index(fact.announcement) if fact.announcement else len(order)
    return kind, str(fact.announced_on)


def _first_version(papers: Sequence[Sighting]) -> int | None:
    versions = [(sighting.seen_at, version_of(sighting)) for sighting in papers]
    return min((item for item in versions if item[1]), default=(None, None))[1]


def _older_versions(papers: Sequence[Sighting]) -> tuple[Version, ...]:
    by_version: dict[int, list[Sighting]] = {}
    for sighting in papers:
        by_version.setdefault(version_of(sighting), []).append(sighting)
    numbers = sorted((number for number in by_version if number), reverse=True)
    return tuple(_version(number, by_version[number]) for number in numbers[1:])


def _version(number: int, ranked: Sequence[Sighting]) -> Version:
    return Version(
        version=number,
        title=_first(sighting.title for sighting in ranked) or "",
        summary=_first(sighting.summary for sighting in ranked) or "",
        comment=_first(sighting.paper.comment for sighting in ranked if sighting.paper) or "",
        updated_at=_first(sighting.updated_at for sighting in ranked),
    )
