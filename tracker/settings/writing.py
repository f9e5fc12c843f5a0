"""The file that ``tracker init`` writes."""

from __future__ import annotations

import textwrap
from dataclasses import fields

from tracker.settings.table import sections


def render_settings() -> str:
    """Every key with its default, commented out."""
    lines = ["# Settings of tracker. Take the # away from a line to change it.", ""]
    for name, section in sections().items():
        lines.append(f"[{name}]")
        for key in fields(section):
            comment = textwrap.wrap(key.metadata["sentence"], 76)
            lines.extend(f"# {line}" for line in comment)
            lines.append(f"#{key.name} = {_toml_value(key.metadata['shown'])}")
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
        return f'"{value}"'
    return "[]" if value == () else f"{value:g}"
