"""RSS 0.9x to 2.0, RDF and Atom: bounded, read by one of two readers, and their fields told.

feedparser is the judge of what a document says. A document that is well-formed and made of plain
elements alone is read by ``plain/``, which says the same of it at a tenth of the cost.
"""

from __future__ import annotations

import calendar
import re
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from tracker.errors import LimitError
from tracker.sources.feeds.formats.entry import Entry, Fields, RawFeed
from tracker.sources.feeds.formats.plain import document as plain
from tracker.sources.pages.tags import MAX_ATTRIBUTES, has_swollen_tag
from tracker.sources.pages.text import MAX_ADDRESS, absolute, cut
from tracker.text.invisible import clean

# RSS has an address and a name: "ann@blog.example (Ann Author)", or as mail has it.
_MAILED = re.compile(
    r"\s*(?:[^\s@<>()]+@[^\s@<>()]+\s+\((?P<behind>[^()]+)\)"
    r"|(?P<before>[^<>@]+?)\s*<[^\s@<>]+@[^\s@<>]+>"
    r"|\((?P<alone>[^()]+)\)|(?P<mail>[^\s@<>()]+@[^\s@<>()]+))\s*"
)
# Of tags that each cost the parser up to 30 µs: 50 elements in each of 2,000 entries, or 8 MB of
# XHTML. Made of nothing else, 15 MB would keep it busy for minutes.
MAX_MARKS = 200_000
MAX_ENTITIES = 1_000  # HTML has 252, which some documents declare all
_ODD_REFERENCE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\w{1,8});)")
_ENTRY = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")
_ROOT = re.compile(rb"<([\w:.-]+)")
_TAGS = (
    "a|abbr|acronym|address|article|aside|audio|b|bdi|bdo|big|blockquote|body|br|button|canvas|center"
    "|cite|code|dd|del|details|dfn|div|dl|dt|em|embed|figcaption|figure|font|footer|form|h[1-6]|head"
    "|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|main|map|mark|math|meta|nav|noscript"
    "|object|ol|p|param|pre|q|rp|rt|ruby|s|samp|script|section|select|small|source|span|strike|strong"
    "|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|time|title|tr|track"
    "|tt|u|ul|var|video|wbr"
)
_UPPER = _TAGS.upper().replace("[1-6]", "1")
_NO_TAG = re.compile(rf"<(?!/?(?:{_TAGS}|{_UPPER})[\s/>])(?!!|\?)")
_RELATIONS = "http://www.iana.org/assignments/relation/"
# A link whose address is its text, and who has another one in an attribute.
_TWICE = re.compile(rb"<link\s[^<>]*+(?<!/)>(?=\s*+(?:<!\[CDATA\[\s*+)?https?:)", re.IGNORECASE)
_ADDRESSES = re.compile(rb"\b(?:uri|url|href)\s*=\s*(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_BASE = re.compile(rb"base\s*=")  # led by its letters: that is a hundred times as fast
_BASES = re.compile(rb"(?<=\s)(?:xml:)?base(?=\s*=\s*[\"'])")
MAX_BASES = 2_000  # one within the other make an address that is joined anew for each tag
MAX_NAMESPACES = 300  # each tag is looked up in all; feeds declare some dozens
NAMESPACE = re.compile(rb"xmlns(?::([\w.-]+))?\s*=\s*[\"']([^\"']*)")


def parse(body: bytes, url: str, *, limit: int, by_judge: bool = False) -> RawFeed:
    """The feed of a body in UTF-8, with at most ``limit`` entries; ``by_judge`` it is feedparser
    that reads it, whatever it is made of. Raises ParseError."""
    body, total = _shortened(body, limit)
    if _marks(body) > MAX_MARKS:
        raise LimitError("the feed has more elements than any that can be read")
    if has_swollen_tag(body, is_xml=True):
        raise LimitError(f"a tag of the feed has more than {MAX_ATTRIBUTES:,} attributes")
    if body.count(b"<!ENTITY") > MAX_ENTITIES:
        raise LimitError(f"the feed declares more than {MAX_ENTITIES:,} entities")
    namespaces = set(NAMESPACE.findall(body))
    if len({uri for _, uri in namespaces}) > MAX_NAMESPACES:
        raise LimitError(f"the feed declares more than {MAX_NAMESPACES} namespaces")
    if _BASE.search(body) and _has_many_bases(body):
        body = _BASES.sub(b"x-base", body)
    body = _TWICE.sub(lambda link: _ADDRESSES.sub(b"", link[0]), body)
    fields = _fields(body, url, namespaces, by_judge=by_judge)
    return told(fields, url, limit=limit, total=total)


def told(fields: Fields, url: str, *, limit: int, total: int = 0) -> RawFeed:
    """The feed that a document's fields tell of, with at most ``limit`` entries."""
    feed = fields.feed
    return RawFeed(
        title=_title(feed, fields.is_atom),
        home=absolute(home, url) if (home := _home(feed)) else "",
        authors=_authors(dict(feed)),
        entries=tuple(_entry(dict(entry), url, fields.is_atom) for entry in fields.entries[:limit]),
        total=max(total, len(fields.entries)),
        whole=fields.whole,
    )


def _fields(
    body: bytes, url: str, namespaces: Iterable[tuple[bytes, bytes]], *, by_judge: bool
) -> Fields:
    """What the document says, by the plain reader where it can tell. Raises ParseError."""
    # Where a base holds, feedparser joins it with addresses, for each tag anew: without one, links
    # are left as they are, and ``absolute`` joins them with the document's address once.
    has_base = bool(_BASE.search(body))
    if not (has_base or by_judge) and (fields := plain.read(body, namespaces)) is not None:
        return fields
    # feedparser costs 80 ms to import, which most polls need not pay.
    from tracker.sources.feeds.formats import by_feedparser  # noqa: PLC0415

    return by_feedparser.read(body, url if has_base else "")


def _shortened(body: bytes, limit: int) -> tuple[bytes, int]:
    """A document of no more entries than are kept, closed again, and how many it had.

    feedparser takes half a minute for 100,000 entries.
    """
    starts = [found.start() for found in _ENTRY.finditer(body)]
    root = _ROOT.search(body)
    if len(starts) <= limit or root is None:
        return body, len(starts)
    end = b"</channel>" if root[1] == b"rss" else b""
    return body[: starts[limit]] + end + b"</" + root[1] + b">", len(starts)


def _has_many_bases(body: bytes) -> bool:
    return sum(1 for _ in islice(_BASES.finditer(body), MAX_BASES + 1)) > MAX_BASES


def _marks(body: bytes) -> int:
    """How much there is that makes work: tags and odd references outside of CDATA, up to somewhat
    more than is read."""
    if body.count(b"<") + body.count(b"&") <= MAX_MARKS:  # nearly all documents, and at once
        return 0
    marks = at = 0
    while marks <= MAX_MARKS:
        start = body.find(b"<![CDATA[", at)
        until = len(body) if start < 0 else start
        marks += body.count(b"<", at, until)
        marks += sum(1 for _ in islice(_ODD_REFERENCE.finditer(body, at, until), MAX_MARKS))
        end = body.find(b"]]>", start) if start >= 0 else -1
        if end < 0:
            break
        at = end
    return marks


def _home(feed: Any) -> str:
    links = [link for link in feed.get("links", ()) if link.get("href")]
    return _page(links, "") or str(feed.get("link", ""))


def _entry(entry: dict[str, Any], url: str, is_atom: bool) -> Entry:
    # A plain dict: feedparser's own is slow to ask, and answers with other keys' values.
    links = [link for link in entry.get("links", ()) if link.get("href")]
    identifier = str(entry.get("id", ""))
    link = _page(links, url) or _linked(entry, url) or _address(identifier, url)
    body, base = _body(entry, url)
    return Entry(
        title=_title(entry, is_atom),
        identifier=cut(clean(identifier), MAX_ADDRESS),
        link=link,
        media="" if link else _media(entry, links, url),
        stated=_related(links, "related", url),
        credited=_related(links, "via", url),
        original=absolute(str(entry.get("feedburner_origlink", "")), ""),
        comments=absolute(str(entry.get("comments", "")), url) if entry.get("comments") else "",
        body=body,
        summary=_html(str(entry.get("summary", "")), entry.get("summary_detail")),
        base=base,
        authors=_authors(entry),
        published_at=_moment(entry.get("published_parsed") or entry.get("created_parsed")),
        updated_at=_moment(entry.get("updated_parsed")),
        tags=_texts((tag.get("term") for tag in entry.get("tags", ())), 100),
        origin=cut(clean(str((entry.get("source") or {}).get("title", ""))), 200),
    )


def _title(holder: Any, is_atom: bool) -> str:
    """The title as HTML. Atom's is plain text unless it says so (RFC 4287 §3.1.1.1); of RSS nobody
    knows."""
    title, detail = str(holder.get("title", "")), holder.get("title_detail")
    if is_atom and (detail or {}).get("type") == "text/plain":
        return title.replace("<", "&lt;")
    return _html(title, detail)


def _html(text: str, detail: Any) -> str:
    """HTML out of text that may be plain: what no tag of HTML begins is a bracket (``Vec<T>``)."""
    if (detail or {}).get("type") != "text/plain" or "<" not in text:
        return text
    return _NO_TAG.sub("&lt;", text)


def _rel(link: Any) -> str:
    """A link's relation; Atom also writes it as an address (RFC 4287 §4.2.7.2)."""
    return str(link.get("rel") or "alternate").removeprefix(_RELATIONS)


def _related(links: Iterable[Any], rel: str, url: str) -> tuple[str, ...]:
    found = (absolute(str(link["href"]), url) for link in links if _rel(link) == rel)
    return tuple(filter(None, found))


def _page(links: Iterable[Any], url: str) -> str:
    """The first alternate that is a page of the Web, HTML before other types."""
    found = [
        (link.get("type") not in ("text/html", "application/xhtml+xml"), address)
        for link in links
        if _rel(link) == "alternate" and (address := absolute(str(link["href"]), url))
    ]
    return min(found, key=lambda pair: pair[0])[1] if found else ""


def _linked(entry: dict[str, Any], url: str) -> str:
    """The address that feedparser takes for the entry's; it takes any guid for one."""
    link = str(entry.get("link", ""))
    if entry.get("guidislink") and link == entry.get("id"):
        return _address(link, url)
    return absolute(link, url) if link else ""


def _address(identifier: str, url: str) -> str:
    """An identifier that is an address, as RSS means a guid to be: not any word or number."""
    return absolute(identifier, url) if identifier.startswith(("http://", "https://", "/")) else ""


def _media(entry: dict[str, Any], links: Iterable[Any], url: str) -> str:
    """What stands for an entry without a page: text elsewhere, a file that goes with it."""
    files = (
        *(content.get("src") for content in entry.get("content") or ()),
        *(link["href"] for link in links if _rel(link) == "enclosure"),
        *(media.get("url") for media in entry.get("media_content") or ()),
        (entry.get("media_player") or {}).get("url"),
    )
    found = (absolute(str(file), url) for file in files if file)
    return next(filter(None, found), "")


def _body(entry: dict[str, Any], url: str) -> tuple[str, str]:
    """The fullest content and the address that its relative links start from."""
    contents = entry.get("content") or ()
    best = max(contents, key=lambda content: len(content.get("value", "")), default=None)
    if best is None:
        detail = entry.get("summary_detail") or {}
        return "", absolute(str(detail.get("base") or ""), url) or url
    return _html(str(best.get("value", "")), best), absolute(
        str(best.get("base") or ""), url
    ) or url


def _authors(entry: dict[str, Any]) -> tuple[str, ...]:
    whole = str(entry.get("author") or "")
    # feedparser knows no ending of a domain that is longer than four letters.
    if len(entry.get("authors", ())) < 2 and (match := _MAILED.fullmatch(whole)):
        name = match["behind"] or match["before"] or match["alone"] or match["mail"]
        return _texts((name,), 200)
    named = _texts((author.get("name") for author in entry.get("authors", ())), 200)
    return named or _texts((whole,), 200)


def _texts(values: Iterable[Any], limit: int) -> tuple[str, ...]:
    cleaned = (cut(clean(str(value)), limit) for value in values if value)
    return tuple(dict.fromkeys(text for text in cleaned if text))[:50]


def _moment(told: time.struct_time | datetime | None) -> datetime | None:
    if not told or isinstance(told, datetime):
        return told or None
    try:
        return datetime.fromtimestamp(calendar.timegm(told), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None
