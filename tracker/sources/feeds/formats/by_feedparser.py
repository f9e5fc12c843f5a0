"""feedparser, the judge of what a feed says: it also repairs encodings and markup.

It is given bytes, so it fetches nothing, and it neither cleans HTML nor resolves links in it: that
costs two thirds of its time, and ``text.py`` keeps no HTML at all.
"""

from __future__ import annotations

import time

import feedparser
import feedparser.api
from feedparser.datetimes import _parse_date, rfc822
from feedparser.mixin import _FeedParserMixin

from tracker.errors import ParseError
from tracker.sources.feeds.formats.dates import ZONES, read_date
from tracker.sources.feeds.formats.entry import Fields

# A list that feedparser offers for change.
feedparser.api.PREFERRED_XML_PARSERS[:] = ["tracker.sources.feeds.formats.sax"]


def _as_feedparser_has_it(text: str) -> time.struct_time | None:
    moment = read_date(text)
    return moment.timetuple() if moment else None


feedparser.registerDateHandler(_as_feedparser_has_it)  # asked before feedparser's own
# In whole hours alone; names that feedparser has keep its meaning.
rfc822.timezone_names.update(
    {n: int(h) for n, h in ZONES.items() if h == int(h) and n not in rfc822.timezone_names}
)

# What expat says of a document that ends before its root element does.
_CUT = ("no element found", "unclosed token", "unclosed CDATA section")


def read(body: bytes, base: str) -> Fields:
    """The fields of a document in UTF-8; relative addresses are joined with ``base``, "" for none.

    Raises ParseError.
    """
    headers = {"content-type": "application/xml; charset=utf-8"}
    if base:
        headers["content-location"] = base
    try:
        parsed = feedparser.parse(
            body, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except MemoryError:
        raise
    except Exception as error:  # feedparser lets errors of any kind through on hostile bytes
        raise ParseError("the feed cannot be read; tell its owner, or remove it") from error
    if not parsed.get("version") and not parsed.entries:
        raise ParseError("the address answers with something that is no feed; check it")
    broken = str(parsed.get("bozo_exception", ""))
    return Fields(
        feed=parsed.feed,
        entries=parsed.entries,
        is_atom=str(parsed.get("version", "")).startswith("atom"),
        whole=not any(sign in broken for sign in _CUT),
    )


def date(text: str) -> time.struct_time | None:
    """What feedparser reads in a date."""
    told: time.struct_time | None = _parse_date(text)
    return told


def looks_like_html(text: str) -> bool:
    """Whether feedparser takes a text for HTML of which nobody says what it is."""
    return bool(_FeedParserMixin.looks_like_html(text))
