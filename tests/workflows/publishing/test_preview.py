"""What publishing would do, told before it is done."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk
from tracker.errors import PostError
from tracker.workflows.publishing.preview import (
    check_last,
    check_unchanged,
    last_publication,
    preview,
)


def test_the_text_is_what_would_be_published_and_its_lines_are_what_is_new(drafted: Desk) -> None:
    drafted.mark("[x]", 1, 2)
    with drafted.session(reads_only=True) as session:
        told = preview(session)
    lines = told.report.text.splitlines()
    new = [lines[number] for span in told.report.lines for number in span]
    drafted.publish()
    assert told.report.text == drafted.post
    assert set(new) == {line[1:] for line in told.report.diff.split("\n")[2:] if line[:1] == "+"}


def test_the_stamp_holds_as_long_as_nothing_changes(drafted: Desk) -> None:
    drafted.mark("[x]", 1)
    with drafted.session(reads_only=True) as session:
        stamp = preview(session).stamp
        check_unchanged(session, stamp)
    drafted.post_path.write_text(drafted.post + "\n", encoding="utf-8")
    with (
        drafted.session(reads_only=True) as session,
        pytest.raises(PostError, match="changed meanwhile"),
    ):
        check_unchanged(session, stamp)


def test_the_last_publication_is_named(drafted: Desk) -> None:
    with drafted.session(reads_only=True) as session:
        assert last_publication(session) is None
        with pytest.raises(PostError, match="look again"):
            check_last(session, "")
    drafted.mark("[x]", 1)
    drafted.publish()
    with drafted.session(reads_only=True) as session:
        last = last_publication(session)
        assert last is not None
        assert last.names == ("A chain of thought for problem 1",)
        assert last.published_at == drafted.now
        check_last(session, last.stamp)
