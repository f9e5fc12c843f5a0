"""What ``tracker review`` says and asks, at a terminal and without one."""

import re
import sys

import pytest

from tests.cli.samples import drafted
from tests.support.author import PROGRAM, Author
from tests.support.terminal import run_on_terminal


def test_a_broken_entry_gives_status_1_and_a_line(stocked: Author) -> None:
    path = drafted(stocked)
    path.write_text(path.read_text().replace("[ ]", "[?]", 1))
    done = stocked.run("draft")
    assert done.returncode == 1
    assert re.fullmatch(r"drafts/\S+\.md:\d+: .*\n", done.stderr)


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


def test_a_review_is_written_as_one_page(stocked: Author) -> None:
    pytest.importorskip("starlette", reason="the extra web is not installed")
    drafted(stocked)
    path = stocked.home / "preview.html"
    run = stocked.run("review", "--html", str(path))
    assert run.returncode == 0
    assert f"written: {path}" in run.stderr
    assert path.read_text("utf-8").startswith("<!doctype html>")
    assert stocked.run("review", "--html", str(stocked.home / "no" / "x.html")).returncode == 1
    assert stocked.run("review", "--html", str(path), "--web").returncode == 2
