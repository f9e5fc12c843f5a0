"""How the store names posts: a copied project has its own, and any path can be noted."""

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.author import POST, Author
from tests.support.desk import Desk
from tests.support.fake_arxiv import FakeArxiv
from tests.support.sightings import paper
from tracker.errors import PostError
from tracker.store.author import publications
from tracker.values import State


def stored(desk: Desk) -> tuple[str, ...]:
    with desk.open() as db:
        return publications.posts(db)


def test_undo_in_a_copied_project_leaves_the_original_alone(drafted: Desk, tmp_path: Path) -> None:
    drafted.mark("[x]", 1)
    drafted.publish()
    published = drafted.post
    shutil.copytree(drafted.home, tmp_path / "elsewhere" / "copy")
    copy = Desk.__new__(Desk)
    copy.home, copy.now = tmp_path / "elsewhere" / "copy", drafted.now
    assert len(copy.undo().removed) == 1
    assert copy.post == POST
    assert drafted.post == published
    assert len(drafted.undo().removed) == 1


def test_a_post_beside_the_project_goes_with_both(drafted: Desk, tmp_path: Path) -> None:
    post = tmp_path / "blog" / "post.md"
    post.parent.mkdir()
    post.write_text(POST)
    drafted.mark("[x]", 1)
    drafted.publish(post=str(post))
    assert stored(drafted) == ("../blog/post.md",)
    (tmp_path / "away").mkdir()
    post.parent.rename(tmp_path / "away" / "blog")
    drafted.home = drafted.home.rename(tmp_path / "away" / "project")
    assert len(drafted.undo().removed) == 1
    assert (tmp_path / "away" / "blog" / "post.md").read_text() == POST


def test_whole_paths_that_an_earlier_tracker_noted_are_renamed(drafted: Desk) -> None:
    drafted.mark("[x]", 1)
    drafted.publish()
    with drafted.open() as db:
        db.execute("UPDATE publications SET post = ?", [str(drafted.post_path)])
        db.execute("DELETE FROM memory")
    drafted.publish()
    assert stored(drafted) == ("post.md",)
    assert len(drafted.undo().removed) == 1


def test_a_copy_from_before_that_leaves_the_originals_post_alone(
    drafted: Desk, tmp_path: Path
) -> None:
    drafted.mark("[x]", 1)
    drafted.publish()
    published = drafted.post
    with drafted.open() as db:
        db.execute("UPDATE publications SET post = ?", [str(drafted.post_path)])
        db.execute("DELETE FROM memory")
    shutil.copytree(drafted.home, tmp_path / "copy")
    copy = Desk.__new__(Desk)
    copy.home, copy.now = tmp_path / "copy", drafted.now
    with pytest.raises(PostError, match=r"project/post\.md belongs to another project"):
        copy.undo()
    assert drafted.post == published


def test_two_projects_that_share_a_post_each_take_their_own_back(
    drafted: Desk, tmp_path: Path
) -> None:
    other = Desk(tmp_path / "other")
    other.configure(post=f'path = "{drafted.post_path}"')
    other.see(paper(2), paper(3))
    other.draft()
    for desk, number in ((drafted, 1), (other, 1)):
        desk.mark("[x]", number)
        assert len(desk.publish().placed) == 1
    assert len(other.undo().removed) == 1
    assert len(drafted.undo().removed) == 1
    assert drafted.post == POST


def test_a_post_whose_path_is_not_utf_8_is_noted(
    author: Author, arxiv: FakeArxiv, tmp_path: Path
) -> None:
    author.configure(arxiv.base_url)
    author.watch("reasoning", heading="Reasoning", any_of=["chain of thought"])
    author.ok("poll")
    author.ok("draft")
    author.ok("approve", "1")
    post = os.fsdecode(bytes(tmp_path / "caf") + b"\xe9.md")
    Path(post).write_text(POST)
    author.ok("publish", post, "--dry-run")
    assert "published: " in author.ok("publish", post)
    for command in ("draft", "status", "publish"):
        author.ok(command)
    assert author.json("show", "1")["publications"][0]["post"] == post
    assert "taken back: " in author.ok("undo")
    assert Path(post).read_text() == POST


def test_the_last_publication_is_the_last_made_whatever_the_clock_said(drafted: Desk) -> None:
    drafted.mark("[x]", 1)
    drafted.publish()
    first = drafted.post
    drafted.now -= timedelta(days=40)  # before the draft was written, too
    drafted.mark("[x]", 2)
    drafted.publish()
    assert drafted.states()[2] == {State.PUBLISHED}
    assert not drafted.publish().placed
    assert drafted.undo().removed == ("A chain of thought for problem 2",)
    assert drafted.post == first
    assert drafted.undo().removed == ("A chain of thought for problem 1",)
    assert drafted.post == POST


def test_a_draft_may_be_renamed_to_what_is_not_utf_8(drafted: Desk) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    drafted.draft_path.rename(drafted.home / "drafts" / name)
    drafted.mark("[x]", 1)
    drafted.mark("[-]", 2, 3, 4)
    report = drafted.publish()
    assert len(report.placed) == 1
    assert report.closed == (f"drafts/done/{name}",)
    assert drafted.undo().reopened == (f"drafts/{name}",)
    drafted.draft()
    assert len(drafted.publish().placed) == 1


def test_a_whole_project_may_lie_under_what_is_not_utf_8(tmp_path: Path) -> None:
    desk = Desk(Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9/project")))
    desk.see(paper(1))
    desk.draft()
    desk.mark("[x]")
    assert len(desk.publish().placed) == 1
    assert len(desk.undo().removed) == 1
    assert desk.post == POST
