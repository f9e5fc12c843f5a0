"""``tracker approve | reject | restore``: decisions without an editor."""

from __future__ import annotations

from typing import Any

import click

from tracker.cli.base import command as tracker_command
from tracker.cli.base import complete_topics, console
from tracker.errors import ExitCode
from tracker.values import Verdict

_references = click.argument("references", metavar="ID|URL...", nargs=-1, required=True)
_topic = click.option(
    "--topic",
    metavar="TOPIC",
    shell_complete=complete_topics,
    default="",
    help="In this topic alone.",
)


@tracker_command("approve", examples="tracker approve 17 42\ntracker approve arXiv:2106.09685")
@_references
@_topic
def approve(ctx: click.Context, references: tuple[str, ...], topic: str) -> int:
    """Approve works: the next publish puts them into the post.

    A work that stands in no draft yet gets its entry there.
    """
    return _decide(ctx, references, Verdict.APPROVED, topic=topic)


@tracker_command("reject", examples='tracker reject 17\ntracker reject 42 --reason "too narrow"')
@_references
@_topic
@click.option("--reason", metavar="TEXT", default="", help="Why; kept with the decision.")
def reject(ctx: click.Context, references: tuple[str, ...], topic: str, reason: str) -> int:
    """Reject works: they do not come again, but for one second look if your feeds insist."""
    return _decide(ctx, references, Verdict.REJECTED, topic=topic, reason=reason)


@tracker_command(
    "restore", examples="tracker restore 17\ntracker restore drafts/2025-05-02-llm-journey.md"
)
@click.argument("references", metavar="ID|URL|DRAFT...", nargs=-1, required=True)
@_topic
def restore(ctx: click.Context, references: tuple[str, ...], topic: str) -> int:
    """Take decisions back: the works are undecided again.

    An open draft gets back the entries that its file has lost, as they were written.
    """
    return _decide(ctx, references, Verdict.UNDECIDED, topic=topic)


def _decide(
    ctx: click.Context, references: tuple[str, ...], verdict: Verdict, **options: Any
) -> int:
    from tracker.workflows.deciding.decide import Answer, decide

    out = console(ctx)
    with out.session() as session:
        report = decide(session, references, Answer(verdict=verdict, **options))
    for notice in report.notices:
        out.warn(notice)
    for line in report.lines:
        out.say(line)
    for problem in report.problems:
        out.warn(problem)
    return ExitCode.NOT_DONE if report.problems else ExitCode.OK
