"""Asking why a work was missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from tests.support.desk import Desk
from tests.support.sightings import START, blog, paper
from tracker.store import sources
from tracker.values import Kind, SourceState, rfc3339
from tracker.workflows.missed.case import Missed, Why
from tracker.workflows.missed.missed import missed


def ask(desk: Desk, reference: str | int) -> Missed:
    with desk.session(reads_only=True) as session:
        return missed(session, str(reference))


def why(desk: Desk, reference: str | int) -> Why:
    return ask(desk, reference).why


def polled(desk: Desk, *, begins_at: datetime, error: str = "", read_at: datetime = START) -> None:
    """arXiv was read in cs.CL and cs.CV from then to ``read_at``."""
    extra = {"categories": ["cs.CL", "cs.CV"], "begins_at": rfc3339(begins_at)}
    with desk.open() as db:
        state = SourceState(
            key="arxiv", kind="arxiv", succeeded_at=read_at, error=error, extra=extra
        )
        sources.put(db, state)


PAPER = "https://arxiv.org/abs/2505.00001"


FEED = "https://blog.example/feed"


FEEDS = f'[[feeds]]\nurl = "{FEED}"\nname = "A blog"\n'


ALIKE = "Long proofs by a chain of thought"


def links(desk: Desk) -> None:
    """Two feeds link paper 1."""
    for name in ("ada", "ben"):
        feed = f"https://{name}.example"
        shown = blog(name, "", feed=f"feed:{feed}/feed", url=PAPER, via=f"{feed}/1")
        desk.see(replace(shown, kind=Kind.PAPER))


def expire(desk: Desk) -> None:
    desk.configure(ranking="expire_drafts = 1")
    desk.see(paper(1))
    desk.draft()
    desk.later(days=1)
    desk.see(paper(2))
    desk.draft()
    desk.later(days=1)
