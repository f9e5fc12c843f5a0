"""``tracker add``: take a work in by hand."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.base import Console, complete_topics, console, now
from tracker.cli.base import command as tracker_command
from tracker.errors import ConfigError, ExitCode

if TYPE_CHECKING:
    from tracker.workflows.intake.add import AddReport

MOST_INPUT = 1_000_000  # characters


@tracker_command(
    "add",
    examples="""
tracker add 2106.09685
tracker add https://example.org/post --via https://example.net/ --topic reasoning-frameworks
tracker add doi:10.1145/3292500.3330701 --note "for the section on serving"
tracker add reading.bib --topic reasoning-frameworks
tracker add - < addresses.txt
""",
)
@click.argument("reference", metavar="URL|ID")
@click.option("--via", metavar="URL", default="", help="The page that showed it to you.")
@click.option("--note", metavar="TEXT", default="", help="A note to yourself, kept with it.")
@click.option("--title", metavar="TEXT", default="", help="What it is called, if its page errs.")
@click.option(
    "--topic",
    metavar="TOPIC",
    shell_complete=complete_topics,
    default="",
    help="The topic that it belongs to.",
)
def command(ctx: click.Context, reference: str, via: str, note: str, title: str, topic: str) -> int:
    """Take a work in by hand: an address, an arXiv identifier, a DOI, ...

    A .bib file stands for all that its entries name, - for standard input, one work a line.

    Without a network the address is stored, and completed by the next poll. What cannot be found
    is asked for during 30 days; `tracker reject` ends that.
    """
    from tracker.workflows.intake.add import add

    out = console(ctx)
    done = ExitCode.OK
    references = _references(reference)
    if title and references != (reference,):
        raise ConfigError("--title names one work, and this stands for several")
    for named in references:
        try:
            report = add(
                out.project(), named, via=via, note=note, topic=topic, title=title, now=now()
            )
        except ConfigError as error:
            if named == reference:
                raise
            out.warn(str(error))  # of several, one that means nothing keeps no other out
            done = ExitCode.NOT_DONE
            continue
        _tell(out, report)
        done = ExitCode.NOT_DONE if report.problems else done
    return done


def _references(given: str) -> tuple[str, ...]:
    from tracker.workflows.intake.references import read_bibtex, read_lines

    if given == "-":
        return read_lines(sys.stdin.read(MOST_INPUT) if sys.stdin else "")
    if given.lower().endswith(".bib") and "://" not in given:
        return read_bibtex(Path(given))
    if Path(given).is_file():
        message = (
            f"{given} is a file; of files add reads BibTeX (.bib), and lines from tracker add -"
        )
        raise ConfigError(message)
    return (given,)


def _tell(out: Console, report: AddReport) -> None:
    word = "added" if report.is_new else "known already"
    out.say(f"{word}: {report.work.id}  {report.work.name}")
    if report.rematched:
        out.note(report.rematched)
    if not report.topics:
        number = report.work.id
        out.note(f"{number} matches no topic, so no draft will have it; name one with --topic")
    for problem in report.problems:
        out.warn(problem)
