"""Merges of the draft or the post, by git itself, and second copies of what synchronises files."""

import subprocess
from pathlib import Path

import pytest

from tests.support.author import POST
from tests.support.desk import Desk
from tests.support.sightings import paper
from tracker.errors import PostError
from tracker.values import Verdict


def git(folder: Path, *arguments: str, fails: bool = False) -> None:
    settings = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *settings, *arguments], cwd=folder, capture_output=True, check=False
    )
    assert bool(done.returncode) == fails, done.stderr


def merge(desk: Desk, path: Path, ours: str, theirs: str, style: str = "merge") -> None:
    """Two branches write the file differently, and git merges them."""
    git(desk.home, "init", "-q", "-b", "one")
    git(desk.home, "add", str(path))
    git(desk.home, "commit", "-qm", "base")
    git(desk.home, "checkout", "-qb", "two")
    path.write_text(theirs)
    git(desk.home, "commit", "-qam", "theirs")
    git(desk.home, "checkout", "-q", "one")
    path.write_text(ours)
    git(desk.home, "commit", "-qam", "ours")
    git(desk.home, "-c", f"merge.conflictStyle={style}", "merge", "two", fails=True)
    assert "<<<<<<<" in path.read_text()


@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
def test_a_conflict_in_the_post_refuses_the_publication(drafted: Desk, style: str) -> None:
    drafted.mark("[x]", 1)
    ours, theirs = (POST.replace("Nothing here yet.", words) for words in ("One.", "Two."))
    merge(drafted, drafted.post_path, ours, theirs, style)
    before = drafted.post
    with pytest.raises(PostError, match=r"post\.md:1\d: a merge conflict stands here; resolve it"):
        drafted.publish()
    with pytest.raises(PostError, match="a merge conflict"):
        drafted.publish(dry_run=True)
    assert drafted.post == before
    drafted.post_path.write_text(ours)
    assert len(drafted.publish().placed) == 1
    drafted.post_path.write_text(drafted.post + "\n>>>>>>> two\n")
    with pytest.raises(PostError, match="a merge conflict"):
        drafted.undo()


def test_an_example_of_a_conflict_in_code_refuses_nothing(drafted: Desk) -> None:
    example = "```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> two\n```\n"
    drafted.post_path.write_text(POST.replace("Nothing here yet.\n", example))
    drafted.mark("[x]", 1)
    assert len(drafted.publish().placed) == 1


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_a_conflict_in_an_entry_holds_it_and_those_beside_it_alone(
    drafted: Desk, style: str
) -> None:
    drafted.mark("[x]")
    text = drafted.text
    prompt = "<!-- tracker: your words"
    ours, theirs = (
        text.replace(prompt, f"{words}\n\n   {prompt}", 1) for words in ("One.", "Two.")
    )
    first = drafted.read.entries[0].key.work_id
    merge(drafted, drafted.draft_path, ours, theirs, style)
    report = drafted.publish()
    (problem,) = report.reading.problems
    assert "a merge conflict stands here up to line" in problem
    assert len(report.placed) == 3
    assert f"2505.0000{first}" not in drafted.post
    drafted.draft_path.write_text(ours)
    assert len(drafted.publish().placed) == 1
    assert "One." in drafted.post


def test_a_conflict_of_two_checkboxes_decides_neither(drafted: Desk) -> None:
    text = drafted.text
    box = "[ ] <!-- tracker 2 reasoning -->"
    ours, theirs = (text.replace(box, mark + box[3:]) for mark in ("[x]", "[-]"))
    merge(drafted, drafted.draft_path, ours, theirs)
    report = drafted.publish()
    (problem,) = report.reading.problems
    assert "a merge conflict" in problem
    assert not report.placed
    assert not report.reading.decisions


def test_an_entry_that_one_side_lacks_is_not_rejected(drafted: Desk) -> None:
    text = drafted.text
    drafted.cut(2)
    ours = drafted.text
    drafted.draft_path.write_text(text)
    theirs = text.replace("[ ] <!-- tracker 2 reasoning", "[x] <!-- tracker 2 reasoning")
    merge(drafted, drafted.draft_path, ours, theirs)
    assert not drafted.review().reading.decisions
    assert not drafted.publish().placed


def test_no_remark_on_a_source_goes_into_a_conflict(desk: Desk) -> None:
    desk.see(paper(1))
    desk.draft()
    line = "- [ ] <!-- tracker 1 reasoning -->\n"
    sides = f"<<<<<<< HEAD\n{line}=======\n{line}>>>>>>> theirs\n"
    desk.edit(lambda text: text.replace(line, sides))
    desk.later(days=1)
    desk.see(paper(1, "A chain of thought, corrected"))
    desk.draft()
    assert sides in desk.text
    desk.edit(lambda text: text.replace(sides, line))
    desk.draft()
    assert "changed since: title" in desk.text


def test_a_draft_with_a_conflict_is_not_added_to(drafted: Desk) -> None:
    drafted.edit(
        lambda text: text.replace("<!-- tracker draft", "<<<<<<< HEAD\n<!-- tracker draft")
    )
    before = drafted.text
    drafted.later(days=1)
    drafted.see(paper(9))
    assert drafted.draft().path != "drafts/2025-05-02-post.md"
    assert (drafted.home / "drafts/2025-05-02-post.md").read_text() == before


def test_what_a_killed_run_wrote_stands_once_though_a_merge_left_a_conflict_in_it(
    desk: Desk,
) -> None:
    desk.see(paper(1), paper(2))
    desk.draft()
    desk.mark("[x]", 1)
    desk.publish()
    desk.see(paper(1, "A chain of thought, again", version=2))
    with desk.forgetful():
        desk.draft()
    line = "- [ ] <!-- tracker 1 reasoning -->\n"
    sides = f"<<<<<<< HEAD\n{line}=======\n{line}>>>>>>> theirs\n"
    desk.edit(lambda text: text.replace(line, sides))
    desk.see(paper(3))
    report = desk.draft()
    assert [entry.work.id for entry in report.entries] == [3]


@pytest.mark.parametrize(
    "behind",
    [
        ".sync-conflict-20250502-180000-ABCDEFG",
        " (Ada's conflicted copy 2025-05-02)",
        " (conflicted copy 2025-05-02 180000)",
        " (1)",
        "-LAPTOP",
        ".Conflict",
    ],
)
def test_a_second_copy_of_a_draft_is_named_and_not_read(drafted: Desk, behind: str) -> None:
    copy = drafted.home / "drafts" / f"2025-05-02-post{behind}.md"
    copy.write_text(drafted.text.replace("[ ]", "[x]"))
    for reading in (drafted.publish().reading, drafted.draft().reading):
        (line,) = reading.lines
        assert line.startswith(
            f"drafts/{copy.name} looks like a second copy of drafts/2025-05-02-post"
        )
        assert line in reading.cautions
        assert not reading.problems
        assert not reading.decisions
    assert drafted.decide(Verdict.APPROVED, 1).lines
