"""What one site of attention knows, and the table of those that are shipped.

A site says which of its pages (public JSON, no key) show the votes of the last days, and reads the
votes out of what such a page tells. Asking, remembering and failing are alike for all of them
(``source.py``). A new site is a module and a line here, and its kind in the settings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pkgutil import resolve_name
from typing import Any, Protocol

from tracker.settings import AttentionSettings
from tracker.values import SourceState, Vote
from tracker.values.source_kinds import ATTENTION


@dataclass(frozen=True, slots=True)
class Page:
    """A page below a site's address; one that ``may_lack`` is no failure when it is not there."""

    path: str
    may_lack: bool = False


class Site(Protocol):
    """One site: what people call it, and its address unless the settings give another."""

    name: str
    home: str

    def pages(self, *, today: date, days: int) -> tuple[Page, ...]:
        """The pages of today and so many days before, the newest first."""
        ...

    def votes(self, told: Any) -> Iterator[Vote]:
        """The votes in a page's JSON, whatever it holds. Raises ValueError for another form."""
        ...


_SITES = {
    "huggingface": "tracker.sources.attention.huggingface:HuggingFace",
    "hackernews": "tracker.sources.attention.hackernews:HackerNews",
}


def site_of(kind: str) -> Site:
    """The site of a kind that the settings allow."""
    site: Site = resolve_name(_SITES[kind])()
    return site


def initial_state(settings: AttentionSettings) -> SourceState:
    """The state of a site that was never asked."""
    site = site_of(settings.kind)
    url = (settings.base_url or site.home).rstrip("/")
    return SourceState(
        key=ATTENTION.key(settings.kind), kind=ATTENTION.name, url=url, name=site.name
    )


def count_of(told: Any) -> int | None:
    """A number of votes; None for what is none, such as 3.5, true or "many"."""
    return told if type(told) is int and told >= 0 else None
