"""A sighting with all that follows from it alone, as it goes into the store.

Which aliases it claims, what it is about, how it stands in its row: to work this out costs more
than to write the row, and needs no database. So it may be done ahead, in another process.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.identity.about import about
from tracker.identity.claims import Claim, claim_of
from tracker.store import codec
from tracker.store.works import claims
from tracker.store.works.sightings import bounded, to_row
from tracker.values import Alias, Sighting
from tracker.values.piped import made_of


@dataclass(frozen=True, slots=True)
class Prepared:
    """A bounded sighting, its claim, the works that it is about, and its row as far as it is known
    without the store."""

    sighting: Sighting
    claim: Claim
    about: tuple[Alias, ...]
    row: Mapping[str, Any]

    __reduce__ = made_of


def prepare(sighting: Sighting) -> Prepared:
    """The sighting as it goes into the store; prepared again it is the same."""
    sighting = bounded(sighting)
    claim = claim_of(sighting)
    topics = about(sighting, claim)
    return Prepared(sighting, claim, topics, to_row(sighting) | identity_row(claim, topics))


def identity_row(claim: Claim, topics: Collection[Alias]) -> dict[str, str]:
    """The columns of a sighting's row that say which work it shows, and what that is about."""
    return {
        "claim": claims.to_json(claim),
        "title_key": claim.title_key,
        "about": codec.dump(sorted([alias.scheme, alias.value] for alias in topics)),
    }
