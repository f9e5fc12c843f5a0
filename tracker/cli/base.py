"""What every command shares: its options, where results and diagnostics go, the project.

Results go to standard output; progress, notes and problems to standard error. Everything that
comes from outside passes ``escaping.terminal`` on its way to a terminal.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import textwrap
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.escaping import terminal_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tracker.workflows.open_drafts.verdicts import DraftReading
    from tracker.workflows.project import Project
    from tracker.workflows.session import Session


MOST = 1_000_000  # of what an option counts
NOTHING_STORED = "nothing is stored yet; tracker poll asks arXiv and your feeds"


@dataclass(slots=True)
class Console:
    """Where a command speaks, and how much."""

    home: str | None = None
    quiet: bool = False
    verbose: bool = False
    about: str = ""  # what notes and problems are about, where that is one of several

    def say(self, text: str = "") -> None:
        """A result."""
        click.echo("\n".join(terminal_line(line) for line in text.split("\n")))

    def raw(self, text: str) -> None:
        """A result that is a document (a draft, a diff), as it is where it is not a terminal."""
        if sys.stdout is None:
            return
        if sys.stdout.isatty():
            self.say(text.removesuffix("\n"))
        else:
            sys.stdout.buffer.write(text.encode("utf-8"))

    def json(self, value: Any) -> None:
        """A result for scripts, in ASCII so that no locale and no terminal can spoil it."""
        click.echo(json.dumps(value, indent=2))

    def json_array(self, values: Iterable[Any]) -> None:
        """Results for scripts, as ``json`` prints a list of them, each when it comes."""
        opened = False
        for value in values:
            element = textwrap.indent(json.dumps(value, indent=2), "  ")
            click.echo(f"{',' if opened else '['}\n{element}", nl=False)
            opened = True
        click.echo("\n]" if opened else "[]")

    def note(self, text: str) -> None:
        """What an attentive user wants to know."""
        if not self.quiet:
            self._tell(text)

    def detail(self, text: str) -> None:
        """What helps to find out why."""
        if self.verbose:
            self._tell(text)

    def warn(self, text: str) -> None:
        """A problem: told however quiet."""
        self._tell(text)

    def _tell(self, text: str) -> None:
        about = f"{self.about}: " if self.about else ""
        click.echo(terminal_line(about + text), err=True)

    def project(self) -> Project:
        """The project folder's settings and watchlists. Raises ConfigError."""
        from tracker.workflows.project import load_project

        return load_project(self.find_home())

    @contextlib.contextmanager
    def session(self, *, reads_only: bool = False, is_dry: bool = False) -> Iterator[Session]:
        """A session on the project, of this moment. Raises ConfigError, StoreError."""
        from tracker.workflows.session import open_session

        project = self.project()
        with open_session(project, now=now(), reads_only=reads_only, is_dry=is_dry) as session:
            yield session

    def find_home(self) -> Path:
        """The project folder. Raises ConfigError."""
        from tracker.workflows.project import find_home

        return find_home(self.home, os.environ, Path.cwd())


def tell_reading(out: Console, reading: DraftReading) -> None:
    """What the drafts said: what the author may not have meant is told however quiet."""
    for line in reading.lines:
        (out.warn if line in reading.cautions else out.note)(line)


def tell_idle(out: Console, project: Project) -> None:
    """The watchlists of which nothing can come: a poll or draft without a word would hide it."""
    for watchlist in project.watchlists:
        if watchlist.why_idle:
            out.note(watchlist.why_idle)


def counted(number: int, word: str) -> str:
    """``1 source``, ``2 sources``."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def now() -> datetime:
    """The one moment of a run, passed on as a value."""
    return datetime.now(UTC)


def _store(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def callback(ctx: click.Context, _: click.Parameter, value: Any) -> None:
        if value:
            setattr(console(ctx), name, value)

    return callback


def console(ctx: click.Context) -> Console:
    """The console of this invocation, made from the options given before the command's name."""
    made = ctx.find_object(Console)
    if made is None:
        options = ctx.find_root().obj or {}
        made = Console(home=options.get("home"))
        ctx.obj = made
    return made


def command(
    name: str, *, examples: str, summary: str | None = None
) -> Callable[[Callable[..., Any]], click.Command]:
    """A click command that knows the shared options, and ends its help with examples.

    ``summary`` is what a group's help shows of it.
    """

    def decorate(function: Callable[..., Any]) -> click.Command:
        for option in reversed(SHARED):
            function = option(function)
        lines = "\n".join(f"  {line}" for line in examples.strip().splitlines())
        as_command = click.command(name, epilog=f"\b\nExamples:\n{lines}", short_help=summary)
        return as_command(click.pass_context(function))

    return decorate


SHARED = (
    click.option(
        "--home",
        metavar="DIR",
        expose_value=False,
        callback=_store("home"),
        help="The project folder. [env: TRACKER_HOME]",
    ),
    click.option(
        "-q",
        "--quiet",
        is_flag=True,
        expose_value=False,
        callback=_store("quiet"),
        help="Print problems and results only.",
    ),
    click.option(
        "-v",
        "--verbose",
        is_flag=True,
        expose_value=False,
        callback=_store("verbose"),
        help="Tell more on standard error.",
    ),
    click.option(
        "--debug",
        is_flag=True,
        expose_value=False,
        help="Show a traceback when something breaks.",
    ),
)


def complete_topics(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """The topics of the project folder that begin so, for the shell's completion."""
    from tracker.errors import TrackerError
    from tracker.workflows.project import find_home, watchlist_paths

    option = {**(ctx.find_root().params or {}), **ctx.params}.get("home")
    try:
        home = find_home(option, os.environ, Path.cwd())
    except TrackerError:
        return []
    return [path.stem for path in watchlist_paths(home) if path.stem.startswith(incomplete)]


json_option = click.option("--json", "as_json", is_flag=True, help="Print a report for scripts.")


def since_option(help_text: str) -> Callable[[Any], Any]:
    """``--since 7d`` or ``--since 2025-05-01``."""
    return click.option("--since", metavar="WHEN", callback=_parse_since, help=help_text)


def _parse_since(ctx: click.Context, _: click.Parameter, value: str | None) -> datetime | None:
    from tracker.cli.since import parse_since

    if value is None:
        return None
    try:
        return parse_since(value, now=now())
    except ValueError as error:
        raise click.BadParameter(str(error), ctx=ctx) from error
