"""arXiv's Atom documents, as far as API and announcement feed read them alike."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
# Halves of characters, U+D800 to U+DFFF: libxml2 lets the references pass, as UTF-8 that is none.
_HALF = re.compile(
    rb"&#(?:[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2}"
    rb"|0*5(?:529[6-9]|5[3-9][0-9]{2}|6[0-9]{3}|7[0-2][0-9]{2}|73[0-3][0-9]|734[0-3]));"
)


def root_of(body: bytes) -> Any | None:
    """The feed's element, read as far as it goes; None where the document is no Atom feed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(_HALF.sub(b"&#xFFFD;", body), parser) if body.strip() else None
    except etree.XMLSyntaxError:
        return None
    return root if root is not None and root.tag == f"{ATOM}feed" else None


def is_whole(body: bytes) -> bool:
    """Whether the document reaches its end: an answer can be cut short."""
    return body.rstrip().endswith(b"</feed>")


def is_possible(moment: datetime) -> bool:
    """Whether arithmetic with it is safe; arXiv is of 1991."""
    return 1990 < moment.year < 9000
