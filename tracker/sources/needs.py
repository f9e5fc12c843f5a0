"""What a poll gives to whatever kind of source, so that all kinds are opened alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, Self

from tracker.values import Sighting, Source, SourceState

if TYPE_CHECKING:
    from tracker.settings import Settings
    from tracker.sources.arxiv.api import ArxivApi
    from tracker.sources.http.client import Http
    from tracker.sources.parsing.pool import ParsePool

Known = Callable[[Iterable[str]], Mapping[str, int]]  # arXiv ids -> versions in the store
Told = Callable[[Iterable[str]], Mapping[str, Sighting]]  # arXiv ids -> arXiv's own last words
Published = Callable[[], Sequence[str]]  # the arXiv ids of what stands in the post


def none_published() -> Sequence[str]:
    """Of a project that has published nothing."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What sources are asked through and by; each kind takes what it needs."""

    settings: Settings
    categories: tuple[str, ...]  # arXiv's, of all watchlists
    http: Http
    arxiv: ArxivApi
    parser: ParsePool
    known: Known
    told: Told
    published: Published = none_published
    since_at: datetime | None = None  # how far back the author asked to go


class Opened(Source, Protocol):
    """What the class of a kind has besides the source's own protocol."""

    @classmethod
    def of(cls, initial: SourceState, needs: Needs) -> Self:
        """The source that ``initial`` names."""
        ...
