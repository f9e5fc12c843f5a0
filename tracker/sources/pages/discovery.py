"""A site's feeds, out of one of its pages (RSS autodiscovery, WHATWG HTML §4.6.6.5 "alternate").

Links that a page declares come first: whole feeds before feeds of comments, otherwise in the
page's own order, since sites list their main feed first. Where none is declared,
``likely_addresses`` gives what is worth a try: links that look like feeds, then the usual places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from tracker.sources.pages.markup import page_root
from tracker.sources.pages.text import absolute, cut
from tracker.text.invisible import clean
from tracker.values import Document, Link

_TYPES = {
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/x-rss+xml",
    "text/rss+xml",
}
_COMMENTS = re.compile(
    r"\bcomments?\b|kommenta|commentair|coment[aá]ri|\bcommenti\b|reacties|komment|koment"
    r"|коммент|комент|σχόλι|yorum|bình luận|komentar|コメント|评论|評論|留言|댓글|תגובות|تعليق",
    re.IGNORECASE,
)
_LOOKS = re.compile(
    r"(?:^|[/._-])(?:rss|atom|feeds?|index\.xml|feed\.json)(?:$|[/._-])", re.IGNORECASE
)
_PAGES = re.compile(r"\.(?:html?|php|png|jpe?g|svg|gif|css|js|pdf)$", re.IGNORECASE)
_USUAL = ("feed", "feed.xml", "atom.xml", "rss.xml", "index.xml", "rss", "feed.json", "feeds")
MAX_FEEDS = 50
_MOST_LIKELY = 10  # links that look like feeds
_MOST_LINKS = 1_000  # that are made absolute, which takes long where the base is long


@dataclass(frozen=True, slots=True)
class Discovered:
    """The feeds that a page declares; what is worth a try where it declares none."""

    declared: tuple[Link, ...]
    likely: tuple[str, ...] = ()


def discover(page: Document) -> Discovered:
    """What a page says of its site's feeds. Raises ParseError for what is no page."""
    declared = find_feeds(page.body, page.url, page.content_type)
    likely = () if declared else likely_addresses(page.body, page.url, page.content_type)
    return Discovered(declared, likely)


def find_feeds(html: bytes, base_url: str, content_type: str = "") -> tuple[Link, ...]:
    """The feeds that a page declares, best first. Raises ParseError for what is no page."""
    root = page_root(html, content_type)
    base = _base(root, base_url)
    feeds: dict[str, Link] = {}
    for link in islice(filter(_declares_feed, root.iter("link", "a")), _MOST_LINKS):
        if url := absolute(link.get("href", ""), base):
            feeds.setdefault(url, Link(url, cut(clean(link.get("title", "")), 200)))
    return tuple(sorted(feeds.values(), key=partial(_is_comments, base_url))[:MAX_FEEDS])


def likely_addresses(html: bytes, base_url: str, content_type: str = "") -> tuple[str, ...]:
    """Where a feed may be that the page does not declare. Raises ParseError."""
    root = page_root(html, content_type)
    base = _base(root, base_url)
    linked = islice(_linked_feeds(root, base), _MOST_LIKELY)
    folder = urljoin(base, ".")
    usual = [
        urljoin(at, name) for at in dict.fromkeys((folder, urljoin(base, "/"))) for name in _USUAL
    ]
    return tuple(dict.fromkeys((*linked, *usual)))


def _linked_feeds(root: etree._Element, base: str) -> Iterator[str]:
    """Links of the same site that look like feeds; no other is made absolute."""
    written = (anchor.get("href", "") for anchor in root.iter("a"))
    for href in islice(filter(_LOOKS.search, written), _MOST_LINKS):
        if (url := absolute(href, base)) and _looks_like_feed(url, base):
            yield url


def _declares_feed(link: etree._Element) -> bool:
    rel = link.get("rel", "").lower().split()
    kind = link.get("type", "").split(";")[0].strip().lower()
    if "feed" in rel:
        return True
    if "alternate" not in rel or "stylesheet" in rel:
        return False
    # WordPress declares its API as application/json; a JSON feed of that type says so elsewhere.
    named = link.get("href", "") + " " + link.get("title", "")
    return kind in _TYPES or (kind == "application/json" and "feed" in named.lower())


def _is_comments(page: str, link: Link) -> tuple[bool, bool]:
    """Whether a feed says that it is of comments; whether it lies below the post that declares it,
    which is a sign of the same."""
    path, below = urlsplit(link.url).path, urlsplit(page).path.rstrip("/") + "/"
    says_so = _COMMENTS.search(link.text) or _COMMENTS.search(unquote(path))
    return says_so is not None, below.count("/") > 2 and path.startswith(below)


def _looks_like_feed(url: str, base: str) -> bool:
    parts = urlsplit(url)
    same_site = parts.hostname == urlsplit(base).hostname
    return bool(same_site and _LOOKS.search(parts.path) and not _PAGES.search(parts.path))


def _base(root: etree._Element, base_url: str) -> str:
    """The first <base> that has an address counts, and no other (WHATWG HTML §4.2.3)."""
    first = next((href for base in root.iter("base") if (href := base.get("href"))), "")
    return absolute(first, base_url) or base_url
