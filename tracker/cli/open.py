"""``tracker open``: works in the browser."""

from __future__ import annotations

import webbrowser

import click

from tracker.cli.base import command as tracker_command
from tracker.cli.base import console
from tracker.errors import ExitCode


@tracker_command(
    "open",
    examples="""
tracker open 17 23
tracker open arXiv:2106.09685
BROWSER=firefox tracker open 17
""",
)
@click.argument("references", metavar="ID|URL...", nargs=-1, required=True)
def command(ctx: click.Context, references: tuple[str, ...]) -> int:
    """Open works in your browser: $BROWSER, or the system's own."""
    from tracker.workflows.reports.addresses import addresses

    out = console(ctx)
    with out.session(reads_only=True) as session:
        found = tuple(addresses(session, references))
    is_done = True
    for address in found:
        problem = address.problem
        if address.url and not webbrowser.open(address.url):
            problem = f"no browser opened {address.url}; set BROWSER to the command of yours"
        if problem:
            out.warn(problem)
            is_done = False
        else:
            out.note(f"opened {address.url}")
    return ExitCode.OK if is_done else ExitCode.NOT_DONE
