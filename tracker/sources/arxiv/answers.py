"""Addresses of queries to arXiv's API (its user manual, §3 and §5), and pages out of the answers.

The ``arxiv`` package reads an entry of the Atom document. What it does around that does not suit
a poller: it caps at 100 results, passes no timeout, retries at once, ends quietly on an empty
first page, tells neither totals nor the answer's time, takes its time for rows that nobody asked
for, and one date that cannot be read costs it the whole page. So the document is parsed and judged
here, once, and each of its rows is given to ``arxiv._feed._build_result``: all that is used of the
package's inside, and ``make test-lowest`` tests it against the oldest version that is allowed.
(``arxiv._feed.parse`` takes a whole page alone: broken rows would have to be taken out, and the
rest be written and parsed once more.)

A broken document is read as far as it goes, and arXiv's own entry "Error" is a row like others.
Both would pass for a short page, so both are looked for here.

The package is imported where it is used: it brings requests, which a poll of feeds alone need not
pay for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from tracker.errors import ParseError
from tracker.identity import arxiv as identity
from tracker.sources.arxiv.atom import ATOM, is_possible, is_whole, root_of
from tracker.text.invisible import clean, gaps_as_blanks
from tracker.values import Announcement, Kind, Link, PaperFacts, Sighting, utc

_VERSION = re.compile(r"v([0-9]{1,3})$")
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]{1,500}")
_MAX_LINKS = 20
_OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_LONGEST_TOTAL = 12  # digits; arXiv has some three million papers
_BEFORE_ARXIV = "199101010000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper as arXiv shows it in one version: by its API, or in an announcement's own words."""

    id: str
    version: int
    title: str
    summary: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]  # the primary one first
    comment: str = ""
    journal_ref: str = ""
    dois: tuple[str, ...] = ()
    submitted_at: datetime | None = None  # version 1; an announcement tells neither
    updated_at: datetime | None = None  # the version shown
    announcement: Announcement | None = None
    announced_on: date | None = None

    @property
    def shown_at(self) -> datetime:
        """The time of the version shown, of a paper on a page: all of these have one."""
        assert self.updated_at is not None
        return self.updated_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A piece of a listing: its papers, and where it stands in the whole."""

    papers: tuple[Paper, ...]
    total: int
    start: int
    requested: int
    told_at: datetime | None = None  # the answer's own time
    skipped: int = 0  # rows that cannot be read

    @property
    def received(self) -> int:
        """Its rows, read or not."""
        return len(self.papers) + self.skipped


def listing_url(
    api_url: str,
    categories: Sequence[str],
    *,
    start: int,
    size: int,
    until_at: datetime | None = None,
) -> str:
    """The papers of the categories, last updated first, from row ``start``.

    With ``until_at`` only those whose first version was submitted by then. (There is no filter
    on the last update: the API takes ``lastUpdatedDate`` for ``submittedDate``.)
    """
    query = " OR ".join(f"cat:{category}" for category in categories)
    if until_at is not None:
        # Minutes, so the next one; operators bind to the right, so brackets.
        until = f"{until_at + timedelta(minutes=1):%Y%m%d%H%M}"
        query = f"({query}) AND submittedDate:[{_BEFORE_ARXIV} TO {until}]"
    order = {"sortBy": "lastUpdatedDate", "sortOrder": "descending"}
    rows = {"start": start, "max_results": size}
    return f"{api_url}?{urlencode({'search_query': query, **order, **rows})}"


def ids_url(api_url: str, ids: Sequence[str]) -> str:
    """The papers with these identifiers (without max_results the API gives ten)."""
    asked = {"id_list": ",".join(ids), "start": 0, "max_results": len(ids)}
    return f"{api_url}?{urlencode(asked)}"


def parse_page(body: bytes, *, start: int, size: int) -> Page:
    """The page in the body of an answer, of at most ``size`` rows. Raises ParseError."""
    root = _document(body)
    _check(root)
    rows = list(islice(root.iterfind(f"{ATOM}entry"), size))
    try:
        papers = tuple(paper for row in rows if (paper := _paper(row)) is not None)
    except (TypeError, AttributeError) as error:  # the package's, of a form that it did not foresee
        raise ParseError(f"arXiv's answer cannot be read ({_short(error)})") from error
    return Page(
        papers=papers,
        total=_total(root),
        start=start,
        requested=size,
        told_at=_moment(root.findtext(f"{ATOM}updated")),
        skipped=len(rows) - len(papers),
    )


def _document(body: bytes) -> Any:
    """The root of a whole Atom feed. Raises ParseError."""
    if not is_whole(body):
        raise ParseError(
            "arXiv's answer is cut off"
            if b"<feed" in body[:2000]
            else "arXiv's answer is no Atom feed; is this the API's address?"
        )
    root = root_of(body)
    if root is None:
        raise ParseError("arXiv's answer is no Atom feed; is this the API's address?")
    return root


def _check(root: Any) -> None:
    """Raises ParseError if the feed is an error."""
    for entry in root.iterfind(f"{ATOM}entry"):
        title, name = entry.findtext(f"{ATOM}title") or "", entry.findtext(f"{ATOM}id") or ""
        if title.strip() == "Error" and not _named(name):
            said = plain(entry.findtext(f"{ATOM}summary") or "")[:200]
            raise ParseError(f"arXiv refused the query: {said or 'no reason given'}")


def _total(root: Any) -> int:
    """How many rows the whole listing has; 0 where that is no number."""
    text = (root.findtext(f"{_OPENSEARCH}totalResults") or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST_TOTAL else 0


def _moment(text: str | None) -> datetime | None:
    try:
        told_at = utc(datetime.fromisoformat((text or "").strip()))
    except (ValueError, OverflowError):
        return None
    return told_at if is_possible(told_at) else None


def identifier(text: str) -> tuple[str, int] | None:
    """The identifier and the version (1 where none is told) in ``2505.00703v2``."""
    name = identity.parse(text)
    version = _VERSION.search(text.strip())
    return (name, int(version[1]) if version else 1) if name else None


def _named(entry_id: str) -> tuple[str, int] | None:
    return identifier(entry_id.partition("/abs/")[2])


def _paper(row: Any) -> Paper | None:
    """The paper of a row; None where it names none, or no date that can be meant."""
    from arxiv._feed import _build_result  # noqa: PLC0415

    if not all(_moment(row.findtext(ATOM + name)) for name in ("published", "updated")):
        return None
    try:
        result = _build_result(row)
    except (ValueError, OverflowError):  # a date that Python reads, and the package does not
        return None
    found = _named(result.entry_id) if result else None
    if result is None or found is None:
        return None
    first = [result.primary_category] if result.primary_category else []
    names = (plain(author.name) for author in result.authors)
    return Paper(
        id=found[0],
        version=found[1],
        title=plain(result.title),
        summary=plain(result.summary),
        authors=tuple(name for name in names if name),
        categories=tuple(dict.fromkeys(plain(c) for c in first + result.categories)),
        submitted_at=utc(result.published),
        updated_at=utc(result.updated),
        comment=plain(result.comment or ""),
        journal_ref=plain(result.journal_ref or ""),
        dois=dois(result.doi or ""),
    )


def plain(text: str) -> str:
    """Text in one line: white space folded, what cannot be seen but acts or hides taken out."""
    return clean(gaps_as_blanks(text))


def dois(text: str) -> tuple[str, ...]:
    """The DOIs in a field that holds one, or several apart by blanks."""
    return tuple(word for word in re.split(r"[\s,;]+", plain(text)) if word.startswith("10."))


def links_in(texts: Iterable[str]) -> tuple[Link, ...]:
    """The addresses that stand in plain texts, in order, each once."""
    found = (_without_stop(match) for text in texts for match in _URL.findall(text))
    return tuple(Link(url) for url in list(dict.fromkeys(found))[:_MAX_LINKS])


def _without_stop(url: str) -> str:
    """The address without the punctuation of the sentence that it ends."""
    url = url.rstrip(".,;:!?'\"]*")
    if url.endswith(")") and url.count(")") > url.count("("):
        return _without_stop(url[:-1])
    return url


def sighting_of(paper: Paper, *, source: str, seen_at: datetime) -> Sighting:
    """A paper as the sighting that is stored."""
    return Sighting(
        source=source,
        url=f"https://arxiv.org/abs/{paper.id}",
        seen_at=seen_at,
        title=paper.title,
        kind=Kind.PAPER,
        summary=paper.summary,
        authors=paper.authors,
        published_at=paper.submitted_at,
        updated_at=paper.updated_at,
        also=tuple(f"https://doi.org/{doi}" for doi in paper.dois),
        links=links_in((paper.comment, paper.summary)),
        paper=PaperFacts(
            version=paper.version,
            categories=paper.categories,
            comment=paper.comment,
            journal_ref=paper.journal_ref,
            announced_on=paper.announced_on,
            announcement=paper.announcement,
        ),
    )


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__
