"""What the commands say, and with which status, beyond what their workflows decide."""

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.support.author import POST, PROGRAM, Author
from tests.support.desk import Desk
from tests.support.sightings import paper
from tests.support.terminal import run_on_terminal


@pytest.fixture
def stocked(tmp_path: Path) -> Author:
    """An author with three papers stored, a loopback address where nothing listens, no draft."""
    desk = Desk(tmp_path / "desk")
    desk.configure(arxiv='base_url = "http://127.0.0.1:9"', network="allow_private_hosts = true")
    desk.see(*(paper(n) for n in range(1, 4)))
    author = Author(tmp_path)
    shutil.rmtree(author.home)
    desk.home.rename(author.home)
    return author


def drafted(author: Author) -> Path:
    author.ok("draft", "--since", "2025-01-01")
    (path,) = author.drafts
    return path


# --- draft --------------------------------------------------------------------------------


def test_draft_tells_the_path_and_what_is_new(stocked: Author) -> None:
    told = stocked.ok("draft", "--since", "2025-01-01")
    assert re.fullmatch(r"drafts/\S+-post\.md: 3 new entries, 3 in all\n", told)
    assert stocked.ok("draft", "--quiet") == ""
    again = stocked.ok("draft")
    assert "0 new entries, 3 in all" in again


def test_draft_json_keeps_its_promise(stocked: Author) -> None:
    report = stocked.json("draft", "--since", "2025-01-01")
    assert set(report) == {"path", "entries", "notices"}
    assert report["notices"] == []
    assert (stocked.home / report["path"]).is_file()
    promised = {
        "id": str, "topic": str, "title": str, "url": str, "score": float,
        "parts": list, "why": str, "aliases": list, "new": bool, "expired": bool,
    }  # fmt: skip
    for entry in report["entries"]:
        # It may be extended.
        assert {key: type(entry[key]) for key in promised} == promised
        assert entry["read_by"] is None
        assert (entry["new"], entry["expired"]) == (True, False)
        assert len(entry["why"]) < 100
        whole = sum(part["value"] for part in entry["parts"])
        assert entry["score"] == pytest.approx(whole, abs=1e-9)
    order = re.findall(r"<!-- tracker (\d+) ", stocked.drafts[0].read_text())
    assert [entry["id"] for entry in report["entries"]] == order


def test_a_draft_on_standard_output_is_the_file_that_would_be_written(stocked: Author) -> None:
    shown = stocked.ok("draft", "--since", "2025-01-01", "--stdout")
    assert not stocked.drafts
    assert drafted(stocked).read_text() == shown


def test_a_broken_entry_gives_status_1_and_a_line(stocked: Author) -> None:
    path = drafted(stocked)
    path.write_text(path.read_text().replace("[ ]", "[?]", 1))
    done = stocked.run("draft")
    assert done.returncode == 1
    assert re.fullmatch(r"drafts/\S+\.md:\d+: .*\n", done.stderr)


# --- review -------------------------------------------------------------------------------

MISTAKE = (
    "text = text.replace('[?]', '[x]') if '[?]' in text else "
    "re.sub(r'- \\[ \\]', '- [?]', text, count=1)"
)


def test_without_a_terminal_a_mistake_is_told_and_nothing_is_asked(stocked: Author) -> None:
    drafted(stocked)
    stocked.use_editor(MISTAKE)
    done = stocked.run("review")
    assert done.returncode == 1
    assert re.fullmatch(r"drafts/\S+\.md:\d+: .*\n", done.stderr)
    assert "0 approved, 0 rejected, 3 undecided" in done.stdout


def test_on_a_terminal_a_mistake_can_be_edited_again(stocked: Author) -> None:
    drafted(stocked)
    stocked.use_editor(MISTAKE)
    status, shown = run_on_terminal(
        [PROGRAM, "review"], cwd=stocked.home, env=stocked.environ, answers=[("Edit again?", "y\n")]
    )
    assert status == 0
    assert "is no decision" in shown
    assert "1 approved, 0 rejected, 2 undecided" in shown


def test_on_a_terminal_a_mistake_can_be_left(stocked: Author) -> None:
    path = drafted(stocked)
    stocked.use_editor(MISTAKE)
    status, shown = run_on_terminal(
        [PROGRAM, "review"], cwd=stocked.home, env=stocked.environ, answers=[("Edit again?", "n\n")]
    )
    assert status == 1
    assert "3 undecided" in shown
    assert "[?]" in path.read_text()


def test_an_interrupt_at_the_question_keeps_the_file_and_says_130(stocked: Author) -> None:
    path = drafted(stocked)
    stocked.use_editor(MISTAKE)
    status, _ = run_on_terminal(
        [PROGRAM, "review"],
        cwd=stocked.home,
        env=stocked.environ,
        answers=[("Edit again?", "\x04")],
    )
    assert status == 130
    assert "[?]" in path.read_text()


@pytest.mark.parametrize(
    ("editor", "told"),
    [("false", "failed with status 1"), ("/no/such/editor", "cannot be started")],
)
def test_an_editor_that_fails_is_told_in_a_line(stocked: Author, editor: str, told: str) -> None:
    drafted(stocked)
    stocked.environ["EDITOR"] = editor
    done = stocked.run("review")
    assert done.returncode == 1
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_editor_without_a_terminal_gets_arguments_with_blanks(stocked: Author) -> None:
    drafted(stocked)
    script = stocked.home.parent / "my editor.py"
    script.write_text("import sys; print(sys.argv[1:-1])")
    stocked.environ["VISUAL"] = f"'{sys.executable}' '{script}' -n 'a b'"
    assert "['-n', 'a b']" in stocked.ok("review")


# --- decide and publish -------------------------------------------------------------------


def test_deciding_prints_a_line_each_and_1_for_what_is_unknown(stocked: Author) -> None:
    drafted(stocked)
    done = stocked.run("approve", "1", "2505.00002", "no-such-thing")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 2
    assert "no-such-thing" in done.stderr
    assert "1 in reasoning: undecided again" in stocked.ok("restore", "1")
    assert "1 in reasoning: rejected" in stocked.ok("reject", "1", "--reason", "too narrow")
    assert "too narrow" in stocked.ok("show", "1")


def test_a_dry_run_prints_the_diff_alone(stocked: Author) -> None:
    drafted(stocked)
    stocked.ok("approve", "1")
    diff = stocked.ok("publish", "--dry-run")
    assert diff.startswith("--- post.md\n+++ post.md (published)\n@@ ")
    assert stocked.post == POST.encode()
    report = stocked.json("publish")
    assert len(report["placed"]) == 1
    assert stocked.ok("publish", "--dry-run") == ""


def test_publishing_nothing_says_so_and_is_no_error(stocked: Author) -> None:
    drafted(stocked)
    done = stocked.run("publish")
    assert (done.returncode, done.stdout) == (0, "")
    assert "nothing to publish" in done.stderr


def test_undo_tells_what_it_took_back_and_what_it_left(stocked: Author) -> None:
    drafted(stocked)
    stocked.ok("approve", "1", "2")
    stocked.ok("publish")
    post = stocked.home / "post.md"
    post.write_text(post.read_text().replace("problem 1**", "problem one**"))
    done = stocked.run("undo")
    assert done.returncode == 1
    assert "taken back: A chain of thought for problem 2" in done.stdout
    assert "left in" in done.stderr
    again = stocked.run("undo")
    assert again.returncode == 1


def test_a_post_and_a_new_post_at_once_are_wrong_usage(stocked: Author) -> None:
    assert stocked.run("publish", "post.md", "--new-post", "new.md").returncode == 2


# --- list, show, status, add --------------------------------------------------------------


def test_list_and_status_speak_to_people_and_to_scripts(stocked: Author) -> None:
    assert stocked.ok("list").count("\n") == 6
    assert "no work fits" in stocked.run("list", "--query", "nonsense").stderr
    assert len(stocked.json("list", "--limit", "2")) == 2
    told = stocked.ok("list", "--json")
    assert told == json.dumps(json.loads(told), indent=2) + "\n"
    assert "never polled" in stocked.ok("status")
    status = stocked.json("status")
    assert {"sources", "counts"} <= set(status)
    assert status["counts"]["works"] == 3
    assert stocked.run("list", "--topic", "resoning").returncode == 2
    assert stocked.run("list", "--state", "nice").returncode == 2


def test_show_tells_all_and_1_for_what_is_unknown(stocked: Author) -> None:
    shown = stocked.ok("show", "https://arxiv.org/abs/2505.00001v1")
    for part in ("A chain of thought for problem 1", "arxiv:2505.00001", "Topics", "Sightings"):
        assert part in shown
    assert stocked.json("show", "1")["id"] == "1"
    done = stocked.run("show", "2505.99999")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1


def test_adding_offline_stores_it_and_says_what_is_missing(stocked: Author) -> None:
    done = stocked.run("add", "2401.00001", "--topic", "tuning", "--note", "later")
    assert done.returncode == 1
    assert "added: 4" in done.stdout
    assert done.stderr.count("\n") == 1
    assert "later" in stocked.ok("show", "4")
    assert "known already: 1" in stocked.ok("add", "2505.00001")


@pytest.mark.parametrize("arguments", [("hello world",), ("2401.00001", "--topic", "x"), ()])
def test_adding_what_makes_no_sense_is_wrong_usage(
    stocked: Author, arguments: tuple[str, ...]
) -> None:
    assert stocked.run("add", *arguments).returncode == 2


def test_reindexing_changes_nothing_where_the_rules_are_the_same(stocked: Author) -> None:
    before = stocked.json("list")
    assert "3 works: 0 parted, 0 changed; 3 match a topic" in stocked.ok("reindex")
    assert stocked.json("list") == before


def test_a_topic_that_an_import_makes_is_told_to_take_all(stocked: Author) -> None:
    feed = '<outline text="Kettles"><outline xmlUrl="https://kettle.example/feed"/></outline>'
    (stocked.home / "feeds.opml").write_text(f"<opml><body>{feed}</body></opml>")
    told = stocked.ok("watchlists", "import", str(stocked.home / "feeds.opml"))
    assert told == "kettles: 1 feed added (a new topic, which takes all that they bring)\n"


def test_what_an_import_leaves_out_is_told(stocked: Author) -> None:
    path = stocked.home / "feeds.opml"
    path.write_text('<opml><body><outline xmlUrl="notaurl"/></body></opml>')
    done = stocked.run("watchlists", "import", str(path), "--topic", "reasoning")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "notaurl: no address of the Web, so it was left out\n"
    path.write_text("<opml><body/></opml>")
    assert stocked.run("watchlists", "import", str(path)).stderr == "the list names no feed\n"


def test_a_watchlist_that_can_match_nothing_is_told(stocked: Author) -> None:
    (stocked.home / "watchlists" / "tea.toml").write_text("")
    done = stocked.run("watchlists")
    assert "watchlists/tea.toml: nothing can match; give it phrases" in done.stderr
    assert done.returncode == 0


def test_watchlists_are_listed_and_checked(stocked: Author) -> None:
    assert stocked.ok("watchlists").count("\n") == 2
    (stocked.home / "watchlists" / "broken.toml").write_text('titel = "x"\n')
    done = stocked.run("watchlists", "--json")
    assert done.returncode == 2
    assert len(json.loads(done.stdout)["watchlists"]) == 2
    assert 'did you mean "title"' in done.stderr


def test_the_home_can_be_named_before_and_after_the_command(stocked: Author) -> None:
    home = str(stocked.home)
    stocked.home = stocked.home.parent
    assert stocked.ok("--home", home, "list") == stocked.ok("list", "--home", home)
    stocked.environ["TRACKER_HOME"] = home
    assert stocked.ok("list")
