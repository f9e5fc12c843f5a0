"""One question to a model, bounded: in time, in the answer's length, in what can go wrong.

The ``llm`` package has no time limit, and its plugins none in common. So the question is put in a
process of its own (``worker.py``), which is ended when its time is up or the author interrupts,
with all that it has started. What goes wrong is a sentence that says what to do.

Where the author has no folder of llm's, it gets a temporary one: it would make one otherwise.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

_GRACE_SECONDS = 5.0  # after which a worker ends itself, if nobody did
_COMMAND = (sys.executable, "-P", "-m", "tracker.reader.worker")
_TOLD = {
    "missing": 'the llm package is missing: install tracker with its extra "llm"',
    "unknown": '{cause}; "llm models" lists those there are, for [ranking] reader',
    "keyless": "{cause}",
    "endless": "{model} does not stop; try another [ranking] reader",
    "late": "{model} has not answered in {seconds:g} s; give it more reader_timeout_seconds, or "
    "try another [ranking] reader",
    "failed": '{model} failed ({cause}); see whether "llm -m {model} hello" works',
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model said; or the problem, as a sentence."""

    text: str = ""
    problem: str = ""


def ask(model: str, prompt: str, *, timeout_seconds: float, longest: int) -> Answer:
    """Ask the model, and wait for all of its answer: at most ``longest`` characters."""
    try:
        with tempfile.TemporaryDirectory(prefix="tracker-", ignore_cleanup_errors=True) as folder:
            environ = _environ(os.environ, folder)
            found = _asked(json.dumps([model, prompt]), timeout_seconds, longest, environ)
    except OSError as error:
        found = {"problem": "failed", "cause": error.strerror or type(error).__name__}
    if "answer" in found:
        return Answer(found["answer"])
    problem = _TOLD[found["problem"]]
    cause = found.get("cause", "")
    return Answer(problem=problem.format(model=model, seconds=timeout_seconds, cause=cause))


def _asked(
    message: str, seconds: float, longest: int, environ: Mapping[str, str]
) -> dict[str, str]:
    with subprocess.Popen(  # noqa: S603
        [*_COMMAND, str(seconds + _GRACE_SECONDS), str(longest)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environ,
        start_new_session=True,  # a group of its own, which is ended as one
    ) as worker:
        try:
            output, _ = worker.communicate(message.encode(), seconds)
        except subprocess.TimeoutExpired:
            _end(worker)
            return {"problem": "late"}
        except BaseException:
            _end(worker)
            raise
    try:
        found: dict[str, str] = json.loads(output)
    except ValueError:  # it crashed, or was ended from outside
        return {"problem": "failed", "cause": f"its process ended with {worker.returncode}"}
    return found


def _end(worker: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(worker.pid, signal.SIGKILL)


def _environ(environ: Mapping[str, str], folder: str) -> dict[str, str]:
    """The environment in which llm makes no folder of its own."""
    own = environ.get("LLM_USER_PATH") or click.get_app_dir("io.datasette.llm")
    return dict(environ) if Path(own).is_dir() else {**environ, "LLM_USER_PATH": folder}
