"""``tracker list``: works by topic, state, date or words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import click

from tracker.cli.base import (
    MOST,
    NOTHING_STORED,
    complete_topics,
    console,
    json_option,
    since_option,
)
from tracker.cli.base import command as tracker_command
from tracker.values import State

if TYPE_CHECKING:
    from tracker.workflows.reports.works import Listed


@tracker_command(
    "list",
    examples="""
tracker list --topic reasoning-frameworks --since 7d
tracker list --state approved
tracker list --source https://blog.example.org/feed
tracker list --query '"chain of thought" verifier' --json
""",
)
@click.option(
    "--topic", metavar="TOPIC", shell_complete=complete_topics, help="Works of this topic."
)
@click.option("--state", type=click.Choice([state.value for state in State]), help="In this state.")
@since_option("Dated since then: 7d, or YYYY-MM-DD.")
@click.option("--query", metavar="FTS", default="", help="Words in title, authors or abstract.")
@click.option("--source", metavar="SOURCE", default="", help="Shown by this source.")
@click.option("--limit", type=click.IntRange(1, MOST), help="At most so many.")
@json_option
def command(
    ctx: click.Context,
    topic: str,
    state: str | None,
    since: datetime | None,
    query: str,
    source: str,
    limit: int | None,
    as_json: bool,
) -> None:
    """List works, the newest first."""
    from tracker.workflows.reports.find import find_source
    from tracker.workflows.reports.works import Conditions, list_works, stores_any

    out = console(ctx)
    with out.session(reads_only=True) as session:
        if topic:
            session.project.watchlist(topic)
        conditions = Conditions(
            topic=topic or None,
            state=State(state) if state else None,
            since=since,
            source=find_source(session.db, source) if source else "",
            query=query,
        )
        listed = list_works(session, conditions, limit=limit)
        if as_json:
            out.json_array(work_listed.as_json() for work_listed in listed)
            return
        fits = False
        for work_listed in listed:
            fits = True
            for line in _lines(work_listed):
                out.say(line)
        if not fits:
            out.note("no work fits" if stores_any(session) else NOTHING_STORED)


def _lines(listed: Listed) -> Iterator[str]:
    work = listed.work
    dated = work.stated_at
    topics = ", ".join(f"{s.topic} ({s.state})" for s in listed.standings)
    yield f"{work.id:>6}  {dated:%Y-%m-%d}  {work.name}"
    yield f"{'':>6}  {work.kind:<10}  {work.url}" + (f"  {topics}" if topics else "")
