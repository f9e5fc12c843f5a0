"""``--debug``: what the program notes for those who mend it, on standard error.

What breaks on one source does not stop a poll: its line says that it broke, and the log where.
"""

from __future__ import annotations

import logging

from tracker.escaping import terminal_line


class _Safe(logging.Formatter):
    """Tracebacks quote what came from outside."""

    def format(self, record: logging.LogRecord) -> str:
        return "\n".join(map(terminal_line, super().format(record).split("\n")))


def show_log() -> None:
    """Show the log of this program's own modules, not those of its libraries."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Safe())
    log = logging.getLogger("tracker")
    log.setLevel(logging.DEBUG)
    log.addHandler(handler)
