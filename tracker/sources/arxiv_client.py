"""The one place that touches what is private in the ``arxiv`` package: an answer -> a page.

The package builds the query and reads the Atom document; what it does around that does not suit
a poller (it caps at 100 results, passes no timeout, retries at once, ends quietly on an empty
first page, and tells no totals). So the request is made elsewhere, and the package is given a
session that hands it the body: ``Client._session.get``, ``Client._format_url`` and
``Client._parse_feed`` are all that is used of its inside, and ``make test-lowest`` tests them
against the oldest version that is allowed.

The package reads a broken document as far as it goes, and skips an entry that lacks a date, such
as arXiv's own entry "Error". Both would pass for a short page, so both are looked for here.

It is imported where it is used: it brings requests, which a poll of feeds alone need not pay for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from lxml import etree

from tracker.errors import ParseError
from tracker.identity import arxiv as identity
from tracker.sources.atom import ATOM, is_possible, is_whole, root_of
from tracker.values import Kind, Link, PaperFacts, Sighting, utc

if TYPE_CHECKING:
    import arxiv

_VERSION = re.compile(r"v([0-9]{1,3})$")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]{1,500}")
_MAX_LINKS = 20
_BEFORE_ARXIV = "199101010000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """An entry of the API's answer: a paper in the version that is shown."""

    id: str
    version: int
    title: str
    summary: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]  # the primary one first
    submitted_at: datetime  # version 1
    updated_at: datetime  # the version shown
    comment: str = ""
    journal_ref: str = ""
    dois: tuple[str, ...] = ()


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


class ArxivClient:
    """Addresses of queries, and pages out of their answers. Makes no request itself."""

    def __init__(self, api_url: str) -> None:
        self._api_url = api_url.replace("{", "{{").replace("}", "}}") + "?{}"

    def listing_url(
        self,
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
        import arxiv  # noqa: PLC0415

        query = " OR ".join(f"cat:{category}" for category in categories)
        if until_at is not None:
            # Minutes, so the next one; operators bind to the right, so brackets.
            until = f"{until_at + timedelta(minutes=1):%Y%m%d%H%M}"
            query = f"({query}) AND submittedDate:[{_BEFORE_ARXIV} TO {until}]"
        search = arxiv.Search(
            query=query,
            max_results=None,  # the default, 100, is a silent cap
            sort_by=arxiv.SortCriterion.LastUpdatedDate,
            sort_order=arxiv.SortOrder.Descending,
        )
        return str(self._client(b"", size)._format_url(search, start, size))

    def ids_url(self, ids: Sequence[str]) -> str:
        """The papers with these identifiers (without max_results the API gives ten)."""
        import arxiv  # noqa: PLC0415

        search = arxiv.Search(id_list=list(ids), max_results=None)
        return str(self._client(b"", len(ids))._format_url(search, 0, len(ids)))

    def parse(self, body: bytes, *, start: int, size: int) -> Page:
        """The page in the body of an answer, of at most ``size`` rows. Raises ParseError."""
        import arxiv  # noqa: PLC0415

        root = _document(body)
        _check(root)
        rows = _shorten(root, size)
        try:
            feed = self._client(etree.tostring(root), size)._parse_feed("", first_page=True)
            papers = tuple(paper for r in feed.results if (paper := _paper(r)) is not None)
            total = int(feed.header.total_results)
        except (ValueError, TypeError, AttributeError, OverflowError, arxiv.ArxivError) as error:
            raise ParseError(f"arXiv's answer cannot be read ({_short(error)})") from error
        return Page(
            papers=papers,
            total=total,
            start=start,
            requested=size,
            told_at=_moment(root.findtext(f"{ATOM}updated")),
            skipped=rows - len(papers),
        )

    def _client(self, body: bytes, size: int) -> arxiv.Client:
        import arxiv  # noqa: PLC0415

        client = arxiv.Client(page_size=size, delay_seconds=0, num_retries=0)
        client.query_url_format = self._api_url
        client._session = _Answered(body)
        return client


class _Answered:
    """Stands where the package keeps its HTTP session; the answer is there already."""

    def __init__(self, body: bytes) -> None:
        self.status_code, self.content = 200, body

    def get(self, url: str, **_: Any) -> _Answered:
        return self


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


def _shorten(root: Any, size: int) -> int:
    """Take out rows beyond those asked for, and those that would cost all others; tell the rest.

    The package reads a page whole or not at all, and takes its time for it.
    """
    rows = root.findall(f"{ATOM}entry")
    for row in rows[size:]:
        root.remove(row)
    for row in rows[:size]:
        if not all(_moment(row.findtext(ATOM + name)) for name in ("published", "updated")):
            root.remove(row)
    return min(size, len(rows))


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


def _paper(result: arxiv.Result) -> Paper | None:
    found = _named(result.entry_id)
    if found is None or not (is_possible(result.published) and is_possible(result.updated)):
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
    """Text in one line: white space folded, control and direction characters out."""
    return " ".join(_CONTROL.sub(" ", text).split())


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
        ),
    )


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__
