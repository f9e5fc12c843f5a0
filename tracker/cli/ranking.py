"""``tracker ranking``: what has been learned, and how it would have served."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from tracker.cli.base import command as tracker_command
from tracker.cli.base import console, counted, json_option

if TYPE_CHECKING:
    from tracker.workflows.reports.ranking import RankingReport
    from tracker.workflows.reports.reader_check import ReaderCheck


@tracker_command(
    "ranking",
    examples="""
tracker ranking
tracker ranking --json
""",
)
@json_option
def command(ctx: click.Context, as_json: bool) -> None:
    """Show what the ranking has learned from your decisions, and check it on your past."""
    from tracker.workflows.reports.ranking import ranking

    out = console(ctx)
    with out.session(reads_only=True) as session:
        report = ranking(session)
    if as_json:
        out.json(report.as_json())
    else:
        for line in _lines(report):
            out.say(line)


def _lines(report: RankingReport) -> Iterator[str]:
    yield (
        f"learned from {report.approved} approved, {report.rejected} rejected and "
        f"{report.passed} passed over"
    )
    for topic, (yes, no) in report.topics.items():
        yield f"    {topic}: {yes} approved, {no} rejected"
    if not report.approved and not report.rejected:
        yield "nothing is decided yet: the order follows what ships with tracker"
    for title, parts in (("for", report.speaks_for), ("against", report.speaks_against)):
        if parts:
            yield ""
            yield f"what speaks {title} a work"
            yield from (f"    {part.value:+.2f}  {part.name}" for part in parts)
    if report.reasons:
        yield ""
        yield "what you rejected for one reason speaks against works like it"
        yield from (f"    {recurring.count} as “{recurring.text}”" for recurring in report.reasons)
    check = report.check
    if check.approvals:
        drafts = "draft" if check.drafts == 1 else f"{check.drafts} drafts"
        yield ""
        yield (
            f"of your {counted(check.approvals, 'approval')} since the last {drafts}, "
            f"{check.found} stood in a draft, and {check.by_hand} you found yourself"
        )
    for reader in report.readers:
        yield ""
        yield from _reader_lines(reader)


def _reader_lines(reader: ReaderCheck) -> Iterator[str]:
    if not reader.approved.decided and not reader.rejected.decided:
        yield f"of the works that {reader.model} read none is decided yet"
        return
    yield (
        f"of your {counted(reader.approved.decided, 'approval')} among the works that "
        f"{reader.model} read, {reader.approved.plain} stood in the {reader.shown} first of the "
        f"plain order, {reader.approved.read} of the reader's"
    )
    if reader.rejected.decided:
        yield (
            f"    of {counted(reader.rejected.decided, 'rejection')}: {reader.rejected.plain} and "
            f"{reader.rejected.read}"
        )
    yield "    (a draft shows the reader's order, so its own first works are the ones decided on)"
