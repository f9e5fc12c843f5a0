"""``tracker review``: the author's editor, then what was understood."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.base import Console, console
from tracker.cli.base import command as tracker_command
from tracker.errors import ExitCode
from tracker.values import Verdict

if TYPE_CHECKING:
    from tracker.workflows.open_drafts.verdicts import DraftReading


@tracker_command(
    "review",
    examples="""
tracker review
tracker review drafts/2025-05-02-llm-journey.md
VISUAL="code --wait" tracker review
tracker review --web
tracker review --html preview.html
""",
)
@click.argument("draft", metavar="[DRAFT]", default="")
@click.option("--web", is_flag=True, help="In your browser instead (tracker serve).")
@click.option(
    "--html",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write it as one page to be read, instead.",
)
def command(ctx: click.Context, draft: str, web: bool, html: Path | None) -> int:
    """Open the newest open draft (or DRAFT) in $VISUAL or $EDITOR, and read it back."""
    from tracker.workflows.deciding.review import review

    out = console(ctx)
    if web and html:
        raise click.UsageError("the page is served with --web, or written with --html; not both")
    if html:
        return _write_page(out, draft, html)
    if web:
        from tracker.cli.serve import serve

        return serve(out, port=0, draft=draft)  # beside a page that is served for long

    def again(reading: DraftReading) -> bool:
        for problem in reading.problems:
            out.warn(problem)
        asks = all(stream and stream.isatty() for stream in (sys.stdin, sys.stderr))
        return asks and click.confirm("Edit again?", default=True, err=True)

    with out.session() as session:
        report = review(session, draft, environ=os.environ, again=again)
    if report.hint:
        out.warn(report.hint)
    for line in report.reading.lines:
        out.say(line)
    counts = report.counts
    published = f"{report.published} published, " if report.published else ""
    out.say(
        f"{report.path}: {published}{counts[Verdict.APPROVED]} approved, "
        f"{counts[Verdict.REJECTED]} rejected, {counts[Verdict.UNDECIDED]} undecided"
    )
    if report.others and not draft:
        out.note(f"open, too: {', '.join(report.others)}")
    return ExitCode.NOT_DONE if report.reading.problems else ExitCode.OK


def _write_page(out: Console, draft: str, path: Path) -> int:
    from tracker.cli.serve import check_extra

    check_extra()
    from tracker.web.whole_page import review_as_page, write_page

    with out.session(reads_only=True) as session:
        write_page(path, review_as_page(session, draft))
    out.note(f"written: {path}")
    return ExitCode.OK
