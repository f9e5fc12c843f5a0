"""A bar on a terminal for what takes long, nothing elsewhere."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator

import click

Progress = Callable[[int, int], None]  # done, in all


@contextlib.contextmanager
def progress_bar(label: str, *, is_quiet: bool) -> Iterator[Progress]:
    """What is to be called with how much is done, and how much there is in all."""
    if is_quiet or sys.stderr is None or not sys.stderr.isatty():  # None: it was closed
        yield lambda _done, _total: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr, width=0) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield progress
