"""``tracker add``: take a work in by hand."""

from __future__ import annotations

import click

from tracker.cli.base import command as tracker_command
from tracker.cli.base import complete_topics, console, now
from tracker.errors import ExitCode


@tracker_command(
    "add",
    examples="""
tracker add 2106.09685
tracker add https://example.org/post --via https://example.net/ --topic reasoning-frameworks
tracker add doi:10.1145/3292500.3330701 --note "for the section on serving"
""",
)
@click.argument("reference", metavar="URL|ID")
@click.option("--via", metavar="URL", default="", help="The page that showed it to you.")
@click.option("--note", metavar="TEXT", default="", help="A note to yourself, kept with it.")
@click.option(
    "--topic",
    metavar="TOPIC",
    shell_complete=complete_topics,
    default="",
    help="The topic that it belongs to.",
)
def command(ctx: click.Context, reference: str, via: str, note: str, topic: str) -> int:
    """Take a work in by hand: an address, an arXiv identifier, a DOI, ...

    Without a network the address is stored, and completed by the next poll. What cannot be found
    is asked for during 30 days; `tracker reject` ends that.
    """
    from tracker.workflows.intake.add import add

    out = console(ctx)
    report = add(out.project(), reference, via=via, note=note, topic=topic, now=now())
    word = "added" if report.is_new else "known already"
    out.say(f"{word}: {report.work.id}  {report.work.name}")
    if report.rematched:
        out.note(report.rematched)
    if not report.topics:
        out.note("it matches no topic, so no draft will have it; name one with --topic")
    for problem in report.problems:
        out.warn(problem)
    return ExitCode.NOT_DONE if report.problems else ExitCode.OK
