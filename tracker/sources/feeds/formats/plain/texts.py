"""What stands in an element, as feedparser has it (``mixin.py``, ``pop``).

Blanks at both ends go, text that was encoded twice is read once more, and what stands in place of
windows-1252's signs becomes these.
"""

from __future__ import annotations

import contextlib
import re
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from lxml import etree

from tracker.sources.feeds.formats.dates import read_date

Element: TypeAlias = etree._Element

_XHTML = "{http://www.w3.org/1999/xhtml}"
_SIGNS = re.compile(b"\xc2[\x80-\x9f]")  # in UTF-8, where they are found four times as fast
_WINDOWS = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_TEXT_TYPES = {
    "text": "text/plain",
    "text/plain": "text/plain",
    "html": "text/html",
    "text/html": "text/html",
    "xhtml": "application/xhtml+xml",
    "application/xhtml+xml": "application/xhtml+xml",
}
_NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_MONTHS = {name: number for number, name in enumerate(_NAMES.split(), start=1)}
_MAIL_DATE = re.compile(
    rf"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d?) ({_NAMES.replace(' ', '|')}) (\d{{4}}) "
    r"(\d\d:\d\d:\d\d) (?:GMT|UTC|UT|Z|([+-])(\d{4}))",
    re.ASCII,
)


class UnsureError(Exception):
    """feedparser may see it otherwise."""


def bare(element: Element) -> str:
    """Text as it stands: in people's names nothing is mended."""
    if len(element):
        raise UnsureError
    return (element.text or "").strip()


def text(element: Element) -> str:
    """The text of an element that holds no other."""
    return _mended(bare(element))


def address(element: Element) -> str:
    """The address that an element holds."""
    return _mended(opened(bare(element)))


def opened(address: str) -> str:
    """An address; one with slashes too many, or with HTML in it, is feedparser's to mend."""
    if ":///" in address or "<" in address:
        raise UnsureError
    return address


def _mended(text: str) -> str:
    if text.isascii():
        return text
    with contextlib.suppress(UnicodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(_WINDOWS) if _SIGNS.search(text.encode()) else text


def typed(element: Element, default: str) -> tuple[str, str]:
    """An Atom text's type and its value."""
    kind = _TEXT_TYPES.get(element.get("type", default).lower())
    if kind is None or element.get("src") is not None or element.get("mode") is not None:
        raise UnsureError
    if kind != "application/xhtml+xml":
        return kind, text(element)
    return kind, _mended(_xhtml(element).strip())


def _xhtml(element: Element) -> str:
    """The HTML in an element of XHTML; a div that holds all of it is none of its own."""
    if len(element) == 1 and _local(element[0]) == "div" and not is_said(element.text):
        (div,) = element
        if not is_said(div.tail):
            _attributes(div)
            return _inside(div)
    return _inside(element)


def is_said(text: str | None) -> bool:
    """Whether there is more than blanks."""
    return bool(text and text.strip())


def _inside(element: Element) -> str:
    pieces = [_escaped(element.text or "")]
    for part in element:
        name = _local(part)
        pieces += (f"<{name}{_attributes(part)}>", _inside(part), f"</{name}>")
        if part.tail:
            pieces.append(_escaped(part.tail))
    return "".join(pieces)


def _escaped(text: str) -> str:
    # As xml.sax.saxutils has it, which imports an HTTP client.
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")


def _local(element: Element) -> str:
    tag = element.tag
    if not isinstance(tag, str) or not tag.startswith(_XHTML) or tag == f"{_XHTML}body":
        raise UnsureError
    return tag.removeprefix(_XHTML).lower()


def _attributes(element: Element) -> str:
    written = []
    for name, value in element.attrib.items():
        if name != name.lower() or "{" in name:
            raise UnsureError
        told = value.lower() if name in ("rel", "type") else value
        written.append(f' {name}="{_escaped(str(told)).replace(chr(34), "&quot;")}"')
    return "".join(written)


def date(text: str) -> Any:
    """The instant of a date; what is in no usual form, feedparser reads."""
    if not text:
        return None
    if moment := read_date(text):
        return moment.replace(microsecond=0)
    if (match := _MAIL_DATE.fullmatch(text)) and (moment := _mailed(*match.groups())):
        return moment
    # feedparser costs 80 ms to import, which most polls need not pay.
    from tracker.sources.feeds.formats import by_feedparser  # noqa: PLC0415

    return by_feedparser.date(text)


def _mailed(day: str, month: str, year: str, time: str, sign: str, zone: str) -> datetime | None:
    """The instant of a date as mail has it (RFC 5322 §3.3)."""
    try:
        local = datetime.fromisoformat(f"{year}-{_MONTHS[month]:02}-{int(day):02}T{time}+00:00")
        behind = timedelta(hours=int(zone[:2]), minutes=int(zone[2:])) if zone else timedelta(0)
        return local + behind if sign == "-" else local - behind
    except (ValueError, OverflowError):
        return None
