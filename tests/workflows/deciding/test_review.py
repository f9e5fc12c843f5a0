"""Reviewing: an editor process on the draft, then what was understood."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.support.sightings import paper
from tracker.errors import DraftError
from tracker.values import State, Verdict
from tracker.workflows.deciding.review import ReviewReport, review
from tracker.workflows.open_drafts.verdicts import DraftReading


@pytest.fixture
def drafted(desk: Desk) -> Desk:
    """A desk with an open draft of four works."""
    desk.see(*(paper(n) for n in range(1, 5)))
    desk.draft()
    return desk


def test_decisions_are_read_back_and_told(drafted: Desk) -> None:
    drafted.mark("[x]", 1)
    drafted.mark("[-]", 2, after=" too narrow")
    report = drafted.review()
    assert report.counts == {Verdict.APPROVED: 1, Verdict.REJECTED: 1, Verdict.UNDECIDED: 2}
    approved, rejected = report.reading.lines
    assert approved == "1 in reasoning: approved: A chain of thought for problem 1"
    assert "2 in reasoning: rejected (too narrow)" in rejected
    assert drafted.states()[1] == {State.APPROVED}
    assert drafted.states()[2] == {State.REJECTED}


def test_the_editor_opens_at_the_first_undecided_entry(drafted: Desk, tmp_path: Path) -> None:
    editor = tmp_path / "vim"
    editor.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/got\n')
    editor.chmod(0o755)
    drafted.review(editor=str(editor))
    first, *further = drafted.read.entries
    drafted.mark("[x]", first.key.work_id)
    drafted.review(editor=str(editor))
    drafted.mark("[x]")
    drafted.review(editor=str(editor))
    lines = [line.split()[:-1] for line in (tmp_path / "got").read_text().splitlines()]
    assert lines == [[f"+{first.line}"], [f"+{further[0].line}"], []]


def test_reviewing_again_decides_nothing_more(drafted: Desk) -> None:
    drafted.mark("[x]", 1)
    drafted.review()
    assert drafted.review().reading == DraftReading()


def test_what_is_published_is_counted_apart_and_a_change_of_it_told(drafted: Desk) -> None:
    """An older copy brings it back into the draft."""
    drafted.mark("[x]", 1)
    older = drafted.text
    drafted.publish()
    drafted.draft_path.write_text(older)
    report = drafted.review()
    assert report.published == 1
    assert report.counts[Verdict.APPROVED] == 0
    assert not report.reading.lines
    drafted.edit(lambda text: text.replace("for problem 1**", "for problem 1, mine**"))
    (line,) = drafted.review().reading.lines
    assert line.startswith("1 in reasoning: published already, so what you changed does not reach")
    assert line in drafted.draft().notices
    assert "for problem 1, mine**" in drafted.done[0].read_text()
    drafted.draft_path.write_text(older)
    drafted.mark("[ ]", 1)
    (line,) = drafted.review().reading.lines
    assert line.startswith("1 in reasoning: published already, so its new checkbox does not reach")
    assert drafted.publish().reading.lines == (line,)
    assert drafted.states()[1] == {State.PUBLISHED}


def test_good_decisions_count_beside_a_broken_one(drafted: Desk) -> None:
    drafted.mark("[x]", 1)
    drafted.mark("[maybe]", 2)
    line = next(
        number
        for number, text in enumerate(drafted.text.splitlines(), 1)
        if text.startswith("- [maybe]")
    )
    report = drafted.review()
    assert [p.partition(": ")[0] for p in report.reading.problems] == [f"{report.path}:{line}"]
    assert drafted.states()[1] == {State.APPROVED}
    assert drafted.states()[2] == {State.PROPOSED}


@pytest.mark.parametrize(
    "broken",
    [
        "- [x] <!-- traker 2 reasoning -->",
        "- [x] <!-- tracker 2 reasoning",
        "- [x]",
        "- [x] <!-- tracker 999 reasoning -->",
        "<!-- tracker 2 reasoning -->",
        "",
    ],
)
def test_an_entry_whose_marker_is_broken_is_never_lost(drafted: Desk, broken: str) -> None:
    line = "- [ ] <!-- tracker 2 reasoning -->"
    drafted.edit(lambda text: text.replace(line, broken))
    report = drafted.review()
    assert report.reading.problems
    assert drafted.states()[2] == {State.PROPOSED}
    drafted.publish()
    assert drafted.states()[2] == {State.PROPOSED}


def test_a_deleted_entry_counts_as_rejected_and_is_told(drafted: Desk) -> None:
    drafted.cut(3)
    (line,) = drafted.review().reading.lines
    assert "3 in reasoning: deleted, counts as rejected" in line
    assert drafted.states()[3] == {State.REJECTED}


def test_an_entry_that_comes_back_takes_its_deletion_back(drafted: Desk) -> None:
    cut = drafted.cut(3)
    drafted.review()
    drafted.edit(lambda text: text.replace("- [ ] <!-- tracker 1 ", f"{cut}- [ ] <!-- tracker 1 "))
    (line,) = drafted.review().reading.lines
    assert "undecided again" in line
    assert drafted.states()[3] == {State.PROPOSED}


@pytest.mark.parametrize("left", ["", "\n\n", "<!-- nothing -->\n"])
def test_an_emptied_file_decides_nothing(drafted: Desk, left: str) -> None:
    drafted.draft_path.write_text(left)
    report = drafted.review()
    assert not report.reading.decisions
    assert any("nothing was decided" in line for line in report.reading.lines)
    assert set.union(*drafted.states().values()) == {State.PROPOSED}


def test_an_emptied_draft_can_be_written_anew(drafted: Desk) -> None:
    drafted.draft_path.write_text("")
    drafted.review()
    drafted.draft_path.unlink()
    assert len(drafted.draft().entries) == 4


@pytest.mark.parametrize(
    ("editor", "told"),
    [("false", "failed with status 1"), ("no-such-editor", "cannot be started"), ("'", "VISUAL")],
)
def test_an_editor_that_fails_decides_nothing(drafted: Desk, editor: str, told: str) -> None:
    drafted.mark("[x]", 1)
    with pytest.raises(DraftError, match=told):
        drafted.review(editor=editor)
    with drafted.open() as db:
        assert db.value("SELECT count(*) FROM decisions") == 0


def test_on_a_mistake_the_same_file_is_opened_again(drafted: Desk, tmp_path: Path) -> None:
    """The first edit makes a mistake, the second mends it."""
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import sys\nfrom pathlib import Path\npath = Path(sys.argv[1])\ntext = path.read_text()\n"
        "text = text.replace('[?]', '[x]') if '[?]' in text else text.replace('[ ]', '[?]', 1)\n"
        "path.write_text(text)\n"
    )
    asked: list[DraftReading] = []

    def again(found: DraftReading) -> bool:
        asked.append(found)
        return True

    environ = {"VISUAL": f"{sys.executable} {editor}"}
    with drafted.session() as session:
        report: ReviewReport = review(session, environ=environ, again=again)
    assert len(asked) == 1
    assert "is no decision" in asked[0].problems[0]
    assert not report.reading.problems
    assert report.counts[Verdict.APPROVED] == 1


def test_the_newest_open_draft_is_opened_or_the_one_that_is_named(desk: Desk) -> None:
    desk.see(paper(1), paper(2, "A low-rank adapter"))
    desk.draft(topic="tuning")
    desk.draft()
    assert desk.review().path == "drafts/2025-05-02-post.md"
    for named in _spellings(desk, "2025-05-02-tuning.md"):
        assert desk.review(named).path == "drafts/2025-05-02-tuning.md"


def _spellings(desk: Desk, name: str) -> Iterator[str]:
    yield f"drafts/{name}"
    yield f"./drafts/{name}"
    yield name
    yield str(desk.home / "drafts" / name)


def test_what_is_no_open_draft_is_refused_with_those_there_are(drafted: Desk) -> None:
    with pytest.raises(DraftError, match=r"other\.md is no open draft.*2025-05-02-post\.md"):
        drafted.review("drafts/other.md")


def test_without_a_draft_it_says_how_to_make_one(desk: Desk) -> None:
    with pytest.raises(DraftError, match="tracker draft"):
        desk.review()


def test_a_draft_of_another_encoding_is_told_with_its_line(drafted: Desk) -> None:
    drafted.draft_path.write_bytes("# x\nZürich\n".encode("latin-1"))
    with pytest.raises(DraftError, match=r"post\.md:2: not UTF-8"):
        drafted.review()


def test_a_renamed_draft_is_reviewed_under_its_new_name(drafted: Desk) -> None:
    drafted.draft_path.rename(drafted.home / "drafts" / "mine.md")
    drafted.mark("[x]", 1)
    assert drafted.review().path == "drafts/mine.md"
    assert drafted.states()[1] == {State.APPROVED}


def test_exchanged_markers_are_held_until_they_are_put_back(drafted: Desk) -> None:
    drafted.mark("[x]")

    def exchange(text: str) -> str:
        first, second = "<!-- tracker 1 reasoning -->", "<!-- tracker 2 reasoning -->"
        return text.replace(first, "\0").replace(second, first).replace("\0", second)

    drafted.edit(exchange)
    assert len(drafted.review().reading.problems) == 2
    assert len(drafted.publish().placed) == 2
    assert drafted.states()[1] == drafted.states()[2] == {State.PROPOSED}
    drafted.edit(exchange)
    assert not drafted.review().reading.problems
    assert len(drafted.publish().placed) == 2


def test_an_entry_under_the_marker_of_a_published_one_is_held(drafted: Desk) -> None:
    drafted.mark("[x]", 1)
    older = drafted.text
    drafted.publish()
    drafted.draft_path.write_text(older)
    published = drafted.cut(1)
    drafted.cut(2)
    text = published.partition("\n")[2]
    drafted.edit(
        lambda draft: draft.replace(
            "- [ ] <!-- tracker 3 ",
            f"- [x] <!-- tracker 2 reasoning -->\n{text}- [ ] <!-- tracker 3 ",
        )
    )
    (problem,) = drafted.review().reading.problems
    assert "the marker of 2 in reasoning stands over the text of 1 in reasoning" in problem
    assert drafted.publish().placed == ()


# --- an editor that saves and then fails, or does not wait ---------------------------------


def editor(desk: Desk, text: str, name: str = "editor") -> str:
    path = desk.home / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


TICK = "sed -i 's/\\[ \\]/[x]/' \"$1\""


@pytest.mark.parametrize("end", ["exit 1", "kill -TERM $$"])
def test_what_a_failing_editor_saved_does_not_count_before_a_review(
    drafted: Desk, end: str
) -> None:
    before = drafted.post
    with pytest.raises(DraftError, match="does not count before: tracker review drafts/2025"):
        drafted.review(editor=editor(drafted, f"{TICK}; {end}"))
    assert "[x]" in drafted.text
    report = drafted.publish()
    (problem,) = report.reading.problems
    assert "your editor failed after it had saved this" in problem
    assert drafted.post == before
    assert not report.reading.decisions
    drafted.see(paper(9))
    assert drafted.draft().reading.problems
    assert not drafted.publish().placed  # what was added meanwhile changes nothing
    assert drafted.review().counts[Verdict.APPROVED] == 4
    assert len(drafted.publish().placed) == 4


def test_an_editor_that_saved_nothing_and_failed_leaves_all_as_it_was(drafted: Desk) -> None:
    drafted.mark("[x]", 1)
    with pytest.raises(DraftError, match=r"nothing was decided$"):
        drafted.review(editor=editor(drafted, "exit 1"))
    assert len(drafted.publish().placed) == 1


def test_what_a_failing_editor_deleted_is_not_rejected(drafted: Desk) -> None:
    with pytest.raises(DraftError):
        drafted.review(
            editor=editor(
                drafted, 'head -n 9 "$1" > "$1.part"; cat "$1.part" > "$1"; rm "$1.part"; exit 1'
            )
        )
    assert not drafted.publish().reading.decisions
    assert not drafted.draft().reading.decisions


def test_an_editor_that_does_not_wait_is_told_of(drafted: Desk) -> None:
    command = editor(drafted, "exit 0", "code")
    assert "does not wait" in drafted.review(editor=command).hint
    assert not drafted.review(editor=f"{command} --wait").hint
    tick = TICK.replace("$1", "${2%:*}")  # "--goto FILE:LINE"
    assert not drafted.review(editor=editor(drafted, tick, "code")).hint  # a wrapper that waits


def test_a_reason_that_an_editor_broke_is_kept_whole_and_never_published(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.draft()
    marker = "<!-- tracker 1 reasoning -->"
    wrapped = "too narrow for this post, and the numbers in its\n  second table do not agree"
    desk.edit(lambda text: text.replace(f"- [ ] {marker}", f"- [-] {marker} {wrapped}"))
    desk.review()
    with desk.open() as db:
        assert db.value("SELECT reason FROM decisions") == " ".join(wrapped.split())
    desk.decide(Verdict.APPROVED, 1)
    assert desk.publish().placed
    assert "second table" not in desk.post


@pytest.mark.parametrize("end", ["- [ ] <!-- tracker 3 ", "3** "])
def test_what_a_file_lacks_that_was_cut_off_is_not_rejected(desk: Desk, end: str) -> None:
    desk.see(*(paper(number) for number in range(1, 5)))
    desk.draft()
    desk.edit(lambda text: text[: text.index(end)])
    desk.review()
    assert {number for number, states in desk.states().items() if State.REJECTED in states} == set()
    assert desk.publish().reading.problems == ()
    assert {entry.key.work_id for entry in desk.read.entries} == {1, 2, 3, 4}
    desk.cut(2)
    desk.review()
    assert desk.states()[2] == {State.REJECTED}
