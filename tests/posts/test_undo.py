"""Taking a publication back where its lines still stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tracker.markdown import apply_edits
from tracker.posts.document import parse_post
from tracker.posts.publication import plan_publication
from tracker.posts.undo import UndoPlan, plan_undo
from tracker.values import ApprovedEntry, DateChange, EntryKey, PublishedEntry

_NOW = datetime(2025, 5, 2, 18, 0, tzinfo=UTC)
_POST = "---\nlast_modified_at: 2024-01-01\n---\n\n## Papers\n\n1. a\n\n2. b\n\n---\n\n*foot*\n"


def _publish(
    post: str, *entries: tuple[str, str], position: str = "end"
) -> tuple[str, list[PublishedEntry], DateChange | None]:
    plan = plan_publication(
        parse_post(post.encode()),
        [
            ApprovedEntry(key=EntryKey(number, "t"), heading=heading, title="x", text=text)
            for number, (heading, text) in enumerate(entries, 1)
        ],
        position=position,
        markers=False,
        date_key="last_modified_at",
        sibling_headings=(),
        now=_NOW,
    )
    published = [
        PublishedEntry(key=placed.key, post="post.md", text=placed.text, published_at=_NOW)
        for placed in plan.placed
    ]
    return apply_edits(post.encode(), plan.edits).decode(), published, plan.date


def _undo(
    post: str, published: Sequence[PublishedEntry], date: DateChange | None = None
) -> tuple[str, UndoPlan]:
    plan = plan_undo(parse_post(post.encode()), published, date=date)
    return apply_edits(post.encode(), plan.edits).decode(), plan


@pytest.mark.parametrize("position", ["end", "start"])
def test_an_untouched_post_gets_back_its_bytes(position: str) -> None:
    entries = (
        ("Papers", "one\n\nmore"),
        ("Code", "two"),
        ("Code", "three"),
        ("2025 > New", "four"),
    )
    after, published, date = _publish(_POST, *entries, position=position)
    assert after != _POST
    before, plan = _undo(after, published, date)
    assert before == _POST
    assert (len(plan.removed), plan.left) == (4, ())


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (lambda post: post.replace("one", "One"), "no longer stand"),
        (lambda post: post.replace("3. one", "3. one, I think"), "no longer stand"),
        (lambda post: post.replace("3. one\n", "3. one\n\n   My note.\n"), "was added"),
    ],
)
def test_what_the_author_changed_is_left(change: Callable[[str], str], left: str) -> None:
    after, published, _ = _publish(_POST, ("Papers", "one"))
    touched = change(after)
    before, plan = _undo(touched, published)
    assert before == touched
    assert left in plan.left[0].reason


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda post: post.replace("\n", "\r\n"), lambda post: post.replace("\n", "\r\n")),
        (
            lambda post: post.replace("3. one\n", "3. one\n\n4. mine\n"),
            lambda post: post.replace("2. b\n", "2. b\n\n3. mine\n"),
        ),
        (lambda post: post.replace("\n3. one", "3. one"), lambda post: post),
        (
            lambda post: post.replace("1. a", "1. mine\n\n2. a").replace("3. one", "4. one"),
            lambda post: post.replace("1. a", "1. mine\n\n2. a"),
        ),
    ],
)
def test_changes_around_an_entry_do_not_matter(
    change: Callable[[str], str], expected: Callable[[str], str]
) -> None:
    after, published, _ = _publish(_POST, ("Papers", "one"))
    assert _undo(change(after), published)[0].split() == expected(_without_entry(after)).split()


def _without_entry(after: str) -> str:
    return after.replace("3. one\n\n", "")


def test_a_created_heading_goes_only_when_nothing_else_is_under_it() -> None:
    after, published, date = _publish(_POST, ("Code", "one"), ("Code", "two"))
    assert _undo(after, published, date)[0] == _POST
    touched = after.replace("two", "two, as I see it")
    before, plan = _undo(touched, published)
    assert before == touched.replace("\n\n1. one", "").replace("2. two", "1. two")
    assert len(plan.left) == 1


def test_a_date_that_was_changed_since_is_left() -> None:
    after, published, date = _publish(_POST, ("Papers", "one"))
    touched = after.replace("2025-05-02", "2025-05-03")
    assert "2025-05-03" in _undo(touched, published, date)[0]


def test_an_entry_without_text_is_left() -> None:
    entry = PublishedEntry(key=EntryKey(1, "t"), post="p", text="", published_at=_NOW)
    assert _undo(_POST, [entry])[1].edits == ()


@pytest.mark.parametrize(
    ("text", "formatted"),
    [
        ("**One** - a *b* c.\n\nMore.", "* __One__ - a _b_ c.\n\n  More.\n"),
        ("**One** - a_b \\[c\\] &#123;.", "3. **One** - a_b [c] {.\n"),
        ("A long line of words.", "3. A long\n   line of words.\n"),
        ("One\n\n```sh\n  x  y\n```", "3. One\n\n    ```sh\n      x  y\n    ```\n"),
    ],
)
def test_what_a_formatter_touched_and_reads_the_same_is_taken_out(
    text: str, formatted: str
) -> None:
    post = "## Papers\n\n1. a\n\n2. b\n"
    after, published, _ = _publish(post, ("Papers", text))
    start = after.index("3. ")
    touched = after[:start] + formatted + "\nText.\n"
    if formatted.startswith("*"):  # whose lists are bullets
        touched = touched.replace("1. a", "* a").replace("2. b", "* b")
        published = [replace(e, text=e.text.replace("3. ", "- ", 1)) for e in published]
    before, plan = _undo(touched, published)
    assert not plan.left
    assert before == touched[: touched.index(formatted)].rstrip() + "\n\nText.\n"


@pytest.mark.parametrize(
    "changed",
    [
        "3. **One** - a *b* d.\n\n   More.\n",
        "3. **One** - a *b* c!\n\n   More.\n",
        "3. **One** - a [b](https://a.b) c.\n\n   More.\n",
        "3. **One** - a *b* c.\n\n   More.\n\n   And mine.\n",
        "3. One - a *b* c.\n\n   More.\n",
    ],
)
def test_what_reads_otherwise_is_left(changed: str) -> None:
    after, published, _ = _publish(
        "## Papers\n\n1. a\n\n2. b\n", ("Papers", "**One** - a *b* c.\n\nMore.")
    )
    touched = after[: after.index("3. ")] + changed
    before, plan = _undo(touched, published)
    assert len(plan.left) == 1
    assert before == touched


def test_a_block_that_was_formatted_goes_with_its_heading() -> None:
    after, published, _ = _publish("# Post\n\nText.\n", ("New", "**One** - a.\n\n> *q*\n\nEnd."))
    touched = (
        after.replace("**One**", "__One__").replace("*q*", "_q_").replace("\n\n##", "\n\n\n##")
    )
    before, plan = _undo(touched, published)
    assert not plan.left
    assert before.rstrip() == "# Post\n\nText."
