"""Which work an entry is about, through whom it was shown, and whose it is.

An entry's link is not yet the work: a link-blog's entry is about a page elsewhere. Decided by
generic rules, in this order, never by the names of sites. A page is *own* when it lies on the
site of the feed's home page (of the feed itself, where it names no home), or on one that is part
of it by its name (``blog.example.org`` and ``example.org``). Where many writers share a host, and
a third of the entries lie below the home page, only what lies below it is own.

1. A link that leads elsewhere (aggregators, social news) is the work. It was shown by the page
   that the entry names on the feed's own site (comments, a ``related`` link), else by the home
   page. Some link-blogs are made so: their link is the target, ``related`` their own page.
2. What the entry states as its target: JSON Feed ``external_url``, Atom ``related`` links that
   lead elsewhere. The entry's own page showed it. A ``via`` link is where the entry found something
   (RFC 4287 §4.2.7.2), so only one to a paper is the target, which nobody stands before.
3. A body that begins with a link elsewhere whose text is the whole title, perhaps after a label
   ("Release:"), or a link that is called "[link]": likewise. A post that says more in its title
   ("Notes on ...") or before the link is about that page, and a work of its own.
4. Otherwise the entry's own page is the work, and nobody stands between; where it has none, the
   file that goes with it (an episode, a video).

A feed proxy's link stands for the address that the entry tells behind it (``origLink``), if that
is the site's own or the link is one of the known proxies'; anybody else may name a stranger's. A
known proxy's entry that tells none may have the site's own address as its guid.

The entry's author wrote the work in the last case; in a plain aggregator (the first, without a
page of its own for the entry) the author is the one that the original names. A link-blog's
author did not write what he links, so such a sighting names none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from tracker.identity.schemes import aliases_of_url, is_paper
from tracker.sources.feeds.formats.entry import Entry
from tracker.sources.pages.text import Text, title_text
from tracker.values import Via

_WORDS = re.compile(r"\w+", re.UNICODE)
_MEDIA = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|mp3|mp4|m4a|webm|mov)", re.IGNORECASE)
_PROXIES = frozenset(
    {
        "feeds.feedburner.com",
        "feedproxy.google.com",
        "feeds2.feedburner.com",
        "feeds.feedblitz.com",
        "rss.feedsportal.com",
    }
)
_USUAL = re.compile(r"https?://([a-z0-9.-]+)(?=[/?#]|\Z)")  # no user, no port
_MAX_LABEL = 30  # "Release:", "Via", a bold kind of link before the link itself


@dataclass(frozen=True, slots=True)
class Target:
    """What an entry is about: its address, and who showed it."""

    url: str
    via: Via | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """The site that a feed belongs to, and who writes there."""

    home: str
    name: str
    authors: tuple[str, ...] = ()
    folder: str = ""  # the path below which its own pages lie, where that is known

    def owns(self, url: str) -> bool:
        """Whether an address is one of this site's."""
        own, other = _host(self.home), _host(url)
        if self.folder and own == other:
            return _path(url).startswith(self.folder)
        return own == other or own.endswith(f".{other}") or other.endswith(f".{own}")


def site_of(home: str, name: str, authors: tuple[str, ...], links: Sequence[str]) -> Site:
    """The site of a feed whose entries have these links."""
    folder = _path(home).rstrip("/") + "/"
    host = _host(home)
    below = sum(_host(link) == host and _path(link).startswith(folder) for link in links)
    return Site(home, name, authors, folder if folder != "/" and 3 * below >= len(links) else "")


def settle(entry: Entry, text: Text, site: Site) -> Target:
    """The target of an entry whose body reads ``text``; ``url`` is "" where it has none."""
    link = _behind_proxy(entry, site) or entry.link
    if link and not site.owns(link):
        own = next((url for url in (*entry.stated, entry.comments) if url and site.owns(url)), "")
        authors = () if own else entry.authors or _named(entry.origin)
        return Target(link, Via(own or site.home, site.name), authors)
    papers = (url for url in entry.credited if any(map(is_paper, aliases_of_url(url))))
    elsewhere = (
        url for url in (*entry.stated, *papers) if not _same(url, link) and not site.owns(url)
    )
    if found := next(elsewhere, "") or _first_link(entry, text, site):
        return Target(found, Via(link, site.name) if link else None)
    own = link or entry.media
    return Target(own, None, entry.authors or _named(entry.origin) or site.authors)


def _behind_proxy(entry: Entry, site: Site) -> str:
    """The address that a feed proxy's link leads to, where that can be believed.

    Never are both taken for one work: who gives one link to many works would join them.
    """
    is_proxy = _host(entry.link) in _PROXIES
    if entry.original and (is_proxy or site.owns(entry.original)):
        return entry.original
    is_address = entry.identifier.startswith(("http://", "https://"))
    return entry.identifier if is_proxy and is_address and site.owns(entry.identifier) else ""


def _named(name: str) -> tuple[str, ...]:
    return (name,) if name else ()


def _first_link(entry: Entry, text: Text, site: Site) -> str:
    foreign = [
        link
        for link in text.links
        if not site.owns(link.url) and not _same(link.url, entry.link) and not _is_media(link.url)
    ]
    for link in foreign:
        if link.text.lower() == "[link]":
            return link.url
    if not text.links or not foreign or text.links[0] is not foreign[0]:
        return ""
    is_labelled = text.lead.endswith(":") and len(text.lead) <= _MAX_LABEL
    is_first = is_labelled or not text.lead
    return foreign[0].url if is_first and _says(foreign[0].text, title_text(entry.title)) else ""


def _says(anchor: str, title: str) -> bool:
    """Whether an anchor's text says all of the title, and little more."""
    said, meant = _words(anchor), _words(title)
    return bool(meant) and meant <= said and len(meant) >= 0.6 * len(said)


def _words(text: str) -> set[str]:
    return set(_WORDS.findall(text.lower()))


def _is_media(url: str) -> bool:
    if not _MEDIA.search(url):  # to take each apart is slow
        return False
    path = urlsplit(url).path
    return any(match.end() == len(path) for match in _MEDIA.finditer(path))


def _same(first: str, second: str) -> bool:
    return _bare(first) == _bare(second)


def _bare(url: str) -> str:
    return url.split("#", 1)[0].split("://", 1)[-1].removeprefix("www.").rstrip("/").lower()


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


@lru_cache(maxsize=1024)  # each entry's links are compared with the site's home several times
def _host(url: str) -> str:
    """The host without www, with a port that is not the usual one."""
    if match := _USUAL.match(url):  # to take an address apart is slow
        return match[1].removeprefix("www.")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return ""
    return f"{host}:{port}" if port and port not in (80, 443) else host
