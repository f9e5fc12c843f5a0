"""The author's editor on a draft: ``$VISUAL``, else ``$EDITOR``, else one that is installed.

As git does (``git-var(1)``), but without a shell: the command is split like a shell's words, so
``code --wait`` and ``'/opt/My Editor/run' -n`` work, and nothing in it is expanded. An editor that
cannot be started, fails, or is ended by a signal has decided nothing.
"""

from __future__ import annotations

import shlex
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tracker.errors import DraftError

_USUAL = ("sensible-editor", "nano", "vi", "vim")


def edit(path: Path, env: Mapping[str, str]) -> None:
    """Open the file in the author's editor and wait. Raises DraftError when the editor failed.

    ``env`` is the environment: it names the editor, and the editor gets it.
    """
    command = editor_command(env)
    shown = shlex.join(command)
    try:
        # The editor is the author's own choice, and has the terminal.
        status = subprocess.run([*command, str(path)], env=dict(env), check=False).returncode  # noqa: S603
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        message = f"the editor cannot be started: {shown}: {reason}; set VISUAL or EDITOR"
        raise DraftError(message) from error
    if status:
        raise DraftError(f"{shown} {_ending(status)}; nothing was decided")


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


def _ending(status: int) -> str:
    if status > 0:
        return f"failed with status {status}"
    try:
        return f"was ended by {signal.Signals(-status).name}"
    except ValueError:
        return f"was ended by signal {-status}"
