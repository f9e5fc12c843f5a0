"""The post's title, as its front matter writes it."""

from __future__ import annotations

import pytest

from tracker.posts.titles import title_of


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: My journey with boats\n---\n", "My journey with boats"),
        ("---\ntitle: My journey   # of years\n---\n", "My journey"),
        ('---\ntitle: "Boats: a \\"long\\" caf\\u00e9" # x\n---\n', 'Boats: a "long" café'),
        ("---\r\ntitle: 'It''s boats'\r\n---\r\n", "It's boats"),
        ("---\nx:\n  title: y\n---\n", ""),
        ("---\ntitle: >\n  Folded\n---\n", ""),
        ("---\ntitle: [a]\n---\n", ""),
        ('---\ntitle: "\\ud800"\n---\n', "\ufffd"),
        ('---\ntitle: "open\n---\n', ""),
        ("---\ntitle:\n---\n", ""),
        ('+++\ntitle = "Boats \\"all\\"" # x\n+++\n', 'Boats "all"'),
        ("+++\ntitle = 'Boats'\n+++\n", "Boats"),
        ("+++\ntitle = [1, 2]\n+++\n", ""),
        ("+++\ntitle = \n+++\n", ""),
        ("# Boats\n", ""),
        ("", ""),
    ],
)
def test_a_title_is_read_in_each_spelling(text: str, title: str) -> None:
    assert title_of(text.encode()) == title
