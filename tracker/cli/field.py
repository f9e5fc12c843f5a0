"""``tracker field``: how the field moves, week by week."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from tracker.cli.base import command as tracker_command
from tracker.cli.base import console, json_option

if TYPE_CHECKING:
    from tracker.workflows.reports.field import FieldReport

_SOURCES = 12  # that are shown


@tracker_command("field", examples="tracker field\ntracker field --json")
@json_option
def command(ctx: click.Context, as_json: bool) -> None:
    """Show works a week by topic, what became of them, their sources, and words that rise."""
    from tracker.workflows.reports.field import field

    out = console(ctx)
    with out.session(reads_only=True) as session:
        report = field(session)
    if as_json:
        out.json(report.as_json())
        return
    for line in _lines(report):
        out.say(line)


def _lines(report: FieldReport) -> Iterator[str]:
    yield "week of       works  proposed  approved  published  by topic"
    for week in report.weeks:
        topics = ", ".join(f"{topic} {count}" for topic, count in week.topics.items() if count)
        yield (
            f"{week.monday}  {week.works:7,}  {week.proposed:8,}  {week.approved:8,}  "
            f"{week.published:9,}  {topics}".rstrip()
        )
    yield ""
    yield f"Sources since {report.sources_since}"
    for source in report.sources[:_SOURCES]:
        yield f"{source.works:7,}  {source.name}"
    if report.words:
        yield ""
        yield "Rising in titles, and in no watchlist: of late, and in the twelve weeks before"
    for word in report.words:
        late, before = f"{word.late} of {word.late_of:,}", f"{word.before} of {word.before_of:,}"
        yield f"{word.times:6.1f} times  {word.phrase:<28}  {late:>14}  {before:>14}"
