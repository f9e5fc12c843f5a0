"""The elements that are known wholly, and what each says of a feed or an entry.

A field has the name that feedparser gives it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from tracker.sources.feeds.formats.plain import texts
from tracker.sources.feeds.formats.plain.namespaces import (
    ATOM,
    THREADS,
    URIS,
    WORDPRESS,
    is_passed_over,
)
from tracker.sources.feeds.formats.plain.texts import Element, UnsureError

Holder: TypeAlias = dict[str, Any]  # the fields of the feed, or of an entry
Read: TypeAlias = Callable[[Element, Holder], None]

_HTML_TYPES = {"html", "text/html", "xhtml", "application/xhtml+xml"}
# As most feeds have it: an address and, in parentheses, a name.
_MAILED = re.compile(
    r"([a-z0-9_.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,4})(?: \(([^()<>&@]{1,200})\))?",
    re.ASCII | re.IGNORECASE,
)


def read_element(element: Element, holder: Holder, known: dict[str, Read]) -> None:
    """Take what the element says into its holder; ``known`` has who reads which name. Raises
    UnsureError where feedparser could see it otherwise."""
    read = known.get(element.tag)  # type: ignore[arg-type]
    if read is None:
        _pass_over(element)
    else:
        read(element, holder)


def _in_atom(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _once(holder: Holder, key: str, value: object) -> None:
    if key in holder:
        raise UnsureError
    holder[key] = value


def _title(element: Element, holder: Holder) -> None:
    """RSS's, of which nobody knows whether it is HTML: feedparser guesses where it may be."""
    if element.attrib:
        raise UnsureError
    text = texts.text(element)
    _once(holder, "title", text)
    if "<" in text:
        from tracker.sources.feeds.formats import by_feedparser  # noqa: PLC0415

        is_html = by_feedparser.looks_like_html(text)
        holder["title_detail"] = {"type": "text/html" if is_html else "text/plain"}


def _atom_title(element: Element, holder: Holder) -> None:
    kind, text = texts.typed(element, "text")
    _once(holder, "title", text)
    holder["title_detail"] = {"type": kind}


def _description(element: Element, entry: Holder) -> None:
    if element.attrib:
        raise UnsureError
    _once(entry, "summary", texts.text(element))
    entry["summary_detail"] = {"type": "text/html"}


def _encoded(element: Element, entry: Holder) -> None:
    if element.attrib:
        raise UnsureError
    _once(entry, "content", [{"type": "text/html", "value": texts.text(element)}])


def _summary(element: Element, entry: Holder) -> None:
    kind, text = texts.typed(element, "text")
    _once(entry, "summary", text)
    entry["summary_detail"] = {"type": kind}


def _content(element: Element, entry: Holder) -> None:
    kind, text = texts.typed(element, "text")
    _once(entry, "content", [{"type": kind, "value": text}])


def _link(element: Element, holder: Holder) -> None:
    """An address in an attribute, or as text."""
    if len(element):
        raise UnsureError
    links = holder.setdefault("links", [])
    href = element.get("href")
    if href is None:
        _written_link(element, holder, links)
        return
    if element.get("url") is not None or element.get("uri") is not None:
        raise UnsureError
    rel = element.get("rel", "alternate").lower()
    default = "application/atom+xml" if rel == "self" else "text/html"
    link = {"rel": rel, "type": element.get("type", default).lower(), "href": texts.opened(href)}
    links.append(link)
    if rel == "alternate" and link["type"] in _HTML_TYPES:
        holder["link"] = link["href"]


def _written_link(element: Element, holder: Holder, links: list[Holder]) -> None:
    if element.attrib:
        raise UnsureError
    # What was an unknown reference to feedparser's eyes.
    address = re.sub("&([A-Za-z0-9_]+);", r"&\g<1>", texts.address(element).replace("&amp;", "&"))
    link = {"rel": "alternate", "type": "text/html"}
    if address:
        link["href"] = address
    links.append(link)
    holder["link"] = address


def _identifier(element: Element, holder: Holder) -> None:
    """A guid is a link as well, unless it says that it is none."""
    if any(name.lower() == "ispermalink" and name != "isPermaLink" for name in element.attrib):
        raise UnsureError
    is_link = element.get("isPermaLink", "true") == "true"
    value = texts.address(element) if is_link else texts.text(element)
    _once(holder, "id", value)
    holder["guidislink"] = is_link and "link" not in holder
    if is_link:
        holder.setdefault("link", value)


def _date(key: str) -> Read:
    def read(element: Element, holder: Holder) -> None:
        _once(holder, key, texts.date(texts.text(element)))

    return read


def _named_author(element: Element, holder: Holder) -> None:
    """A name, or an address and a name behind it; of other mixtures of the two feedparser knows
    more."""
    text = texts.text(element)
    if "@" not in text:
        _add_author(holder, text, text)
    elif mailed := _MAILED.fullmatch(text):
        _add_author(holder, text, (mailed[2] or "").strip(), mailed[1])
    else:
        raise UnsureError


def _owner(element: Element, feed: Holder) -> None:
    """A podcast's owner, whom feedparser takes for the author named last."""
    if element.attrib:
        raise UnsureError
    for part in element:
        key = _OWNERS.get(str(part.tag))
        if key is None or part.attrib:
            raise UnsureError
        author = feed.setdefault("authors", [{}])[-1]
        if author:
            name, mail = author.get("name"), author.get("email")
            feed["author"] = f"{name} ({mail})" if name and mail else name or mail
        author[key] = texts.bare(part)


def _author(element: Element, holder: Holder) -> None:
    """Atom's: a person with a name, and more that is not used."""
    if texts.is_said(element.text):
        raise UnsureError
    names = []
    for part in element:
        if texts.is_said(part.tail):
            raise UnsureError
        if part.tag == _in_atom("name"):
            names.append(texts.bare(part))
        elif part.tag in (_in_atom("uri"), _in_atom("email")):
            texts.text(part)
        else:
            _pass_over(part)
    if len(names) != 1 or not names[0] or "@" in names[0]:
        raise UnsureError
    _add_author(holder, names[0], names[0])


def _add_author(holder: Holder, written: str, name: str, mail: str = "") -> None:
    holder["author"] = written
    known = {key: value for key, value in (("name", name), ("email", mail)) if value}
    holder.setdefault("authors", []).append(known)


def _category(element: Element, entry: Holder) -> None:
    text, term = texts.text(element), element.get("term")
    if (text and term is not None) or (element.attrib and not (text or term)):
        raise UnsureError
    if term or text:
        entry.setdefault("tags", []).append({"term": term or text})


def _enclosure(element: Element, entry: Holder) -> None:
    if len(element) or texts.is_said(element.text):
        raise UnsureError
    href = element.get("url", element.get("uri", element.get("href")))
    link = {"rel": "enclosure"} | ({"href": href} if href else {})
    entry.setdefault("links", []).append(link)


def _media(element: Element, entry: Holder) -> None:
    if len(element) or texts.is_said(element.text):
        raise UnsureError
    entry.setdefault("media_content", []).append({"url": element.get("url")})


def _comments(element: Element, entry: Holder) -> None:
    if element.attrib:
        raise UnsureError
    _once(entry, "comments", texts.address(element))


def _original(element: Element, entry: Holder) -> None:
    if element.attrib:
        raise UnsureError
    _once(entry, "feedburner_origlink", texts.text(element))


def _unused(element: Element, holder: Holder) -> None:
    if len(element):
        raise UnsureError


def _nested(element: Element, holder: Holder) -> None:
    """What holds its own kind alone."""
    if any(part.tag != element.tag for part in element.iter()):
        raise UnsureError


def _within(*names: str) -> Read:
    """What holds elements of these names alone, all unused."""
    known = frozenset(names)

    def read(element: Element, holder: Holder) -> None:
        if element.attrib or not known.issuperset([part.tag for part in element]):
            raise UnsureError
        if any(len(part) or part.attrib for part in element):
            raise UnsureError

    return read


def _pass_over(element: Element) -> None:
    """An element of a namespace that feedparser does not know, with all that is in it."""
    for part in element.iter():
        uri = str(part.tag).removeprefix("{").partition("}")[0]
        if not is_passed_over(uri, part.prefix or ""):
            raise UnsureError


def _in(prefix: str, read: Read, *names: str) -> dict[str, Read]:
    """Elements of one of feedparser's namespaces, by their whole names."""
    uris = (ATOM,) if not prefix else URIS[prefix]
    return {f"{{{uri}}}{name}": read for uri in uris for name in names}


def _in_none(read: Read, *names: str) -> dict[str, Read]:
    return dict.fromkeys(names, read)


_OWNERS = {f"{{{uri}}}{key}": key for uri in URIS["itunes"] for key in ("name", "email")}
_EXTRAS = (
    _in("sy", _unused, "updatePeriod", "updateFrequency", "updateBase")
    | _in("slash", _unused, "comments", "section", "department", "hit_parade")
    | _in("wfw", _unused, "comment", "commentRss", "commentRSS")
    | _in_none(_unused, f"{{{THREADS}}}total", f"{{{THREADS}}}in-reply-to")
    | _in_none(_unused, f"{{{WORDPRESS}}}site", f"{{{WORDPRESS}}}post-id")
    | _in("feedburner", _unused, "info", "emailServiceId", "feedburnerHostname", "feedFlare")
    | _in(
        "dc", _unused, "language", "rights", "publisher", "identifier", "format", "type", "source"
    )
    | _in("itunes", _unused, "explicit", "duration", "image", "block", "episode", "season")
    | _in("itunes", _unused, "episodeType", "title", "type", "subtitle")
    | _in("media", _unused, "thumbnail")
)
_SHARED = (
    _in("", _link, "link")
    | _in("dc", _named_author, "creator")
    | _in("itunes", _named_author, "author")
)
CHANNEL: dict[str, Read] = (
    _EXTRAS
    | _SHARED
    | _in_none(_title, "title")
    | _in_none(_link, "link")
    | _in_none(_named_author, "managingEditor")
    | _in_none(_unused, "description", "language", "copyright", "webMaster", "pubDate", "docs")
    | _in_none(_unused, "lastBuildDate", "generator", "cloud", "ttl", "rating", "category")
    | _in_none(_within("title", "url", "link", "width", "height", "description"), "image")
    | _in_none(_within("hour"), "skipHours")
    | _in_none(_within("day"), "skipDays")
    | _in("dc", _unused, "date")
    | _in("itunes", _owner, "owner")
    | _in("itunes", _nested, "category")
    | _in("itunes", _unused, "summary", "keywords")
)
ITEM: dict[str, Read] = (
    _EXTRAS
    | _SHARED
    | _in_none(_title, "title")
    | _in_none(_link, "link")
    | _in_none(_identifier, "guid")
    | _in_none(_description, "description")
    | _in_none(_date("published_parsed"), "pubDate")
    | _in_none(_named_author, "author")
    | _in_none(_category, "category")
    | _in_none(_comments, "comments")
    | _in_none(_enclosure, "enclosure")
    | _in("content", _encoded, "encoded")
    | _in("dc", _date("updated_parsed"), "date")
    | _in("dc", _category, "subject")
    | _in("media", _media, "content")
    | _in("feedburner", _original, "origLink")
    | _in("", _date("updated_parsed"), "updated")
)
FEED: dict[str, Read] = (
    _EXTRAS
    | _SHARED
    | _in("", _atom_title, "title")
    | _in("", _identifier, "id")
    | _in("", _author, "author")
    | _in("", _unused, "subtitle", "icon", "logo", "rights", "generator", "category", "updated")
    | _in("", _unused, "published", "description")
)
ENTRY: dict[str, Read] = (
    _EXTRAS
    | _SHARED
    | _in("", _atom_title, "title")
    | _in("", _identifier, "id")
    | _in("", _author, "author")
    | _in("", _summary, "summary")
    | _in("", _content, "content")
    | _in("", _category, "category")
    | _in("", _date("published_parsed"), "published")
    | _in("", _date("updated_parsed"), "updated")
    | _in("", _unused, "rights")
    | _in("feedburner", _original, "origLink")
)
