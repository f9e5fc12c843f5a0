"""Claims as they stand beside their sightings: JSON, and the title key in a column of its own.

Those that were written or read of late are kept at hand: the claims of a work are looked at again
for each feed that shows it, and reindexing compares each claim before it asks for all of them.
"""

from __future__ import annotations

from tracker.identity.claims import Claim
from tracker.store import codec
from tracker.values import Alias, Kind

_SHORT = 1_000  # characters; longer claims (a thousand authors) are not worth their memory
_MOST = 4_096
_at_hand: dict[tuple[str, str], Claim] = {}  # by what is stored of each


def to_json(claim: Claim) -> str:
    """All but the title key, which has a column of its own."""
    stored = codec.dump(
        {
            "aliases": sorted([alias.scheme, alias.value] for alias in claim.aliases),
            "witnesses": sorted(claim.witnesses),
            "kind": claim.kind,
        }
    )
    _keep(stored, claim)
    return stored


def from_json(stored: str, title_key: str) -> Claim:
    """The claim, from its JSON and the column of its title key."""
    if known := _at_hand.get((stored, title_key)):
        return known
    fields = codec.load(stored)
    claim = Claim(
        aliases=frozenset(Alias(scheme, value) for scheme, value in fields["aliases"]),
        title_key=title_key,
        witnesses=frozenset(fields["witnesses"]),
        kind=Kind(fields["kind"]),
    )
    _keep(stored, claim)
    return claim


def _keep(stored: str, claim: Claim) -> None:
    if len(stored) <= _SHORT:
        if len(_at_hand) >= _MOST:
            _at_hand.clear()
        _at_hand[stored, claim.title_key] = claim
