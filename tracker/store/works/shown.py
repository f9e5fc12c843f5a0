"""What a work shows, as a function of its sightings alone: the order of arrival changes nothing.

arXiv's word goes first, of the highest version; then the creator's own; then an intermediary's,
the earliest of each. A field that the first leaves empty is told by the next. A version's
comment is its own: an older one's would call a paper withdrawn, or short, that no longer is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.identity.schemes import kind_of, url_of
from tracker.identity.url import without_tracking
from tracker.store.works.sightings import MAX_LINKS, version_of
from tracker.values import Alias, Announcement, Kind, Link, PaperFacts, Sighting, Version

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
    summary = next((each.summary for each in ranked if each.summary), "")
    published_at = next((each.published_at for each in newest if each.published_at), None)
    updated_at = next((each.updated_at for each in newest if each.updated_at), None)
    known = sorted(aliases)
    return Shown(
        kind=kind_of(tuple(known), ranked[0].kind),
        title=next((each.title for each in ranked if each.title), ""),
        url=_address(ranked, known),
        authors=next((each.authors for each in ranked if each.authors), ()),
        summary=summary,
        published_at=published_at,
        updated_at=updated_at,
        first_seen_at=min(sighting.seen_at for sighting in sightings),
        dated_at=_dated(sightings, published_at, updated_at),
        links=next((each.links for each in own if each.links), ()),
        tags=_union(sighting.tags for sighting in ranked),
        withdrawn=paper is not None and is_withdrawn(paper.comment, summary),
        version=version_of(papers[0]) if papers else 0,
        first_version_seen=_first_version(papers),
        paper=paper,
        versions=_older_versions(papers),
    )


def _rank(sighting: Sighting) -> tuple[object, ...]:
    """Whose word goes first; no two sightings have source, version and address in common."""
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


def _dated(
    sightings: Sequence[Sighting], published_at: datetime | None, updated_at: datetime | None
) -> datetime:
    """The date for order: what the work says, unless it says that it is from the future."""
    first_seen, last_seen = _span(sightings)
    said = updated_at or published_at
    return said if said is not None and said <= last_seen else first_seen


def _span(sightings: Sequence[Sighting]) -> tuple[datetime, datetime]:
    moments = [sighting.seen_at for sighting in sightings]
    return min(moments), max(moments)


def _union(groups: Iterable[Sequence[str]]) -> tuple[str, ...]:
    known = dict.fromkeys(value for group in groups for value in group)
    return tuple(known)[:MAX_LINKS]


def _paper(papers: Sequence[Sighting]) -> PaperFacts | None:
    """One set of facts: the newest version's, and how the paper was first announced."""
    facts = [sighting.paper for sighting in papers if sighting.paper]
    if not facts:
        return None
    newest = facts[0]
    same = [fact for fact in facts if fact.version == newest.version]
    announced = min((fact for fact in facts if fact.announced_on), key=_announced, default=None)
    return replace(
        newest,
        categories=_union(fact.categories for fact in facts),
        comment=next((fact.comment for fact in same if fact.comment), ""),
        journal_ref=next((fact.journal_ref for fact in facts if fact.journal_ref), ""),
        announced_on=announced.announced_on if announced else None,
        announcement=announced.announcement if announced else None,
    )


def _announced(fact: PaperFacts) -> tuple[int, str]:
    order = list(Announcement)
    kind = order.index(fact.announcement) if fact.announcement else len(order)
    return kind, str(fact.announced_on)


def _first_version(papers: Sequence[Sighting]) -> int | None:
    known = [(sighting.seen_at, version_of(sighting)) for sighting in papers]
    return min((item for item in known if item[1]), default=(None, None))[1]


def _older_versions(papers: Sequence[Sighting]) -> tuple[Version, ...]:
    by_version: dict[int, list[Sighting]] = {}
    for sighting in papers:
        by_version.setdefault(version_of(sighting), []).append(sighting)
    numbers = sorted((number for number in by_version if number), reverse=True)
    return tuple(_version(number, by_version[number]) for number in numbers[1:])


def _version(number: int, ranked: Sequence[Sighting]) -> Version:
    return Version(
        version=number,
        title=next((each.title for each in ranked if each.title), ""),
        summary=next((each.summary for each in ranked if each.summary), ""),
        comment=next(
            (each.paper.comment for each in ranked if each.paper and each.paper.comment), ""
        ),
        updated_at=next((each.updated_at for each in ranked if each.updated_at), None),
    )
