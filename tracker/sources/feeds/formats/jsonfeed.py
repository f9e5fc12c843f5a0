"""JSON Feed 1 and 1.1 (jsonfeed.org/version/1.1), which feedparser does not read.

Read tolerantly: a member of the wrong type counts as absent. ``external_url`` is the page that an
entry is about elsewhere; ``id`` serves as address where it is one and ``url`` is missing.
"""

from __future__ import annotations

import html
import json
from typing import Any

from tracker.errors import ParseError
from tracker.sources.feeds.formats.dates import read_date
from tracker.sources.feeds.formats.entry import Entry, RawFeed
from tracker.sources.pages.text import MAX_ADDRESS, absolute, cut
from tracker.text.invisible import clean


def parse(body: bytes, url: str, *, limit: int) -> RawFeed:
    """The feed, with at most ``limit`` entries. Raises ParseError."""
    try:
        document = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise ParseError("the feed is broken JSON; tell its owner, or remove it") from error
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        raise ParseError("the address answers with JSON that is no JSON Feed; check it")
    items = document["items"]
    return RawFeed(
        title=clean(_text(document, "title")),
        home=absolute(_text(document, "home_page_url"), url),
        authors=_authors(document),
        entries=tuple(_entry(item, url) for item in items[:limit] if isinstance(item, dict)),
        total=len(items),
    )


def _entry(item: dict[str, Any], url: str) -> Entry:
    identifier = _text(item, "id")
    link = absolute(_text(item, "url"), url) or _identifier(item)
    external = absolute(_text(item, "external_url"), url)
    # JSON Feed titles, summaries and content_text are plain text, content_html alone is HTML.
    plain = html.escape(_text(item, "content_text"), quote=False).replace("\n", "<br>")
    return Entry(
        title=html.escape(_text(item, "title"), quote=False),
        identifier=cut(clean(identifier or str(item.get("id", ""))), MAX_ADDRESS),
        link=link,
        media="" if link else _attachment(item, url),
        stated=(external,) if external else (),
        body=_text(item, "content_html") or plain,
        summary=html.escape(_text(item, "summary"), quote=False),
        base=link or url,
        authors=_authors(item),
        published_at=read_date(_text(item, "date_published")),
        updated_at=read_date(_text(item, "date_modified")),
        tags=_tags(item),
    )


def _identifier(item: dict[str, Any]) -> str:
    identifier = _text(item, "id")
    return identifier if identifier.startswith(("http://", "https://")) else ""


def _attachment(item: dict[str, Any], url: str) -> str:
    attachments = item.get("attachments")
    if not isinstance(attachments, list):
        return ""
    files = (_text(file, "url") for file in attachments[:50] if isinstance(file, dict))
    return next(filter(None, (absolute(file, url) for file in files if file)), "")


def _text(holder: dict[str, Any], key: str) -> str:
    value = holder.get(key)
    return value if isinstance(value, str) else ""


def _authors(holder: dict[str, Any]) -> tuple[str, ...]:
    authors = holder.get("authors") or holder.get("author")  # version 1 has one author
    named = authors[:50] if isinstance(authors, list) else [authors]
    told = (_text(one, "name") if isinstance(one, dict) else one for one in named)
    names = (cut(clean(name), 200) for name in told if isinstance(name, str))
    return tuple(name for name in names if name)


def _tags(item: dict[str, Any]) -> tuple[str, ...]:
    tags = item.get("tags")
    if not isinstance(tags, list):
        return ()
    return tuple(cut(clean(tag), 100) for tag in tags[:50] if isinstance(tag, str))
