"""A command on a terminal of its own (a pty): what it shows, and answers typed into it."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def run_on_terminal(
    command: Sequence[Any],
    *,
    cwd: Path,
    env: Mapping[str, str],
    answers: Sequence[tuple[str, str]] = (),
    timeout_seconds: float = 60,
) -> tuple[int, str]:
    """Status and all that was shown. ``answers`` are typed in turn, each when its prompt shows."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        command, cwd=cwd, env=dict(env), stdin=follower, stdout=follower, stderr=follower
    )
    os.close(follower)
    shown, left = b"", list(answers)
    deadline = time.monotonic() + timeout_seconds
    asked_from = 0
    try:
        while time.monotonic() < deadline:
            ready, _, _ = select.select([leader], [], [], 0.1)
            if ready:
                try:
                    piece = os.read(leader, 65536)
                except OSError:  # Linux: the other end is closed
                    break
                if not piece:
                    break
                shown += piece
            if left and left[0][0].encode() in shown[asked_from:]:
                asked_from = len(shown)
                os.write(leader, left.pop(0)[1].encode())
        return process.wait(timeout=10), shown.decode("utf-8", "replace").replace("\r\n", "\n")
    finally:
        os.close(leader)
        if process.poll() is None:
            process.kill()
            process.wait()
