"""Sightings as rows, and how a sighting that comes again is joined with the stored one.

A sighting is the same when source, address and version are the same. When it comes again nothing
is appended: the two are joined field by field, by rules that give one result in any order. Of
two texts the fuller one counts, of two dates of publication or sight the earlier, of two changes
the later.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar

from tracker.store import codec
from tracker.values import Announcement, Kind, Link, PaperFacts, Sighting, Via

Row = Mapping[str, Any] | sqlite3.Row
MAX_VERSION = 9_999  # arXiv's highest is far below; a number beyond it is noise
MAX_LINKS = 500
Text = TypeVar("Text", str, tuple[str, ...])
COLUMNS = (
    "url, version, seen_at, title, kind, summary, authors, published_at, updated_at, "
    "via_url, via_name, also, links, tags, paper"
)


def version_of(sighting: Sighting) -> int:
    """The paper's version, 0 where there is none to speak of."""
    version = sighting.paper.version if sighting.paper else None
    return version if version is not None and 0 < version <= MAX_VERSION else 0


def bounded(sighting: Sighting) -> Sighting:
    """The sighting as the store can hold it."""
    paper, via = sighting.paper, sighting.via
    return replace(
        sighting,
        source=codec.line(sighting.source),
        url=codec.line(sighting.url),
        seen_at=codec.settle(sighting.seen_at),
        title=codec.line(sighting.title),
        summary=codec.text(sighting.summary),
        authors=codec.lines(sighting.authors),
        published_at=sighting.published_at and codec.settle(sighting.published_at),
        updated_at=sighting.updated_at and codec.settle(sighting.updated_at),
        via=Via(codec.line(via.url), codec.line(via.name)) if via else None,
        also=tuple(dict.fromkeys(codec.lines(sighting.also, MAX_LINKS))),
        links=tuple(
            Link(codec.line(link.url), codec.line(link.text)) for link in sighting.links[:MAX_LINKS]
        ),
        tags=codec.lines(sighting.tags, MAX_LINKS),
        paper=_bounded_paper(paper, version_of(sighting)) if paper else None,
    )


def _bounded_paper(paper: PaperFacts, version: int) -> PaperFacts:
    return replace(
        paper,
        version=version or None,
        categories=codec.lines(paper.categories, MAX_LINKS),
        comment=codec.text(paper.comment),
        journal_ref=codec.line(paper.journal_ref),
    )


def to_row(sighting: Sighting) -> dict[str, Any]:
    """The columns of ``COLUMNS``; the sighting is bounded."""
    via = sighting.via
    return {
        "url": sighting.url,
        "version": version_of(sighting),
        "seen_at": codec.instant(sighting.seen_at),
        "title": sighting.title,
        "kind": str(sighting.kind),
        "summary": sighting.summary,
        "authors": codec.dump_lines(sighting.authors),
        "published_at": codec.instant(sighting.published_at),
        "updated_at": codec.instant(sighting.updated_at),
        "via_url": via.url if via else None,
        "via_name": via.name if via else "",
        "also": codec.dump_lines(sighting.also),
        "links": links_to_json(sighting.links),
        "tags": codec.dump_lines(sighting.tags),
        "paper": paper_to_json(sighting.paper),
    }


def from_row(row: Row, source: str) -> Sighting:
    """The sighting of a row with the columns of ``COLUMNS``; ``source`` is its source's key."""
    return Sighting(
        source=source,
        url=row["url"],
        seen_at=codec.known_moment(row["seen_at"]),
        title=row["title"],
        kind=Kind(row["kind"]),
        summary=row["summary"],
        authors=tuple(codec.load(row["authors"])),
        published_at=codec.moment(row["published_at"]),
        updated_at=codec.moment(row["updated_at"]),
        via=None if row["via_url"] is None else Via(row["via_url"], row["via_name"]),
        also=tuple(codec.load(row["also"])),
        links=links_from_json(row["links"]),
        tags=tuple(codec.load(row["tags"])),
        paper=paper_from_json(row["paper"]),
    )


def links_to_json(links: Sequence[Link]) -> str:
    """Pairs of address and text, as the store keeps them."""
    return codec.dump([[link.url, link.text] for link in links])


def links_from_json(stored: str) -> tuple[Link, ...]:
    """What ``links_to_json`` has stored."""
    return tuple(Link(url, text) for url, text in codec.load(stored))


def paper_to_json(paper: PaperFacts | None) -> str | None:
    """The facts as the store keeps them; None for what is no paper."""
    if paper is None:
        return None
    return codec.dump(
        {
            "version": paper.version,
            "categories": paper.categories,
            "comment": paper.comment,
            "journal_ref": paper.journal_ref,
            "announced_on": paper.announced_on.isoformat() if paper.announced_on else None,
            "announcement": paper.announcement,
        }
    )


def paper_from_json(stored: str | None) -> PaperFacts | None:
    """What ``paper_to_json`` has stored."""
    if stored is None:
        return None
    facts = codec.load(stored)
    announcement = facts["announcement"]
    return PaperFacts(
        version=facts["version"],
        categories=tuple(facts["categories"]),
        comment=facts["comment"],
        journal_ref=facts["journal_ref"],
        announced_on=codec.day(facts["announced_on"]),
        announcement=Announcement(announcement) if announcement else None,
    )


def join(first: Sighting, second: Sighting) -> Sighting:
    """Two states of the same sighting as one, whichever came first."""
    return replace(
        first,
        seen_at=min(first.seen_at, second.seen_at),
        title=_fuller(first.title, second.title),
        kind=_fuller_kind(first.kind, second.kind),
        summary=_fuller(first.summary, second.summary),
        authors=_fuller(first.authors, second.authors),
        published_at=_earlier(first.published_at, second.published_at),
        updated_at=_later(first.updated_at, second.updated_at),
        via=_join_via(first.via, second.via),
        also=_fuller(first.also, second.also),  # in the source's order: its first identifiers count
        links=max(first.links, second.links, key=lambda links: (len(links), _texts(links))),
        tags=_fuller(first.tags, second.tags),
        paper=_join_paper(first.paper, second.paper),
    )


def _texts(links: Sequence[Link]) -> tuple[tuple[str, str], ...]:
    return tuple((link.url, link.text) for link in links)


def _fuller(first: Text, second: Text) -> Text:
    return max(first, second, key=lambda value: (len(value), value))


def _fuller_kind(first: Kind, second: Kind) -> Kind:
    """The kind that says more: PAGE is for things of which nothing is known."""
    kinds = sorted({first, second} - {Kind.PAGE})
    return kinds[0] if kinds else Kind.PAGE


def _earlier(first: datetime | None, second: datetime | None) -> datetime | None:
    return min((when for when in (first, second) if when is not None), default=None)


def _later(first: datetime | None, second: datetime | None) -> datetime | None:
    return max((when for when in (first, second) if when is not None), default=None)


def _join_via(first: Via | None, second: Via | None) -> Via | None:
    intermediaries = [via for via in (first, second) if via is not None]
    return max(intermediaries, key=lambda via: (via.name != "", via.url, via.name), default=None)


def _join_paper(first: PaperFacts | None, second: PaperFacts | None) -> PaperFacts | None:
    if first is None or second is None:
        return first or second
    days: list[date] = [day for day in (first.announced_on, second.announced_on) if day]
    order = list(Announcement)
    kinds = [kind for kind in (first.announcement, second.announcement) if kind]
    return PaperFacts(
        version=first.version,
        categories=_fuller(first.categories, second.categories),
        comment=_fuller(first.comment, second.comment),
        journal_ref=_fuller(first.journal_ref, second.journal_ref),
        announced_on=min(days, default=None),
        announcement=min(kinds, key=order.index, default=None),
    )
