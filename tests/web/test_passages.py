"""Markdown to HTML that cannot act."""

from __future__ import annotations

import pytest
from lxml import html

from tracker.web.passages import to_html

HOSTILE = (
    "<script>alert(1)</script>",
    "a <img src=x onerror=alert(1)> b",
    "![x](https://evil.example/pixel.gif)",
    "![x](javascript:alert(1))",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](//evil.example/y)",
    '<https://x.example/"onmouseover=alert(1)>',
    '[x](https://x.example/ "\\" onclick=\\"alert(1)")',
    "[^1]: <iframe src=https://evil.example></iframe>\n\n[^1]",
    "```html\n<script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "| a |\n|---|\n| <svg onload=alert(1)> |",
    "<style>body{display:none}</style>",
    "<form action=/decide><button>x</button></form>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_acts(text: str) -> None:
    found = html.fragment_fromstring(str(to_html(text)), create_parent="div")
    for element in found.iter():
        assert element.tag not in {"script", "style", "iframe", "img", "svg", "form", "button"}
        assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
        address = element.get("href", "https://")
        assert address.startswith(("https://", "#")), address


def test_links_tell_nobody_where_they_were_followed() -> None:
    assert 'rel="noreferrer"' in to_html("[x](https://x.example/)")


def test_tables_and_footnotes_are_rendered_and_comments_are_not_seen() -> None:
    made = to_html(
        "| a | b |\n|---|---|\n| 1 | 2 |\n\nWord[^1] <!-- hidden -->\n\n[^1]: Note.\n", name="7"
    )
    assert "<table>" in made
    assert 'id="fn-7-1"' in made
    assert "Note." in made
    assert "hidden" not in made


def test_an_image_is_a_link_to_it() -> None:
    made = to_html("![A plot](https://x.example/plot.png)")
    assert '<a href="https://x.example/plot.png" rel="noreferrer">[A plot]</a>' in made


def test_what_is_too_long_is_shown_as_text() -> None:
    assert "shown as it is written" in to_html("x" * 600_000)
