"""What stops a command, and with which exit status.

What the world does (a failed source, a partial listing) is a value in a report; an exception
here ends the command. Each builds one sentence that says where, what, and what to do.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The one table of exit statuses."""

    OK = 0
    NOT_DONE = 1  # something asked for was not done, and was told
    USAGE = 2  # usage or configuration
    INTERRUPTED = 130


class TrackerError(Exception):
    """Any error that tracker explains to its user in one line."""

    exit_code = ExitCode.NOT_DONE


class ConfigError(TrackerError):
    """A file that the author writes (settings, watchlist, template) is wrong."""

    exit_code = ExitCode.USAGE

    def __init__(self, message: str, *, path: str = "", line: int | None = None) -> None:
        self.message, self.path, self.line = message, path, line
        where = f"{path}:{line}: " if path and line else f"{path}: " if path else ""
        super().__init__(where + message)


class SourceError(TrackerError):
    """A source could not be asked or understood.

    ``is_offline``: it may be this machine's connection rather than the source.
    """

    is_offline = False

    def __init__(self, message: str, *, url: str = "") -> None:
        self.message, self.url = message, url
        super().__init__(f"{url}: {message}" if url else message)


class FetchError(SourceError):
    """No usable answer: refused, timed out, too large, an HTTP status of failure."""

    def __init__(
        self,
        message: str,
        *,
        url: str = "",
        status: int | None = None,
        retry_after_seconds: float | None = None,
        requests: int = 0,
        is_offline: bool = False,
    ) -> None:
        super().__init__(message, url=url)
        self.is_offline = is_offline
        self.status, self.retry_after_seconds = status, retry_after_seconds
        self.requests = requests  # how many were made before it failed


class ParseError(SourceError):
    """An answer that is no feed, no listing, no page of the kind that was asked for."""


class LimitError(ParseError):
    """An answer that takes more time or memory to read than it may: it is hostile or broken, and
    asking for it again would cost the same again, unless it ``had_less`` than it may have."""

    def __init__(self, message: str, *, url: str = "", had_less: bool = False) -> None:
        super().__init__(message, url=url)
        self.had_less = had_less


class ScaleError(TrackerError):
    """The engine that polls on other machines cannot be used, or gave what cannot be used."""


class StoreError(TrackerError):
    """The database cannot be opened, is not tracker's, or is of a later version."""


class BusyError(StoreError):
    """Another process writes to the database."""


class DraftError(TrackerError):
    """A draft cannot be read, written or edited."""


class PostError(TrackerError):
    """The living post cannot be read or must not be changed."""
