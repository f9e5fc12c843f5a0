"""HTML of strangers as plain text and links; plain text freed of what acts or hides.

The HTML is parsed by lxml (libxml2 bounds the nesting), never rendered. Script, style and hidden
content go; blocks stand on lines of their own. Text loses what cannot be seen but acts.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree

from tracker.sources.pages.tags import has_swollen_tag, may_have_swollen_tag
from tracker.text.invisible import clean, incoming, is_harmless
from tracker.values import Link

MAX_HTML = 400_000  # characters of one entry that are read
MAX_TEXT = 4_000  # characters of a summary that are kept: twice the longest arXiv abstract
MAX_TITLE = 500
MAX_LINKS = 200
MAX_ADDRESS = 2_000
_MAX_LEAD = 200
_MAX_WRITTEN = 10_000  # of an address before its entities and dots are resolved

_WHOLE = re.compile(r"https?://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~/+,=:@!-]*)?")
_MARKUP = re.compile(r"<[a-zA-Z/!]|&[#\w]+;")
_ARXIV = re.compile(
    r"\barxiv:\s?(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7})", re.IGNORECASE
)
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "br", "center", "dd", "details", "div", "dl"),
    *("dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5"),
    *("h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table"),
    *("tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
}
_HIDDEN = {
    *("script", "style", "template", "head", "title", "noscript", "iframe", "object", "embed"),
    *("svg", "annotation", "select", "textarea", "button"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text with its links in order; ``lead`` is the text before the first link, of which
    the beginning alone is kept where it is long."""

    text: str
    links: tuple[Link, ...] = ()
    lead: str = ""


def cut(text: str, limit: int) -> str:
    """At most ``limit`` characters, cut between words and marked so."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return (head.rsplit(None, 1)[0] if " " in head[limit // 2 :] else head).rstrip() + "…"


def title_text(markup: str) -> str:
    """A title that may hold HTML, as one bounded line."""
    if not _MARKUP.search(markup):
        return cut(clean(markup[:MAX_HTML]), MAX_TITLE)
    return cut(clean(read_html(markup[: MAX_TITLE * 20], "").text), MAX_TITLE)


def read_html(markup: str, base: str) -> Text:
    """Plain text and links of an HTML fragment, links made absolute against ``base``."""
    markup = incoming(markup[:MAX_HTML])
    if not _MARKUP.search(markup):
        text = _lines(markup)
        return Text(text, _named_papers(text), text)
    root = None if _is_swollen(markup) else _parse(markup)
    if root is None:
        return Text("")
    walk = _Walk(base)
    walk.run(root)
    # Once more: what was written as &#x202e; is there only now.
    text = _lines("".join(walk.pieces))
    links = tuple(dict.fromkeys((*walk.links, *_named_papers(text))))[:MAX_LINKS]
    return Text(text, links, walk.lead())


def absolute(address: str, base: str) -> str:
    """``address`` as an absolute http(s) address, "" where it is none, empty or too long."""
    if _WHOLE.fullmatch(address):  # most are, and joining is slow
        return address if len(address) <= MAX_ADDRESS else ""
    if len(address) > _MAX_WRITTEN:
        return ""
    address = incoming(html.unescape(address) if "&amp;" in address else address).strip()
    if not address:
        return ""
    try:
        joined = urljoin(base, address)
        parts = urlsplit(joined)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return ""
    except ValueError:
        return ""
    joined = joined.replace(" ", "%20").replace("\n", "").replace("\t", "")
    return joined if len(joined) <= MAX_ADDRESS else ""


def _lines(text: str) -> str:
    """The text as it may come in, without empty lines; runs of white space are one blank."""
    plain = text.replace("\t", " ").replace("\xa0", " ")
    # Then no other white space is in it, nor what acts; and few lines have blanks to run together.
    if not is_harmless(plain):
        plain = incoming(text)
        lines = [" ".join(line.split()) for line in plain.split("\n")]
    else:
        lines = [line.strip() for line in plain.split("\n")]
        if "  " in plain:
            lines = [" ".join(line.split()) if "  " in line else line for line in lines]
    return "\n".join(filter(None, lines))


def _named_papers(text: str) -> tuple[Link, ...]:
    """Papers that a text names without linking them (``arXiv:2504.12345``)."""
    text = text[: MAX_TEXT * 10]
    if "v:" not in text and "V:" not in text:  # nearly every one, and the pattern is slow
        return ()
    return tuple(
        Link(f"https://arxiv.org/abs/{match[1]}", match[0]) for match in _ARXIV.finditer(text)
    )


def _is_swollen(markup: str) -> bool:
    return may_have_swollen_tag(markup) and has_swollen_tag(markup.encode("utf-8", "replace"))


def _parse(markup: str) -> etree._Element | None:
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        return etree.fromstring(markup.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError):
        return None


class _Walk:
    """Collects text and links in document order; a hidden element hides all that is in it."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.pieces: list[str] = []
        self.links: list[Link] = []
        self.first_link_at: int | None = None
        self._anchor_at: int | None = None

    def run(self, element: etree._Element) -> None:
        """Walk through an element once. (Going down costs a third of what lxml's events do.)"""
        tag, pieces = element.tag, self.pieces
        is_block = tag in _BLOCKS
        if tag not in _HIDDEN and element.get("hidden") is None:
            if is_block:
                pieces.append("\n")
            elif tag == "a" and element.get("href"):
                self._anchor_at = len(pieces)
            if text := element.text:
                pieces.append(text if tag == "pre" else text.replace("\n", " "))
            for part in element:
                self.run(part)
                if tail := part.tail:
                    pieces.append(tail.replace("\n", " "))
            if tag == "a" and self._anchor_at is not None:
                self._link(element.get("href", ""), self._anchor_at)
                self._anchor_at = None
        if is_block:
            pieces.append("\n")

    def lead(self) -> str:
        """The text before the first link, as far as it is looked at."""
        lead, length = [], 0
        for piece in self.pieces[: self.first_link_at]:
            lead.append(piece)
            length += len(piece.strip())
            if length > _MAX_LEAD:
                break
        return _lines("".join(lead))

    def _link(self, href: str, anchor_at: int) -> None:
        url = absolute(href, self.base)
        if not url or len(self.links) >= MAX_LINKS:
            return
        if self.first_link_at is None:
            self.first_link_at = anchor_at
        text = clean("".join(self.pieces[anchor_at:]))
        self.links.append(Link(url, cut(text, MAX_TITLE)))
