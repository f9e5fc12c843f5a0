"""Publishing: approved entries into the post, in the author's words, once; and back."""

import re
from pathlib import Path

import pytest

from tests.support.author import POST
from tests.support.desk import Desk
from tests.workflows.publishing.samples import LINK, LINKED, decisions, section
from tracker.errors import ConfigError, PostError
from tracker.values import State, Verdict


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


def test_what_is_published_with_a_line_that_breaks_off_is_told(drafted: Desk) -> None:
    drafted.mark("[x]", 1, 2)
    assert not drafted.publish(dry_run=True).cut
    drafted.edit(
        lambda text: text.replace("<!-- tracker: your", "Mine, and …\n\n   <!-- tracker: your", 1)
    )
    report = drafted.publish()
    assert len(report.placed) == 2
    (title,) = report.cut
    assert report.as_json()["cut"] == [title]


def test_what_moved_and_which_headings_came_are_told_as_json_as_well(drafted: Desk) -> None:
    drafted.post_path.write_text("# Notes\n")
    drafted.mark("[x]", 1)
    drafted.mark("[-]", 2)
    report = drafted.publish()
    (line,) = report.notices
    assert "2 decided entries moved to drafts/done/" in line
    assert report.as_json()["notices"] == [line]
    assert report.as_json()["created"] == ["Reasoning"]


def test_publishing_twice_changes_nothing(drafted: Desk) -> None:
    drafted.mark("[x]", 1, 2)
    drafted.publish()
    before = drafted.post
    report = drafted.publish()
    assert drafted.post == before
    assert not report.placed
    assert not report.refusals


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
    assert report.under == {"Tuning": 1}
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


def test_markers_on_request(drafted: Desk) -> None:
    drafted.configure(post='path = "post.md"\nmarkers = true')
    drafted.mark("[x]", 1)
    drafted.publish()
    assert "<!-- tracker 1 reasoning -->" in drafted.post
    drafted.undo()
    assert drafted.post == POST


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
