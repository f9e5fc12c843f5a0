"""Claims as they stand beside their sightings: JSON, and the title key in a column of its own."""

from __future__ import annotations

from functools import lru_cache

from tracker.identity.claims import Claim
from tracker.store import codec
from tracker.values import Alias, Kind

_SHORT = 1_000  # characters; longer claims (a thousand authors) are not worth their memory


def to_json(claim: Claim) -> str:
    """All but the title key, which has a column of its own."""
    return codec.dump(
        {
            "aliases": sorted([alias.scheme, alias.value] for alias in claim.aliases),
            "witnesses": sorted(claim.witnesses),
            "kind": claim.kind,
        }
    )


def from_json(stored: str, title_key: str) -> Claim:
    """The claim, from its JSON and the column of its title key."""
    read = _read_again if len(stored) <= _SHORT else _read_claim
    return read(stored, title_key)


def _read_claim(stored: str, title_key: str) -> Claim:
    fields = codec.load(stored)
    return Claim(
        aliases=frozenset(Alias(scheme, value) for scheme, value in fields["aliases"]),
        title_key=title_key,
        witnesses=frozenset(fields["witnesses"]),
        kind=Kind(fields["kind"]),
    )


# The claims of a work are looked at again for each feed that shows it.
_read_again = lru_cache(maxsize=4096)(_read_claim)
