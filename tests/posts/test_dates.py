"""The date key's value takes the new day in its own form, and nothing else does."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tracker.markdown import apply_edits, parse_outline
from tracker.posts.dates import plan_date, plan_date_back, why_left

_NOW = datetime(2025, 5, 2, 8, 4, 9, 123456, tzinfo=UTC)


def _dated(text: str, key: str = "last_modified_at") -> str:
    planned = plan_date(parse_outline(text.encode()), key, _NOW)
    return apply_edits(text.encode(), [planned[0]]).decode() if planned else text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2024-12-31", "2025-05-02"),
        ("'2024-12-31'", "'2025-05-02'"),
        ('"2024-12-31"  # day', '"2025-05-02"  # day'),
        ("2024-12-31 10:00", "2025-05-02 08:04"),
        ("2024-12-31 10:00:00", "2025-05-02 08:04:09"),
        ("2024-12-31 10:00:00 +0530", "2025-05-02 13:34:09 +0530"),
        ("2024-12-31 23:00:00 -09:00 # zone", "2025-05-01 23:04:09 -09:00 # zone"),
        ("2024-12-31T10:00:00Z", "2025-05-02T08:04:09Z"),
        ("2024-12-31T10:00:00.000Z", "2025-05-02T08:04:09.123Z"),
        ("2024-12-31 10:00:00 UTC", "2025-05-02 08:04:09 UTC"),
        ("2024/12/31", "2025/05/02"),
        ("2024-1-31", "2025-5-2"),
        ("yesterday", "yesterday"),
        ("", ""),
        ("|", "|"),
        ("[2024-12-31]", "[2024-12-31]"),
        ("'2024-12-31", "'2024-12-31"),
    ],
)
def test_a_value_keeps_its_form(before: str, after: str) -> None:
    post = "---\r\ntitle: x\r\nlast_modified_at: {}\r\ndate: 2024-01-01\r\n---\r\n"
    assert _dated(post.format(before)) == post.format(after)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("---\ndate: 2024-01-01\n---\n", "last_modified_at"),
        ("---\nx:\n  last_modified_at: 2024-01-01\n---\n", "last_modified_at"),
        ("---\nx: |\n  date: 2024-01-01\n---\n", "x.date"),
        ("---\nlast_modified_at: 2024-01-01\n", "last_modified_at"),
        ("last_modified_at: 2024-01-01\n", "last_modified_at"),
        ("+++\n[a]\ndate = 2024-01-01\n+++\n", "date"),
        ("+++\nx = '''\ndate = 2024-01-01\n'''\n+++\n", "date"),
        ("+++\n[[a]]\ndate = 2024-01-01\n+++\n", "a.date"),
        ("---\n---\nlast_modified_at: 2024-01-01\n", "last_modified_at"),
        ("---\nx:\n- date: 2024-01-01\n---\n", "date"),
        ("---\nx:\n  - date: 2024-01-01\n---\n", "x.date"),
        ("---\n# date: 2024-01-01\n---\n", "date"),
    ],
)
def test_what_the_key_does_not_name_stays(text: str, key: str) -> None:
    assert _dated(text, key) == text


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("---\ndate: {}\n---\n", "date"),
        ('---\n"date" : {}\n---\n', "date"),
        ("\ufeff---\ndate: {}\n...\n", "date"),
        ("---\nparams:\n  a: b\n  lastmod: {}\n---\n", "params.lastmod"),
        ("+++\nlastmod = {}\n+++\n", "lastmod"),
        ("+++\n[params]\nlastmod = {} # c\n+++\n", "params.lastmod"),
        # with a blank in it
        ("---\nlast modified: {}\n---\n", "last modified"),
        ('---\n"last modified": {}\n---\n', "last modified"),
        ("---\nLast Modified At : {} # c\n---\n", "Last Modified At"),
        ("---\nmy params:\n  last mod: {}\n---\n", "my params.last mod"),
        ("---\nmise à jour: {}\n---\n", "mise à jour"),
        ("---\nog:updated: {}\n---\n", "og:updated"),
        ('+++\n"last modified" = {}\n+++\n', "last modified"),
        ('+++\n[params."my dates"]\nlastmod = {}\n+++\n', "params.my dates.lastmod"),
        ("+++\nparams . lastmod = {}\n+++\n", "params.lastmod"),
    ],
)
def test_the_setting_names_any_key(text: str, key: str) -> None:
    assert _dated(text.format("2024-01-01"), key) == text.format("2025-05-02")


def test_an_unchanged_value_is_put_back_and_another_is_left() -> None:
    text = "---\nlast_modified_at: '2024-01-01 10:00' # c\n---\n"
    planned = plan_date(parse_outline(text.encode()), "last_modified_at", _NOW)
    assert planned is not None
    edit, change = planned
    after = apply_edits(text.encode(), [edit])
    back = plan_date_back(parse_outline(after), change)
    assert back is not None
    assert apply_edits(after, [back]) == text.encode()
    touched = after.replace(b"08:04", b"09:00")
    assert plan_date_back(parse_outline(touched), change) is None


@pytest.mark.parametrize(
    ("text", "key", "why"),
    [
        ("---\na: 2 May 2025\n---\n", "a", 'line 2: "a" is no date in numbers'),
        ("---\na b:\n  - x\n---\n", "a b", 'line 2: "a b" is no date in numbers'),
        ("+++\nx = 1\na = [2025-05-02]\n+++\n", "a", 'line 3: "a" is no date in numbers'),
        ("---\nb: 2025-05-02\n---\n", "a", 'it has no date key "a" to set'),
        ("No front matter.\n", "a", 'it has no date key "a" to set'),
        ("---\na: 2025-05-02\n---\n", "a", ""),
    ],
)
def test_a_date_that_cannot_be_set_is_told(text: str, key: str, why: str) -> None:
    assert why_left(parse_outline(text.encode()), key, must_be_there=True).startswith(why)
    assert bool(why) or not why_left(parse_outline(text.encode()), key, must_be_there=True)


def test_the_usual_key_may_be_lacking() -> None:
    assert not why_left(parse_outline(b"---\nb: 1\n---\n"), "a", must_be_there=False)
