"""What one sighting says about which work it is.

Only what the source states for the work itself counts: its address, and further addresses or
identifiers of the same work. Links in the text, and the page that showed it, are other works.
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.identity import schemes, title, url
from tracker.values import Alias, Kind, Sighting
from tracker.values.piped import made_of

TitleBond = tuple[str, Kind, str]  # title key, kind, witness

# A title can stand for these; a repository, a video or a model has a name, not a title.
_TITLED = frozenset({Kind.PAPER, Kind.POST, Kind.PAGE})


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sighting says about which work it is."""

    aliases: frozenset[Alias]  # strong identities, equal for one work
    title_key: str = ""  # "" when the title is too short or generic to identify anything
    witnesses: frozenset[str] = frozenset()  # authors: what a title match needs besides
    kind: Kind = Kind.PAGE

    __reduce__ = made_of

    @property
    def title_bonds(self) -> list[TitleBond]:
        """What joins two works by their title, where both have one in common."""
        if not self.title_key or not self.aliases or self.kind not in _TITLED:
            return []
        return [(self.title_key, self.kind, witness) for witness in self.witnesses]


def claim_of(sighting: Sighting) -> Claim:
    """The sighting's claim."""
    aliases = _aliases(sighting)
    return Claim(
        aliases=aliases,
        title_key=title.title_key(sighting.title),
        witnesses=title.witnesses_of(sighting.authors),
        kind=schemes.kind_of(aliases, sighting.kind),
    )


def _aliases(sighting: Sighting) -> frozenset[Alias]:
    """All identities that are stated; of two identifiers of one scheme, the first.

    Who states two arXiv identifiers means two papers, and would join them for good.
    """
    aliases: set[Alias] = set()
    for text in (sighting.url, *sighting.also, *sighting.former):
        alias = None
        if sighting.is_part and text not in sighting.also:
            alias = url.part(text)
        alias = alias or schemes.parse_stated(text)
        if alias and (alias.scheme == "url" or alias.scheme not in {a.scheme for a in aliases}):
            aliases.add(alias)
    return frozenset(aliases)
