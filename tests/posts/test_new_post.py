"""A post of its own."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime

from tracker.posts.document import parse_post
from tracker.posts.new_post import render_new_post
from tracker.values import ApprovedEntry, EntryKey

_NOW = datetime(2025, 5, 2, 18, 0, tzinfo=UTC)


def _entry(number: int, heading: str, text: str) -> ApprovedEntry:
    return ApprovedEntry(key=EntryKey(number, "t"), heading=heading, title="x", text=text)


def test_entries_stand_under_their_topics_headings() -> None:
    entries = [
        _entry(1, "Papers", "1. one"),
        _entry(2, "2025 > Code", "two\n\n> quote"),
        _entry(3, "Papers", "1. three"),
    ]
    post = render_new_post(
        entries, title='Links: "May"', front_matter="jekyll", markers=False, now=_NOW
    )
    assert post.data.decode() == (
        '---\nlayout: post\ntitle: "Links: \\"May\\""\ndate: 2025-05-02 18:00:00 +0000\n---\n\n'
        "## Papers\n\n1. one\n\n2. three\n\n## Code\n\ntwo\n\n> quote\n"
    )
    assert len(post.placed) == 3


def test_hugo_gets_toml() -> None:
    post = render_new_post(
        [_entry(1, "Papers", "one")], title="A \\ b", front_matter="hugo", markers=True, now=_NOW
    )
    head, _, body = post.data.decode().removeprefix("+++\n").partition("+++\n")
    assert tomllib.loads(head) == {"title": "A \\ b", "date": _NOW}
    assert "one <!-- tracker 1 t -->" in body
    assert parse_post(post.data).sections[0].heading.text == "Papers"
