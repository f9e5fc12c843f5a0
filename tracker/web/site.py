"""One run of the server: which folder it shows, to whom, and under which names.

The key is 256 random bits. Who knows it gets a cookie; the cookie and the token of the forms are
derived from it (HMAC-SHA-256), so neither gives the key away. The cookie's name has the port in it,
since browsers share cookies between the ports of a host.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.web.jobs import Jobs

_MOST_NOTES = 64  # of answers whose lines wait to be shown
_MOST_EDITS = 256  # that can be taken back
_MOST_DEEDS = 256  # whose forms may come again, as they do where a finger taps twice
Entry = tuple[str, Hashable, str]  # the draft's path, the entry's key, its stamp
_LOCAL = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Notice:
    """A line that a deed says, and the names that it counts."""

    line: str
    names: tuple[str, ...] = ()
    is_aside: bool = False  # not what was asked for, as that a draft was closed


def new_key() -> str:
    """A key that nobody can guess."""
    return secrets.token_urlsafe(32)


@dataclass(slots=True)
class Site:
    """What all requests of one run share. ``host`` is the address that is listened on."""

    home: Path
    port: int
    key: str = field(default_factory=new_key, repr=False)
    host: str = "127.0.0.1"
    allowed_hosts: Sequence[str] = ()  # further names, as a tunnel has one
    patience_seconds: float = 10.0  # for a client to send a request's head, and then its form
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)  # the one moment of each request
    draft: str = ""  # the one that is shown first; "": the newest
    jobs: Jobs = field(init=False)  # set with the application
    is_closing: bool = False  # the server ends: what goes on shall end too
    _notes: OrderedDict[str, tuple[Notice, ...]] = field(default_factory=OrderedDict)
    _edits: OrderedDict[Entry, bytes] = field(default_factory=OrderedDict)
    _deeds: OrderedDict[Hashable, None] = field(default_factory=OrderedDict)

    # --- who may ask ----------------------------------------------------------------------

    @property
    def cookie_name(self) -> str:
        """The name of the cookie."""
        return f"tracker-{self.port}"

    @property
    def cookie(self) -> str:
        """What the cookie holds."""
        return self._derived("cookie")

    @property
    def form_token(self) -> str:
        """What every form sends along."""
        return self._derived("form")

    def has_key(self, key: str) -> bool:
        """Whether this is the key."""
        return _same(key, self.key)

    def has_cookie(self, cookie: str) -> bool:
        """Whether this is the cookie of who had the key."""
        return _same(cookie, self.cookie)

    def has_token(self, token: str) -> bool:
        """Whether a form came from a page of ours."""
        return _same(token, self.form_token)

    def _derived(self, purpose: str) -> str:
        return hmac.new(self.key.encode(), purpose.encode(), hashlib.sha256).hexdigest()

    # --- under which names ----------------------------------------------------------------

    def answers_to(self, host: str) -> bool:
        """Whether a request's Host header is one of ours.

        A name that somebody else's DNS leads here is none: that is how a page of theirs would read
        ours (DNS rebinding). An address in figures cannot be led anywhere, so where other
        machines may come in, each of ours will do.
        """
        name, port = _parted(host)
        if name in (allowed.lower() for allowed in self.allowed_hosts):
            return True
        if port != str(self.port):
            return False
        return name in _LOCAL or name == _bracketed(self.host) or self._is_open_to(name)

    def _is_open_to(self, name: str) -> bool:
        try:
            ip_address(name.strip("[]"))
            return ip_address(self.host).is_unspecified
        except ValueError:
            return False

    @property
    def address(self) -> str:
        """Where it is reached from this machine."""
        any_address = self.host in ("0.0.0.0", "::", "")  # noqa: S104 - it is compared
        return f"http://{'127.0.0.1' if any_address else _bracketed(self.host)}:{self.port}/"

    @property
    def address_with_key(self) -> str:
        """The address that lets in whoever opens it."""
        return f"{self.address}enter?key={self.key}"

    # --- what a deed said -----------------------------------------------------------------

    def note(self, lines: Sequence[str | Notice]) -> str:
        """Keep lines for the page that is shown next; gives their name."""
        name = secrets.token_urlsafe(6)
        self._notes[name] = tuple(
            line if isinstance(line, Notice) else Notice(line) for line in lines
        )
        while len(self._notes) > _MOST_NOTES:
            self._notes.popitem(last=False)
        return name

    def take_note(self, name: str) -> tuple[Notice, ...]:
        """The lines of that name, once."""
        return self._notes.pop(name, ())

    # --- what was done already ------------------------------------------------------------

    def note_deed(self, form: Hashable) -> None:
        """Keep that a form has done what it says."""
        self._deeds[form] = None
        while len(self._deeds) > _MOST_DEEDS:
            self._deeds.popitem(last=False)

    def has_done(self, form: Hashable) -> bool:
        """Whether the very same form has done it before."""
        return form in self._deeds

    # --- what can be taken back -----------------------------------------------------------

    def keep_edit(self, entry: Entry, before: bytes) -> None:
        """Keep what an edited entry was before, for as long as it stands as it does now."""
        self._edits[entry] = before
        while len(self._edits) > _MOST_EDITS:
            self._edits.popitem(last=False)

    def has_edit(self, entry: Entry) -> bool:
        """Whether an edit made the entry what it is."""
        return entry in self._edits

    def edit_of(self, entry: Entry) -> bytes | None:
        """What it was before."""
        return self._edits.get(entry)

    def forget_edit(self, entry: Entry) -> None:
        """The edit was taken back."""
        self._edits.pop(entry, None)


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def _parted(host: str) -> tuple[str, str]:
    """A Host header's name, in lower case, and port; an IPv6 address keeps its brackets."""
    host = host.strip().lower()
    name, colon, port = host.rpartition(":")
    if not colon or port.endswith("]"):
        return host, "80"
    return name, port


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host.lower()
