"""``tracker demo``: a first draft from the built-in sample."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
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
    entries = Counter(entry.topic for entry in report.drafted.entries)
    for topic, count in entries.items():
        out.note(f"   {topic}: {'1 entry' if count == 1 else f'{count} entries'}")
    out.raw(report.drafted.text)
    home = report.folder
    program = _program()
    out.note(f"-- The draft is {home / report.drafted.path}. Next, try:")
    out.note(f"   {program} review --home {home}      # approve some entries with [x]")
    out.note(f"   {program} publish --home {home} --dry-run")
    out.note(f"   {program} serve --home {home}       # all of it in your browser")
    return ExitCode.NOT_DONE if report.polled.failed else ExitCode.OK


def _program() -> str:
    """How this program was called: by its name only where the shell finds it by that."""
    program = shutil.which("tracker")
    called = sys.argv[0]
    is_found = program is not None and Path(called).exists() and Path(program).samefile(called)
    return "tracker" if is_found or not called.endswith("tracker") else called
