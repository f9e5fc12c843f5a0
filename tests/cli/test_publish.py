"""What ``tracker publish`` says, and with which status."""

from pathlib import Path

from tests.cli.samples import drafted
from tests.support.author import POST, Author


def test_a_dry_run_prints_the_diff_alone(stocked: Author) -> None:
    drafted(stocked)
    stocked.ok("approve", "1")
    diff = stocked.ok("publish", "--dry-run")
    assert diff.startswith("--- post.md\n+++ post.md (published)\n@@ ")
    assert stocked.post == POST.encode()
    report = stocked.json("publish")
    assert len(report["placed"]) == 1
    assert stocked.ok("publish", "--dry-run") == ""


def test_what_went_where_is_told_and_how_to_take_it_back(stocked: Author) -> None:
    drafted(stocked)
    stocked.ok("approve", "1", "2")
    done = stocked.run("publish")
    assert done.stdout.count("published: ") == 2
    assert "2 under “Reasoning”; tracker undo takes them back\n" in done.stderr
    assert "under" not in stocked.run("publish").stderr


def test_publishing_nothing_says_so_and_is_no_error(stocked: Author) -> None:
    drafted(stocked)
    done = stocked.run("publish")
    assert (done.returncode, done.stdout) == (0, "")
    assert "nothing to publish" in done.stderr


def test_a_post_and_a_new_post_at_once_are_wrong_usage(stocked: Author) -> None:
    assert stocked.run("publish", "post.md", "--new-post", "new.md").returncode == 2


def test_a_deletion_is_told_however_quiet_and_a_tick_is_not(stocked: Author) -> None:
    drafted(stocked)
    (draft,) = (Path(path) for path in stocked.drafts)
    text = draft.read_text("utf-8").replace("- [ ] <!-- tracker 1 ", "- [x] <!-- tracker 1 ")
    start = text.index("- [ ] <!-- tracker 2 ")
    end = text.find("- [ ] <!-- tracker", start + 1)
    assert end > start
    draft.write_text(text[:start] + text[end:], "utf-8")
    done = stocked.run("publish", "--quiet")
    assert "deleted, counts as rejected" in done.stderr
    assert ": approved" not in done.stderr
