"""Dates as feeds write them, beyond RFC 822 and RFC 3339 (which feedparser and Python read).

Year first with slashes or dots is year, month, day. Where the year is last, the number above
twelve is the day, and with dots the first one; else nobody knows, and the date counts as absent.
Months by name are read before their day as well ("Nov 29, 2026"), and years, months and days by
their signs (2026年11月29日). Ten digits are seconds since 1970.
Zones by name are those of IANA's time zone database whose name means one only; feedparser reads
CST and the like as RFC 822 has them.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

# Hours before or behind UTC.
ZONES: dict[str, float] = {
    "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "mez": 1, "mesz": 2,
    "eet": 2, "eest": 3, "msk": 3, "msd": 4, "trt": 3, "sast": 2, "eat": 3, "wat": 1, "cat": 2,
    "gst": 4, "pkt": 5, "npt": 5.75, "ict": 7, "wib": 7, "hkt": 8, "sgt": 8, "awst": 8, "pht": 8,
    "jst": 9, "kst": 9, "acst": 9.5, "acdt": 10.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
    "nst": -3.5, "ndt": -2.5, "akst": -9, "akdt": -8, "hst": -10, "hast": -10, "brt": -3,
}  # fmt: skip
_LONGEST = 60  # characters
_DAY = re.compile(r"\s*(\d{1,4})([/.])(\d{1,2})\2(\d{1,4})(?:[\sT,]+(.*))?", re.DOTALL)
_TIME = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([ap]\.?m\.?)?\s*(z|[a-z]{2,5}|[+-]\d\d:?\d\d)?\s*",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号](.*)", re.DOTALL)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_FIRST = re.compile(
    rf"(?:[a-z]{{3,9}},?\s+)?({'|'.join(_MONTHS)})[a-z]{{0,6}}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+"
    r"(\d{4})(?:(?:\s+at\s|[\s,])\s*(.*))?",
    re.IGNORECASE | re.DOTALL,
)
_SECONDS = re.compile(r"\d{10}")
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*([A-Za-z]{1,5}|[+-]\d\d:?\d\d)?"
)


def read_date(text: str) -> datetime | None:
    """The instant, None for what is in no form of these; without a zone it is UTC."""
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    try:
        if text[:1].isdigit():
            return _in_numbers(text)
        # RFC 822 begins with the day's name, too.
        named = _MONTH_FIRST.fullmatch(text)
        return _month_first(named) if named else None
    except (ValueError, OverflowError, OSError):
        return None


def _in_numbers(text: str) -> datetime | None:
    if match := _ISO.fullmatch(text):
        return _in_zone(datetime.fromisoformat(match[1]), match[2] or "")
    if match := _DAY.fullmatch(text):
        return _written(match)
    if match := _SIGNED.fullmatch(text):
        year, month, day = (int(match[place]) for place in (1, 2, 3))
        return _at(year, month, day, match[4].strip()) or _at(year, month, day)
    if _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text), UTC)
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _month_first(match: re.Match[str]) -> datetime | None:
    month = _MONTHS.index(match[1].lower()) + 1
    return _at(int(match[3]), month, int(match[2]), match[4] or "")


def _written(match: re.Match[str]) -> datetime | None:
    first, second, last = int(match[1]), int(match[3]), int(match[4])
    if len(match[1]) == 4:
        year, month, day = first, second, last
    elif len(match[4]) == 4 and (first > 12 or match[2] == "."):
        year, month, day = last, second, first
    elif len(match[4]) == 4 and second > 12:
        year, month, day = last, first, second
    else:
        return None
    return _at(year, month, day, match[5] or "")


def _at(year: int, month: int, day: int, told: str = "") -> datetime | None:
    time = _TIME.fullmatch(told or "00:00")
    if time is None:
        return None
    hour = int(time[1]) % 12 + 12 * (time[4][0] in "pP") if time[4] else int(time[1])
    moment = datetime(year, month, day, hour, int(time[2]), int(time[3] or 0))  # noqa: DTZ001
    return _in_zone(moment, time[5] or "")


def _in_zone(moment: datetime, zone: str) -> datetime | None:
    """The instant of a local time; None for a zone that is not known here."""
    name = zone.lower()
    if zone[:1] in ("+", "-"):
        hours = int(zone[1:3]) + int(zone[-2:]) / 60
        offset = timedelta(hours=-hours if zone[0] == "-" else hours)
    elif name in ("", "z", "ut", "utc", "gmt"):
        offset = timedelta(0)
    elif name in ZONES:
        offset = timedelta(hours=ZONES[name])
    else:
        return None
    return moment.replace(tzinfo=timezone(offset)).astimezone(UTC)
