"""A worker process: asks a model of the llm package one question, and ends.

It imports ``llm`` and whatever plugins the author has there, which takes a second and may do
anything. So none of it happens in tracker's own process: what a plugin prints goes nowhere, what
it raises is told, what it leaves running ends with the process, and the process has an alarm of
its own should tracker be gone. Nothing is logged: the log of llm is written by its own command
line alone.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import BinaryIO

LONGEST_CAUSE = 300  # characters


def ask(model_id: str, prompt: str, *, longest: int) -> dict[str, str]:
    """The model's ``answer``; or the ``problem``, and its ``cause`` in the model's own words."""
    try:
        import llm  # noqa: PLC0415  (a second, and it may be missing)
    except ImportError as error:
        return _problem("missing" if error.name == "llm" else "failed", error)
    try:
        model = llm.get_model(model_id)
        pieces, length = [], 0
        for piece in model.prompt(prompt, stream=model.can_stream):
            pieces.append(piece)
            length += len(piece)
            if length > longest:
                return {"problem": "endless"}
    except llm.UnknownModelError as error:
        return _problem("unknown", error)
    except llm.NeedsKeyException as error:
        return _problem("keyless", error)
    return {"answer": "".join(pieces)}


def _problem(kind: str, error: BaseException) -> dict[str, str]:
    cause = str(error.args[0] if isinstance(error, KeyError) and error.args else error)
    return {"problem": kind, "cause": (cause or type(error).__name__)[:LONGEST_CAUSE]}


def _results() -> BinaryIO:
    """Standard output, to this module alone: what plugins print goes nowhere."""
    results = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    return results


def main() -> None:
    """Read the question from standard input, and write the answer to standard output."""
    seconds, longest = sys.argv[1:]
    signal.setitimer(signal.ITIMER_REAL, float(seconds))  # its signal ends the process
    results = _results()
    try:
        model_id, prompt = json.loads(sys.stdin.buffer.read())
        found = ask(model_id, prompt, longest=int(longest))
    except BaseException as error:  # a plugin may raise anything, SystemExit too
        found = _problem("failed", error)
    results.write(json.dumps(found).encode())
    results.flush()
    os._exit(0)  # threads of a plugin are not waited for


if __name__ == "__main__":
    main()
