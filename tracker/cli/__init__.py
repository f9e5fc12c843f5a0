"""The command line: options in, one workflow called, its report printed.

This module is all that ``tracker --help`` loads: commands stand in a table by name, with the line
that the help shows, and are imported only when they run.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import os
import sys
from typing import TYPE_CHECKING, Any

import click

from tracker import __version__
from tracker.cli.groups import NearestGroup
from tracker.errors import ExitCode, TrackerError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Command -> (module.attribute, the line that `tracker --help` shows), in the order of use.
COMMANDS = {
    "init": ("tracker.cli.init:command", "Make a project folder."),
    "demo": ("tracker.cli.demo:command", "Show a first draft from a small built-in sample."),
    "watchlists": ("tracker.cli.watchlists:command", "List and check watchlists; add feeds."),
    "poll": ("tracker.cli.poll:command", "Ask arXiv and every feed for what is new."),
    "status": ("tracker.cli.status:command", "Show how each source fares and what is stored."),
    "list": ("tracker.cli.list:command", "List works by topic, state, date or words."),
    "show": ("tracker.cli.show:command", "Show all that is known of one work."),
    "open": ("tracker.cli.open:command", "Open works in your browser."),
    "missed": ("tracker.cli.missed:command", "Tell why a work was not proposed."),
    "ranking": ("tracker.cli.ranking:command", "Show what was learned from your decisions."),
    "field": ("tracker.cli.field:command", "Show how the field moves, week by week."),
    "add": ("tracker.cli.add:command", "Take a work in by hand."),
    "draft": ("tracker.cli.draft:command", "Write proposals into a draft."),
    "review": ("tracker.cli.review:command", "Open the draft in your editor and read it back."),
    "serve": ("tracker.cli.serve:command", "Decide in your browser."),
    "approve": ("tracker.cli.decide:approve", "Approve works without an editor."),
    "reject": ("tracker.cli.decide:reject", "Reject works without an editor."),
    "restore": ("tracker.cli.decide:restore", "Take decisions back."),
    "publish": ("tracker.cli.publish:command", "Put approved entries into the living post."),
    "undo": ("tracker.cli.undo:command", "Take the last publication back."),
    "reindex": ("tracker.cli.reindex:command", "Work out again which sightings are one work."),
    "completion": ("tracker.cli.completion:command", "Print a shell completion script."),
}

EPILOG = """\b
Examples:
  tracker init my-post && cd my-post
  tracker poll && tracker draft && tracker review
  tracker publish --dry-run

\b
Exit status: 0 all well; 1 something asked for was not done, and was told;
2 wrong usage or configuration; 130 interrupted.
"""


# How often garbage is looked for: a run makes many small objects that soon go, and ends. By
# Python's own numbers that takes a tenth of reindexing, and a twentieth of a poll.
_RARELY = (50_000, 20, 20)


class ReaderLeftError(Exception):
    """A broken pipe, under a name that click does not answer with a status of its own."""


@contextlib.contextmanager
def _renamed_pipe_error() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError as error:
        raise ReaderLeftError from error


class LazyGroup(NearestGroup):
    """A group whose commands are imported when they are run, not when they are listed."""

    def __init__(self, *args: Any, lazy: dict[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = lazy

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """As click does, with errors told in one line."""
        with _renamed_pipe_error():  # --help is printed here
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """As click does, with errors told in one line."""
        with _renamed_pipe_error():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None where there is none."""
        if cmd_name not in self.lazy:
            return None
        module, attribute = self.lazy[cmd_name][0].split(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with their lines out of the table: help imports none of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self.lazy.items()])


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--home", metavar="DIR", help="The project folder. [env: TRACKER_HOME]")
@click.option("--debug", is_flag=True, help="Show a traceback when something breaks.")
@click.version_option(__version__, "-V", "--version", message="tracker %(version)s")
@click.pass_context
def tracker(ctx: click.Context, home: str | None, debug: bool) -> None:
    """Follow arXiv and feeds, and draft update entries for a living post."""
    ctx.obj = {"home": home, "debug": debug}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with a status of the table in ``errors.py``."""
    gc.set_threshold(*_RARELY)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # None where it is closed
            stream.reconfigure(errors="replace")  # a terminal that cannot show it all, shows most
    sys.exit(_run(list(sys.argv[1:] if arguments is None else arguments)))


def _run(argv: Sequence[str]) -> int:
    debug = "--debug" in argv
    if debug:
        from tracker.cli.debugging import show_log

        show_log()
    try:
        return _invoke(argv)
    except click.exceptions.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return ExitCode.INTERRUPTED
    except TrackerError as error:
        if debug:
            raise
        _complain(str(error))
        return error.exit_code
    except OSError as error:
        if debug:
            raise
        _drop_output()
        _complain(_told(error))
        return ExitCode.NOT_DONE
    except Exception as error:
        if debug:
            raise
        _complain(f"{type(error).__name__}: {error}; run again with --debug and report it")
        return ExitCode.NOT_DONE


def _invoke(argv: Sequence[str]) -> int:
    """The command's status. A reader of its output (`head`, a pager) may leave at any time."""
    try:
        result = tracker.main(list(argv), prog_name="tracker", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except (ReaderLeftError, BrokenPipeError):
        _drop_output()
        return ExitCode.OK
    return result if isinstance(result, int) else ExitCode.OK


def _drop_output() -> None:
    """What standard output could not take, so that there is nothing left to flush at exit."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _told(error: OSError) -> str:
    cause = error.strerror or str(error) or type(error).__name__
    return f"{error.filename}: {cause}" if error.filename else cause


def _complain(message: str) -> None:
    from tracker.escaping import terminal

    click.echo(f"tracker: {terminal(message)}", err=True)
