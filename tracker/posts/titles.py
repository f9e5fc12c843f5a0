"""The post's title out of its front matter, in the spellings of one line that YAML and TOML have.

A title that runs over several lines, or is no text, is not read: the draft has a name of its own.
"""

from __future__ import annotations

import json
import re
import tomllib

from tracker.escaping import fold
from tracker.markdown import parse_front_matter
from tracker.posts.dates import find_value

_LIMIT = 1_000  # characters of a line
_DOUBLE = re.compile(r"(\"(?:[^\"\\]|\\.)*\")[ \t]*(?:#.*)?")
_SINGLE = re.compile(r"'((?:[^']|'')*)'[ \t]*(?:#.*)?")
_NO_TEXT = tuple("\"'[{>|&*!%@`#")


def title_of(data: bytes) -> str:
    """The title of the post, on one line; "" without one that can be read."""
    outline = parse_front_matter(data)
    value = find_value(outline, "title")
    if value is None or outline.front_matter is None or len(value[1]) > _LIMIT:
        return ""
    read = _toml if outline.front_matter.is_toml else _yaml
    return fold(read(value[1].strip()))


def _toml(value: str) -> str:
    try:
        title = tomllib.loads(f"title = {value}")["title"]
    except tomllib.TOMLDecodeError:
        return ""
    return title if isinstance(title, str) else ""


def _yaml(value: str) -> str:
    if double := _DOUBLE.fullmatch(value):
        try:
            return str(json.loads(double[1]))  # its escapes, but for a few that no title has
        except ValueError:
            return ""
    if single := _SINGLE.fullmatch(value):
        return single[1].replace("''", "'")
    return "" if value.startswith(_NO_TEXT) else re.split(r"\s#", value)[0]
