"""The addresses of works, as a browser can open them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from tracker.errors import TrackerError
from tracker.store.works import read
from tracker.workflows.reports.find import find_work
from tracker.workflows.session import Session


@dataclass(frozen=True, slots=True)
class Address:
    """Where a work is, or the ``problem`` that keeps it from being opened."""

    url: str = ""
    problem: str = ""


def addresses(session: Session, references: Sequence[str]) -> Iterator[Address]:
    """The address of each work; one that is unknown, or has no web address, stops no other."""
    for reference in dict.fromkeys(references):
        try:
            (work,) = read.get(session.db, [find_work(session.db, reference)])
        except TrackerError as error:
            yield Address(problem=str(error))
            continue
        # A browser's command line opens files and runs scripts, too.
        if urlsplit(work.url).scheme in {"http", "https"}:
            yield Address(work.url)
        else:
            yield Address(problem=f"{reference} has no address on the web that could be opened")
