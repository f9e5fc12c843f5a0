"""A worker process: reads feed documents from its input, writes what they hold to its output.

A message is a length of four bytes and a pickle, both ways; a task's body follows its pickle as it
is. A worker ends when its input does, so a poll that is killed leaves none behind, and after a
document that has used up its memory.
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
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from tracker.errors import ParseError
from tracker.sources.formats.entry import ParsedFeed
from tracker.sources.formats.feed import parse_feed
from tracker.values import Document

LENGTH = struct.Struct("!I")

Task = tuple[Document, str, datetime, int]  # without its body, its source's key, now, body's size


@dataclass(frozen=True, slots=True)
class Broken:
    """What no part of the parser foresaw: its traceback."""

    trace: str


Result = ParsedFeed | str | Broken  # str: why it cannot be read


def packed(message: Task | Result) -> bytes:
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


def work(tasks: BinaryIO, results: BinaryIO) -> None:
    """Until the input ends."""
    while head := tasks.read(LENGTH.size):
        # Only the poll that started this process writes here.
        task: Task = pickle.loads(tasks.read(LENGTH.unpack(head)[0]))  # noqa: S301
        document, source, seen_at, size = task
        try:
            result = _parsed(document, tasks.read(size), source, seen_at)
        except MemoryError:
            results.write(packed("the feed takes too much memory to read; remove it"))
            results.flush()
            return
        except Exception:
            result = Broken(traceback.format_exc())
        results.write(packed(result))
        results.flush()


def _parsed(document: Document, body: bytes, source: str, seen_at: datetime) -> Result:
    try:
        return parse_feed(
            body,
            url=document.url,
            content_type=document.content_type,
            source=source,
            seen_at=seen_at,
        )
    except ParseError as error:
        return error.message


def main() -> None:
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
    # Most feeds are XML, and the first is still on its way.
    from tracker.sources.formats import xmlfeed  # noqa: F401, PLC0415

    work(sys.stdin.buffer, sys.stdout.buffer)
