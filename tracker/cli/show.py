"""``tracker show``: all that is known of one work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from tracker.cli.base import command as tracker_command
from tracker.cli.base import console, json_option

if TYPE_CHECKING:
    from tracker.values import Score
    from tracker.workflows.reports.works import Shown


@tracker_command(
    "show",
    examples="""
tracker show 17
tracker show arXiv:2106.09685
tracker show https://doi.org/10.48550/arXiv.2106.09685 --json
""",
)
@click.argument("reference", metavar="ID|URL")
@json_option
def command(ctx: click.Context, reference: str, as_json: bool) -> None:
    """Show one work: sightings, why it matched, versions, history."""
    from tracker.workflows.reports.ranking import sums
    from tracker.workflows.reports.works import show_work

    out = console(ctx)
    with out.session(reads_only=True) as session:
        shown = show_work(session, reference)
        scores = sums(session, shown.listed.work.id)
    if as_json:
        out.json(shown.as_json() | {"scores": [_score_json(*scored) for scored in scores]})
    else:
        for line in (*_lines(shown), *_sums(scores)):
            out.say(line)


def _score_json(topic: str, score: Score) -> dict[str, object]:
    parts = [{"name": part.name, "value": part.value} for part in score.parts]
    return {"topic": topic, "total": score.total, "parts": parts}


def _sums(scores: Iterable[tuple[str, Score]]) -> Iterator[str]:
    for topic, score in scores:
        parts = sorted(score.parts, key=lambda part: (-abs(part.value), part.name))
        lines = [f"{part.value:+6.2f}  {part.name}" for part in parts]
        yield from _section(f"Score now in {topic}: {score.total:.2f}", lines)


_AUTHORS = 12  # that stand before the abstract


def _lines(shown: Shown) -> Iterator[str]:
    work = shown.listed.work
    yield f"{work.id}  {work.title or '(title not known yet)'}"
    yield f"    {work.kind}  {work.url}"
    if work.authors:
        more = len(work.authors) - _AUTHORS
        names = ", ".join(work.authors if more <= 1 else work.authors[:_AUTHORS])
        yield f"    {names}{f' and {more} more (--json names all)' if more > 1 else ''}"
    if work.paper and work.paper.version:
        comment = f"; {work.paper.comment}" if work.paper.comment else ""
        yield f"    v{work.paper.version}; {' '.join(work.paper.categories)}{comment}"
    if work.withdrawn:
        yield "    withdrawn by its authors"
    yield f"    known as: {', '.join(map(str, work.aliases))}"
    if work.summary:
        yield ""
        yield f"    {work.summary}"
    yield from _section("Topics", _topics(shown))
    yield from _section("Sightings", _sightings(shown))
    yield from _section(
        "Versions before",
        [
            f"v{v.version}  {v.title}" + (f"  ({v.comment})" if v.comment else "")
            for v in shown.versions
        ],
    )
    yield from _section("About", [f"{w.id}  {w.title}" for w in shown.about])
    yield from _section("Posts about it", [f"{w.id}  {w.title}  {w.url}" for w in shown.posts])
    if shown.look_alike is not None:
        yield from _section("Before", [str(shown.look_alike)])
    if shown.changed:
        yield from _section("Changed since it was published", [", ".join(shown.changed)])
    yield from _section("History", _history(shown))


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        for line in lines:
            yield f"    {line}"


def _topics(shown: Shown) -> list[str]:
    return [
        f"{s.topic}: {s.state}, {s.score:.1f} ({'; '.join(map(str, s.reasons)) or 'no match'})"
        for s in shown.listed.standings
    ]


def _sightings(shown: Shown) -> list[str]:
    return [
        f"{seen.seen_at:%Y-%m-%d %H:%M}  {seen.source_name or seen.source}  {seen.url}"
        + (f"  via {seen.via.url}" if seen.via else "")
        for seen in shown.listed.work.sightings
    ]


def _history(shown: Shown) -> list[str]:
    events = [
        (added.added_at, f"added by you{f': {added.note}' if added.note else ''}")
        for added in shown.additions
    ]
    events += [
        (
            decision.decided_at,
            f"{decision.verdict} in {decision.topic}"
            + (f": {decision.reason}" if decision.reason else "")
            + (f" ({decision.origin})" if decision.origin else ""),
        )
        for decision in shown.history
    ]
    events += [
        (publication.published_at, f"published in {publication.post}")
        for publication in shown.published
    ]
    return [f"{at:%Y-%m-%d %H:%M}  {what}" for at, what in sorted(events)]
