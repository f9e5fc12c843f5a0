"""``tracker missed``: why a work was not proposed."""

from __future__ import annotations

import click

from tracker.cli.base import command as tracker_command
from tracker.cli.base import console, json_option


@tracker_command(
    "missed",
    examples="""
tracker missed 2505.00703
tracker missed https://example.org/a-post
tracker missed 17 --json
""",
)
@click.argument("reference", metavar="ID|URL")
@json_option
def command(ctx: click.Context, reference: str, as_json: bool) -> None:
    """Tell the one reason why a work was not proposed: what stopped it, and how near it came."""
    from tracker.workflows.missed.missed import missed

    out = console(ctx)
    with out.session(reads_only=True) as session:
        found = missed(session, reference)
    if as_json:
        out.json(found.as_json())
        return
    if found.work is not None:
        part = f" (which {reference.strip()} became part of)" if found.part_of else ""
        out.say(f"{found.work.id}  {found.work.name}{part}")
    out.say(found.line)
    for line in found.more:
        out.say(f"    {line}")
