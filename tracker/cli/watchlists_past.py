"""``tracker watchlists try``, ``suggest`` and ``yield``: a watchlist beside the stored past."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.base import MOST, NOTHING_STORED, console, json_option, since_option
from tracker.cli.base import command as tracker_command

if TYPE_CHECKING:
    from tracker.matching.pruning import Yield
    from tracker.workflows.watchlists.replay import Change, TryReport
    from tracker.workflows.watchlists.yields import YieldReport


@tracker_command(
    "try",
    examples="""
tracker watchlists try watchlists/reasoning-frameworks.toml
tracker watchlists try new-topic.toml --since 30d --limit 30
""",
    summary="Show what a changed file would gain and lose.",
)
@click.argument("file", type=click.Path(path_type=Path))
@since_option("Replay works dated since then: 30d, or YYYY-MM-DD.")
@click.option(
    "--limit", type=click.IntRange(0, MOST), default=10, show_default=True, help="Samples of each."
)
@json_option
def try_(ctx: click.Context, file: Path, since: datetime | None, limit: int, as_json: bool) -> None:
    """Show what the watchlist in FILE would gain and lose on stored works; nothing is changed."""
    from tracker.watchlists import parse_watchlist
    from tracker.workflows.project import read_text
    from tracker.workflows.watchlists.replay import try_watchlist

    out = console(ctx)
    watchlist = parse_watchlist(read_text(file), path=str(file))
    with out.session(reads_only=True) as session:
        report = try_watchlist(session, watchlist, since=since, limit=limit)
    if as_json:
        out.json(report.as_json())
        return
    for line in _tried(report):
        out.say(line)


def _tried(report: TryReport) -> Iterator[str]:
    new = " (a new topic)" if report.is_new else ""
    matched = f"matched {report.before:,} before, {report.after:,} with this file"
    yield f"{report.topic}{new}: {report.works:,} stored works; {matched}"
    for name, change in (("gained", report.gained), ("lost", report.lost)):
        counts = [f"{count:,} {state}" for state, count in sorted(change.states.items())]
        yield f"{name} {change.count:,}" + (f": {', '.join(counts)}" if counts else "")
        yield from _samples(change)
    if report.unpolled:
        yield f"never polled, so unknown in the past: {', '.join(report.unpolled)}"


def _samples(change: Change) -> Iterator[str]:
    for sample in change.samples:
        yield f"{sample.work.id:>6}  {sample.state:<9}  {sample.work.name}"
        yield f"{'':>19}{'; '.join(map(str, sample.match.reasons))}"
        if sample.cause:
            yield f"{'':>19}now: {sample.cause}"
    if change.count > len(change.samples) > 0:
        yield f"{'':>8}and {change.count - len(change.samples):,} more"


@tracker_command(
    "suggest",
    examples="""
tracker watchlists suggest
tracker watchlists suggest --limit 30 --json
""",
    summary="Suggest phrases for what no topic matched.",
)
@click.option(
    "--limit", type=click.IntRange(1, MOST), default=10, show_default=True, help="Phrases at most."
)
@json_option
def suggest(ctx: click.Context, limit: int, as_json: bool) -> None:
    """Suggest phrases out of what you approved or seeded and no topic matches."""
    from tracker.workflows.watchlists.suggest import suggest_phrases

    out = console(ctx)
    with out.session(reads_only=True) as session:
        report = suggest_phrases(session, limit=limit)
    if as_json:
        out.json(report.as_json())
        return
    out.say(f"{report.unmatched:,} of {report.wanted:,} works that you wanted match no topic")
    for suggestion in report.suggestions:
        works = f"{suggestion.works:,} more {'work' if suggestion.works == 1 else 'works'}"
        wanted = f"{len(suggestion.wanted)} of them wanted"
        out.say(f"“{suggestion.phrase}”: {works} of {report.works:,}, {wanted}")
    if report.unmatched and not report.suggestions:
        out.note("no phrase of their titles stands in two of them")


@tracker_command(
    "yield",
    examples="""
tracker watchlists yield
tracker watchlists yield --since 90d --json
""",
    summary="Show what feeds and phrases have brought.",
)
@since_option("Of works dated since then: 90d, or YYYY-MM-DD.")
@json_option
def yield_(ctx: click.Context, since: datetime | None, as_json: bool) -> None:
    """Show what each feed and phrase has brought, and which could go; nothing is changed."""
    from tracker.workflows.watchlists.yields import count_yields

    out = console(ctx)
    with out.session(reads_only=True) as session:
        report = count_yields(session, since=since)
    if as_json:
        out.json(report.as_json())
        return
    if not report.works:
        out.note(NOTHING_STORED if since is None else "no work is dated since then")
    else:
        for line in (*_yielded(report), *_suggested(report)):
            out.say(line)
    if report.is_outdated:
        out.note("the watchlists were changed since works were matched; tracker draft matches anew")


def _yielded(report: YieldReport) -> Iterator[str]:
    yield "   seen  proposed  approved  published  rejected"
    for topic, phrases in groupby(report.phrases, key=lambda row: row.topic):
        yield f"{topic}: phrases and authors"
        for phrase in phrases:
            yield f"{_figures(phrase.found)}  {phrase.phrase}"
    if report.feeds:
        yield "feeds"
    for feed in report.feeds:
        yield f"{_figures(feed.found)}  {feed.name}  {feed.url}"


def _suggested(report: YieldReport) -> Iterator[str]:
    pruned = [
        (f"{phrase_yield.topic}: “{phrase_yield.phrase}”", phrase_yield.prune)
        for phrase_yield in report.phrases
    ]
    pruned += [(feed.url, feed.prune) for feed in report.feeds]
    lines = [f"  {name}: {why}" for name, why in pruned if why]
    if lines:
        yield "these could go, if you agree:"
        yield from lines


def _figures(yields: Yield) -> str:
    return (
        f"{yields.seen:>7,}  {yields.proposed:>8,}  {yields.approved:>8,}  {yields.published:>9,}"
        f"  {yields.rejected:>8,}"
    )
