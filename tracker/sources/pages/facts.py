"""What a web page says of itself: title, authors, date, for works that are added by hand.

Asked in the order of trust: the citation tags that Google Scholar documents and publishers,
arXiv and OpenReview set; then Dublin Core; then Open Graph and its article tags; then the page's
own <title> and description. Nothing is guessed from the text.

A page also says which work it is. That is believed as far as it can hurt nothing but the page:

- A page is a paper's own if it has a ``citation_title``, as Google Scholar asks of them, and states
  an identifier of a paper. Pages about a paper state its DOI too, but not this title.
- Its DOI is an identity of the page, for many publishers' addresses hold none. It joins nothing
  that stronger identifiers tell apart (``identity/disputes.py``). A page that lies becomes one with
  the paper that it names, and arXiv's word on that one still goes before its own. Who states two
  DOIs shows a list, or is wrong: neither counts.
- No other identifier is, above all none of arXiv's, also in its form as a DOI: it is the strongest,
  so nothing would tell apart what it joins. arXiv's own pages have it in their address; any other
  paper's page joins the paper on arXiv by title and author, as works do that share no identifier.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from tracker.errors import ParseError
from tracker.identity.schemes import is_paper, parse_stated, url_of
from tracker.sources.pages.markup import page_root
from tracker.sources.pages.text import absolute, cut, title_text
from tracker.text.invisible import clean
from tracker.values import Alias, Document

MAX_AUTHORS = 200
_MOST_TOLD = MAX_AUTHORS  # of one name that are kept: only authors are many
_TITLES = ("citation_title", "dc.title", "dcterms.title", "og:title", "twitter:title")
_AUTHORS = ("citation_author", "dc.creator", "dcterms.creator", "author", "article:author")
_DATES = (
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dc.date",
    "dcterms.date",
    "article:published_time",
    "date",
)
_DESCRIPTIONS = ("citation_abstract", "dc.description", "og:description", "description")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """Plain text; ``canonical`` and ``doi`` are absolute addresses of the same work."""

    title: str = ""
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    description: str = ""
    canonical: str = ""
    is_paper: bool = False  # the page is a paper's own
    doi: str = ""


def read_page(document: Document) -> PageFacts:
    """The facts of a page as its server answered with it. Raises ParseError."""
    return parse_page(document.body, document.url, document.content_type)


def parse_page(body: bytes, url: str, content_type: str = "") -> PageFacts:
    """The facts of a page at ``url``. Raises ParseError for what is no HTML."""
    root = page_root(body, content_type)
    fields: defaultdict[str, list[str]] = defaultdict(list)
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        content = clean(meta.get("content", "")[:20_000])
        if content and len(fields[name]) < _MOST_TOLD:
            fields[name].append(content)
    own = next((text for title in root.iter("title") if (text := _own_title(title))), "")
    if not own and not fields:
        raise ParseError("the page says nothing of itself; give a note with --note")
    stated = _stated(fields)
    dois = {alias for alias in stated if alias.scheme == "doi"}
    return PageFacts(
        title=title_text(_first(fields, _TITLES) or own),
        authors=_authors(fields),
        published_at=next(
            (at for name in _DATES for text in fields[name] if (at := _date(text))), None
        ),
        description=cut(_first(fields, _DESCRIPTIONS), 4000),
        canonical=_canonical(root, url),
        is_paper=any(map(is_paper, stated)),
        doi=url_of(dois.pop()) if len(dois) == 1 else "",
    )


def _own_title(title: etree._Element) -> str:
    """What a <title> says of the page: one in a drawing says what that shows."""
    if next(title.iterancestors("svg", "symbol"), None) is not None:
        return ""
    return clean("".join(map(str, title.itertext())))


def _first(fields: defaultdict[str, list[str]], names: tuple[str, ...]) -> str:
    return next((fields[name][0] for name in names if fields[name]), "")


def _authors(fields: defaultdict[str, list[str]]) -> tuple[str, ...]:
    for name in _AUTHORS:
        authors = [cut(_forward(text), 200) for text in fields[name] if "://" not in text]
        if authors:
            return tuple(dict.fromkeys(authors))[:MAX_AUTHORS]
    return ()


def _forward(name: str) -> str:
    """``Lovelace, Ada`` is ``Ada Lovelace``; other names stay."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and "," not in first else name


def _date(text: str) -> datetime | None:
    day = text.strip()[:40].replace("/", "-")
    for form in (day, f"{day}-01", f"{day}-01-01"):
        try:
            moment = datetime.fromisoformat(form)
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            continue
    return None


def _canonical(root: etree._Element, url: str) -> str:
    for link in root.iter("link"):
        if "canonical" in link.get("rel", "").lower().split():
            return absolute(link.get("href", ""), url)
    return ""


def _stated(fields: defaultdict[str, list[str]]) -> set[Alias]:
    """The identifiers that a paper's page states; none of a page that does not call itself one."""
    if not fields["citation_title"]:
        return set()
    texts = (
        *(f"doi:{doi.strip()}" for doi in fields["citation_doi"]),
        *(f"arxiv:{paper.strip()}" for paper in fields["citation_arxiv_id"]),
    )
    return {alias for text in texts if (alias := parse_stated(text))}
