"""arXiv's announcement feed (rss.arxiv.org, Atom form) -> what the day's listing named.

From arXiv's description of its feeds: one entry a paper, ``announce_type`` new, cross, replace or
replace-cross, the version in the entry's id (``oai:arXiv.org:2505.00703v1``), the abstract after
a line with the identifier, categories with the primary one first, and ``published`` the midnight
(New York) of the day of the announcement. Several categories are joined with ``+``. On weekends
and holidays the feed has no entries; that is a listing too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from tracker.errors import ParseError
from tracker.sources.arxiv.answers import Paper, dois, identifier, plain
from tracker.sources.arxiv.atom import is_possible, is_whole, root_of
from tracker.sources.arxiv.days import arxiv_day
from tracker.values import Announcement, utc

_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "arxiv": "http://arxiv.org/schemas/atom",
    "dc": "http://purl.org/dc/elements/1.1/",
}
MAX_ENTRIES = 20_000  # all of arXiv announces some 3,000 a day
_ABSTRACT = re.compile(r"^\s*arXiv:\S+ .{0,200}?Abstract:\s*", re.DOTALL)


def feed_url(listing_base: str, categories: Sequence[str]) -> str:
    """The address of the joined feed; a whole archive (``cs.*``) is named by itself."""
    return f"{listing_base}/atom/{'+'.join(c.removesuffix('.*') for c in categories)}"


def parse_listing(body: bytes) -> tuple[Paper, ...]:
    """The papers of the day, none on a day without an announcement. Raises ParseError."""
    root = root_of(body)
    if root is None:
        raise ParseError("the announcement feed is no Atom feed; is listing_url right?")
    if not is_whole(body):
        raise ParseError("the announcement feed is cut off")
    if (
        sum(1 for _ in islice(root.iterfind("atom:entry", _NAMESPACES), MAX_ENTRIES + 1))
        > MAX_ENTRIES
    ):
        raise ParseError(
            f"the announcement feed names more than {MAX_ENTRIES} papers, which is no day's work; "
            "is listing_url right?"
        )
    entries = (_announced(entry) for entry in root.iterfind("atom:entry", _NAMESPACES))
    return tuple({entry.id: entry for entry in entries if entry is not None}.values())


def with_announcement(paper: Paper, announced: Paper | None) -> Paper:
    """The API's paper, with what only the listing knows."""
    if announced is None:
        return paper
    return replace(paper, announced_on=announced.announced_on, announcement=announced.announcement)


def _announced(entry: Any) -> Paper | None:
    found = identifier(_text(entry, "atom:id").rpartition(":")[2])
    if found is None:
        return None
    terms = (plain(c.get("term") or "") for c in entry.iterfind("atom:category", _NAMESPACES))
    return Paper(
        id=found[0],
        version=found[1],
        title=_text(entry, "atom:title"),
        summary=plain(_ABSTRACT.sub("", entry.findtext("atom:summary", "", _NAMESPACES))),
        authors=_authors(entry),
        categories=tuple(dict.fromkeys(term for term in terms if term)),
        announcement=_announcement(_text(entry, "arxiv:announce_type")),
        announced_on=_day(_text(entry, "atom:published")),
        journal_ref=_text(entry, "arxiv:journal_reference"),
        dois=dois(_text(entry, "arxiv:DOI")),
    )


def _authors(entry: Any) -> tuple[str, ...]:
    """The feed puts all authors into one creator, apart by commas."""
    creators = (creator.text or "" for creator in entry.iterfind("dc:creator", _NAMESPACES))
    names = (plain(name) for creator in creators for name in creator.split(", "))
    return tuple(name for name in names if name)


def _announcement(word: str) -> Announcement | None:
    return Announcement(word) if word in set(Announcement) else None


def _text(element: Any, path: str) -> str:
    return plain(element.findtext(path, "", _NAMESPACES) or "")


def _day(text: str) -> date | None:
    """The date in New York: written with its own offset, or in UTC."""
    try:
        told_at = utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None
    return arxiv_day(told_at) if is_possible(told_at) else None
