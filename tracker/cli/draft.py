"""``tracker draft``: proposals into a draft."""

from __future__ import annotations

from datetime import datetime

import click

from tracker.cli.base import (
    MOST,
    complete_topics,
    console,
    json_option,
    since_option,
    tell_idle,
    tell_reading,
)
from tracker.cli.base import command as tracker_command
from tracker.errors import ExitCode


@tracker_command(
    "draft",
    examples="""
tracker draft
tracker draft --topic reasoning-frameworks --since 7d --limit 5
tracker draft --stdout                   # look only: nothing is written
tracker draft --json
""",
)
@click.option(
    "--topic",
    metavar="TOPIC",
    shell_complete=complete_topics,
    default="",
    help="A draft of this topic alone.",
)
@since_option("Works dated since then: 7d, or YYYY-MM-DD.")
@click.option("--limit", type=click.IntRange(1, MOST), help="Entries a topic, this time.")
@click.option("--stdout", "to_stdout", is_flag=True, help="Print the draft, and write nothing.")
@json_option
def command(
    ctx: click.Context,
    topic: str,
    since: datetime | None,
    limit: int | None,
    to_stdout: bool,
    as_json: bool,
) -> int:
    """Write the works that are worth your time into a draft.

    An open draft takes the new entries; what you wrote in it stays as it is.
    """
    from tracker.workflows.drafting.draft import DraftOptions, draft

    out = console(ctx)
    options = DraftOptions(topic=topic, since_at=since, limit=limit)
    with out.session(is_dry=to_stdout) as session:
        report = draft(session, options, tell=out.note)
        tell_idle(out, session.project)
    for line in report.notices:
        out.note(line)
    tell_reading(out, report.reading)
    for problem in (*report.reading.problems, *report.problems):
        out.warn(problem)
    new = sum(entry.is_new for entry in report.entries)
    if as_json:
        out.json(report.as_json())
    elif to_stdout:
        out.raw(report.text)
    elif new or not out.quiet:
        if report.not_shown:
            count = (
                "1 more work matches"
                if report.not_shown == 1
                else f"{report.not_shown} more works match"
            )
            out.note(f"{count} and had no place ([draft] size); tracker missed ID says why")
        if report.path:
            count = "1 new entry" if new == 1 else f"{new} new entries"
            out.say(f"{report.path}: {count}, {len(report.entries)} in all")
        else:
            out.say("nothing new to propose")
            out.note("tracker poll asks for what is new; --since looks further back")
    return ExitCode.NOT_DONE if report.reading.problems else ExitCode.OK
