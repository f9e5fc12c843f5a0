"""The author's editor: real processes on a real file."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from tracker.drafts.editor import edit, editor_command, wait_hint
from tracker.errors import DraftError


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "a draft's file.md"
    path.write_bytes(b"- [ ] one\r\n")
    return path


def script(folder: Path, text: str, name: str = "my editor.py") -> str:
    """An editor that runs ``text`` with the file's path in ``path``, as a command with a space."""
    where = folder / name
    where.write_text(
        f"import os, signal, sys\nfrom pathlib import Path\npath = Path(sys.argv[-1])\n{text}\n"
    )
    return shlex.join([sys.executable, str(where)])


def test_the_editor_changes_the_file(tmp_path: Path, draft: Path) -> None:
    command = script(tmp_path, "path.write_bytes(path.read_bytes().replace(b'[ ]', b'[x]'))")
    edit(draft, {"VISUAL": command})
    assert draft.read_bytes() == b"- [x] one\r\n"


def test_arguments_and_quotes_in_the_command_are_kept(tmp_path: Path, draft: Path) -> None:
    command = script(tmp_path, "path.write_text(repr(sys.argv[1:-1]))")
    edit(draft, {"EDITOR": f"{command} --wait 'two words' \"$HOME\" -n"})
    assert draft.read_text() == repr(["--wait", "two words", "$HOME", "-n"])


def test_visual_comes_before_editor(tmp_path: Path, draft: Path) -> None:
    one = script(tmp_path, "path.write_text('visual')", "one.py")
    other = script(tmp_path, "path.write_text('editor')", "other.py")
    edit(draft, {"VISUAL": one, "EDITOR": other})
    assert draft.read_text() == "visual"
    edit(draft, {"VISUAL": "  ", "EDITOR": other})
    assert draft.read_text() == "editor"


def test_the_editor_gets_the_environment(tmp_path: Path, draft: Path) -> None:
    command = script(tmp_path, "path.write_text(os.environ['COLOUR'])")
    edit(draft, {"EDITOR": command, "COLOUR": "blue"})
    assert draft.read_text() == "blue"


def test_an_editor_that_fails_is_told_with_its_status(tmp_path: Path, draft: Path) -> None:
    with pytest.raises(DraftError, match=r"failed with status 3; nothing was decided$"):
        edit(draft, {"EDITOR": script(tmp_path, "sys.exit(3)")})


def test_an_editor_that_is_killed_is_told_with_the_signal(tmp_path: Path, draft: Path) -> None:
    with pytest.raises(DraftError, match=r"was ended by SIGTERM; nothing was decided$"):
        edit(draft, {"EDITOR": script(tmp_path, "os.kill(os.getpid(), signal.SIGTERM)")})


@pytest.mark.parametrize("command", ["no-such-editor-here", "/no/such editor", "''"])
def test_an_editor_that_is_not_there_is_told(draft: Path, command: str) -> None:
    with pytest.raises(DraftError, match=r"cannot be started: .*; set VISUAL or EDITOR$"):
        edit(draft, {"EDITOR": command, "PATH": "/nowhere"})
    assert draft.read_bytes() == b"- [ ] one\r\n"


def test_an_editor_that_may_not_be_run_is_told(tmp_path: Path, draft: Path) -> None:
    tool = tmp_path / "tool"
    tool.write_text("#!/bin/sh\n")
    tool.chmod(0o644)
    with pytest.raises(DraftError, match="Permission denied"):
        edit(draft, {"EDITOR": str(tool)})


def test_an_unclosed_quote_is_told() -> None:
    with pytest.raises(DraftError, match=r"^EDITOR cannot be read: vi 'x: No closing quotation"):
        editor_command({"EDITOR": "vi 'x"})


def test_without_a_setting_an_installed_editor_is_taken(tmp_path: Path) -> None:
    for name in ("vi", "nano"):
        tool = tmp_path / name
        tool.write_text("#!/bin/sh\n")
        tool.chmod(0o755)
    assert editor_command({"PATH": str(tmp_path)}) == [str(tmp_path / "nano")]


def test_without_any_editor_it_is_told_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(DraftError, match=r"^there is no editor: set VISUAL or EDITOR"):
        editor_command({"PATH": str(tmp_path)})


@pytest.mark.parametrize(
    ("command", "advice"),
    [
        ("code", 'VISUAL="code --wait"'),
        ("/usr/local/bin/code -n", 'VISUAL="/usr/local/bin/code -n --wait"'),
        ("codium", "--wait"),
        ("subl -n", "--wait"),
        ("zed", "--wait"),
        ("mate", "--wait"),
        ("gvim", "--nofork"),
        ("kate", "--block"),
        ("open -t", "--wait-apps"),
        ("emacsclient -n", "leave out --no-wait"),
        ("code --wait", ""),
        ("code -w -n", ""),
        ("gvim -f", ""),
        ("emacsclient -c", ""),
        ("vim", ""),
        ("my-code", ""),
    ],
)
def test_an_editor_that_does_not_wait_gets_a_hint(command: str, advice: str) -> None:
    hint = wait_hint({"VISUAL": command})
    assert advice in hint
    assert bool(hint) == bool(advice)


def named(folder: Path, name: str) -> str:
    """An editor of that name, which writes its arguments into a file beside it."""
    where = folder / "bin" / name
    where.parent.mkdir(exist_ok=True)
    where.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {shlex.quote(str(folder / "got"))}\n')
    where.chmod(0o755)
    return shlex.quote(str(where))


@pytest.mark.parametrize(
    ("name", "options", "got"),
    [
        *((name, "", "+7 FILE") for name in ("vi", "vim", "nvim", "nano", "emacs", "vim.basic")),
        ("emacsclient", " -t", "-t +7 FILE"),
        ("code", " --wait", "--wait --goto FILE:7"),
        ("codium", " -w", "-w --goto FILE:7"),
        ("subl", " --wait", "--wait FILE:7"),
        ("hx", "", "FILE:7"),
        ("mate", " -w", "-w -l 7 FILE"),
        ("emacs-29.1", "", "+7 FILE"),
        ("vim", " +/undecided", "+/undecided FILE"),
        ("code", " -g", "-g FILE"),
        ("some-editor", "", "FILE"),
        ("ed", "", "FILE"),
    ],
)
def test_an_editor_that_takes_a_line_is_opened_at_it(
    tmp_path: Path, draft: Path, name: str, options: str, got: str
) -> None:
    edit(draft, {"EDITOR": named(tmp_path, name) + options}, line=7)
    words = (tmp_path / "got").read_text().splitlines()
    assert [word.replace(str(draft), "FILE") for word in words] == got.split()


def test_without_a_line_the_editor_gets_the_file_alone(tmp_path: Path, draft: Path) -> None:
    edit(draft, {"EDITOR": named(tmp_path, "vim")}, line=0)
    assert (tmp_path / "got").read_text().splitlines() == [str(draft)]
