"""How values stand in the database: UTC text to the microsecond, JSON, and bounds.

Instants are fixed-width RFC 3339 text, so that SQLite's text order is their order in time.
Sources are hostile: what no database could hold (lone surrogates, integers beyond 64 bits)
is mended here, in one place, and no field can grow without bound.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from tracker.values import utc

MAX_LINE = 2_000  # a title, a name, an address: longer ones were never meant to be read
MAX_TEXT = 100_000  # an abstract, or a post's text
MAX_JSON = 50_000_000  # beyond all that bounded fields can make
MAX_LIST = 3_000  # the longest author lists of collaborations are near 3,000
_FEW = 10

_SCAN: Callable[[str, int], tuple[Any, int]] = vars(json.JSONDecoder())["scan_once"]
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def text(value: str, limit: int = MAX_TEXT) -> str:
    """The text as SQLite and its JSON can hold it: UTF-8 without NUL, of bounded length."""
    if len(value) > limit or "\x00" in value:
        value = value[:limit].replace("\x00", "")
    try:
        value.encode()  # a lone surrogate has no place in UTF-8
    except UnicodeEncodeError:
        return value.encode("utf-8", "replace").decode("utf-8")
    return value


def line(value: str) -> str:
    """The text of a field that is shown in one line, of at most ``MAX_LINE`` characters."""
    return text(value, MAX_LINE)


def lines(values: Sequence[str], limit: int = MAX_LIST) -> tuple[str, ...]:
    """The first ``limit`` texts, as ``line`` makes them."""
    return tuple(map(line, values[:limit]))


_ENCODED = "bytes:"


def path(name: str) -> str:
    """A path as SQLite can hold it: percent-encoded where its bytes are no UTF-8."""
    is_text = text(name) == name and not name.startswith(_ENCODED)
    return name if is_text else _ENCODED + quote(os.fsencode(name))


def known_path(stored: str) -> str:
    """The path that was stored so."""
    if not stored.startswith(_ENCODED):
        return stored
    return os.fsdecode(unquote_to_bytes(stored.removeprefix(_ENCODED)))


def instant(moment: datetime | None) -> str | None:
    """``2025-05-02T18:00:00.000000Z``, or None. Also right at the ends of the calendar."""
    return None if moment is None else _instant(moment)


@lru_cache(maxsize=256)  # of a poll's sightings many were seen at one moment
def _instant(moment: datetime) -> str:
    return settle(moment).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def settle(moment: datetime) -> datetime:
    """The instant in UTC, as it will be read back."""
    if moment.tzinfo is UTC:
        return moment
    try:
        return utc(moment)
    except OverflowError:  # datetime.max in a zone west of Greenwich
        return moment.replace(tzinfo=UTC)


def moment(stored: str | None) -> datetime | None:
    """The instant that was stored."""
    return None if stored is None else known_moment(stored)


def known_moment(stored: str) -> datetime:
    """The instant that was stored where there must be one."""
    return datetime.fromisoformat(stored)


def day(stored: str | None) -> date | None:
    """The day that was stored as ``2025-05-02``; None for nothing or an empty text."""
    return None if not stored else date.fromisoformat(stored)


def dump(value: Any) -> str:
    """JSON, compact and readable in any language."""
    if value in ([], ()):  # most lists of most works
        return "[]"
    return text(_JSON.encode(value), MAX_JSON)


def dump_lines(values: tuple[str, ...]) -> str:
    """Texts as a JSON array: names and labels, which come again with each work of a feed."""
    return _dump_again(values) if len(values) <= _FEW else dump(values)


@lru_cache(maxsize=256)
def _dump_again(values: tuple[str, ...]) -> str:
    return dump(values)


def load(stored: str) -> Any:
    """The value of stored JSON."""
    if stored == "[]":  # most lists of most works
        return []
    # ``json.loads`` costs twice as much: it looks for blanks around, of which ours has none.
    try:
        value, end = _SCAN(stored, 0)
    except StopIteration:  # as it says that there is no value
        return json.loads(stored)
    return value if end == len(stored) else json.loads(stored)


def ids(values: Iterable[int]) -> str:
    """Numbers as the JSON array that ``json_each(?)`` reads: any number of them in one query."""
    return f"[{','.join(map(str, sorted(set(values))))}]"
