"""A stranger's web page as a tree: nothing fetched, in whatever encoding it is.

libxml2 bounds the nesting, but compares each attribute of a tag with all before it, so a page of
one tag can keep it busy for hours. Such a page is refused here; what else takes long is ended by
the limits of the worker process that reads it (``parsing/pool.py``).
"""

from __future__ import annotations

import codecs
import re

from lxml import etree

from tracker.errors import LimitError, ParseError
from tracker.sources.pages.text import BYTE_ORDER_MARKS

MAX_ATTRIBUTES = 1_000  # of one tag; real ones have some dozens
MAX_PAGE = 5_000_000  # bytes; all that is looked for stands in the head or close to it
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
# Tags as HTML reads them (WHATWG HTML §13.2.5): a quote is one behind "=" alone, and no tag stands
# in a comment or in the text of these elements. No part is read twice, so any page takes linear
# time.
_TAG = re.compile(
    rb"<!--.*?(?:-->|\Z)"
    rb"|<(?:(script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[\s/>])|[a-z])"
    rb"((?>=\s*+\"[^\"]*+\"|=\s*+'[^']*+'|=|[^>=]++)*+)"
    rb"(?(1)(?:.*?(?=</\1|\Z)))",
    re.IGNORECASE | re.DOTALL,
)
_VALUE = re.compile(rb"=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+)")


def page_root(body: bytes, content_type: str = "") -> etree._Element:
    """The root of an HTML page. Raises ParseError for what is none, LimitError, MemoryError."""
    if body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"%PDF", b"{", b"[")):
        raise ParseError("the address answers with something that is no web page")
    body = body[:MAX_PAGE]
    _check_attributes(body)
    for encoding in (_charset(body, content_type), None):
        try:
            parser = etree.HTMLParser(
                encoding=encoding, no_network=True, remove_comments=True, remove_pis=True
            )
            root = etree.fromstring(body, parser)
        except etree.XMLSyntaxError as error:
            # libxml2 takes the limit of memory for a mistake in the page.
            if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
                raise MemoryError from error
            continue
        except (etree.LxmlError, LookupError, ValueError):
            continue
        if root is not None:
            return root
    raise ParseError("the address answers with something that is no web page")


def _check_attributes(body: bytes) -> None:
    """Raises LimitError for a tag of more than ``MAX_ATTRIBUTES``."""
    for tag in _TAG.finditer(body):
        written = tag[2]
        if not written or len(written) < 2 * MAX_ATTRIBUTES:
            continue
        if len(_VALUE.sub(b" ", written).replace(b"/", b" ").split()) > MAX_ATTRIBUTES:
            raise LimitError(f"a tag of the page has more than {MAX_ATTRIBUTES:,} attributes")


def _charset(body: bytes, content_type: str) -> str | None:
    """The encoding: byte order mark, then the server's word; None leaves it to the page's own."""
    if marked := next((name for mark, name in BYTE_ORDER_MARKS if body.startswith(mark)), None):
        return marked
    if (match := _CHARSET.search(content_type)) and _is_known(match[1]):
        return match[1]
    if _CHARSET.search(body[:2048].decode("latin-1")):
        return None
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _is_known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True
