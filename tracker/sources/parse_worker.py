"""A worker process: reads feed documents from its input, writes what they hold to its output.

Messages are a length of four bytes and a pickle, both ways. It ends when its input does, so a
poll that is killed leaves no worker behind.
"""

from __future__ import annotations

import gc
import pickle
import signal
import struct
import sys
from datetime import datetime
from typing import BinaryIO

from tracker.errors import ParseError
from tracker.sources.formats.entry import ParsedFeed
from tracker.sources.formats.feed import parse_feed
from tracker.values import Document

LENGTH = struct.Struct("!I")

Task = tuple[Document, str, datetime]  # the document, its source's key, now
Result = ParsedFeed | str  # or why it cannot be read


def packed(message: Task | Result) -> bytes:
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


def work(tasks: BinaryIO, results: BinaryIO) -> None:
    """Until the input ends. What the parser does not foresee ends the process."""
    while head := tasks.read(LENGTH.size):
        # Only the poll that started this process writes here.
        task: Task = pickle.loads(tasks.read(LENGTH.unpack(head)[0]))  # noqa: S301
        results.write(packed(_parsed(*task)))
        results.flush()


def _parsed(document: Document, source: str, seen_at: datetime) -> Result:
    try:
        return parse_feed(
            document.body,
            url=document.url,
            content_type=document.content_type,
            source=source,
            seen_at=seen_at,
        )
    except ParseError as error:
        return error.message


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the poll itself ends its workers
    # feedparser makes many small objects that soon go: looking for cycles costs a tenth.
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    work(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
