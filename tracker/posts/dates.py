"""The date key of the front matter: its value becomes the day of a publication, in its form.

Only a key that stands there is changed, and only a value that is a date in numbers (ISO 8601
and RFC 3339 as YAML, TOML and Jekyll read them, also with slashes or dots): quotes, separators,
precision, zone and comment stay as they were. ``params.lastmod`` names a key in a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

from tracker.escaping import terminal
from tracker.markdown import Edit, Outline
from tracker.values import DateChange

USUAL_DATE_KEY = "last_modified_at"  # of the settings that say nothing of it: a post may lack it
_DATE = re.compile(
    r"(?P<quote>[\"']?)(?P<year>\d{4})(?P<dash>[-/.])(?P<month>\d{1,2})(?P=dash)(?P<day>\d{1,2})"
    r"(?:(?P<gap>[Tt]|[ ]+)(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:(?P<point>[.,])(?P<fraction>\d{1,9}))?)?"
    r"(?P<space>[ ]*)(?P<zone>Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?(?P=quote)"
    r"(?P<rest>[ \t]*(?:#.*)?)",
)


def plan_date(outline: Outline, key: str, now: datetime) -> tuple[Edit, DateChange] | None:
    """Set the key's value to ``now``; None when there is nothing to change."""
    place = find_value(outline, key)
    if place is None:
        return None
    start, value = place
    match = _DATE.fullmatch(value)
    if match is None:
        return None
    new = match["quote"] + _render(match, now) + match["quote"]
    old = value[: match.start("rest")]
    if new == old:
        return None
    return Edit(start, start + len(old.encode()), new.encode()), DateChange(key, old, new)


def why_left(outline: Outline, key: str, *, must_be_there: bool) -> str:
    """Why the key's value cannot be set, in a line that begins with its place; "" where it can be,
    and where the post has no such key, unless it ``must_be_there``."""
    place = find_value(outline, key)
    if place is None:
        return f'it has no date key "{terminal(key)}" to set' if must_be_there else ""
    start, value = place
    if _DATE.fullmatch(value):
        return ""
    line = outline.lines.at(start) + 1
    return f'line {line}: "{terminal(key)}" is no date in numbers, and was left as it is'


def plan_date_back(outline: Outline, change: DateChange) -> Edit | None:
    """The edit that puts the old value back; None when the value is no longer the one set."""
    value = find_value(outline, change.key)
    if value is None or not value[1].startswith(change.after):
        return None
    rest = value[1][len(change.after) :]
    if rest.split("#")[0].strip():
        return None
    return Edit(value[0], value[0] + len(change.after.encode()), change.before.encode())


def find_value(outline: Outline, key: str) -> tuple[int, str] | None:
    """A key's value to the end of its line, comment included, and where it starts in bytes."""
    for path, start, value in _values(outline):
        if path == key:
            return start, value
    return None


# A key may hold blanks, plain or in quotes; "- a: b" is an item of a list.
_QUOTED = r"\"[^\"\\\n]*\"|'[^'\n]*'"
_YAML_LINE = re.compile(
    rf"(?P<indent> *)(?P<key>{_QUOTED}|(?!-[ \t])[\w.$/-](?:[^\n:#\"']|:(?=\S))*?)"
    r"[ \t]*:(?:[ \t]+|$)(?P<value>.*)"
)
_TOML_KEY = rf"(?:[\w-]+|{_QUOTED})(?:[ \t]*\.[ \t]*(?:[\w-]+|{_QUOTED}))*"
_TOML_LINE = re.compile(rf"[ \t]*(?P<key>{_TOML_KEY})[ \t]*=[ \t]*(?P<value>.*)")
_TOML_TABLE = re.compile(rf"[ \t]*\[[ \t]*(?P<name>{_TOML_KEY})[ \t]*\]")
_TOML_PART = re.compile(rf"[\w-]+|{_QUOTED}")


def _toml_path(key: str) -> str:
    return ".".join(part.strip("\"'") for part in _TOML_PART.findall(key))


def _values(outline: Outline) -> Iterator[tuple[str, int, str]]:
    front_matter = outline.front_matter
    if front_matter is None:
        return
    read = _toml_values if front_matter.is_toml else _yaml_values
    lines = outline.lines
    inside = range(front_matter.first + 1, front_matter.last)
    yield from read([(lines.starts[line], lines.content(line).decode()) for line in inside])


def _yaml_values(lines: list[tuple[int, str]]) -> Iterator[tuple[str, int, str]]:
    parents: list[tuple[int, str]] = []
    for start, line in lines:
        match = _YAML_LINE.fullmatch(line)
        if match is None:
            continue
        indent = len(match["indent"])
        while parents and parents[-1][0] >= indent:
            parents.pop()
        if len(parents) > 8 or (indent and not parents):
            continue
        key = match["key"].strip("\"'")
        path = ".".join([*(name for _, name in parents), key])
        # A block scalar's text is indented and may look like keys: it gets a name no key has.
        is_text = match["value"].startswith(("|", ">"))
        parents.append((indent, f"{key}\n" if is_text else key))
        yield path, start + len(line[: match.start("value")].encode()), match["value"]


def _toml_values(lines: list[tuple[int, str]]) -> Iterator[tuple[str, int, str]]:
    table, fence = "", ""
    for start, line in lines:
        if fence:
            fence = "" if fence in line else fence
            continue
        if header := _TOML_TABLE.match(line):
            table = _toml_path(header["name"]) + "."
        elif line.lstrip().startswith("[["):
            table = "\n"  # an array of tables: no key there has one value
        elif match := _TOML_LINE.fullmatch(line):
            fence = _opened_string(match["value"])
            yield (
                table + _toml_path(match["key"]),
                start + len(line[: match.start("value")].encode()),
                match["value"],
            )


def _opened_string(value: str) -> str:
    for fence in ('"""', "'''"):
        if value.startswith(fence) and fence not in value[3:]:
            return fence
    return ""


def _render(old: re.Match[str], now: datetime) -> str:
    moment = now.astimezone(_zone(old["zone"])) if old["zone"] else now
    dash = old["dash"]
    width = 1 if len(old["month"]) == 1 or len(old["day"]) == 1 else 2
    text = f"{moment.year:04d}{dash}{moment.month:0{width}d}{dash}{moment.day:0{width}d}"
    if old["hour"] is None:
        return text
    text += f"{old['gap']}{moment.hour:0{len(old['hour'])}d}:{moment.minute:02d}"
    if old["second"] is not None:
        text += f":{moment.second:02d}"
    if old["fraction"] is not None:
        text += old["point"] + f"{moment.microsecond:06d}000"[: len(old["fraction"])]
    return text + old["space"] + (old["zone"] or "")


def _zone(name: str) -> timezone:
    if name[0] not in "+-":
        return UTC
    digits = name[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]) % 24, int(digits[2:]) % 60
    return timezone((1 if name[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))
