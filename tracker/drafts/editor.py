"""The author's editor on a draft: ``$VISUAL``, else ``$EDITOR``, else one that is installed.

As git does (``git-var(1)``), but without a shell: the command is split like a shell's words, so
``code --wait`` and ``'/opt/My Editor/run' -n`` work, and nothing in it is expanded. An editor that
cannot be started, fails, or is ended by a signal has decided nothing. An editor that is known to
take a line is opened at one; any other gets the file alone.
"""

from __future__ import annotations

import re
import shlex
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path, PurePath

from tracker.errors import DraftError

_USUAL = ("sensible-editor", "nano", "vi", "vim")


# How each editor takes a file and a line in it, by the names of its command.
_PLUS = ("+{line}", "{path}")
_COLON = ("{path}:{line}",)
_GOTO = ("--goto", "{path}:{line}")
_AT_LINE = {
    **dict.fromkeys(("vi", "vim", "nvim", "gvim", "mvim", "vimx", "elvis", "nvi"), _PLUS),
    **dict.fromkeys(("nano", "pico", "rnano", "emacs", "emacsclient", "mg", "jmacs"), _PLUS),
    **dict.fromkeys(("joe", "jed", "ne", "micro", "kak", "gedit", "xed", "pluma", "bbedit"), _PLUS),
    **dict.fromkeys(("subl", "sublime_text", "zed", "zeditor", "hx", "helix"), _COLON),
    **dict.fromkeys(("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"), _GOTO),
    **dict.fromkeys(("mate", "kate", "kwrite"), ("-l", "{line}", "{path}")),
}
_SUFFIX = re.compile(r"(?:\.(?:exe|cmd|bat|basic|tiny|nox|gtk3?|lucid)|-?\d[\d.]*)$", re.IGNORECASE)


def edit(path: Path, env: Mapping[str, str], *, line: int = 0) -> None:
    """Open the file in the author's editor, at the ``line`` (from 1) where it takes one, and wait.
    Raises DraftError when the editor failed.

    ``env`` is the environment: it names the editor, and the editor gets it.
    """
    command = editor_command(env)
    shown = shlex.join(command)
    try:
        # The editor is the author's own choice, and has the terminal.
        arguments = [*command, *_file_at(command, path, line)]
        status = subprocess.run(arguments, env=dict(env), check=False).returncode  # noqa: S603
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        message = f"the editor cannot be started: {shown}: {reason}; set VISUAL or EDITOR"
        raise DraftError(message) from error
    if status:
        raise DraftError(f"{shown} {_ending(status)}; nothing was decided")


def _file_at(command: list[str], path: Path, line: int) -> list[str]:
    """The file's arguments; an author who names a line, or how, in the command keeps that."""
    name = _SUFFIX.sub("", Path(command[0].replace("\\", "/")).name.lower())
    form = _AT_LINE.get(name)
    has_own = any(re.match(r"\+\d|\+/|-(?:g|-goto|l|-line)\b", word) for word in command[1:])
    if form is None or line < 1 or has_own:
        return [str(path)]
    return [part.format(path=path, line=line) for part in form]


def editor_command(env: Mapping[str, str]) -> list[str]:
    """The editor's command and arguments. Raises DraftError where it cannot be read."""
    for name in ("VISUAL", "EDITOR"):
        text = env.get(name, "").strip()
        if not text:
            continue
        try:
            return shlex.split(text)
        except ValueError as error:
            raise DraftError(f"{name} cannot be read: {text}: {error}") from error
    search = env.get("PATH")
    for name in _USUAL:
        if program := shutil.which(name, path=search):
            return [program]
    raise DraftError("there is no editor: set VISUAL or EDITOR to the command that opens yours")


# Editors that come back at once unless they are told to wait, and the options that tell it.
_WAITS = {
    **dict.fromkeys(
        ("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf", "subl", "zed"),
        ("--wait", "-w"),
    ),
    **dict.fromkeys(("atom", "pulsar", "mate", "bbedit", "xed"), ("--wait", "-w")),
    **dict.fromkeys(("gvim", "mvim"), ("--nofork", "-f")),
    "kate": ("--block", "-b"),
    "open": ("--wait-apps", "-W"),
}


def wait_hint(env: Mapping[str, str]) -> str:
    """What to say to an author whose editor does not wait for them; "" where it does, or may."""
    command = editor_command(env)
    name = PurePath(command[0]).name.lower().removesuffix(".exe").removesuffix(".cmd")
    if name == "emacsclient" and {"-n", "--no-wait"} & set(command):
        return f"{name} does not wait until you are done: leave out --no-wait in VISUAL or EDITOR"
    options = _WAITS.get(name, ())
    given = {option.partition("=")[0] for option in command[1:]}
    if not options or given & set(options):
        return ""
    advice = f'set VISUAL="{shlex.join(command)} {options[0]}"'
    return f"{name} does not wait until you are done: {advice}"


def _ending(status: int) -> str:
    if status > 0:
        return f"failed with status {status}"
    try:
        return f"was ended by {signal.Signals(-status).name}"
    except ValueError:
        return f"was ended by signal {-status}"
