"""Sightings as rows, and what becomes of a stored one that its source tells again.

A sighting is the same when source, address and version are the same; or when it is the same entry
of its source, known by its name there, though its address was corrected. Then nothing is appended:
the source's last word holds, whatever it said before, so that each row is what the last document
says that had this entry. What is no claim stays: when it was first seen, how a paper was first
announced, and the addresses on its own site that the entry had before.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date
from typing import Any

from tracker.identity.title import title_key
from tracker.identity.url import parse_address
from tracker.store import codec
from tracker.text.words import title_words
from tracker.values import Announcement, Kind, Link, PaperFacts, Sighting, Via
from tracker.values.source_kinds import source_kind

Row = Mapping[str, Any] | sqlite3.Row
MAX_VERSION = 9_999  # arXiv's highest is far below; a number beyond it is noise
MAX_LINKS = 500
COLUMNS = (
    "url, version, seen_at, title, kind, summary, authors, published_at, updated_at, "
    "via_url, via_name, also, links, tags, paper, entry, part, former"
)
CLAIMING = "url, seen_at, title, kind, summary, authors, also, links, part, former"
_MOST_FORMER = 10  # addresses of one entry that are kept


def version_of(sighting: Sighting) -> int:
    """The paper's version, 0 where there is none to speak of."""
    version = sighting.paper.version if sighting.paper else None
    return version if version is not None and 0 < version <= MAX_VERSION else 0


def bounded(sighting: Sighting) -> Sighting:
    """The sighting as the store can hold it: the same one where it is so already."""
    if _is_bounded(sighting):
        return sighting
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
        entry=codec.line(sighting.entry),
    )


def _is_bounded(sighting: Sighting) -> bool:
    """Whether nothing of it needs to be mended, as of most: to look costs a quarter of mending.

    No text is longer than all together, and few have as much as one may.
    """
    authors, also, tags, links = sighting.authors, sighting.also, sighting.tags, sighting.links
    if sighting.paper or len(also) > 1 or max(map(len, (authors, tags, links))) > MAX_LINKS:
        return False
    texts = [sighting.source, sighting.url, sighting.title, sighting.entry, *authors, *also, *tags]
    if sighting.via:
        texts += (sighting.via.url, sighting.via.name)
    for link in links:
        texts += (link.url, link.text)
    every = "".join(texts)
    moments = (sighting.seen_at, sighting.published_at, sighting.updated_at)
    return (
        codec.line(every) is every
        and codec.text(sighting.summary) is sighting.summary
        and all(moment is None or moment.tzinfo is UTC for moment in moments)
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
        "entry": sighting.entry,
        "part": int(sighting.is_part),
        "former": codec.dump_lines(sighting.former),
    }


def from_row(row: Row, source: str) -> Sighting:
    """The sighting of a row with the columns of ``COLUMNS``; ``source`` is its source's key."""
    return Sighting(
        **_claims(row, source),
        published_at=codec.moment(row["published_at"]),
        updated_at=codec.moment(row["updated_at"]),
        via=None if row["via_url"] is None else Via(row["via_url"], row["via_name"]),
        tags=tuple(codec.load(row["tags"])),
        paper=paper_from_json(row["paper"]),
        entry=row["entry"],
    )


def claiming(row: Row, source: str) -> Sighting:
    """The sighting of a row with the columns of ``CLAIMING``, as far as it claims anything."""
    return Sighting(**_claims(row, source))


def _claims(row: Row, source: str) -> dict[str, Any]:
    """What a sighting claims, by its fields."""
    return {
        "source": source,
        "url": row["url"],
        "seen_at": codec.known_moment(row["seen_at"]),
        "title": row["title"],
        "kind": Kind(row["kind"]),
        "summary": row["summary"],
        "authors": tuple(codec.load(row["authors"])),
        "also": tuple(codec.load(row["also"])),
        "links": links_from_json(row["links"]),
        "is_part": bool(row["part"]),
        "former": tuple(codec.load(row["former"])),
    }


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


def is_same_entry(old: Sighting, new: Sighting) -> bool:
    """Whether an entry of the same name is the same one, though its address is another.

    Names are given anew, too: "latest", or numbers that begin again.
    """
    if version_of(old) != version_of(new):
        return False
    is_titled = bool(old.title) and title_key(old.title) == title_key(new.title)
    return (is_titled and (bool(title_key(old.title)) or old.title == new.title)) or (
        old.published_at is not None and old.published_at == new.published_at
    )


def retold(old: Sighting, new: Sighting) -> Sighting:
    """A sighting that its source has told before, as it tells it now."""
    kind = source_kind(new.source)
    if not (kind.is_feed or kind.is_listing):
        new = _filled(new, old)  # what the author adds is completed bit by bit
    elif _is_announcement(new) and not _is_announcement(old):
        new = _announced(old, new)
    return replace(
        new,
        seen_at=min(old.seen_at, new.seen_at),
        paper=_with_announcements(old.paper, new.paper),
        entry=new.entry or old.entry,
        is_part=new.is_part or (old.is_part and old.url == new.url),
        former=_former(old, new),
    )


def _filled(new: Sighting, old: Sighting) -> Sighting:
    """The new one, with what it leaves empty as it was before."""
    return replace(
        new,
        title=new.title or old.title,
        kind=old.kind if new.kind is Kind.PAGE else new.kind,
        summary=new.summary or old.summary,
        authors=new.authors or old.authors,
        published_at=new.published_at or old.published_at,
        updated_at=new.updated_at or old.updated_at,
        via=new.via or old.via,
        also=new.also or old.also,
        links=new.links or old.links,
        tags=new.tags or old.tags,
        paper=new.paper or old.paper,
    )


def _is_announcement(sighting: Sighting) -> bool:
    """Whether arXiv's announcement told it, which knows no date of submission."""
    return sighting.paper is not None and sighting.published_at is None


def _announced(known: Sighting, announced: Sighting) -> Sighting:
    """A paper as the API told it, with an announcement that came later.

    The announcement writes all authors as one and lacks much else, so only what it says in other
    words is a correction.
    """
    return replace(
        known,
        title=_corrected(known.title, announced.title),
        summary=_corrected(known.summary, announced.summary),
        paper=announced.paper
        and replace(
            announced.paper,
            categories=announced.paper.categories
            or (known.paper.categories if known.paper else ()),
            comment=known.paper.comment if known.paper else "",
            journal_ref=announced.paper.journal_ref
            or (known.paper.journal_ref if known.paper else ""),
        ),
    )


def _corrected(known: str, told: str) -> str:
    return told if told and title_words(told) != title_words(known) else known


def _with_announcements(old: PaperFacts | None, new: PaperFacts | None) -> PaperFacts | None:
    """The facts as they are told now, and how the paper was first announced."""
    if old is None or new is None:
        return new
    days: list[date] = [day for day in (old.announced_on, new.announced_on) if day]
    order = list(Announcement)
    kinds = [kind for kind in (old.announcement, new.announcement) if kind]
    return replace(
        new,
        announced_on=min(days, default=None),
        announcement=min(kinds, key=order.index, default=None),
    )


def _former(old: Sighting, new: Sighting) -> tuple[str, ...]:
    """The addresses that the entry had before: links to them mean it.

    Only on its own site. A link-blog that corrects its target meant another thing before.
    """
    former = old.former
    if old.url != new.url and old.via is None and new.via is None and _site(old) == _site(new):
        former += (old.url,)
    return tuple(dict.fromkeys(url for url in former if url != new.url))[-_MOST_FORMER:]


def _site(sighting: Sighting) -> str:
    address = parse_address(sighting.url)
    return address.host if address else ""
