"""A feed document of any format: bytes to sightings. Pure; every answer is taken for hostile."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from tracker.errors import ParseError
from tracker.identity.schemes import aliases_of_url, is_paper
from tracker.sources.encoding import declared_charset, decode
from tracker.sources.feeds.formats import jsonfeed
from tracker.sources.feeds.formats.entry import MAX_ENTRIES, Entry, ParsedFeed, RawFeed, sane
from tracker.sources.feeds.formats.marks import without_marks
from tracker.sources.feeds.formats.targets import Site, Target, settle, site_of
from tracker.sources.pages.text import MAX_TEXT, cut, read_html, title_text
from tracker.values import Kind, Link, Sighting

# A release's title is often its number alone, and the project stands in the feed's title.
_BARE_VERSION = re.compile(r"(?:v|version )?\d+(?:[.+-]\w+)+\Z", re.IGNORECASE)
_RELEASES_OF = "Release notes from "  # how GitHub names such feeds
_HEAD = 100_000  # bytes; a feed's root stands behind a few comments at most
_SHORT = 80  # characters; a summary below that says less than the body, which is read beside it
_HTML = re.compile(
    rb"\s*(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_DECLARATION = re.compile(
    rb"\s*+<\?xml\b(?:[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})[\"'])?[^>]{0,200}>"
)
_ROOT = re.compile(rb"<[a-zA-Z]")
_BLANKS = re.compile(rb"\s{2,}+")
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|channel)\b", re.IGNORECASE)


def parse_feed(
    body: bytes, *, url: str, content_type: str, source: str, seen_at: datetime
) -> ParsedFeed:
    """The sightings in a feed. Raises ParseError, which says what came instead."""
    raw = _raw(as_utf8(body, content_type), url)
    name = title_text(raw.title)
    links = [entry.original or entry.link for entry in raw.entries]
    names, parts = _names(raw.entries), _parts(raw)
    site = site_of(raw.home or url, name, raw.authors, [link for link in links if link])
    told_by = partial(_sighting, site=site, parts=parts, source=source, seen_at=seen_at)
    sightings = [told_by(*pair) for pair in zip(raw.entries, names, strict=True)]
    told = without_marks([sighting for sighting in sightings if sighting])
    return ParsedFeed(
        title=name,
        sightings=tuple(dict.fromkeys(told)),
        without_address=sightings.count(None),
        total=raw.total,
        whole=raw.whole,
    )


def as_utf8(body: bytes, content_type: str) -> bytes:
    """The document in UTF-8, its head in short: no blank lines, no declaration of an encoding."""
    declaration = _DECLARATION.match(body)
    own = declaration[1].decode("ascii", "replace") if declaration and declaration[1] else ""
    body = decode(body, declared_charset(content_type), own).encode("utf-8", "replace")
    if declaration := _DECLARATION.match(body):
        body = body[declaration.end() :]
    root = _ROOT.search(body)
    at = root.start() if root else len(body)
    # feedparser looks for a doctype from each line on that is before the root.
    return _BLANKS.sub(b"\n", body[:at]).lstrip() + body[at:]


def _raw(body: bytes, url: str) -> RawFeed:
    start = body[:4_000]
    if not start:
        raise ParseError("the answer is empty; it is asked again later")
    if start[:1] in b"{[":
        return jsonfeed.parse(body, url, limit=MAX_ENTRIES)
    if _HTML.match(start) and not _FEED.search(start):
        raise ParseError(
            "the answer is a web page and no feed (perhaps a challenge for robots); check the "
            "address, or find the site's feed with `tracker watchlists add-feed`"
        )
    # What is no feed at all may cost the parser minutes (a page of nested elements).
    if not _FEED.search(body[:_HEAD]):
        raise ParseError("the address answers with something that is no feed; check it")
    # feedparser costs 80 ms to import, which JSON feeds and errors need not pay.
    from tracker.sources.feeds.formats import xmlfeed  # noqa: PLC0415

    return xmlfeed.parse(body, url, limit=MAX_ENTRIES)


def _sighting(
    entry: Entry, name: str, *, site: Site, parts: set[str], source: str, seen_at: datetime
) -> Sighting | None:
    text = read_html(entry.body or entry.summary, entry.base)
    target = settle(entry, text, site)
    title = title_text(entry.title)
    if not target.url:
        return None
    summary = text.text
    if entry.body and entry.summary and entry.summary != entry.body:
        plain = read_html(entry.summary, entry.base).text
        if len(plain) >= _SHORT:
            summary = plain
        elif plain.endswith((".", "!")) and not summary.startswith(plain.rstrip(".! ")):
            summary = f"{plain}\n{summary}"  # its author's own words for it go first
    return Sighting(
        source=source,
        url=target.url,
        seen_at=seen_at,
        title=_full_title(title, site) or cut(summary.split("\n", 1)[0], 100),
        kind=Kind.POST,
        summary=cut(summary, MAX_TEXT),
        authors=_several(target),
        published_at=sane(entry.published_at or entry.updated_at, now=seen_at),
        updated_at=sane(entry.updated_at, now=seen_at),
        via=target.via,
        links=_others(text.links, target),
        tags=entry.tags,
        entry=name,
        is_part=target.via is None and target.url in parts,
    )


def _names(entries: Sequence[Entry]) -> list[str]:
    """The name by which each entry is known again: its identifier, else its own page; a name that
    two have names none."""
    names = [entry.identifier or entry.link for entry in entries]
    count = Counter(names)
    return [name if count[name] == 1 else "" for name in names]


def _parts(raw: RawFeed) -> set[str]:
    """The addresses whose fragment names an entry: of a changelog, of a page of short notes.

    Several entries, each with a name or title of its own, stand on one page; or it is the feed's
    home. A fragment that all entries have on pages of their own tells how a reader came.
    """
    pages: defaultdict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for entry in raw.entries:
        page, _, fragment = entry.link.partition("#")
        if fragment and fragment not in pages[page]:
            pages[page][fragment] = (entry.identifier, entry.title)
    home = raw.home.partition("#")[0]
    return {
        f"{page}#{fragment}"
        for page, entries in pages.items()
        if page == home or len(set(entries.values())) > 1
        for fragment in entries
    }


def _several(target: Target) -> tuple[str, ...]:
    """The authors; of a paper one name may hold them all: arXiv's feed puts commas between them."""
    if len(target.authors) != 1 or "," not in target.authors[0]:
        return target.authors
    names = tuple(" ".join(name.split()) for name in target.authors[0].split(","))
    is_list = all(" " in name for name in names) and any(map(is_paper, aliases_of_url(target.url)))
    return names if is_list else target.authors


def _full_title(title: str, site: Site) -> str:
    if site.name and _BARE_VERSION.match(title):
        return f"{site.name.removeprefix(_RELEASES_OF)} {title}"
    return title


def _others(links: tuple[Link, ...], target: Target) -> tuple[Link, ...]:
    shown = {target.url, target.via.url if target.via else ""}
    return tuple(link for link in links if link.url not in shown)
