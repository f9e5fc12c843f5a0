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
        answer = missed(session, reference)
    if as_json:
        out.json(answer.as_json())
        return
    if answer.work is not None:
        part = f" (which {reference.strip()} became part of)" if answer.part_of else ""
        out.say(f"{answer.work.id}  {answer.work.name}{part}")
    out.say(answer.line)
    for line in answer.more:
        out.say(f"    {line}")
