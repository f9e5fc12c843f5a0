"""What a session reads, and how often: each command counts for itself."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

from tests.support.desk import Desk
from tests.support.sightings import paper
from tracker.drafts.file.document import parse_draft
from tracker.markdown import parse_outline
from tracker.posts.document import parse_post
from tracker.store.author import decisions
from tracker.store.database import Database
from tracker.values import Verdict
from tracker.workflows.deciding.decide import Answer, decide
from tracker.workflows.drafting.draft import DraftOptions, draft
from tracker.workflows.publishing.publish import PublishOptions, publish


@pytest.fixture
def drafted(desk: Desk) -> Desk:
    """A draft of three works is open, and nothing else is to be proposed."""
    desk.see(paper(1), paper(2), paper(3))
    desk.draft()
    return desk


@contextmanager
def counted(*functions: Callable[..., object]) -> Iterator[Counter[str]]:
    """How often each of the functions is called."""
    codes = {function.__code__: function.__name__ for function in functions}
    calls: Counter[str] = Counter()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code in codes:
            calls[codes[frame.f_code]] += 1

    sys.setprofile(note)
    try:
        yield calls
    finally:
        sys.setprofile(None)


def test_a_draft_with_nothing_new_asks_the_store_little(drafted: Desk) -> None:
    drafted.draft()
    with counted(Database.execute, Database.rows, Database.many) as calls:
        drafted.draft()
    assert calls.total() <= 33


def test_a_draft_with_nothing_new_parses_the_open_draft_once(drafted: Desk) -> None:
    with counted(parse_draft) as calls, drafted.session() as session:
        report = draft(session, DraftOptions())
    assert len(report.entries) == 3
    assert not any(entry.is_new for entry in report.entries)
    assert calls == {"parse_draft": 1}


def test_a_draft_with_new_entries_reads_the_post_once(drafted: Desk) -> None:
    drafted.see(paper(4))
    (drafted.home / "drafts").joinpath(drafted.draft_path.name).unlink()
    with counted(parse_post) as calls, drafted.session() as session:
        assert draft(session, DraftOptions()).entries
    assert calls == {"parse_post": 1}


def test_each_content_of_a_file_is_parsed_once_however_many_are_decided(drafted: Desk) -> None:
    with counted(parse_draft) as calls, drafted.session() as session:
        decide(session, ["1", "2", "3"], Answer(verdict=Verdict.APPROVED))
    # As it was, and once for each of the decisions that something was read after.
    assert calls["parse_draft"] <= 3


def test_publishing_reads_each_draft_once(drafted: Desk) -> None:
    drafted.mark("[x]")
    with counted(parse_draft, parse_outline) as calls, drafted.session() as session:
        assert len(publish(session, PublishOptions()).placed) == 3
    assert calls["parse_draft"] == 1
    assert calls["parse_outline"] <= 16


def test_what_was_read_is_read_anew_once_it_was_written(drafted: Desk) -> None:
    with drafted.session() as session:
        before = session.drafts
        assert session.drafts is before
        drafted.mark("[x]", 1)
        session.reread()
        (open_draft,) = session.drafts.drafts
        assert [entry.verdict for entry in open_draft.draft.entries].count(Verdict.APPROVED) == 1


def test_a_session_that_is_dry_stores_nothing(drafted: Desk) -> None:
    drafted.mark("[x]", 1)
    before = drafted.post
    with drafted.session(is_dry=True) as session:
        assert publish(session, PublishOptions()).diff
        assert draft(session, DraftOptions()).entries
    with drafted.open() as db:
        assert not decisions.current(db, [1, 2, 3])
    assert drafted.post == before


def test_opening_a_session_takes_in_what_a_killed_run_wrote(drafted: Desk) -> None:
    with drafted.open() as db:
        db.execute("DELETE FROM entries")
    with drafted.session() as session:
        (open_draft,) = session.drafts.drafts
        assert len(open_draft.written) == 3
