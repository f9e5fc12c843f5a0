"""Polls of all feeds of the blogs, and what they store and tell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.support.blogs import Blogs
from tests.support.desk import Desk
from tests.support.sightings import START
from tests.support.stores import contents
from tracker.workflows.intake.poll import PollOptions, poll
from tracker.workflows.intake.poll_report import PollReport
from tracker.workflows.intake.scale.engine import OpenEngine, open_engine


def desk_of(home: Path, urls: Sequence[str], *, scale: str = "") -> Desk:
    """A desk that follows these feeds and nothing else."""
    desk = Desk(home / "desk")
    desk.configure(network="allow_private_hosts = true", scale=scale)
    for path in (desk.home / "watchlists").iterdir():
        path.unlink()
    feeds = "".join(f'[[feeds]]\nurl = "{url}"\n' for url in urls)
    text = f'title = "All"\n[match]\nany = ["chain of thought"]\n{feeds}'
    (desk.home / "watchlists" / "all.toml").write_text(text)
    return desk


def poll_on(desk: Desk, day: int = 0, engine: OpenEngine = open_engine) -> PollReport:
    """A poll so many days after the first."""
    return poll(
        desk.project,
        PollOptions(),
        now=START + timedelta(days=day),
        state_folder=desk.home.parent / "state",
        open_engine=engine,
    )


def outcome(
    desk: Desk, blogs: Blogs, days: int, engine: OpenEngine = open_engine
) -> dict[str, Any]:
    """The store after some polls with a day between, and what each told. No host was asked twice
    at once."""
    blogs.overlaps.clear()
    told = [told_by(poll_on(desk, day, engine)) for day in range(days)]
    assert blogs.overlaps == []
    with desk.open() as db:
        return {"store": contents(db), "told": told}


def told_by(report: PollReport) -> list[tuple[Any, ...]]:
    return [
        (one.source, one.status, one.new + one.updated > 0, one.requests, one.error, one.notices)
        for one in report.sources
    ]
