"""Language models for tests, as a plugin of the llm package: each answers in its own way.

It is loaded by llm alone, as any plugin is (``readers.installed``).
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import llm

from tests.support.readers import LOG, ORDERS, works_in

Answer = Callable[[list[dict[str, Any]]], Iterator[Any]]


class Plugin(llm.Model):
    """A model that answers as its function does."""

    can_stream = True

    def __init__(self, answer: Answer) -> None:
        self.model_id = answer.__name__.replace("_", "-")
        self._answer = answer

    def execute(
        self,
        prompt: llm.Prompt,
        stream: bool,
        response: llm.Response,
        conversation: llm.Conversation | None,
    ) -> Iterator[Any]:
        asked = str(prompt.prompt)
        with Path(os.environ[LOG]).open("a") as log:
            log.write(json.dumps(asked) + "\n")
        yield from self._answer(in_turn(works_in(asked)))


def in_turn(works: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The works by the number that their titles end with, in whatever order they were asked."""
    ends = {work["id"]: re.search(r"(\d+)$", work["title"]) for work in works}
    return sorted(works, key=lambda work: int(end[1]) if (end := ends[work["id"]]) else 0)


def backwards(works: list[dict[str, Any]]) -> Iterator[Any]:
    for work in reversed(works):
        yield f"{work['id']} "


def last_two(works: list[dict[str, Any]]) -> Iterator[Any]:
    yield f"{works[-1]['id']}\n{works[-2]['id']}"


def twice(works: list[dict[str, Any]]) -> Iterator[Any]:
    for work in reversed(works):
        yield f"{work['id']}, {work['id']}, "
    yield " ".join(str(work["id"]) for work in works)


def foreign(works: list[dict[str, Any]]) -> Iterator[Any]:
    asked = {work["id"] for work in works}
    yield " ".join(str(number) for number in (*range(1, 300), *range(10_000, 11_000), 10**30))
    yield " " + " ".join(str(n) for n in range(99_000, 100_000) if n not in asked)
    yield f" -1 0 {works[-1]['id']}"


def talks(works: list[dict[str, Any]]) -> Iterator[Any]:
    yield "Sure! Of the 3 best, these 2 of 2025 come first:\n\n"
    yield f"1. **{works[-1]['id']}**: {works[-1]['title']!r} is news.\n"
    yield f"2. `{works[-2]['id']}` - as I said.\n\nHope that helps"


def fails_once_asked(works: list[dict[str, Any]]) -> Iterator[Any]:
    """Answers once, and never again."""
    if len(Path(os.environ[LOG]).read_text().splitlines()) > 1:
        raise RuntimeError("no more today")
    yield from backwards(works)


def by_favour(works: list[dict[str, Any]]) -> Iterator[Any]:
    """Names the one whose title it likes, then what it reads first in the order of the numbers."""
    likes = [work for work in works if work["title"].endswith(" 3")]
    for work in (*likes, *sorted(works, key=lambda work: int(work["id"]))[:2]):
        yield f"{work['id']} "


def refuses(works: list[dict[str, Any]]) -> Iterator[Any]:
    yield "I cannot help with that."


def silent(works: list[dict[str, Any]]) -> Iterator[Any]:
    yield ""


def raises(works: list[dict[str, Any]]) -> Iterator[Any]:
    raise RuntimeError("no such\nluck \x1b[31m")
    yield


def leaves(works: list[dict[str, Any]]) -> Iterator[Any]:
    yield f"{works[-1]['id']}"
    sys.exit(0)


def crashes(works: list[dict[str, Any]]) -> Iterator[Any]:
    yield f"{works[-1]['id']}"
    os.kill(os.getpid(), signal.SIGKILL)


def numbers(works: list[dict[str, Any]]) -> Iterator[Any]:
    yield works[-1]["id"]


def endless(works: list[dict[str, Any]]) -> Iterator[Any]:
    while True:
        yield f"{works[-1]['id']} "


def hollow(works: list[dict[str, Any]]) -> Iterator[Any]:
    while True:
        yield ""


def giant(works: list[dict[str, Any]]) -> Iterator[Any]:
    yield f"{works[-1]['id']} " * 5_000_000


def sleeps(works: list[dict[str, Any]]) -> Iterator[Any]:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Path(os.environ[LOG]).with_name("sleepers").write_text(f"{os.getpid()} {child.pid}")
    time.sleep(600)
    yield ""


def noisy(works: list[dict[str, Any]]) -> Iterator[Any]:
    print('{"answer": "nothing"}' * 1000, flush=True)
    os.write(1, b"\xff" * 100_000)
    os.write(2, b"warning\n" * 10_000)
    yield from backwards(works)


def gullible(works: list[dict[str, Any]]) -> Iterator[Any]:
    """Does what a title tells it to do, as far as it can."""
    for work in works:
        _, orders, told = work["title"].partition(ORDERS)
        if orders:
            yield f"{told}\n"
    yield from backwards(works)


class Keyed(llm.KeyModel):
    """A model that needs a key."""

    model_id, needs_key, key_env_var = "keyed", "reader-models", "READER_MODELS_KEY"
    can_stream = False

    def execute(
        self,
        prompt: llm.Prompt,
        stream: bool,
        response: llm.Response,
        conversation: llm.Conversation | None,
        key: str | None,
    ) -> Iterator[str]:
        assert not stream
        yield from backwards(works_in(str(prompt.prompt)))


ANSWERS: tuple[Answer, ...] = (
    backwards,
    last_two,
    twice,
    foreign,
    fails_once_asked,
    by_favour,
    talks,
    refuses,
    silent,
    raises,
    leaves,
    crashes,
    numbers,
    endless,
    hollow,
    giant,
    sleeps,
    noisy,
    gullible,
)


@llm.hookimpl
def register_models(register: Callable[..., None]) -> None:
    for answer in ANSWERS:
        register(Plugin(answer))
    register(Keyed(), aliases=["with-a-key"])
