"""OPML (opml.org/spec2.opml): lists of feeds as feed readers exchange them; a folder is a topic.

A feed stands in its innermost named folder, or where it names a ``category`` and stands in none,
in that. Entities are refused, nothing is fetched, and libxml2 bounds the nesting. It mends what is
broken and drops what it cannot mend: ``find_lost`` tells what was written and did not come out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from tracker.errors import ParseError
from tracker.sources.encoding import decode
from tracker.sources.pages.text import absolute, cut
from tracker.text.invisible import clean

MAX_FEEDS = 10_000
_MOST_BARE = 200_000  # each makes a node of libxml2's
_BARE_AMPERSAND = re.compile(rb"&(?!#?\w+;)")  # in addresses, by programs that do not escape
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_WRITTEN = re.compile(r"\bxmlurl\s*=\s*(?:\"([^\"<>]*)|'([^'<>]*)|([^\s\"'<>]*))", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpmlFeed:
    """A feed of a list; ``folder`` is "" at the top."""

    url: str
    title: str = ""
    folder: str = ""
    home: str = ""


class OpmlList(NamedTuple):
    """A list's feeds, and what it names as a feed's address and is none."""

    feeds: tuple[OpmlFeed, ...]
    unusable: tuple[str, ...] = ()


def parse(data: bytes) -> OpmlList:
    """The feeds in order, each address once per folder. Raises ParseError."""
    data = _text(data).encode("utf-8", "replace")
    if b"<!ENTITY" in data.replace(b"\0", b""):
        raise ParseError("the list declares entities, which are not read; remove them")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        remove_pis=True,
    )
    data, bare = _BARE_AMPERSAND.subn(b"&amp;", data.lstrip(), _MOST_BARE + 1)
    if bare > _MOST_BARE:
        raise ParseError("this is no OPML; export the list anew")
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise ParseError("this is no OPML; export the list anew") from error
    if root is None or not isinstance(root.tag, str) or root.tag.lower() != "opml":
        raise ParseError("this is no OPML; export the list anew")
    feeds: dict[tuple[str, str], OpmlFeed] = {}
    unusable: dict[str, None] = {}
    for outline in root.iter("outline"):
        address = clean(_address(outline))
        if address and len(feeds) + len(unusable) < MAX_FEEDS:
            if (feed := _feed(outline)).url:
                feeds.setdefault((feed.url, feed.folder), feed)
            else:
                unusable[address[:200]] = None
    return OpmlList(tuple(feeds.values()), tuple(unusable))


def find_lost(data: bytes, listed: OpmlList) -> tuple[str, ...]:
    """The addresses that are written in a list and did not come out of it: they stand where it is
    broken, or behind ``MAX_FEEDS``."""
    known = {feed.url for feed in listed.feeds} | set(listed.unusable)
    written = (
        clean(html.unescape(match[1] or match[2] or match[3] or ""))
        for match in _WRITTEN.finditer(_COMMENT.sub("", _text(data)))
    )
    return tuple(
        dict.fromkeys(
            address[:200]
            for address in written
            if address and known.isdisjoint((address[:200], absolute(web_address(address), "")))
        )
    )


def _text(data: bytes) -> str:
    declared = _DECLARED.match(data)
    return decode(data, declared[1].decode() if declared else "")


def render(feeds: Iterable[OpmlFeed], *, title: str) -> str:
    """An OPML 2.0 document, one outline a folder, in the order given."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _xml(title)
    body = etree.SubElement(root, "body")
    folders: dict[str, etree._Element] = {"": body}
    for feed in feeds:
        name = _xml(feed.folder)
        if name not in folders:
            folders[name] = etree.SubElement(body, "outline", text=name, title=name)
        told = _xml(feed.title) or feed.url
        outline = etree.SubElement(
            folders[name], "outline", type="rss", text=told, title=told, xmlUrl=_xml(feed.url)
        )
        if feed.home:
            outline.set("htmlUrl", _xml(feed.home))
    etree.indent(root)
    written = etree.tostring(root, encoding="utf-8").decode("utf-8")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'


def _xml(text: str) -> str:
    """Text without what XML cannot hold (XML 1.0 §2.2)."""
    return _NO_XML.sub("", clean(text))


def _feed(outline: etree._Element) -> OpmlFeed:
    return OpmlFeed(
        url=absolute(web_address(_address(outline).strip()), ""),
        title=_name(outline),
        folder=_folder(outline) or _category(outline),
        home=absolute(_attribute(outline, "htmlurl"), ""),
    )


def web_address(address: str) -> str:
    """``feed://a.example/x`` and ``feed:https://a.example/x`` are addresses of the Web, too."""
    scheme, colon, rest = address.partition(":")
    if not colon or scheme.lower() != "feed":
        return address
    rest = rest.lstrip("/")
    if rest.lower().startswith(("http://", "https://")):
        return rest
    host = rest.partition("/")[0].lower()
    return address if host.endswith(":") or host in ("http", "https") else f"http://{rest}"


def _folder(outline: etree._Element) -> str:
    for holder in outline.iterancestors("outline"):
        if not _address(holder) and (name := _name(holder)):
            return name
    return ""


def _category(outline: etree._Element) -> str:
    first = _attribute(outline, "category").split(",")[0]
    return cut(clean(first.strip("/ ").rsplit("/", 1)[-1]), 200)


def _name(outline: etree._Element) -> str:
    return cut(clean(_attribute(outline, "text") or _attribute(outline, "title")), 200)


def _address(outline: etree._Element) -> str:
    """The feed's; some programs write ``url``, as of a link, and say by the type what it is."""
    if address := _attribute(outline, "xmlurl"):
        return address
    is_feed = _attribute(outline, "type").lower() in ("rss", "atom", "feed")
    return _attribute(outline, "url") if is_feed else ""


def _attribute(outline: etree._Element, name: str) -> str:
    """An attribute, its name in whatever case the exporting program wrote it."""
    return next((str(v) for k, v in outline.attrib.items() if str(k).lower() == name), "")
