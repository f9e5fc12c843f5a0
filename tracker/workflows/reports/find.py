"""The one work that a number, an identifier or an address means, and the one source."""

from __future__ import annotations

from tracker.errors import ConfigError, TrackerError
from tracker.identity.schemes import parse_reference
from tracker.identity.url import part
from tracker.store import sources
from tracker.store.database import Database
from tracker.store.works import read
from tracker.values.source_kinds import FEED


class UnknownWorkError(TrackerError):
    """Nothing stored has this number or identifier."""


def find_work(db: Database, reference: str) -> int:
    """The number of the work that a number, identifier or address means.

    Raises UnknownWorkError.
    """
    text = reference.strip()
    if text.isascii() and text.isdigit() and len(text) < 19:
        now_in = read.resolve(db, [int(text)])
        if int(text) in now_in:
            return now_in[int(text)]
    alias = parse_reference(text)
    named = (part(text), alias)  # an entry of a changelog before the page that it stands on
    number = next((n for a in named if a and (n := read.find(db, a)) is not None), None)
    if number is None:
        advice = "tracker list finds works" + (f", tracker add {text} takes it in" if alias else "")
        raise UnknownWorkError(f'no work is known as "{reference}"; {advice}')
    return number


def find_source(db: Database, reference: str) -> str:
    """The key of the source that its key, a feed's address, or a name means.

    Raises ConfigError.
    """
    names = sources.names(db)
    text = reference.strip()
    for key in (text, FEED.key(text)):
        if key in names:
            return key
    named = next((key for key, name in names.items() if name and name == text), None)
    if named is None:
        raise ConfigError(f'nothing was ever seen in a source "{text}"; tracker status lists them')
    return named
