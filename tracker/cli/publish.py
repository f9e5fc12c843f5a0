"""``tracker publish``: the approved entries into the living post."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.base import Console, console, json_option, tell_reading
from tracker.cli.base import command as tracker_command
from tracker.errors import ExitCode

if TYPE_CHECKING:
    from tracker.workflows.publishing.publish import PublishReport


@tracker_command(
    "publish",
    examples="""
tracker publish --dry-run                # prints the diff
tracker publish
tracker publish ~/blog/_posts/2024-02-01-llm-journey.md
tracker publish --new-post ~/blog/_posts/2025-05-02-this-week.md
""",
)
@click.argument("post", metavar="[POST]", default="")
@click.option("--new-post", metavar="FILE", default="", help="Make a post of its own instead.")
@click.option("--dry-run", is_flag=True, help="Print the diff, and write nothing.")
@json_option
def command(ctx: click.Context, post: str, new_post: str, dry_run: bool, as_json: bool) -> int:
    """Put the approved entries, in your words, under their headings of the living post.

    The post is POST, or [post] path of tracker.toml.
    """
    from tracker.workflows.publishing.publish import PublishOptions, publish

    if post and new_post:
        raise click.UsageError("name a post, or make one with --new-post; not both")
    out = console(ctx)
    with out.session(is_dry=dry_run) as session:
        report = publish(session, PublishOptions(post=post, new_post=new_post))
    for notice in report.notices:
        out.note(notice)
    tell_reading(out, report.reading)
    for problem in (*report.reading.problems, *report.refusals, *report.cautions):
        out.warn(problem)
    did, lacks = ("would create", "lacks") if dry_run else ("created", "lacked")
    for heading in report.created:
        out.note(f'{did} the heading "{heading}", which {report.post} {lacks}')
    if not as_json:
        for line in report.skipped:
            out.note(f"skipped: {line}")
    if as_json:
        out.json(report.as_json())
    elif dry_run:
        out.raw(report.diff)
    else:
        _tell(out, report)
    refused = report.reading.problems or report.refusals
    return ExitCode.NOT_DONE if refused else ExitCode.OK


def _tell(out: Console, report: PublishReport) -> None:
    for title in report.placed:
        out.say(f"published: {title}")
    if report.placed:
        under = ", ".join(f"{count} under “{name}”" for name, count in report.under.items())
        them = "it" if len(report.placed) == 1 else "them"
        out.note(f"{under}; tracker undo takes {them} back")
    if report.cut:
        count = f"{len(report.cut)} entries end" if len(report.cut) > 1 else "1 entry ends"
        out.note(f"{count} in an ellipsis: {'; '.join(report.cut)}")
    for path in report.closed:
        out.note(f"done: {path}")
    if not report.placed:
        out.note("nothing to publish")
