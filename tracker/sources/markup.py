"""A stranger's web page as a tree: bounded, nothing fetched, in whatever encoding it is."""

from __future__ import annotations

import codecs
import re

from lxml import etree

from tracker.errors import ParseError

MAX_PAGE = 5_000_000  # bytes; all that is looked for stands in the head or close to it
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)


def page_root(body: bytes, content_type: str = "") -> etree._Element:
    """The root of an HTML page. Raises ParseError for what is none."""
    if body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"%PDF", b"{", b"[")):
        raise ParseError("the address answers with something that is no web page")
    for encoding in (_charset(body, content_type), None):
        try:
            parser = etree.HTMLParser(
                encoding=encoding, no_network=True, remove_comments=True, remove_pis=True
            )
            root = etree.fromstring(body[:MAX_PAGE], parser)
        except (etree.LxmlError, LookupError, ValueError):
            continue
        if root is not None:
            return root
    raise ParseError("the address answers with something that is no web page")


def _charset(body: bytes, content_type: str) -> str | None:
    """The encoding: byte order mark, then the server's word; None leaves it to the page's own."""
    if body.startswith(b"\xef\xbb\xbf"):
        return "utf-8"
    if (told := _CHARSET.search(content_type)) and _is_known(told[1]):
        return told[1]
    if _CHARSET.search(body[:2048].decode("latin-1")):
        return None
    try:
        body[:MAX_PAGE].decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _is_known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True
