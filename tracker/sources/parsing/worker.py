"""A worker process: reads strangers' documents from its input, writes what they hold to its output.

A message is a length of four bytes and a pickle, both ways; a task's body follows its pickle as it
is. The first message is no task, but what is to be worked out of sightings besides (``Ahead``), or
None. A task names the function that reads its document, so what reads web pages is imported where
one comes, and not for feeds. A worker ends when its input does, so a poll that is killed leaves
none behind, and after a document that has used up its memory.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import struct
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, BinaryIO

from tracker.errors import LimitError, ParseError
from tracker.sources.feeds.formats.entry import ParsedFeed
from tracker.sources.feeds.formats.feed import parse_feed
from tracker.values import Document, Sighting

LENGTH = struct.Struct("!I")
_PIPE_BYTES = 1_048_576  # as much as Linux gives anybody (pipe(7))

# What whoever stores a feed's sightings would have to work out of them: pure, and picklable.
Ahead = Callable[[Sequence[Sighting]], object]


@dataclass(frozen=True, slots=True)
class Task:
    """What reads the document, the document without its body, and the body's size in bytes;
    ``is_first`` where it is a feed's, of which no entry is known."""

    read: Callable[[Document], Any]
    document: Document
    size: int
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a document cannot be read; ``is_limit`` where it is more than may be read."""

    reason: str
    is_limit: bool = False


@dataclass(frozen=True, slots=True)
class OutOfMemory:
    """The document needs more memory than a worker may have."""


@dataclass(frozen=True, slots=True)
class Broken:
    """What no part of the parser foresaw: its traceback."""

    trace: str


def packed(message: object) -> bytes:
    """The message as it goes through a pipe."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


def work(tasks: BinaryIO, results: BinaryIO) -> None:
    """Until the input ends."""
    ahead: Ahead | None = _message(tasks)
    while task := _message(tasks):
        result = _result(task, tasks.read(task.size), ahead)
        results.write(packed(result))
        results.flush()
        if isinstance(result, OutOfMemory):
            return


def _message(messages: BinaryIO) -> Any:
    """The next one, None at the end."""
    head = messages.read(LENGTH.size)
    # Only the poll that started this process writes here.
    return pickle.loads(messages.read(LENGTH.unpack(head)[0])) if head else None  # noqa: S301


def _result(task: Task, body: bytes, ahead: Ahead | None) -> object:
    try:
        result = task.read(replace(task.document, body=body))
        if task.is_first and ahead:
            result = replace(result, ahead=ahead(result.sightings))
    except ParseError as error:
        return Refused(error.message, isinstance(error, LimitError))
    except MemoryError:
        return OutOfMemory()
    except Exception:
        return Broken(traceback.format_exc())
    return result


def read_feed(document: Document, *, source: str, seen_at: datetime) -> ParsedFeed:
    """The sightings of a feed. Raises ParseError."""
    return parse_feed(
        document.body,
        url=document.url,
        content_type=document.content_type,
        source=source,
        seen_at=seen_at,
    )


def _widen(*pipes: int) -> None:
    """Let the pipes hold a whole document: the poll is not always there to pass on the rest."""
    with contextlib.suppress(ImportError, AttributeError, OSError):  # not on every system
        from fcntl import F_SETPIPE_SZ, fcntl  # noqa: PLC0415

        for pipe in pipes:
            fcntl(pipe, F_SETPIPE_SZ, _PIPE_BYTES)


def main() -> None:
    """Read documents until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the poll itself ends its workers
    with contextlib.suppress(AttributeError, OSError):  # not on every system
        # The poll goes first: it has the most to do, and alone at the end would use one core.
        os.nice(5)
    # feedparser makes many small objects that soon go: looking for cycles costs a tenth.
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    with contextlib.suppress(ImportError, OSError, ValueError):  # not on every system
        import resource  # noqa: PLC0415

        limit_bytes = int(sys.argv[1])
        resource.setrlimit(resource.RLIMIT_AS, (limit_bytes, limit_bytes))
    _widen(sys.stdin.fileno(), sys.stdout.fileno())
    # Most feeds are XML, and the first is still on its way.
    from tracker.sources.feeds.formats import xmlfeed  # noqa: F401, PLC0415

    work(sys.stdin.buffer, sys.stdout.buffer)
