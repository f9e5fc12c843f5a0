"""A post that git put back as it was: its entries are taken back, and published again."""

import subprocess

import pytest

from tests.support.author import POST
from tests.support.desk import Desk
from tests.support.sightings import paper
from tracker.errors import PostError
from tracker.values import State, Verdict


def git(desk: Desk, *arguments: str) -> None:
    settings = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *settings, *arguments], cwd=desk.home, check=True, capture_output=True)


@pytest.fixture
def reverted(drafted: Desk) -> Desk:
    """A desk whose author typed words, published twice, committed, and reverted the last one."""
    git(drafted, "init", "-q")
    git(drafted, "add", "post.md")
    git(drafted, "commit", "-qm", "before")
    drafted.mark("[x]", 1)
    drafted.publish()
    git(drafted, "commit", "-qam", "first")
    drafted.edit(lambda text: text.replace("<!-- tracker: your", "Mine.\n\n   <!-- tracker: your"))
    drafted.mark("[x]", 2, 3)
    drafted.mark("[-]", 4)
    assert drafted.publish().closed
    git(drafted, "commit", "-qam", "second")
    git(drafted, "revert", "--no-edit", "HEAD")
    return drafted


def test_undo_takes_back_what_git_reverted(reverted: Desk) -> None:
    before = reverted.post
    report = reverted.undo()
    assert (len(report.gone), report.left, report.removed) == (2, (), ())
    assert report.reopened
    assert reverted.post == before
    assert len(reverted.publish().placed) == 2
    assert reverted.post.count("Mine.") == 2


def test_undo_takes_back_what_stands_and_what_does_not(reverted: Desk) -> None:
    reverted.undo()
    report = reverted.undo()  # the first publication stands still
    assert (len(report.gone), len(report.removed)) == (0, 1)
    assert reverted.post == POST
    with pytest.raises(PostError, match="nothing has been published"):
        reverted.undo()


def test_publish_says_how_to_publish_again_what_git_reverted(reverted: Desk) -> None:
    report = reverted.publish()
    assert not report.placed
    (notice,) = report.notices
    assert "no more 2 of the 2 entries" in notice
    assert "tracker undo" in notice


@pytest.mark.parametrize("verdict", list(Verdict))
def test_an_entry_that_git_reverted_can_be_decided_again(reverted: Desk, verdict: Verdict) -> None:
    report = reverted.decide(verdict, 2)
    assert not report.problems
    assert any("open again" in line for line in report.lines) == (verdict is not Verdict.REJECTED)
    assert reverted.states()[3] == {State.PUBLISHED}  # nothing was said of the other one
    placed = reverted.publish().placed
    assert len(placed) == (verdict is Verdict.APPROVED)
    assert reverted.post.count("Mine.") == (verdict is Verdict.APPROVED)  # in the author's words


def test_a_post_that_was_checked_out_as_it_was_before_all_takes_each_back(reverted: Desk) -> None:
    git(reverted, "checkout", "HEAD~3", "--", "post.md")
    assert reverted.post == POST
    assert not reverted.decide(Verdict.APPROVED, 1, 2, 3).problems
    assert len(reverted.publish().placed) == 3


def test_what_still_stands_is_not_decided_again(reverted: Desk) -> None:
    (problem,) = reverted.decide(Verdict.UNDECIDED, 1).problems
    assert "is published; take it back with tracker undo, or delete it from the post" in problem


def test_an_update_that_git_reverted_leaves_the_version_before_alone(drafted: Desk) -> None:
    drafted.mark("[x]")
    drafted.publish()
    before = drafted.post
    drafted.see(paper(1, version=2, days_ago=0, first_days_ago=1))
    drafted.draft()
    drafted.mark("[x]", 1)
    drafted.edit(lambda text: text.replace("for problem 1**", "for problem 1, again**"))
    assert drafted.publish().placed
    drafted.post_path.write_text(before)
    assert len(drafted.undo().removed) == 1
    assert drafted.post == before
    assert len(drafted.publish().placed) == 1


def test_what_the_author_rewrote_is_left_and_undo_says_what_to_do(drafted: Desk) -> None:
    drafted.mark("[x]", 1)
    drafted.publish()
    line = next(line for line in drafted.post.splitlines() if "2505.00001" in line)
    words = "2. All in other words now: <https://arxiv.org/abs/2505.00001>."
    drafted.post_path.write_text(drafted.post.replace(line, words))
    (left,) = drafted.undo().left
    assert "delete it there by hand, and undo again" in left
    drafted.post_path.write_text(POST)
    assert len(drafted.undo().gone) == 1
