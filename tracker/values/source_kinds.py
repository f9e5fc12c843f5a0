"""The kinds of sources, and the keys that name sources for good.

A source's key names its row in the store, and the source of each sighting. It is the kind alone
where there is one source of the kind (``arxiv``, ``hand``), else the kind, a colon and a name
(``feed:https://blog.example/feed``). Nobody else spells a key or takes one apart, and what being
shown by a source means is asked here:

- a listing shows all that there is, so that being in it says nothing of a work;
- a feed shows what somebody chose whom the author follows, so that it is a link that counts;
- any other source shows what somebody chose: the author (``hand``, ``post``).

A new kind is a line here, and one in the table of classes in ``workflows/intake/sources.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class SourceKind:
    """A kind of source; ``has_names`` where the project's files name several."""

    name: str
    is_listing: bool = False
    is_feed: bool = False
    has_names: bool = False

    def key(self, name: str = "") -> str:
        """The key of the source that has this name."""
        return f"{self.name}:{name}" if name else self.name


ARXIV = SourceKind("arxiv", is_listing=True)
LISTING = SourceKind("listing", is_listing=True)  # an announcement that stands by itself
OAI = SourceKind("oai", is_listing=True, has_names=True)  # a repository that is harvested whole
FEED = SourceKind("feed", is_feed=True, has_names=True)
ATTENTION = SourceKind("attention", has_names=True)  # votes, and no works
HAND = SourceKind("hand")  # what the author adds
POST = SourceKind("post")  # what the living post links, or the seeds name

KINDS = MappingProxyType(
    {kind.name: kind for kind in (ARXIV, LISTING, OAI, FEED, ATTENTION, HAND, POST)}
)


def source_kind(key: str) -> SourceKind:
    """The kind of the source that has this key; one that is not known here is kept by its name."""
    name = key.partition(":")[0]
    return KINDS.get(name) or SourceKind(name)


def source_name(key: str) -> str:
    """The name of the source among those of its kind; "" where it is the only one."""
    return key.partition(":")[2]


def is_listing(key: str) -> bool:
    """Whether a source shows all that there is, so that being in it says nothing."""
    return source_kind(key).is_listing


def is_feed(key: str) -> bool:
    """Whether what a source shows is a link by somebody whom the author follows."""
    return source_kind(key).is_feed
