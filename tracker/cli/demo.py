"""``tracker demo``: a first draft from the built-in sample."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.base import command as tracker_command
from tracker.cli.base import console, now
from tracker.errors import ExitCode


@tracker_command("demo", examples="tracker demo\ntracker demo /tmp/try-tracker")
@click.argument("folder", metavar="[DIR]", default="tracker-demo", type=click.Path(path_type=Path))
def command(ctx: click.Context, folder: Path) -> int:
    """Show a first draft from a small built-in sample, in DIR (default: tracker-demo).

    It needs no network, and touches nothing outside that folder.
    """
    from tracker.workflows.demo import demo

    out = console(ctx)
    out.note("A sample: facts about real papers, sentences of tracker's own, dates of this week.")
    report = demo(folder, now=now(), tell=lambda step: out.note(f"-- {step}"))
    for source in report.polled.failed:
        out.warn(f"{source.source}: {source.error}")
    for topic in report.polled.topics:
        out.note(f"   {topic.topic}: {topic.new} new")
    out.raw(report.drafted.text)
    home = report.folder
    out.note(f"-- The draft is {home / report.drafted.path}. Next, try:")
    out.note(f"   tracker review --home {home}      # approve some entries with [x]")
    out.note(f"   tracker publish --home {home} --dry-run")
    return ExitCode.NOT_DONE if report.polled.failed else ExitCode.OK
