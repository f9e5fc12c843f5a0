"""``tracker reindex``: derive identities and matches anew."""

from __future__ import annotations

import click

from tracker.cli.base import command as tracker_command
from tracker.cli.base import console
from tracker.cli.progress import progress_bar


@tracker_command("reindex", examples="tracker reindex")
def command(ctx: click.Context) -> None:
    """Work out again which sightings are one work, and what matches.

    Useful after an upgrade that changed the rules. Decisions stay with their works. A run that
    was interrupted is gone on with.
    """
    from tracker.workflows.derived.reindex import reindex

    out = console(ctx)
    with out.session() as session, progress_bar("Reindexing", is_quiet=out.quiet) as progress:
        report = reindex(session.db, session.project.watchlists, now=session.now, progress=progress)
    if report.is_resumed:
        out.note("went on where the last run was interrupted")
    out.say(
        f"{report.works} works: {report.new} parted, {report.updated} changed; "
        f"{report.matched} match a topic"
    )
