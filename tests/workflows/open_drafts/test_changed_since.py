"""A source that corrects itself: undecided entries are told so, and what was published."""

from __future__ import annotations

from dataclasses import replace

from tests.support.desk import Desk
from tests.support.sightings import blog, paper
from tracker.workflows.reports.status import status
from tracker.workflows.reports.works import show_work

REMARK = "<!-- tracker: changed since: title (now “A chain of thought, corrected”) -->"


def test_an_undecided_entry_is_told_what_its_source_has_changed(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.draft()
    before = desk.text
    desk.later(days=1)
    desk.see(paper(1, "A chain of thought, corrected"))
    report = desk.draft()
    assert REMARK in desk.text
    assert desk.text.replace(f"{REMARK}\n", "") == before
    (line,) = [line for line in report.notices if "changed since" in line]
    assert line.endswith("1 in reasoning: A chain of thought, corrected")
    after = desk.text
    assert not [line for line in desk.draft().notices if "changed since" in line]
    assert desk.text == after


def test_what_a_source_takes_back_is_told_no_more(desk: Desk) -> None:
    desk.see(paper(1))
    desk.draft()
    before = desk.text
    for title in ("A chain of thought, corrected", "A chain of thought, again", ""):
        desk.later(days=1)
        desk.see(paper(1, title))
        desk.draft()
        assert desk.text.count("changed since") == (1 if title else 0)
    assert desk.text == before


def test_an_editor_opens_with_what_has_changed(desk: Desk) -> None:
    desk.see(paper(1))
    desk.draft()
    desk.later(days=1)
    desk.see(paper(1, "A chain of thought, corrected"))
    desk.review()
    assert REMARK in desk.text


def test_a_decided_entry_is_left_as_it_is(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.draft()
    desk.mark("[x]", 1)
    desk.later(days=1)
    desk.see(paper(1, "A chain of thought, corrected"))
    before = desk.text
    desk.draft()
    assert desk.text == before


def test_text_and_authors_are_named_and_a_new_version_is_none_of_it(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.draft()
    desk.later(days=1)
    desk.see(
        replace(paper(1, summary="We take it all back."), authors=("Emmy Noether",)),
        paper(2, version=2, days_ago=0, first_days_ago=1),
    )
    desk.draft()
    assert "<!-- tracker: changed since: authors, text -->" in desk.text
    assert desk.text.count("changed since") == 1


def test_what_was_published_is_told_by_show_and_status(desk: Desk) -> None:
    desk.see(blog("looms", "A chain of thought in looms"), paper(2))
    desk.draft()
    desk.mark("[x]", 1)
    desk.publish()
    desk.later(days=1)
    desk.see(blog("looms", "A chain of thought in mills"))
    with desk.session(reads_only=True) as session:
        assert show_work(session, "1").changed == ("title",)
        (changed,) = status(session).changed
    assert (changed.id, changed.name, changed.fields) == (
        1,
        "A chain of thought in mills",
        ("title",),
    )
    desk.later(days=1)
    desk.see(blog("looms", "A chain of thought in looms"))
    with desk.session(reads_only=True) as session:
        assert show_work(session, "1").changed == ()
        assert status(session).changed == ()
