"""The file that ``tracker init`` writes."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import fields

from tracker.escaping import toml_string
from tracker.settings.table import sections


def render_settings(values: Mapping[tuple[str, str], object] | None = None) -> str:
    """Every key with its default, commented out; those of ``values``, by section and name, with
    the value given."""
    given = values or {}
    lines = ["# Settings of tracker. Take the # away from a line to change it.", ""]
    for name, section in sections().items():
        lines.append(f"[{name}]")
        for key in fields(section):
            comment = textwrap.wrap(key.metadata["sentence"], 76)
            lines.extend(f"# {line}" for line in comment)
            value, sign = key.metadata["shown"], "#"
            if (name, key.name) in given:
                value, sign = given[name, key.name], ""
            lines.append(f"{sign}{key.name} = {_toml_value(value)}")
        lines.append("")
    return "\n".join(lines) + _ATTENTION_SAMPLE


_ATTENTION_SAMPLE = """
# Votes of a site for works count in the ranking; as many [[attention]] as you
# like, a kind once: "huggingface" (daily papers), "hackernews" (stories).
# [[attention]]
# kind = "huggingface"
# Its address, for a mirror; without it, the site's own.
# base_url = "https://huggingface.co"
# How many days back votes are asked for.
# days = 7
"""


def _toml_value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return toml_string(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml_string, value))}]"
    return f"{value:g}"
