"""Sightings as rows, and what the same sighting told twice makes of itself.

A sighting is the same when source, address and version are. Told again it appends nothing;
what it tells is joined with what is stored, field by field, by rules that give one result in
whatever order the tellings come: of two texts the fuller, of two first dates the earlier, of
two changes the later; the first to see it saw it first.
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
    return codec.dump([[link.url, link.text] for link in links])


def links_from_json(stored: str) -> tuple[Link, ...]:
    return tuple(Link(url, text) for url, text in codec.load(stored))


def paper_to_json(paper: PaperFacts | None) -> str | None:
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
    if stored is None:
        return None
    facts = codec.load(stored)
    told = facts["announcement"]
    return PaperFacts(
        version=facts["version"],
        categories=tuple(facts["categories"]),
        comment=facts["comment"],
        journal_ref=facts["journal_ref"],
        announced_on=codec.day(facts["announced_on"]),
        announcement=Announcement(told) if told else None,
    )


def join(one: Sighting, other: Sighting) -> Sighting:
    """Both tellings of the same sighting as one, in whatever order they came."""
    return replace(
        one,
        seen_at=min(one.seen_at, other.seen_at),
        title=_fuller(one.title, other.title),
        kind=_told_kind(one.kind, other.kind),
        summary=_fuller(one.summary, other.summary),
        authors=_fuller(one.authors, other.authors),
        published_at=_earlier(one.published_at, other.published_at),
        updated_at=_later(one.updated_at, other.updated_at),
        via=_join_via(one.via, other.via),
        also=_fuller(one.also, other.also),  # in the source's order: its first identifiers count
        links=max(one.links, other.links, key=lambda links: (len(links), _texts(links))),
        tags=_fuller(one.tags, other.tags),
        paper=_join_paper(one.paper, other.paper),
    )


def _texts(links: Sequence[Link]) -> tuple[tuple[str, str], ...]:
    return tuple((link.url, link.text) for link in links)


def _fuller(one: Text, other: Text) -> Text:
    return max(one, other, key=lambda value: (len(value), value))


def _told_kind(one: Kind, other: Kind) -> Kind:
    """A page is what is said of a thing that nothing is known of."""
    known = sorted({one, other} - {Kind.PAGE})
    return known[0] if known else Kind.PAGE


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((when for when in (one, other) if when is not None), default=None)


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((when for when in (one, other) if when is not None), default=None)


def _join_via(one: Via | None, other: Via | None) -> Via | None:
    known = [via for via in (one, other) if via is not None]
    return max(known, key=lambda via: (via.name != "", via.url, via.name), default=None)


def _join_paper(one: PaperFacts | None, other: PaperFacts | None) -> PaperFacts | None:
    if one is None or other is None:
        return one or other
    days: list[date] = [day for day in (one.announced_on, other.announced_on) if day]
    order = list(Announcement)
    kinds = [kind for kind in (one.announcement, other.announcement) if kind]
    return PaperFacts(
        version=one.version,
        categories=_fuller(one.categories, other.categories),
        comment=_fuller(one.comment, other.comment),
        journal_ref=_fuller(one.journal_ref, other.journal_ref),
        announced_on=min(days, default=None),
        announcement=min(kinds, key=order.index, default=None),
    )
