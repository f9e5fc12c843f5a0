"""What a run wrote while somebody had the draft open was never seen: it is not rejected."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.support.sightings import blog, paper
from tracker.drafts.file.document import parse_draft
from tracker.errors import DraftError
from tracker.store.author import decisions, entries
from tracker.values import State, Verdict
from tracker.workflows.deciding.review import ReviewReport, review
from tracker.workflows.open_drafts.verdicts import DraftReading


@pytest.fixture
def drafted(desk: Desk) -> Desk:
    """A desk with an open draft of works 1 to 3, and works 4 and 5 to come."""
    desk.see(*(paper(n) for n in range(1, 4)))
    desk.draft()
    desk.later()
    desk.see(paper(4), paper(5))
    return desk


def without(*numbers: int) -> Callable[[str], str]:
    """An edit that deletes these entries."""

    def change(text: str) -> str:
        data = text.encode()
        for entry in reversed(parse_draft(data, path="").entries):
            if entry.key.work_id in numbers:
                data = data[: entry.start] + data[entry.end :]
        return data.decode()

    return change


def standing(desk: Desk) -> dict[int, Verdict]:
    return {entry.key.work_id: entry.verdict for entry in desk.read.entries}


def save_older_copy(desk: Desk, *deleted: int) -> None:
    """A draft is written while the author has its file open somewhere, and saves it then."""
    before = desk.text
    desk.draft()
    desk.draft_path.write_bytes(without(*deleted)(before).encode())


def rejected(desk: Desk) -> set[int]:
    return {number for number, states in desk.states().items() if State.REJECTED in states}


def body_of(desk: Desk, number: int) -> str:
    return next(entry.body for entry in desk.read.entries if entry.key.work_id == number)


# --- an editor of ours -----------------------------------------------------------------------


def test_what_was_added_while_the_editor_was_open_is_put_back_and_told(drafted: Desk) -> None:
    report = drafted.review_while(drafted.draft, without(2))
    assert rejected(drafted) == {2}
    assert standing(drafted).keys() == {1, 3, 4, 5}
    assert report.counts == {Verdict.APPROVED: 0, Verdict.REJECTED: 1, Verdict.UNDECIDED: 4}
    lines = "\n".join(report.reading.lines)
    assert "2 in reasoning: deleted, counts as rejected" in lines
    assert "4 in reasoning: was written after the copy that was saved" in lines
    assert "[-], or: tracker reject 4: A chain of thought for problem 4" in lines


def test_an_entry_comes_back_as_it_was_written(drafted: Desk) -> None:
    written = {}

    def meanwhile() -> None:
        drafted.draft()
        written.update({number: body_of(drafted, number) for number in (4, 5)})

    drafted.review_while(meanwhile)
    assert {number: body_of(drafted, number) for number in (4, 5)} == written
    drafted.mark("[x]", 4)
    assert drafted.publish().placed == ("A chain of thought for problem 4",)
    assert "2. **" in drafted.post


def test_what_two_runs_added_is_put_back(drafted: Desk) -> None:
    def twice() -> None:
        drafted.draft()
        drafted.see(paper(6))
        drafted.draft()

    drafted.review_while(twice)
    assert standing(drafted).keys() == {1, 2, 3, 4, 5, 6}
    assert not rejected(drafted)


def test_what_was_decided_elsewhere_holds_where_the_box_was_left(drafted: Desk) -> None:
    def meanwhile() -> None:
        drafted.decide(Verdict.APPROVED, 1)
        drafted.decide(Verdict.REJECTED, 2, reason="too narrow")

    drafted.review_while(meanwhile)
    found = {e.key.work_id: (e.verdict, e.reason) for e in drafted.read.entries}
    assert found[1] == (Verdict.APPROVED, "")
    assert found[2] == (Verdict.REJECTED, "too narrow")
    assert rejected(drafted) == {2}
    assert State.APPROVED in drafted.states()[1]


def test_of_several_decisions_each_is_set_in_its_own_bytes(drafted: Desk) -> None:
    """Reasons that go on in a second line, of which each goes with its rejection."""
    whole = drafted.text
    reason = "it says nothing that was not said before of\n  knots and of ropes"
    drafted.edit(
        lambda text: re.sub(r"\[ \] (<!-- tracker [12] [^>]*>)", rf"[-] \1 {reason}", text)
    )
    drafted.review()
    assert drafted.text.count("knots and of ropes") == 2
    drafted.review_while(lambda: drafted.decide(Verdict.APPROVED, 1, 2))
    assert drafted.text == re.sub(r"\[ \] (<!-- tracker [12] )", r"[x] \1", whole)


def test_a_box_that_the_author_set_goes_before_what_was_decided_elsewhere(drafted: Desk) -> None:
    def mark(text: str) -> str:
        return re.sub(r"\[ \] (<!-- tracker 1 )", r"[-] \1", text)

    drafted.review_while(lambda: drafted.decide(Verdict.APPROVED, 1), mark)
    assert rejected(drafted) == {1}


def test_what_the_editor_saved_with_the_rest_is_the_authors(drafted: Desk) -> None:
    """An editor that loaded the file again, in which the author rejected what had come."""

    def mark(text: str) -> str:
        return re.sub(r"\[ \] (<!-- tracker 4 )", r"[-] \1", drafted.text)

    report = drafted.review_while(drafted.draft, mark)
    assert not report.reading.returns
    assert rejected(drafted) == {4}
    assert standing(drafted)[5] is Verdict.UNDECIDED


def test_what_was_deleted_before_the_editor_opened_is_still_deleted(drafted: Desk) -> None:
    drafted.cut(1)
    drafted.review_while(drafted.draft)
    assert rejected(drafted) == {1}
    assert standing(drafted).keys() == {2, 3, 4, 5}


def test_an_addition_that_the_author_then_deletes_in_review_is_rejected(drafted: Desk) -> None:
    drafted.review_while(drafted.draft)
    drafted.review_while(lambda: None, without(4, 5))
    assert rejected(drafted) == {4, 5}


def test_an_editor_that_is_opened_again_has_not_shown_it_either(
    drafted: Desk, tmp_path: Path
) -> None:
    """The first edit makes a mistake, and saves an older copy; the second mends it."""
    buffer = tmp_path / "buffer"
    editor = tmp_path / "editor.sh"
    editor.write_text(
        f'if [ -e {buffer} ]; then sed "s/\\[?\\]/[ ]/" {buffer} > "$1"; exit; fi\n'
        f'sed "s/\\[ \\] \\(<!-- tracker 1 \\)/[?] \\1/" "$1" > {buffer}\n'
        f"touch {tmp_path}/opened; until [ -e {tmp_path}/go ]; do sleep 0.01; done\n"
        f'cat {buffer} > "$1"\n'
    )
    environ = {"VISUAL": f"sh {editor}", "PATH": "/usr/bin:/bin"}
    asked: list[DraftReading] = []

    def again(found: DraftReading) -> bool:
        asked.append(found)
        return True

    def reviewed() -> ReviewReport:
        with drafted.session() as session:
            return review(session, environ=environ, again=again)

    with ThreadPoolExecutor(1) as pool:
        reviewing = pool.submit(reviewed)
        while not ((tmp_path / "opened").exists() or reviewing.done()):
            time.sleep(0.01)
        drafted.draft()
        (tmp_path / "go").touch()
        reviewing.result()
    assert len(asked) == 1
    assert not rejected(drafted)
    assert standing(drafted).keys() == {1, 2, 3, 4, 5}


def test_a_draft_that_was_renamed_while_the_editor_was_open_is_told(drafted: Desk) -> None:
    opened = drafted.draft_path

    def meanwhile() -> None:
        opened.rename(drafted.home / "drafts" / "mine.md")
        drafted.draft()

    with pytest.raises(DraftError, match=r"post\.md was closed or renamed.*mine\.md"):
        drafted.review_while(meanwhile, without(1))
    opened.unlink()
    drafted.publish()
    assert not rejected(drafted)


def test_a_draft_that_was_closed_while_the_editor_was_open_is_told(drafted: Desk) -> None:
    drafted.mark("[x]")
    with pytest.raises(DraftError, match=r"was closed or renamed while your editor was open"):
        drafted.review_while(drafted.publish, without(1))
    assert not rejected(drafted)


def test_a_publication_while_the_editor_is_open_changes_nothing_of_that(drafted: Desk) -> None:
    drafted.mark("[x]", 1)

    def meanwhile() -> None:
        drafted.draft()
        drafted.publish()

    drafted.review_while(meanwhile, without(2))
    assert rejected(drafted) == {2}
    assert drafted.states()[1] == {State.PUBLISHED}
    assert standing(drafted).keys() == {1, 3, 4, 5}


def test_a_work_approved_while_the_editor_was_open_is_put_back_undecided(drafted: Desk) -> None:
    report = drafted.review_while(lambda: drafted.decide(Verdict.APPROVED, 4))
    (line,) = report.reading.lines
    assert "undecided (it was approved)" in line
    assert drafted.states()[4] == {State.PROPOSED}
    assert not drafted.publish().placed


def test_what_cannot_be_put_back_is_told_and_nothing_is_rejected(drafted: Desk) -> None:
    """The file is changed once more, after it was read."""
    save_older_copy(drafted, 2)
    drafted.mark("[?]", 1)

    def again(found: DraftReading) -> bool:
        assert found.returns
        drafted.mark("[x]", 3)
        return False

    environ = {"VISUAL": "true", "PATH": "/usr/bin:/bin"}
    message = "2 entries cannot be put back, and nothing was decided"
    with drafted.session() as session, pytest.raises(DraftError, match=message):
        review(session, environ=environ, again=again)
    assert not rejected(drafted)
    assert standing(drafted)[3] is Verdict.APPROVED


# --- an editor of the author's own, or a folder that is synchronised ---------------------------


def test_an_older_copy_that_publish_reads_rejects_nothing_of_the_last_write(drafted: Desk) -> None:
    save_older_copy(drafted, 2)
    report = drafted.publish()
    assert rejected(drafted) == {2}
    assert standing(drafted) == dict.fromkeys((1, 3, 4, 5), Verdict.UNDECIDED)
    returned = report.as_json()["returned"]
    assert isinstance(returned, list)
    assert [line[:14] for line in returned] == ["4 in reasoning", "5 in reasoning"]


def test_an_older_copy_that_is_opened_for_review_rejects_nothing_either(drafted: Desk) -> None:
    save_older_copy(drafted)
    drafted.review_while(lambda: None, without(2))
    assert rejected(drafted) == {2}
    assert standing(drafted).keys() == {1, 3, 4, 5}


def test_several_writes_that_a_copy_lacks_are_all_put_back(drafted: Desk) -> None:
    before = drafted.text
    drafted.draft()
    drafted.see(paper(6))
    drafted.draft()
    drafted.draft_path.write_bytes(before.encode())
    drafted.publish()
    assert not rejected(drafted)
    assert standing(drafted).keys() == {1, 2, 3, 4, 5, 6}


@pytest.mark.parametrize("more", ["", " (via [A link-blog](https://links.example/1))"])
def test_an_entry_under_a_number_that_is_gone_stands_for_none_that_was_written_later(
    drafted: Desk, more: str
) -> None:
    """A killed run wrote it, and its work has another number now."""
    before = drafted.text
    drafted.draft()
    line = next(line for line in drafted.text.split("\n") if "problem 4**" in line)
    own = "- [ ] <!-- tracker 1 reasoning -->"
    older = before.replace(own, f"- [ ] <!-- tracker 99 reasoning -->\n{line}{more}\n\n{own}")
    drafted.draft_path.write_text(older)
    report = drafted.publish()
    assert not rejected(drafted)
    assert standing(drafted).keys() == {1, 2, 3, 4, 5, 99}
    assert any("no open draft has an entry 99" in line for line in report.reading.problems)
    drafted.edit(without(99))
    assert not drafted.publish().reading.problems
    assert not rejected(drafted)


def test_what_is_missing_of_a_write_that_stands_there_was_deleted(drafted: Desk) -> None:
    drafted.draft()
    drafted.cut(4)
    drafted.publish()
    assert rejected(drafted) == {4}


@pytest.mark.parametrize("deed", ["draft", "approve", "approve another"])
def test_an_older_copy_is_completed_before_more_is_written(drafted: Desk, deed: str) -> None:
    """What is written then is the last write, so what was missing would pass for deleted."""
    save_older_copy(drafted)
    drafted.see(paper(6))
    if deed == "draft":
        report = drafted.draft()
        lines = report.reading.returned
        assert report.as_json()["notices"] == list(lines)
    else:
        lines = drafted.decide(Verdict.APPROVED, 1 if deed == "approve" else 6).notices
    assert [line[:14] for line in lines] == ["4 in reasoning", "5 in reasoning"]
    assert standing(drafted).keys() >= {1, 2, 3, 4, 5}
    drafted.publish()
    assert not rejected(drafted)


def test_a_dry_run_tells_it_and_writes_nothing(drafted: Desk) -> None:
    save_older_copy(drafted)
    before = drafted.text
    lines = drafted.publish(dry_run=True).reading.lines
    assert [line[:14] for line in lines] == ["4 in reasoning", "5 in reasoning"]
    assert drafted.text == before
    assert drafted.states()[4] == {State.PROPOSED}
    drafted.draft(to_stdout=True)
    assert drafted.text == before


def test_what_was_put_back_and_is_deleted_again_counts_as_rejected(drafted: Desk) -> None:
    drafted.draft()
    drafted.cut(4)
    drafted.review()
    drafted.cut(5)  # the last entry of the last write, in an editor of one's own
    assert "goes back into it, undecided" in drafted.publish().reading.lines[0]
    assert rejected(drafted) == {4}
    drafted.cut(5)
    assert drafted.publish().reading.lines[0].startswith("5 in reasoning: deleted, counts as rej")
    assert rejected(drafted) == {4, 5}


def test_an_older_copy_that_is_saved_twice_is_completed_twice(drafted: Desk) -> None:
    before = drafted.text
    drafted.draft()
    for _ in range(2):
        drafted.draft_path.write_bytes(before.encode())
        assert len(drafted.publish().reading.lines) == 2
    assert standing(drafted).keys() == {1, 2, 3, 4, 5}
    assert not rejected(drafted)


def test_an_older_copy_from_before_a_later_write_is_known_by_its_note(drafted: Desk) -> None:
    """What was put back once does not make a later write one that was seen."""
    save_older_copy(drafted)
    drafted.publish()
    drafted.see(paper(6))
    save_older_copy(drafted, 5)
    drafted.publish()
    assert rejected(drafted) == {5}
    assert standing(drafted).keys() == {1, 2, 3, 4, 6}
    assert drafted.text.count("entries were put back") == 1


def test_what_a_killed_run_wrote_is_a_write_of_its_own(desk: Desk) -> None:
    """The next run notes it, and adds to it; an older copy is from between the two."""
    desk.see(*(paper(n) for n in range(1, 4)))
    desk.draft()
    with desk.open() as db:
        entries.forget_draft(db, "drafts/2025-05-02-post.md")
    desk.see(paper(4), paper(5))
    save_older_copy(desk, 2)
    desk.publish()
    assert rejected(desk) == {2}
    assert standing(desk).keys() == {1, 3, 4, 5}


def test_an_entry_that_has_lost_its_marker_does_not_come_back_beside_itself(desk: Desk) -> None:
    desk.see(paper(1))
    desk.draft()
    desk.see(paper(2))
    desk.draft()
    desk.edit(lambda text: text.replace("<!-- tracker 2 reasoning -->", "<!-- traker 2 x -->"))
    report = desk.review()
    assert report.reading.problems
    assert not report.reading.returns


def test_a_draft_of_one_write_decides_as_before(desk: Desk) -> None:
    desk.see(paper(1))
    desk.draft()
    desk.cut(1)
    desk.publish()
    assert rejected(desk) == {1}


def test_what_was_rejected_already_is_not_put_back(drafted: Desk) -> None:
    before = drafted.text
    drafted.draft()
    drafted.decide(Verdict.REJECTED, 4)
    drafted.draft_path.write_bytes(before.encode())
    drafted.publish()
    assert standing(drafted).keys() == {1, 2, 3, 5}
    assert rejected(drafted) == {4}


@pytest.mark.parametrize("deed", ["draft", "approve"])
def test_an_emptied_draft_is_not_added_to(drafted: Desk, deed: str) -> None:
    """It decides nothing; with one new entry in it, all that is missing would be deleted."""
    emptied = drafted.draft_path
    emptied.write_text("")
    if deed == "draft":
        drafted.draft()
    else:
        drafted.decide(Verdict.APPROVED, 4)
    drafted.publish()
    assert not rejected(drafted)
    assert emptied.read_text() == ""


# --- second looks --------------------------------------------------------------------------------


def link(desk: Desk) -> None:
    """Two feeds insist on work 1."""
    desk.later(days=1)
    for name in ("ada", "ben"):
        url = "https://arxiv.org/abs/2505.00001"
        feed = f"feed:https://{name}.example/feed"
        desk.see(blog("x", "", feed=feed, url=url, via=f"https://{name}.example/1"))


@pytest.mark.parametrize("how", ["marked", "deleted"])
def test_a_second_look_that_the_editor_overwrote_is_given_again(desk: Desk, how: str) -> None:
    desk.see(paper(1), paper(2))
    desk.draft()
    if how == "marked":
        desk.mark("[-]", 1, after=" too narrow")
    else:
        desk.cut(1)
    desk.review()
    link(desk)
    desk.see(paper(3))
    report = desk.review_while(desk.draft)
    assert len(report.reading.returns[0].entries) == 2
    assert not rejected(desk)
    assert standing(desk) == dict.fromkeys((1, 2, 3), Verdict.UNDECIDED)
    assert desk.text.count("<!-- tracker: a second look: linked since by") == 1
    desk.mark("[-]", 1)
    desk.review()
    assert rejected(desk) == {1}
    with desk.open() as db:
        assert len(decisions.history(db, 1)) == 3


def test_a_second_look_in_a_form_of_ones_own_can_be_rejected_at_once(desk: Desk) -> None:
    """The form shows nothing of why the entry is there."""
    (desk.home / "templates").mkdir()
    (desk.home / "templates" / "plain.j2").write_text("[{{ entry.title }}]({{ entry.url }})\n")
    desk.configure(draft='template = "plain"')
    desk.see(paper(1), paper(2))
    desk.draft()
    desk.cut(1)
    desk.review()
    link(desk)
    desk.draft()
    desk.mark("[-]", 1)
    assert not desk.publish().reading.returns
    assert rejected(desk) == {1}


def test_an_older_copy_of_before_a_second_look_rejects_nothing(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.draft()
    desk.mark("[-]", 1)
    desk.review()
    link(desk)
    desk.see(paper(3))
    save_older_copy(desk)
    desk.publish()
    assert not rejected(desk)
    assert standing(desk) == dict.fromkeys((1, 2, 3), Verdict.UNDECIDED)
