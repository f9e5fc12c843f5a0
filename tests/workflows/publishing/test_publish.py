"""Publishing: approved entries into the post, in the author's words, once; and back."""

import re
from pathlib import Path

import pytest

from tests.support.author import POST
from tests.support.desk import Desk
from tests.support.sightings import paper
from tracker.errors import ConfigError, DraftError, PostError, StoreError
from tracker.values import State, Verdict
from tracker.workflows.publishing.publish import PublishOptions, publish
from tracker.workflows.publishing.undo import UndoReport

LINK = "https://arxiv.org/abs/2505.0000{}"


@pytest.fixture
def drafted(desk: Desk) -> Desk:
    """Three works of one topic and one of another in an open draft."""
    desk.see(paper(1), paper(2), paper(3), paper(4, "A low-rank adapter"))
    desk.draft()
    return desk


def section(post: str, heading: str) -> str:
    return (
        post.split(f"## {heading}\n")[1].split("\n## ", maxsplit=1)[0].split("\n---", maxsplit=1)[0]
    )


def decisions(desk: Desk) -> int:
    with desk.open() as db:
        count: int = db.value("SELECT count(*) FROM decisions")
    return count


def test_approved_entries_go_under_their_headings_in_the_authors_words(drafted: Desk) -> None:
    drafted.mark("[x]", 1, 4)
    drafted.edit(lambda text: text.replace("<!-- tracker: your", "Mine.\n\n   <!-- tracker: your"))
    report = drafted.publish()
    assert len(report.placed) == 2
    reasoning, tuning = section(drafted.post, "Reasoning"), section(drafted.post, "Tuning")
    assert LINK.format(1) in reasoning
    assert "Mine." in reasoning
    assert LINK.format(4) in tuning
    assert LINK.format(2) not in drafted.post
    assert "<!--" not in drafted.post
    assert "[x]" not in drafted.post
    assert drafted.post.endswith("\n---\n\n*A footer.*\n")


def test_an_item_of_the_draft_is_one_in_an_empty_post(drafted: Desk) -> None:
    drafted.post_path.write_text("# Notes\n")
    drafted.mark("[x]", 1, 2)
    drafted.publish()
    assert re.findall(r"^\d+\. ", drafted.post, re.MULTILINE) == ["1. ", "2. "]


def test_a_dry_run_shows_the_diff_and_writes_and_stores_nothing(drafted: Desk) -> None:
    drafted.mark("[x]", 1)
    drafted.cut(2)
    before = drafted.text
    report = drafted.publish(dry_run=True)
    assert report.diff.startswith("--- post.md\n+++ post.md (published)\n@@")
    added = [line for line in report.diff.splitlines() if line.startswith("+2. ")]
    assert len(added) == 1
    assert drafted.post == POST
    assert drafted.text == before
    assert decisions(drafted) == 0


def test_a_diff_of_odd_line_ends_says_no_more_than_what_changes(drafted: Desk) -> None:
    odd = POST.replace("long since.", "long\u2028since\x0cyes.").removesuffix("\n")
    drafted.post_path.write_bytes(odd.encode())
    drafted.mark("[x]", 1)
    diff = drafted.publish(dry_run=True).diff
    assert diff.count("No newline") == 0
    assert not [line for line in diff.split("\n") if line.startswith("-") and "since" in line]


def test_publishing_twice_changes_nothing(drafted: Desk) -> None:
    drafted.mark("[x]", 1, 2)
    drafted.publish()
    before = drafted.post
    report = drafted.publish()
    assert drafted.post == before
    assert not report.placed
    assert not report.refusals


def test_a_decided_draft_moves_to_done_and_another_begins(drafted: Desk) -> None:
    drafted.mark("[x]", 1)
    drafted.mark("[-]", 2, 3)
    assert drafted.publish().closed == ()
    drafted.mark("[-]", 4)
    report = drafted.publish()
    assert report.closed == ("drafts/done/2025-05-02-post.md",)
    assert not drafted.drafts
    drafted.see(paper(5))
    drafted.draft()
    drafted.mark("[-]", 5)
    assert drafted.publish().closed == ("drafts/done/2025-05-02-post-2.md",)
    assert len(drafted.done) == 2


def test_an_approved_entry_whose_draft_is_gone_is_told(drafted: Desk) -> None:
    drafted.decide(Verdict.APPROVED, 1)
    drafted.draft_path.unlink()
    report = drafted.publish()
    (line,) = report.refusals
    assert "is gone" in line
    assert "tracker approve 1" in line
    drafted.decide(Verdict.APPROVED, 1)
    assert len(drafted.publish().placed) == 1


def test_an_approved_entry_whose_draft_was_emptied_is_told(drafted: Desk) -> None:
    drafted.decide(Verdict.APPROVED, 1)
    drafted.draft_path.write_text("")
    (line,) = drafted.publish().refusals
    assert "is empty; to have its entry written anew: tracker approve 1" in line
    drafted.decide(Verdict.APPROVED, 1)
    assert len(drafted.publish().placed) == 1


LINKED = POST.replace("Nothing here yet.", "See https://arxiv.org/pdf/2505.00001v1.")


def test_undo_takes_back_too_what_was_found_in_the_post(drafted: Desk) -> None:
    drafted.mark("[x]", 1, 2)
    drafted.post_path.write_text(LINKED)
    drafted.publish()
    drafted.undo()
    assert drafted.states()[1] == drafted.states()[2] == {State.APPROVED}
    drafted.post_path.write_text(POST)
    assert len(drafted.publish().placed) == 2


@pytest.mark.parametrize("verdict", list(Verdict))
def test_what_was_only_found_in_the_post_can_be_decided_again(
    drafted: Desk, verdict: Verdict
) -> None:
    drafted.mark("[x]", 1)
    drafted.mark("[-]", 2, 3, 4)
    drafted.post_path.write_text(LINKED)
    assert drafted.publish().closed
    drafted.post_path.write_text(POST)
    assert not drafted.decide(verdict, 1).problems
    assert len(drafted.publish().placed) == (verdict is Verdict.APPROVED)


def test_what_an_undo_could_not_take_out_leaves_the_found_ones_alone(drafted: Desk) -> None:
    drafted.mark("[x]", 1, 2)
    drafted.post_path.write_text(LINKED)
    drafted.publish()
    drafted.post_path.write_text(drafted.post.replace("problem 2**", "problem two**"))
    assert drafted.undo().removed == ()
    assert drafted.states()[1] == {State.PUBLISHED}


def test_an_approved_entry_that_stands_in_another_draft_is_not_lost(drafted: Desk) -> None:
    drafted.decide(Verdict.APPROVED, 1)
    drafted.draft_path.write_text("")
    drafted.decide(Verdict.APPROVED, 1)
    assert not drafted.publish(dry_run=True).refusals


def test_what_the_post_links_already_is_skipped_with_a_word(drafted: Desk) -> None:
    drafted.mark("[x]", 1, 2)
    drafted.post_path.write_text(LINKED)
    report = drafted.publish()
    assert len(report.placed) == 1
    assert report.skipped == ("A chain of thought for problem 1: the post links it already",)
    assert drafted.states()[1] == {State.PUBLISHED}
    assert drafted.post.count("2505.00001") == 1


def test_a_deletion_counts_as_rejected_and_is_told(drafted: Desk) -> None:
    drafted.cut(2)
    report = drafted.publish()
    assert any("2 in reasoning: deleted" in line for line in report.reading.lines)
    assert drafted.states()[2] == {State.REJECTED}


def test_a_broken_entry_is_told_and_the_others_are_published(drafted: Desk) -> None:
    drafted.mark("[x]", 1)
    drafted.edit(lambda text: text.replace("- [ ] <!-- tracker 2 ", "- [x] <!-- tracker! 2 "))
    report = drafted.publish()
    assert len(report.placed) == 1
    assert re.match(
        r"drafts/2025-05-02-post\.md:\d+: the marker is broken", report.reading.problems[0]
    )
    assert drafted.states()[2] == {State.PROPOSED}
    assert len(drafted.drafts) == 1


@pytest.mark.parametrize("name", ["Tuning", "tuning", "Tuning {#tune}", "🎛 Tuning"])
def test_an_entry_moved_under_another_topics_heading_is_published_there(
    drafted: Desk, name: str
) -> None:
    entry = drafted.cut(1).replace("[ ]", "[x]")
    drafted.edit(lambda text: text.replace("## Tuning\n", f"## {name}\n\n{entry}"))
    report = drafted.publish()
    assert len(report.placed) == 1
    assert LINK.format(1) in section(drafted.post, "Tuning")
    assert LINK.format(1) not in section(drafted.post, "Reasoning")
    assert drafted.states()[1] == {State.PUBLISHED}
    assert drafted.undo().removed
    assert drafted.post == POST


def test_an_entry_under_a_heading_of_the_authors_own_goes_to_its_topics(drafted: Desk) -> None:
    entry = drafted.cut(1).replace("[ ]", "[x]")
    drafted.edit(
        lambda text: text.replace("## Tuning\n", f"## To be read again\n\n{entry}\n## Tuning\n")
    )
    drafted.publish()
    assert LINK.format(1) in section(drafted.post, "Reasoning")


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_read_only_post_is_refused_in_a_line(drafted: Desk, dry_run: bool) -> None:
    drafted.configure(post='path = "drafts/../post.md"')
    drafted.mark("[x]", 1)
    drafted.post_path.chmod(0o444)
    with pytest.raises(PostError) as refused:
        drafted.publish(dry_run=dry_run)
    assert str(refused.value) == f"{drafted.post_path} cannot be written: it is read-only"
    assert drafted.post == POST
    assert drafted.states()[1] == {State.APPROVED}


@pytest.mark.parametrize(
    ("data", "told"), [("# Zürich\n".encode("latin-1"), "not UTF-8"), (None, "there is no file")]
)
def test_a_post_that_cannot_be_read_is_refused_in_a_line(
    drafted: Desk, data: bytes | None, told: str
) -> None:
    drafted.mark("[x]", 1)
    if data is None:
        drafted.post_path.unlink()
    else:
        drafted.post_path.write_bytes(data)
    with pytest.raises(PostError, match=told) as refused:
        drafted.publish()
    assert "\n" not in str(refused.value)
    if data is not None:
        assert drafted.post_path.read_bytes() == data


def test_without_a_post_it_says_how_to_name_one(drafted: Desk) -> None:
    drafted.configure(post="")
    with pytest.raises(ConfigError, match="tracker publish POST"):
        drafted.publish()


def test_a_post_can_be_named_from_the_folder_one_stands_in(
    drafted: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other.md").write_text("# Other\n")
    monkeypatch.chdir(tmp_path)
    drafted.mark("[x]", 1)
    assert drafted.publish(post="other.md").placed
    assert LINK.format(1) in (tmp_path / "other.md").read_text()
    assert drafted.post == POST


def test_a_post_of_its_own_is_made_and_never_overwritten(drafted: Desk, tmp_path: Path) -> None:
    path = tmp_path / "new" / "this-week.md"
    drafted.mark("[x]", 1, 4)
    report = drafted.publish(new_post=str(path))
    assert len(report.placed) == 2
    assert LINK.format(1) in path.read_text()
    assert drafted.post == POST
    assert drafted.states()[1] == {State.PUBLISHED}
    with pytest.raises(PostError, match="is there already"):
        drafted.publish(new_post=str(path))


def test_a_new_post_is_headed_by_the_draft_s_edited_title_or_its_file_s_name(
    drafted: Desk, tmp_path: Path
) -> None:
    drafted.watch("reasoning", any_of=["chain of thought"], more="")
    listed = drafted.home / "watchlists" / "reasoning.toml"
    listed.write_text('tags = ["llm", "thought"]\n' + listed.read_text())
    drafted.mark("[x]", 1)
    path = tmp_path / "2025-05-02-this-week" / "index.md"
    assert '+title: "This week"\n' in drafted.publish(new_post=str(path), dry_run=True).diff
    drafted.edit(lambda text: re.sub("title: .*", "title: Reading notes", text, count=1))
    drafted.publish(new_post=str(path))
    assert 'title: "Reading notes"\n' in path.read_text()
    assert 'tags: ["llm", "thought"]\n' in path.read_text()
    assert re.search(r"^1\. \*\*", path.read_text(), re.MULTILINE)


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


def test_a_new_post_of_nothing_is_not_made(drafted: Desk, tmp_path: Path) -> None:
    drafted.publish(new_post=str(tmp_path / "none.md"))
    assert not (tmp_path / "none.md").exists()


def test_a_post_behind_a_link_stays_behind_it(drafted: Desk, tmp_path: Path) -> None:
    real = tmp_path / "real.md"
    real.write_text(POST)
    drafted.post_path.unlink()
    drafted.post_path.symlink_to(real)
    drafted.mark("[x]", 1)
    drafted.publish()
    assert drafted.post_path.is_symlink()
    assert LINK.format(1) in real.read_text()


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
    before_store = desk.home / "tracker.db"
    with desk.open() as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = before_store.read_bytes()
    draft = desk.draft_path.read_bytes()
    desk.publish()
    after = desk.post
    for path in desk.home.glob("tracker.db-*"):
        path.unlink()
    before_store.write_bytes(stored)
    desk.done[-1].rename(desk.home / "drafts" / "2025-05-03-post.md")
    assert desk.draft_path.read_bytes() == draft
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
    assert report.notices == ()
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
    assert drafted.publish().placed
    report = drafted.undo()
    assert (len(report.removed), report.reopened) == (1, ())
    assert len(drafted.drafts) == len(drafted.done) == 1


def test_undo_opens_the_draft_again_beside_a_newer_one_of_its_name(drafted: Desk) -> None:
    drafted.mark("[x]")
    drafted.publish()
    drafted.see(paper(5))
    drafted.draft()
    assert drafted.draft_path.name == "2025-05-02-post.md"
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


def test_markers_on_request(drafted: Desk) -> None:
    drafted.configure(post='path = "post.md"\nmarkers = true')
    drafted.mark("[x]", 1)
    drafted.publish()
    assert "<!-- tracker 1 reasoning -->" in drafted.post
    drafted.undo()
    assert drafted.post == POST


def test_a_folder_for_done_that_cannot_be_made_is_told(drafted: Desk) -> None:
    (drafted.home / "drafts" / "done").write_text("in the way")
    drafted.mark("[-]")
    with pytest.raises(DraftError, match="cannot be moved"):
        drafted.publish()


def test_line_endings_of_the_post_are_kept(drafted: Desk) -> None:
    drafted.post_path.write_bytes(POST.replace("\n", "\r\n").encode())
    drafted.mark("[x]", 1)
    drafted.publish()
    assert drafted.post.count("\n") == drafted.post.count("\r\n")
    drafted.undo()
    assert drafted.post == POST.replace("\n", "\r\n")


def test_the_mode_of_the_post_is_kept(drafted: Desk) -> None:
    drafted.post_path.chmod(0o640)
    drafted.mark("[x]", 1)
    drafted.publish()
    assert drafted.post_path.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in drafted.home.glob("*post.md*")] == ["post.md"]


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_draft_of_another_database_is_told(drafted: Desk, dry_run: bool) -> None:
    drafted.mark("[x]", 1)
    for path in drafted.home.glob("tracker.db*"):
        path.unlink()
    (problem,) = drafted.publish(dry_run=dry_run).reading.problems
    assert re.match(
        r"drafts/\S+ holds \d entries that this database does not know: .*bring the database",
        problem,
    )
    with pytest.raises(DraftError, match="this database does not know"):
        drafted.review()


def test_a_copy_of_a_draft_is_left_alone(drafted: Desk) -> None:
    (drafted.home / "drafts" / "copy.md").write_text(drafted.text)
    assert not drafted.publish().reading.problems
