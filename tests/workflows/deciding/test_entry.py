"""One entry decided or rewritten where it stands, by an author who sees it."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk
from tracker.errors import DraftError
from tracker.store.author import decisions
from tracker.values import Decision, EntryKey, State, Verdict
from tracker.workflows.deciding.entry import (
    ChangedMeanwhileError,
    Rewriting,
    SeenEntry,
    mark,
    put_back,
    rewrite,
    trust,
)
from tracker.workflows.open_drafts.verdicts import DraftReading
from tracker.workflows.reports.open_draft import show_draft


def see(desk: Desk, number: int) -> SeenEntry:
    with desk.session(reads_only=True) as session:
        draft = show_draft(session)
    shown = next(each for each in draft.entries if each.entry.key.work_id == number)
    return SeenEntry(draft.path, shown.entry.key, shown.stamp)


def say(desk: Desk, seen: SeenEntry, verdict: Verdict, reason: str = "") -> DraftReading:
    desk.later()
    with desk.session() as session:
        return mark(session, seen, verdict, reason)


def write(desk: Desk, seen: SeenEntry, text: str) -> Rewriting:
    desk.later()
    with desk.session() as session:
        return rewrite(session, seen, text)


def said(desk: Desk, number: int) -> tuple[Decision, ...]:
    with desk.open() as db:
        return decisions.history(db, number)


@pytest.mark.parametrize(
    ("verdict", "reason", "box", "after"),
    [
        (Verdict.APPROVED, "", "[x]", ""),
        (Verdict.REJECTED, "", "[-]", ""),
        (Verdict.REJECTED, "too narrow", "[-]", " too narrow"),
    ],
)
def test_a_decision_leaves_what_an_editor_would_have_left(
    drafted: Desk, verdict: Verdict, reason: str, box: str, after: str
) -> None:
    seen, text = see(drafted, 1), drafted.text
    say(drafted, seen, verdict, reason)
    decided = drafted.text
    (by_page,) = said(drafted, 1)
    say(drafted, see(drafted, 1), Verdict.UNDECIDED)
    assert drafted.text == text
    marker = "<!-- tracker 1 reasoning -->"
    drafted.edit(lambda now: now.replace(f"[ ] {marker}", f"{box}{after} {marker}"))
    assert drafted.text == decided
    drafted.review()
    *_, by_editor = said(drafted, 1)
    assert (by_page.verdict, by_page.reason, by_page.origin) == (
        by_editor.verdict,
        by_editor.reason,
        by_editor.origin,
    )


def test_a_decision_holds_at_once_without_a_review(drafted: Desk) -> None:
    say(drafted, see(drafted, 1), Verdict.APPROVED)
    assert State.APPROVED in drafted.states()[1]
    assert drafted.publish().placed


def test_an_entry_that_changed_meanwhile_is_not_touched(drafted: Desk) -> None:
    seen = see(drafted, 1)
    drafted.edit(lambda text: text.replace("problem 1", "problem one", 1))
    before = drafted.text
    with pytest.raises(ChangedMeanwhileError, match="changed meanwhile"):
        say(drafted, seen, Verdict.APPROVED)
    with pytest.raises(ChangedMeanwhileError, match="changed meanwhile"):
        write(drafted, seen, "Other words.")
    assert drafted.text == before
    assert not said(drafted, 1)


def test_a_change_elsewhere_in_the_file_is_kept(drafted: Desk) -> None:
    """Another window has decided on another entry, or an editor saved it."""
    seen = see(drafted, 1)
    drafted.mark("[x]", 2)
    say(drafted, seen, Verdict.REJECTED)
    verdicts = {entry.key.work_id: entry.verdict for entry in drafted.read.entries}
    assert verdicts[1] is Verdict.REJECTED
    assert verdicts[2] is Verdict.APPROVED


def test_an_entry_that_is_gone_is_not_brought_back(drafted: Desk) -> None:
    seen = see(drafted, 1)
    drafted.cut(1)
    before = drafted.text
    with pytest.raises(ChangedMeanwhileError, match="no more"):
        say(drafted, seen, Verdict.APPROVED)
    assert drafted.text == before


def test_nothing_is_missed_that_another_editor_deleted(drafted: Desk) -> None:
    drafted.cut(2)
    say(drafted, see(drafted, 1), Verdict.APPROVED)
    assert not said(drafted, 2)


def test_words_go_into_the_file_and_are_published(drafted: Desk) -> None:
    seen = see(drafted, 1)
    body = next(e.body for e in drafted.read.entries if e.key.work_id == 1)
    write(drafted, seen, f"{body}\n\nWords of mine.")
    say(drafted, see(drafted, 1), Verdict.APPROVED)
    drafted.publish()
    assert "Words of mine." in drafted.post


def undo(desk: Desk, done: Rewriting, seen: SeenEntry) -> None:
    desk.later()
    with desk.session() as session:
        put_back(session, SeenEntry(seen.path, seen.key, done.stamp), done.before)


def test_an_edit_is_taken_back_to_the_byte(drafted: Desk) -> None:
    """Also where the author's own lines were not as tracker writes them."""
    drafted.edit(lambda text: text.replace("for problem 1", "for problem 1  \n   mine", 1))
    before, seen = drafted.text, see(drafted, 1)
    done = write(drafted, seen, "Other words.")
    assert drafted.text != before
    undo(drafted, done, seen)
    assert drafted.text == before


def test_an_edit_is_not_taken_back_from_under_what_came_after_it(drafted: Desk) -> None:
    seen = see(drafted, 1)
    done = write(drafted, seen, "Other words.")
    drafted.edit(lambda text: text.replace("Other words", "Still other words", 1))
    with pytest.raises(ChangedMeanwhileError):
        undo(drafted, done, seen)
    assert "Still other words" in drafted.text


def test_a_link_that_an_edit_loses_is_told(drafted: Desk) -> None:
    assert write(drafted, see(drafted, 1), "Other words.").lost_links == (
        "https://arxiv.org/abs/2505.00001",
    )
    assert not write(drafted, see(drafted, 1), "Words [there](https://x.example/).").lost_links
    with drafted.session() as session:
        assert not show_draft(session).entries[0].lost_links


def test_a_conflict_is_settled_in_the_editor(drafted: Desk) -> None:
    drafted.edit(
        lambda text: text.replace("- [ ]", "<<<<<<< ours\n=======\n>>>>>>> theirs\n- [ ]", 1)
    )
    seen = see(drafted, 2)
    with pytest.raises(DraftError, match="merge conflict"):
        say(drafted, seen, Verdict.APPROVED)


def test_what_is_published_is_not_decided_here(drafted: Desk) -> None:
    say(drafted, see(drafted, 1), Verdict.APPROVED)
    text = drafted.text
    drafted.publish()
    drafted.draft_path.write_text(text)
    with pytest.raises(DraftError):
        say(drafted, see(drafted, 1), Verdict.REJECTED)


def test_a_draft_that_is_doubtful_counts_once_its_author_says_so(drafted: Desk) -> None:
    script = 'sh -c \'sed -i "s/\\[ \\] <!-- tracker 1 /[x] <!-- tracker 1 /" "$0"; exit 1\''
    with pytest.raises(DraftError):
        drafted.review(editor=script)
    assert not said(drafted, 1)
    with drafted.session() as session:
        trust(session, show_draft(session).path)
    assert [decision.verdict for decision in said(drafted, 1)] == [Verdict.APPROVED]


def test_a_name_of_no_draft_is_told(drafted: Desk) -> None:
    for path in ("../post.md", "/etc/passwd", "drafts/other.md"):
        with pytest.raises(DraftError, match="no open draft"):
            say(drafted, SeenEntry(path, EntryKey(1, "reasoning"), ""), Verdict.APPROVED)
