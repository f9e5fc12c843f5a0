"""What is decided moves to drafts/done/ with all its words, and comes back when that is undone."""

from __future__ import annotations

import pytest

from tests.support.author import POST
from tests.support.desk import Desk
from tests.support.sightings import paper
from tracker.drafts.file.document import parse_draft
from tracker.values import State, Verdict

MINE = "Mine, on number {}."


def numbers(desk: Desk) -> list[int]:
    return [entry.key.work_id for entry in desk.read.entries]


def done(desk: Desk) -> str:
    (path,) = desk.done
    return path.read_text()


def done_numbers(desk: Desk) -> list[int]:
    return [entry.key.work_id for entry in parse_draft(done(desk).encode(), path="").entries]


def write_words(desk: Desk, number: int) -> None:
    """Words of the author's own into an entry."""
    text = desk.cut(number)
    words = text.replace("<!-- tracker: your", f"{MINE.format(number)}\n\n   <!-- tracker: your")
    desk.edit(lambda draft: draft.replace("<!-- tracker draft", f"{words}<!-- tracker draft"))


def test_rejected_entries_leave_at_the_next_draft_with_all_their_words(drafted: Desk) -> None:
    write_words(drafted, 2)
    drafted.mark("[-]", 2, after=" too narrow")
    text = next(e for e in drafted.read.entries if e.key.work_id == 2)
    whole = drafted.text.encode()[text.start : text.end].decode().rstrip()
    report = drafted.draft()
    assert 2 not in numbers(drafted)
    assert whole in done(drafted)
    assert "drafts/2025-05-02-post.md: 1 decided entry moved to drafts/done/2025-05-02-post.md" in (
        report.notices
    )
    assert drafted.states()[2] == {State.REJECTED}


def test_published_entries_leave_at_publish_and_approved_ones_stay_until_then(
    drafted: Desk,
) -> None:
    drafted.mark("[x]", 1)
    drafted.draft()
    assert 1 in numbers(drafted)
    drafted.publish()
    assert 1 not in numbers(drafted)
    assert done_numbers(drafted) == [1]


def test_what_cannot_be_read_stays(drafted: Desk) -> None:
    drafted.mark("[-]", 1)
    drafted.edit(lambda text: text.replace("**", "**\n\n```\nopen\n", 1))
    drafted.draft()
    assert not drafted.done


def test_a_decided_entry_keeps_its_heading_in_the_file_of_what_is_done(drafted: Desk) -> None:
    entry = drafted.cut(1).replace("[ ]", "[x]")
    drafted.edit(lambda text: text.replace("## Tuning\n", f"## Tuning\n\n{entry}"))
    drafted.publish()
    drafted.undo()
    assert [e.heading for e in drafted.read.entries if e.key.work_id == 1] == ["Tuning"]
    assert drafted.post == POST


def test_a_line_that_dates_entries_goes_with_the_last_of_them(drafted: Desk) -> None:
    drafted.later(days=1)
    drafted.see(paper(7))
    drafted.draft()
    assert drafted.text.count("new entries of 3 May 2025") == 1
    drafted.mark("[-]", 5)
    drafted.draft()
    assert "3 May 2025" not in drafted.text
    assert drafted.text.count("new entries of 2 May 2025") == 2


def test_a_run_killed_between_the_two_files_moves_nothing_twice(drafted: Desk) -> None:
    drafted.mark("[-]", 2, 3)
    before = drafted.text
    drafted.draft()
    moved = done(drafted)
    drafted.draft_path.write_text(before)
    drafted.draft()
    assert done(drafted) == moved
    assert 2 not in numbers(drafted)


def test_what_moved_and_the_store_forgot_comes_back_as_it_was_decided(drafted: Desk) -> None:
    with drafted.forgetful():
        write_words(drafted, 2)
        drafted.mark("[-]", 2, after=" too narrow")
        drafted.draft()
    report = drafted.review()
    (entry,) = (e for e in drafted.read.entries if e.key.work_id == 2)
    assert (entry.verdict, entry.reason) == (Verdict.REJECTED, "too narrow")
    assert MINE.format(2) in entry.body
    assert [d.reason for d in report.reading.decisions] == ["too narrow"]


def test_undo_brings_an_entry_back_in_the_words_that_it_had(drafted: Desk) -> None:
    write_words(drafted, 1)
    drafted.mark("[x]", 1)
    drafted.publish()
    published = drafted.post
    drafted.undo()
    (entry,) = (e for e in drafted.read.entries if e.key.work_id == 1)
    assert entry.verdict is Verdict.APPROVED
    assert MINE.format(1) in entry.body
    assert not done_numbers(drafted)
    drafted.publish()
    assert drafted.post == published


def test_undo_brings_entries_back_in_the_order_in_which_they_stood(drafted: Desk) -> None:
    write_words(drafted, 1)  # it stands last then
    ordered = numbers(drafted)
    assert ordered != sorted(ordered)
    drafted.mark("[x]", *ordered)
    drafted.publish()
    published = drafted.post
    drafted.undo()
    assert numbers(drafted) == ordered
    drafted.publish()
    assert drafted.post == published


@pytest.mark.parametrize("verdict", [Verdict.UNDECIDED, Verdict.APPROVED])
@pytest.mark.parametrize("closes", [False, True])
def test_taking_a_rejection_back_brings_the_words_back(
    drafted: Desk, verdict: Verdict, closes: bool
) -> None:
    write_words(drafted, 2)
    drafted.mark("[-]", *([] if closes else [2]))
    assert bool(drafted.publish().closed) == closes
    assert not drafted.decide(verdict, 2).problems
    (entry,) = (e for e in drafted.read.entries if e.key.work_id == 2)
    assert entry.verdict is verdict
    assert MINE.format(2) in entry.body
    assert 2 not in done_numbers(drafted)


def test_an_entry_that_came_back_and_is_deleted_then_counts_as_rejected(drafted: Desk) -> None:
    drafted.mark("[-]", 2)
    drafted.draft()
    drafted.decide(Verdict.UNDECIDED, 2)
    drafted.cut(2)
    drafted.publish()
    assert 2 in numbers(drafted)  # the one entry of its write: an older copy may lack it
    drafted.cut(2)
    drafted.publish()
    assert drafted.states()[2] == {State.REJECTED}
    assert 2 not in numbers(drafted)


def test_a_deleted_entry_counts_though_all_others_of_its_write_have_moved(drafted: Desk) -> None:
    drafted.later(days=1)
    drafted.see(paper(7), paper(8))
    drafted.draft()
    drafted.mark("[-]", 5)
    drafted.draft()
    drafted.cut(6)
    drafted.publish()
    assert drafted.states()[6] == {State.REJECTED}


def test_an_older_copy_lacks_what_was_written_though_something_moved_since(drafted: Desk) -> None:
    older = drafted.text
    drafted.later(days=1)
    drafted.see(paper(7), paper(8))
    drafted.draft()
    drafted.decide(Verdict.REJECTED, 5)
    drafted.draft()
    drafted.draft_path.write_text(older)
    drafted.publish()
    assert 6 in numbers(drafted)
    assert drafted.states()[6] == {State.PROPOSED}
    assert drafted.states()[5] == {State.REJECTED}


def test_a_decided_draft_is_closed_and_another_begins(drafted: Desk) -> None:
    drafted.mark("[x]", 1)
    drafted.mark("[-]", 2, 3)
    assert drafted.publish().closed == ()
    drafted.mark("[-]", 4)
    report = drafted.publish()
    assert report.closed == ("drafts/done/2025-05-02-post.md",)
    assert not drafted.drafts
    assert sorted(done_numbers(drafted)) == [1, 2, 3, 4]
    drafted.see(paper(5))
    drafted.draft()
    drafted.mark("[-]", 5)
    assert drafted.publish().closed == ("drafts/done/2025-05-02-post-2.md",)
    assert len(drafted.done) == 2


def test_closing_a_draft_keeps_what_else_the_author_wrote_into_it(drafted: Desk) -> None:
    drafted.edit(lambda text: text.replace('title: "', 'title: "My week: '))
    drafted.edit(lambda text: text.replace("## Tuning", "## To be read\n\n## Tuning"))
    drafted.edit(lambda text: text + "<!-- a note of mine -->\n")
    drafted.mark("[-]", 1)
    drafted.draft()
    drafted.edit(lambda text: text.replace("date:", "author: me\ndate:"))
    drafted.mark("[-]")
    drafted.publish()
    for words in ("My week: ", "## To be read", "<!-- a note of mine -->", "author: me"):
        assert words in done(drafted), words
    assert "How to decide" not in done(drafted)


def test_line_endings_stay_those_of_each_file(drafted: Desk) -> None:
    drafted.draft_path.write_bytes(drafted.text.replace("\n", "\r\n").encode())
    drafted.mark("[-]", 2)
    drafted.draft()
    assert drafted.text.count("\n") == drafted.text.count("\r\n")
    drafted.decide(Verdict.UNDECIDED, 2)
    assert drafted.text.count("\n") == drafted.text.count("\r\n")


def test_a_folder_for_done_that_cannot_be_made_is_told(drafted: Desk) -> None:
    (drafted.home / "drafts" / "done").write_text("in the way")
    drafted.mark("[-]")
    before = drafted.text
    (problem,) = drafted.publish().refusals
    assert "cannot be" in problem
    assert "what is decided stays in drafts/2025-05-02-post.md" in problem
    assert drafted.text == before
