"""``tracker status``: how each source fares and what is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.base import command as tracker_command
from tracker.cli.base import console, counted, json_option

if TYPE_CHECKING:
    from tracker.workflows.intake.scale.figures import Scale
    from tracker.workflows.reports.status import SourceStatus

_SLOWEST = 5  # hosts that are shown; --json has twice as many


@tracker_command("status", examples="tracker status\ntracker status --json")
@json_option
def command(ctx: click.Context, as_json: bool) -> None:
    """Show how each source fares and what is stored."""
    from tracker.workflows.reports.status import status

    out = console(ctx)
    with out.session(reads_only=True) as session:
        report = status(session)
    if as_json:
        out.json(report.as_json())
        return
    for source in report.sources:
        out.say(_line(source))
    out.say()
    # Sources are listed above; their count has those too that no watchlist names any more.
    counts = {name: n for name, n in report.counts.items() if name != "sources"}
    out.say(", ".join(f"{name.replace('_', ' ')}: {n}" for name, n in counts.items()))
    last = report.last_poll_at
    by = _by(report.scale) if report.scale else ""
    out.say(
        f"last poll: {last:%Y-%m-%d %H:%M} UTC{by}" if last else "never polled; run: tracker poll"
    )
    if report.scale and report.scale.slowest:
        hosts = (
            f"{host} {spent.seconds:.1f} s ({counted(spent.requests, 'request')})"
            for host, spent in report.scale.slowest[:_SLOWEST]
        )
        out.say(f"slowest hosts: {', '.join(hosts)}")
    for path in report.open_drafts:
        out.say(f"open draft: {path}")
    for work in report.changed:
        what = ", ".join(work.fields)
        out.say(f"changed since it was published ({what}): {work.id}  {work.name}")
    for problem in report.draft_problems:
        out.warn(problem)


def _by(scale: Scale) -> str:
    """Who asked the feeds, where it was not this process."""
    if scale.engine == "local":
        return ""
    shards, workers = counted(scale.shards, "shard"), counted(scale.workers, "worker")
    return f", by {scale.engine} in {shards} on {workers}"


def _line(source: SourceStatus) -> str:
    state = source.state
    name = f"{state.name} ({state.url})" if state.name else state.url or state.key
    if state.retired_at:
        return f"retired  {name}: gone for good; remove it from the watchlist"
    if state.failures:
        last = f"{state.succeeded_at:%Y-%m-%d %H:%M}" if state.succeeded_at else "never"
        resting = (
            f"; asked again {source.due_at:%Y-%m-%d %H:%M}, or with --all" if source.due_at else ""
        )
        times = counted(state.failures, "time")
        return f"failing  {name}: {state.error} ({times}; last success: {last}{resting})"
    if state.succeeded_at is None:
        return f"unasked  {name}"
    waiting = f"; not before {source.due_at:%Y-%m-%d %H:%M}" if source.due_at else ""
    moved = f"; moved to {state.moved_to}" if state.moved_to else ""
    return f"ok       {name}: {state.succeeded_at:%Y-%m-%d %H:%M}{waiting}{moved}"
