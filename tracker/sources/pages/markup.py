"""A stranger's web page as a tree: nothing fetched, in whatever encoding it is.

libxml2 bounds the nesting. A page of one tag could keep it busy for hours and is refused here
(``tags.py``); what else takes long is ended by the limits of the worker process that reads it
(``parsing/pool.py``).
"""

from __future__ import annotations

from lxml import etree

from tracker.errors import LimitError, ParseError
from tracker.sources.encoding import declared_charset, decode
from tracker.sources.pages.tags import MAX_ATTRIBUTES, has_swollen_tag

MAX_PAGE = 5_000_000  # bytes; all that is looked for stands in the head or close to it


def page_root(body: bytes, content_type: str = "") -> etree._Element:
    """The root of an HTML page. Raises ParseError for what is none, LimitError, MemoryError."""
    if body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"%PDF", b"{", b"[")):
        raise ParseError("the address answers with something that is no web page")
    text = decode(body[:MAX_PAGE], declared_charset(content_type), _own_charset(body))
    body = text.encode("utf-8", "replace")
    if has_swollen_tag(body, most=MAX_ATTRIBUTES):
        raise LimitError(f"a tag of the page has more than {MAX_ATTRIBUTES:,} attributes")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        # libxml2 takes the limit of memory for a mistake in the page.
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        root = None
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        raise ParseError("the address answers with something that is no web page")
    return root


def _own_charset(body: bytes) -> str:
    """What the page says in its first bytes (WHATWG HTML §13.2.3.2 looks at 1024 of them)."""
    return declared_charset(body[:2048].decode("latin-1"))
