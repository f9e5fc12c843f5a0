"""Every watchlist of a folder, read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tracker.errors import ConfigError
from tracker.watchlists import (
    Watchlist,
    check_watchlists,
    parse_watchlist,
)
from tracker.workflows.project import read_text, watchlist_paths


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The watchlists that can be read, and a line for each that cannot."""

    watchlists: tuple[Watchlist, ...]
    problems: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "watchlists": [
                {
                    "topic": watchlist.slug,
                    "title": watchlist.title,
                    "heading": watchlist.heading,
                    "path": watchlist.path,
                    "categories": list(watchlist.arxiv.categories),
                    "phrases": watchlist.phrases,
                    "authors": len(watchlist.arxiv.authors),
                    "feeds": [feed.url for feed in watchlist.feeds],
                }
                for watchlist in self.watchlists
            ],
            "problems": list(self.problems),
        }


def check(home: Path) -> CheckReport:
    """Read every watchlist of the folder; one that is wrong hides none of the others."""
    good: list[Watchlist] = []
    problems: list[str] = []
    for path in watchlist_paths(home):
        try:
            read = parse_watchlist(read_text(path), path=f"watchlists/{path.name}")
            check_watchlists([*good, read])
            good.append(read)
        except ConfigError as error:
            problems.append(str(error))
    return CheckReport(tuple(good), tuple(problems))
