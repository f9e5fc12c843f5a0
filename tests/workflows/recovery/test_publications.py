"""Publications that ended between the post and the store."""

import pytest

from tests.support.author import POST
from tests.support.desk import Desk
from tests.support.sightings import paper
from tracker.errors import PostError, StoreError
from tracker.values import State, Verdict
from tracker.workflows.publishing.publish import PublishOptions, publish
from tracker.workflows.publishing.undo import UndoReport


def test_a_run_killed_between_post_and_store_makes_no_duplicates(drafted: Desk) -> None:
    drafted.mark("[x]", 1)
    drafted.publish()
    before = drafted.post
    with drafted.open() as db:  # the state in which such a run leaves the store
        db.execute("DELETE FROM publications")
    report = drafted.publish()
    assert drafted.post == before
    assert len(report.skipped) == 1
    assert drafted.states()[1] == {State.PUBLISHED}


def test_an_update_killed_between_post_and_store_makes_no_duplicates(desk: Desk) -> None:
    desk.see(paper(1))
    desk.draft()
    desk.mark("[x]")
    desk.publish()
    desk.later(days=1)
    desk.see(paper(1, version=2, days_ago=0, first_days_ago=1))
    desk.draft()
    desk.mark("[x]")
    draft = desk.draft_path.read_bytes()
    with desk.forgetful():
        desk.publish()
        after = desk.post
    (desk.home / "drafts" / "2025-05-03-post.md").write_bytes(draft)
    desk.publish()
    assert desk.post == after


@pytest.fixture
def ended(drafted: Desk) -> Desk:
    """A desk whose publication wrote the post, and then found the disk full."""
    drafted.mark("[x]", 1, 2)
    with (
        drafted.full_disk("INSERT ON publications"),
        pytest.raises(StoreError, match="the post has the entries"),
    ):
        drafted.publish()
    assert drafted.post.count("2505.0000") == 2
    return drafted


def test_a_publication_that_ended_too_early_can_be_undone(ended: Desk) -> None:
    assert len(ended.undo().removed) == 2
    assert ended.post == POST


def test_a_publication_that_ended_too_early_is_noted_by_the_next(ended: Desk) -> None:
    post = ended.post
    report = ended.publish()
    assert report.placed == report.skipped == ()
    assert "post.md has 2 of its entries" in report.notices[0]
    assert ended.states()[1] == ended.states()[2] == {State.PUBLISHED}
    assert ended.post == post
    assert len(ended.undo().removed) == 2


def test_what_was_taken_out_of_the_post_meanwhile_was_not_published(ended: Desk) -> None:
    ended.post_path.write_text(POST)
    report = ended.publish()
    assert not [line for line in report.notices if "ended" in line]
    assert len(report.placed) == 2


def test_a_post_that_could_not_be_made_holds_nothing_back(drafted: Desk) -> None:
    drafted.mark("[x]", 1)
    with pytest.raises(PostError):
        drafted.publish(new_post=str(drafted.post_path / "x" / "new.md"))
    report = drafted.publish()
    assert (len(report.placed), report.refusals) == (1, ())


def test_what_another_run_settled_too_early_is_noted_all_the_same(drafted: Desk) -> None:
    """As it is when an undo comes between the note and the post: it finds nothing there."""
    drafted.mark("[x]", 1)
    with drafted.open() as db:
        db.execute(
            "CREATE TRIGGER settled AFTER INSERT ON memory WHEN new.name = 'publishing' "
            "BEGIN DELETE FROM memory WHERE name = 'publishing'; END"
        )
    drafted.publish()
    with drafted.open() as db:
        db.execute("DROP TRIGGER settled")
    assert drafted.states()[1] == {State.PUBLISHED}
    assert len(drafted.undo().removed) == 1
    assert drafted.post == POST


def test_while_the_last_post_is_out_of_reach_no_older_one_is_undone(drafted: Desk) -> None:
    drafted.mark("[x]", 1)
    drafted.publish()
    drafted.mark("[x]", 2)
    drive = drafted.home / "drive"
    with drafted.full_disk("INSERT ON publications"), pytest.raises(StoreError):
        drafted.publish(new_post=str(drive / "b.md"))
    drive.rename(drafted.home / "away")
    post = drafted.post
    with pytest.raises(PostError, match="put it back, and undo again"):
        drafted.undo()
    assert drafted.post == post
    drafted.later(days=8)
    assert len(drafted.publish().placed) == 1  # after a week it counts as gone


def test_a_living_post_that_is_away_is_out_of_reach(ended: Desk) -> None:
    away = ended.post_path.rename(ended.home / "away.md")
    report = ended.publish(new_post=str(ended.home / "new.md"))
    assert report.placed == ()
    assert "is out of reach" in report.refusals[0]
    away.rename(ended.post_path)
    assert "has 2 of its entries" in ended.publish().notices[0]


def test_what_an_ended_publication_placed_is_not_approved_again(ended: Desk) -> None:
    ended.draft_path.unlink()
    (problem,) = ended.decide(Verdict.APPROVED, 1).problems
    assert "is published" in problem


def test_a_version_that_came_meanwhile_is_proposed_as_an_update(ended: Desk) -> None:
    ended.mark("[-]", 3, 4)
    ended.later(days=1)
    ended.see(paper(1, version=2, days_ago=0, first_days_ago=1))
    assert ended.publish().closed
    assert [entry.work.id for entry in ended.draft().entries if entry.is_new] == [1]


def test_while_its_post_is_out_of_reach_an_entry_goes_nowhere_else(desk: Desk) -> None:
    desk.see(paper(1))
    desk.draft()
    desk.mark("[x]")
    drive = desk.home / "drive"
    drive.mkdir()
    desk.post_path.rename(drive / "post.md")
    desk.configure(post='path = "drive/post.md"')
    with desk.full_disk("INSERT ON publications"), pytest.raises(StoreError):
        desk.publish()
    drive.rename(desk.home / "away")
    report = desk.publish(new_post=str(desk.home / "new.md"))
    assert report.placed == ()
    assert "is out of reach" in report.refusals[0]
    (desk.home / "away").rename(drive)
    assert "drive/post.md has 1 of its entries" in desk.publish().notices[0]
    assert len(desk.undo().removed) == 1


def test_what_another_run_undid_meanwhile_is_not_noted(drafted: Desk) -> None:
    """As it is when an undo comes while the end of a publication waits for the database."""
    drafted.mark("[x]", 1)
    undone: list[UndoReport] = []

    def meanwhile(sql: str) -> None:
        """SQLite tells each statement before it runs it."""
        if sql == "BEGIN IMMEDIATE" and drafted.post != POST:
            undone.append(drafted.undo())

    with drafted.session() as session:
        session.db.connection.set_trace_callback(meanwhile)
        publish(session, PublishOptions())
    assert [len(report.removed) for report in undone] == [1]
    assert drafted.post == POST
    assert drafted.states()[1] == {State.APPROVED}
    assert len(drafted.publish().placed) == 1
