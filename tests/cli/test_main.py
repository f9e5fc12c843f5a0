"""The command line's frame: help, statuses, one line for each error."""

import subprocess
import sys
from pathlib import Path

import pytest

from tracker.cli import COMMANDS

PROGRAM = Path(sys.executable).with_name("tracker")


def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )


def test_help_lists_every_command_without_importing_it() -> None:
    code = (
        "import sys\nfrom tracker.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print([m for m in sys.modules if m.startswith('tracker.')], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert all(f"  {name} " in done.stdout for name in COMMANDS)
    assert done.stderr.strip() == "['tracker.cli.groups', 'tracker.errors', 'tracker.cli']"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_explains_itself_with_examples(name: str) -> None:
    done = run(name, "--help")
    assert done.returncode == 0
    assert "Examples:" in done.stdout
    assert f"tracker {name}" in done.stdout
    assert "--home" in done.stdout


def test_wrong_usage_exits_with_2_and_names_the_option() -> None:
    done = run("poll", "--nonsense")
    assert done.returncode == 2
    assert "--nonsense" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_without_a_project_exits_with_2_in_one_line(tmp_path: Path) -> None:
    done = run("status", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "tracker init" in done.stderr


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    done = run("status", "--debug", cwd=tmp_path)
    assert done.returncode != 0
    assert "Traceback" in done.stderr


def test_init_makes_a_project_and_says_what_comes_next(tmp_path: Path) -> None:
    done = run("init", "post", cwd=tmp_path)
    assert done.returncode == 0
    assert "post/tracker.toml" in done.stdout
    assert "tracker poll" in done.stderr
    assert run("init", "post", "--quiet", cwd=tmp_path).stderr == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_name_the_program(shell: str) -> None:
    done = run("completion", shell)
    assert done.returncode == 0
    assert "_TRACKER_COMPLETE" in done.stdout
