"""``tracker poll``: ask every source that is due."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.base import (
    Console,
    complete_topics,
    console,
    counted,
    json_option,
    now,
    since_option,
    tell_idle,
)
from tracker.cli.base import command as tracker_command
from tracker.cli.progress import progress_bar
from tracker.errors import ConfigError, ExitCode, TrackerError

if TYPE_CHECKING:
    from tracker.workflows.intake.poll import PollOptions
    from tracker.workflows.intake.poll_report import PollReport, SourceReport
    from tracker.workflows.project import Project


@tracker_command(
    "poll",
    examples="""
tracker poll
tracker poll --quiet                     # from cron: prints nothing when nothing changed
tracker poll --only reasoning-frameworks
tracker poll --since 14d --json
tracker poll --with ../berta --with ../carl   # three authors' projects, each feed asked once
""",
)
@click.option(
    "--only",
    metavar="TOPIC|URL",
    shell_complete=complete_topics,
    default="",
    help="Ask this topic's sources, or this.",
)
@since_option("How far a first poll of arXiv goes back (default: 7d); later ones reread so far.")
@click.option("--all", "ask_all", is_flag=True, help="Ask sources that should rest, too.")
@click.option("--dry-run", is_flag=True, help="Ask, but store nothing.")
@click.option(
    "--with",
    "others",
    metavar="DIR",
    multiple=True,
    help="Poll this project, too, and each source once; repeatable. Limits are this one's.",
)
@json_option
def command(
    ctx: click.Context,
    only: str,
    since: datetime | None,
    ask_all: bool,
    dry_run: bool,
    others: tuple[str, ...],
    as_json: bool,
) -> int:
    """Ask arXiv and every feed for what is new, and store it."""
    from tracker.workflows.intake.poll import PollOptions, poll

    out = console(ctx)
    options = PollOptions(only=only, since_at=since, ask_all=ask_all, dry_run=dry_run)
    if others:
        if only:
            raise click.UsageError("--only and --with do not go together", ctx)
        if "" in others:  # a script's variable that is not set: not the folder where it runs
            raise click.UsageError("--with names no folder", ctx)
        return _poll_together(out, others, options, as_json=as_json)
    project = out.project()
    _tell_trust(out, project)
    with progress_bar("Polling", is_quiet=out.quiet) as progress:
        report = poll(project, options, now=now(), progress=progress)
    if as_json:
        out.json(report.as_json())
    return _tell(out, project, report, as_json=as_json)


def _tell(out: Console, project: Project, report: PollReport, *, as_json: bool) -> int:
    """What came, in lines; with ``as_json`` the problems alone. Gives the exit status."""
    if report.is_busy:
        out.note("another poll is under way; leaving it to that one")
        return ExitCode.OK
    tell_idle(out, project)
    _tell_problems(out, report)
    if not as_json and not out.quiet:
        _tell_summary(out, report)
    return ExitCode.NOT_DONE if report.failed or report.problem else ExitCode.OK


def _poll_together(
    out: Console, others: tuple[str, ...], options: PollOptions, *, as_json: bool
) -> int:
    """This project and others, each told under its folder's name; one that is broken stops none."""
    from tracker.workflows.intake.poll import poll_together

    loaded: dict[str, Project | TrackerError] = {}
    try:
        first = _real(str(out.find_home()))
        loaded[first] = _loaded(first)
    except ConfigError as error:  # one of several folders is gone
        if out.home is None:
            raise
        loaded[_real(out.home)] = error
    loaded |= {home: _loaded(home) for home in map(_real, others) if home not in loaded}
    projects = [project for project in loaded.values() if not isinstance(project, TrackerError)]
    if projects:
        _tell_trust(out, projects[0])
    with progress_bar("Polling", is_quiet=out.quiet) as progress:
        reports = iter(poll_together(projects, options, now=now(), progress=progress))
    status = ExitCode.OK
    told: list[dict[str, object]] = []
    for home, project in loaded.items():
        report = project if isinstance(project, TrackerError) else next(reports)
        if isinstance(report, TrackerError) or isinstance(project, TrackerError):
            replace(out, about=home).warn(f"not polled: {report}")
            told.append({"home": home, "error": str(report)})
            status = ExitCode.NOT_DONE
            continue
        if not as_json and not out.quiet and not report.is_busy:
            out.say(f"{home}:")
        told.append({"home": home, "error": None, **report.as_json()})
        own = replace(out, about=home)
        status = max(status, ExitCode(_tell(own, project, report, as_json=as_json)))
    if as_json:
        out.json({"projects": told})
    return status


def _real(home: str) -> str:
    return os.path.realpath(Path(home).expanduser())


def _loaded(home: str) -> Project | TrackerError:
    from tracker.workflows.project import load_project

    try:
        return load_project(Path(home))
    except TrackerError as error:
        return error


def _tell_trust(out: Console, project: Project) -> None:
    """A cluster without TLS is for a network that the author trusts."""
    scale = project.settings.scale
    if scale.engine != "local" and scale.address.startswith("tcp://"):
        out.note(
            f"[scale] {scale.address} is asked without TLS: whoever can reach it can run programs "
            "as you; see docs/scaling.md"
        )


def _tell_problems(out: Console, report: PollReport) -> None:
    """A line a failure: each time, but with --quiet only when a source's state changed."""
    if report.rematched:
        out.note(report.rematched)
    for source in report.sources:
        for notice in source.notices:
            out.warn(f"{source.source}: {notice}")
    failed = [source for source in report.failed if source.has_changed or not out.quiet]
    if failed and report.is_offline and not out.verbose:
        out.warn(
            f"none of {counted(len(report.failed), 'source')} could be reached, as without a "
            f"network: {failed[0].error} (what each says: tracker status)"
        )
    else:
        for source in failed:
            out.warn(_failure(source))
    for line in report.incomplete:
        out.note(line)
    if report.problem:
        out.warn(report.problem)


def _failure(source: SourceReport) -> str:
    word = "only in part: " if source.status.value == "partial" else ""
    return f"{source.source}: {word}{source.error}"


def _tell_summary(out: Console, report: PollReport) -> None:
    for topic in report.topics:
        out.say(f"{topic.topic}: {topic.new} new, {topic.matched} matched")
    by_status: dict[str, int] = {}
    for source in report.sources:
        by_status[source.status.value] = by_status.get(source.status.value, 0) + 1
        if source.new or source.updated:
            out.say(f"  {source.name}: {source.new} new, {source.updated} updated")
        if source.votes:
            out.say(f"  {source.name}: votes for {counted(source.votes, 'work')}")
        if source.status.value == "skipped" and source.error not in report.problem:
            out.note(f"{source.source}: not asked: {source.error}; ask now with --all")
    statuses = ", ".join(f"{count} {status}" for status, count in sorted(by_status.items()))
    new = sum(source.new for source in report.sources)
    updated = sum(source.updated for source in report.sources)
    dry = "; nothing stored (dry run)" if report.is_dry else ""
    out.say(
        f"{counted(len(report.sources), 'source')} ({statuses}): "
        f"{counted(new, 'new work')}, {updated} updated{dry}"
    )
    if report.quiet is not None:
        out.say(f"arXiv: nothing new ({report.quiet})")
