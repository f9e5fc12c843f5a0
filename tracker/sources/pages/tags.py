"""Tags that no parser may be given: each of their attributes is compared with all before it.

libxml2 and feedparser's readers take quadratic time for the attributes of one tag, so a megabyte of
``<p a0=1 a1=1 ...`` keeps them busy for minutes.
"""

from __future__ import annotations

import re

MAX_ATTRIBUTES = 1_000  # of one tag; real ones have some dozens
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
# In XML the text of these elements is no exception, a quote always is one, and CDATA holds none.
_XML_TAG = re.compile(
    rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)"
    rb"|<[\w:]((?>\"[^\"]*+\"|'[^']*+'|[^>\"']++)*+)",
    re.DOTALL,
)
# So many attributes have as many equals signs, or stand in a long run without one.
_LONG_RUN = re.compile(rb"<[\w:][^>=]{%d}" % (2 * MAX_ATTRIBUTES))
_VALUE = re.compile(rb"=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+)")


def has_swollen_tag(markup: bytes, *, is_xml: bool = False, most: int = MAX_ATTRIBUTES) -> bool:
    """Whether a tag has more than ``most`` attributes."""
    if markup.count(b"=") <= most and _LONG_RUN.search(markup) is None:
        return False
    pattern, group = (_XML_TAG, 1) if is_xml else (_TAG, 2)
    return any(_is_swollen(tag[group], most) for tag in pattern.finditer(markup))


def may_have_swollen_tag(markup: str) -> bool:
    """The same asked cheaply: where this is False, no tag has so many.

    So many attributes have as many equals signs, or stand in a run without the end of a tag.
    """
    if len(markup) < 2 * MAX_ATTRIBUTES:
        return False
    longest = max(map(len, markup.split(">")))
    return longest >= 2 * MAX_ATTRIBUTES or markup.count("=") > MAX_ATTRIBUTES


def _is_swollen(written: bytes | None, most: int) -> bool:
    if not written or len(written) < 2 * most:
        return False
    return len(_VALUE.sub(b" ", written).replace(b"/", b" ").split()) > most
