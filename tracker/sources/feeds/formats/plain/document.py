"""The document as a whole: is it one of those that are known wholly?

Nothing is fetched, entities are refused, and libxml2 bounds nesting and lengths.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from tracker.sources.feeds.formats.entry import Fields
from tracker.sources.feeds.formats.plain.elements import (
    CHANNEL,
    ENTRY,
    FEED,
    ITEM,
    Holder,
    Read,
    read_element,
)
from tracker.sources.feeds.formats.plain.namespaces import ATOM, is_usual
from tracker.sources.feeds.formats.plain.texts import Element, UnsureError

_UNREAD = (b"<!DOCTYPE", b"<!ENTITY")
_ODD_INSTRUCTION = re.compile(rb"<\?[xX][mM][lL][\s?]")  # refused by expat, not by libxml2
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read(body: bytes, namespaces: Iterable[tuple[bytes, bytes]]) -> Fields | None:
    """What the document says, None where feedparser is to read it.

    ``body`` is UTF-8 without a declaration or a base, ``namespaces`` the prefixes and addresses
    that are declared anywhere in it.
    """
    if any(sign in body for sign in _UNREAD) or _ODD_INSTRUCTION.search(body):
        return None
    if not all(map(is_usual, namespaces)):
        return None
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
        if root.tag == "rss":
            return _rss(root)
        return _atom(root) if root.tag == f"{{{ATOM}}}feed" else None
    except (etree.LxmlError, ValueError, MemoryError, UnsureError):
        return None


def _rss(root: Element) -> Fields:
    feed: Holder = {}
    entries: list[Holder] = []
    if len(root) != 1 or root[0].tag != "channel":
        raise UnsureError
    _check_bare(root[0])
    _children(root[0], feed, CHANNEL, "item", ITEM, entries)
    return Fields(feed=feed, entries=entries, is_atom=False)


def _atom(root: Element) -> Fields:
    feed: Holder = {}
    entries: list[Holder] = []
    _children(root, feed, FEED, f"{{{ATOM}}}entry", ENTRY, entries)
    return Fields(feed=feed, entries=entries, is_atom=True)


def _children(
    holder: Element,
    feed: Holder,
    known: dict[str, Read],
    entry_tag: str,
    of_entry: dict[str, Read],
    entries: list[Holder],
) -> None:
    for element in holder:
        if element.tag != entry_tag:
            read_element(element, feed, known)
            continue
        _check_bare(element)
        entry: Holder = {}
        for part in element:
            read_element(part, entry, of_entry)
        _settle(entry)
        entries.append(entry)


def _check_bare(element: Element) -> None:
    """Only its language may be an attribute of it."""
    if element.attrib and element.attrib.keys() != [_LANGUAGE]:
        raise UnsureError


def _settle(entry: Holder) -> None:
    """The content is the summary, too, where there is no other."""
    if "summary" not in entry and (contents := entry.get("content")):
        entry["summary"] = contents[0]["value"]
