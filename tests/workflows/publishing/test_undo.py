"""Undoing: the last publication out of the post, and its drafts open again."""

from pathlib import Path

import pytest

from tests.support.author import POST
from tests.support.desk import Desk
from tests.support.sightings import paper
from tests.workflows.publishing.samples import LINKED
from tracker.errors import PostError
from tracker.values import State


def test_undo_takes_back_too_what_was_found_in_the_post(drafted: Desk) -> None:
    drafted.mark("[x]", 1, 2)
    drafted.post_path.write_text(LINKED)
    drafted.publish()
    drafted.undo()
    assert drafted.states()[1] == drafted.states()[2] == {State.APPROVED}
    drafted.post_path.write_text(POST)
    assert len(drafted.publish().placed) == 2


def test_what_an_undo_could_not_take_out_leaves_the_found_ones_alone(drafted: Desk) -> None:
    drafted.mark("[x]", 1, 2)
    drafted.post_path.write_text(LINKED)
    drafted.publish()
    drafted.post_path.write_text(drafted.post.replace("problem 2**", "problem two**"))
    assert drafted.undo().removed == ()
    assert drafted.states()[1] == {State.PUBLISHED}


@pytest.mark.parametrize("form", ["jekyll", "hugo"])
def test_undo_deletes_a_post_that_was_made_and_nothing_else_stands_in(
    drafted: Desk, tmp_path: Path, form: str
) -> None:
    drafted.configure(draft=f'front_matter = "{form}"')
    path = tmp_path / "this-week.md"
    drafted.mark("[x]", 1, 4)
    drafted.publish(new_post=str(path))
    assert drafted.undo().is_deleted
    assert not path.exists()
    assert drafted.publish(new_post=str(path)).placed
    path.write_text(path.read_text() + "\nMy own words.\n")
    assert not drafted.undo().is_deleted
    assert path.read_text().endswith("My own words.\n")


def test_undo_takes_back_what_stood_in_a_post_that_was_deleted_since(
    drafted: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "posts" / "this-week.md"
    drafted.mark("[x]", 1, 4)
    drafted.publish(new_post=str(path))
    path.unlink()
    report = drafted.undo()
    assert (report.is_gone, report.is_deleted, len(report.removed)) == (True, False, 2)
    assert drafted.states()[1] == drafted.states()[4] == {State.APPROVED}
    assert len(drafted.publish(new_post=str(path)).placed) == 2


def test_a_missing_living_post_or_folder_stops_undo(drafted: Desk, tmp_path: Path) -> None:
    drafted.mark("[x]", 1)
    drafted.publish()
    kept = drafted.post_path.read_bytes()
    drafted.post_path.unlink()
    with pytest.raises(PostError, match=r"there is no file .*post.md; check"):
        drafted.undo()
    drafted.post_path.write_bytes(kept)
    drafted.mark("[x]", 4)
    path = tmp_path / "a disk" / "this-week.md"
    drafted.publish(new_post=str(path))
    path.unlink()
    path.parent.rmdir()
    with pytest.raises(PostError, match=r"there is no folder .*a disk any more; put it back"):
        drafted.undo()
    assert drafted.states()[1] == drafted.states()[4] == {State.PUBLISHED}


def test_undo_puts_every_byte_back_the_date_too(drafted: Desk) -> None:
    drafted.mark("[x]", 1, 2, 4)
    drafted.publish()
    assert "last_modified_at: 2025-05-02" in drafted.post
    report = drafted.undo()
    assert len(report.removed) == 3
    assert drafted.post == POST
    assert drafted.states()[1] == {State.APPROVED}


def test_undo_opens_the_draft_again_and_publishing_places_it_again(drafted: Desk) -> None:
    drafted.mark("[x]")
    drafted.publish()
    published = drafted.post
    assert not drafted.drafts
    assert drafted.undo().reopened == ("drafts/2025-05-02-post.md",)
    assert len(drafted.publish().placed) == 4
    assert drafted.post == published


def test_undoing_an_update_opens_no_draft_of_the_version_before(drafted: Desk) -> None:
    drafted.mark("[x]")
    assert drafted.publish().closed
    drafted.see(paper(1, version=2, days_ago=0, first_days_ago=1), paper(9))
    drafted.draft()
    drafted.mark("[x]", 1)
    drafted.edit(lambda text: text.replace("for problem 1**", "for problem 1, again**"))
    assert drafted.publish().placed
    report = drafted.undo()
    assert (len(report.removed), report.reopened) == (1, ())
    assert sorted(entry.key.work_id for entry in drafted.read.entries) == [1, 5]


def test_undo_opens_the_draft_again_beside_a_newer_one_of_its_name(drafted: Desk) -> None:
    drafted.mark("[x]")
    drafted.publish()
    drafted.see(paper(5))
    drafted.draft()
    assert drafted.draft_path.name == "2025-05-02-post-2.md"
    (reopened,) = drafted.undo().reopened
    assert len(drafted.drafts) == 2
    assert (drafted.home / reopened).is_file()
    assert len(drafted.publish().placed) == 4


def test_undo_twice_takes_back_the_publication_before(drafted: Desk) -> None:
    drafted.mark("[x]", 1)
    drafted.publish()
    drafted.mark("[x]", 2)
    drafted.publish()
    assert drafted.undo().removed == ("A chain of thought for problem 2",)
    assert drafted.undo().removed == ("A chain of thought for problem 1",)
    assert drafted.post == POST
    with pytest.raises(PostError, match="nothing has been published"):
        drafted.undo()


def test_undo_leaves_what_was_edited_since_and_says_so(drafted: Desk) -> None:
    drafted.mark("[x]", 1, 2)
    drafted.publish()
    drafted.post_path.write_text(drafted.post.replace("problem 1**", "problem one**"))
    report = drafted.undo()
    assert len(report.removed) == 1
    assert len(report.left) == 1
    assert "problem one" in drafted.post
    assert drafted.states()[1] == {State.PUBLISHED}
    assert drafted.states()[2] == {State.APPROVED}


def test_the_words_typed_since_an_undo_are_published(drafted: Desk) -> None:
    drafted.mark("[x]", 1)
    drafted.publish()
    drafted.undo()
    drafted.edit(
        lambda text: text.replace("<!-- tracker: your", "Mine.\n\n   <!-- tracker: your", 1)
    )
    drafted.publish()
    assert "Mine." in drafted.post


def test_rejecting_after_an_undo_keeps_it_out(drafted: Desk) -> None:
    drafted.mark("[x]", 1)
    drafted.publish()
    drafted.undo()
    drafted.mark("[-]", 1)
    assert not drafted.publish().placed
    assert drafted.post == POST
