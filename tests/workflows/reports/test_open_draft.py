"""The open draft as it stands in its file, with what is known beside each entry."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk
from tests.support.sightings import blog, paper
from tracker.errors import DraftError
from tracker.values import Verdict
from tracker.workflows.reports.open_draft import ShownDraft, show_draft


def show(desk: Desk, path: str = "") -> ShownDraft:
    with desk.session(reads_only=True) as session:
        return show_draft(session, path)


def test_entries_stand_below_their_headings_in_the_files_order(drafted: Desk) -> None:
    shown = show(drafted)
    assert shown.path == drafted.draft_path.relative_to(drafted.home).as_posix()
    assert [heading for heading, _ in shown.sections] == ["Reasoning", "Tuning"]
    assert [each.entry.key for each in shown.entries] == [e.key for e in drafted.read.entries]
    assert shown.decided == 0


def test_what_the_draft_says_of_an_entry_is_read_from_it(drafted: Desk) -> None:
    first = show(drafted).entries[0]
    assert any("“chain of thought” in title" in line for line in first.remarks)
    assert not any("your words" in line or "tracker 1" in line for line in first.remarks)
    assert first.work is not None
    assert "We introduce a method" in first.work.summary


def test_an_abstract_in_the_file_is_not_said_twice(desk: Desk) -> None:
    desk.configure(draft="abstracts = true")
    desk.see(paper(1))
    desk.draft()
    assert "<!-- tracker: abstract" in desk.text
    assert not any("abstract\n" in line for line in show(desk).entries[0].remarks)


def test_posts_about_a_work_are_shown_beside_it(desk: Desk) -> None:
    url = "https://arxiv.org/abs/2505.00001"
    desk.see(paper(1), blog("notes", "Notes on chains", url="", via=""))
    desk.see(blog("x", "A look", url=url, via="https://blog.example/look"))
    desk.draft()
    entry = next(e for e in show(desk).entries if e.entry.key.work_id == 1)
    assert all(post.id != 1 for post in entry.posts)


def test_decisions_of_the_file_count_before_they_are_stored(drafted: Desk) -> None:
    drafted.mark("[x]", 1)
    drafted.mark("[-]", 2, after=" too narrow")
    shown = show(drafted)
    assert shown.decided == 2
    assert {e.entry.verdict for e in shown.entries} == set(Verdict)


def test_a_problem_is_told_with_its_entry_and_with_the_file(drafted: Desk) -> None:
    drafted.mark("[?]", 1)
    shown = show(drafted)
    entry = next(e for e in shown.entries if e.entry.key.work_id == 1)
    assert any("no decision" in line for line in entry.problems)
    assert any("no decision" in line for line in shown.problems)


def test_recent_reasons_come_the_newest_first_and_once(drafted: Desk) -> None:
    drafted.decide(Verdict.REJECTED, 1, reason="too narrow")
    drafted.decide(Verdict.REJECTED, 2, reason="a survey")
    drafted.decide(Verdict.REJECTED, 3, reason="too narrow")
    assert show(drafted).reasons == ("too narrow", "a survey")


def test_without_a_draft_the_next_step_is_told(desk: Desk) -> None:
    with pytest.raises(DraftError, match="tracker draft"):
        show(desk)


def test_a_rejection_since_then_is_told_beside_works_like_it(drafted: Desk) -> None:
    (number,) = drafted.see(paper(9, "A chain of thought for problem 1, once more"))
    drafted.later()
    drafted.decide(Verdict.REJECTED, number, topic="reasoning", reason="too narrow")
    alike = {e.entry.key.work_id: e.look_alike for e in show(drafted).entries if e.look_alike}
    assert {known: look.reason for known, look in alike.items()} == {1: "too narrow"}
