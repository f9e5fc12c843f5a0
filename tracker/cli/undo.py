"""``tracker undo``: the last publication taken back."""

from __future__ import annotations

import click

from tracker.cli.base import command as tracker_command
from tracker.cli.base import console
from tracker.errors import ExitCode


@tracker_command("undo", examples="tracker undo")
def command(ctx: click.Context) -> int:
    """Take the last publication back, where its lines still stand.

    The entries are approved as before, so the next publish would place them again.
    """
    from tracker.workflows.publishing.undo import undo

    out = console(ctx)
    with out.session() as session:
        report = undo(session)
    for title in report.removed:
        out.say(f"taken back: {title}")
    for title in report.gone:
        out.say(f"approved again, since {report.post} has it no more: {title}")
    for title in report.found:
        out.note(f"approved again, though the post has it: {title}")
    for line in report.left:
        out.warn(f"left in {report.post}: {line}")
    if report.is_deleted:
        out.note(f"deleted: {report.post}, which the publication had made")
    if report.is_gone:
        out.note(f"{report.post} is gone; if you moved it, these entries still stand there")
    for path in report.reopened:
        out.note(f"open again: {path}")
    return ExitCode.NOT_DONE if report.left else ExitCode.OK
