"""``tracker watchlists``: list and check them, give them feeds, exchange them, weigh them."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import click

from tracker.cli.base import SHARED, complete_topics, console, counted, json_option, now
from tracker.cli.base import command as tracker_command
from tracker.cli.groups import NearestGroup
from tracker.cli.watchlists_past import suggest, try_, yield_
from tracker.errors import ConfigError, ExitCode


@click.group(
    "watchlists",
    cls=NearestGroup,
    invoke_without_command=True,
    epilog="""\b
Examples:
  tracker watchlists
  tracker watchlists add-feed reasoning-frameworks https://example.org/blog/
  tracker watchlists try watchlists/reasoning-frameworks.toml
  tracker watchlists yield
  tracker watchlists suggest
  tracker watchlists import feeds.opml
  tracker watchlists export > feeds.opml""",
)
@json_option
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> int:
    """List and check the watchlists; add, import and export feeds."""
    if ctx.invoked_subcommand is not None:
        return ExitCode.OK
    from tracker.workflows.watchlists.check import check

    out = console(ctx)
    report = check(out.find_home())
    for problem in report.problems:
        out.warn(problem)
    if as_json:
        out.json(report.as_json())
    else:
        for watchlist in report.watchlists:
            counts = [
                counted(watchlist.phrases, "phrase"),
                counted(len(watchlist.arxiv.authors), "author"),
                counted(len(watchlist.feeds), "feed"),
            ]
            categories = " ".join(watchlist.arxiv.categories) or "no categories"
            out.say(f"{watchlist.slug}: {watchlist.title}; {categories}; {', '.join(counts)}")
            if watchlist.why_idle:
                out.note(watchlist.why_idle)
        if not report.watchlists and not report.problems:
            out.note("no watchlists here; tracker init makes three to begin with")
    return ExitCode.USAGE if report.problems else ExitCode.OK


for option in SHARED:
    command = option(command)


@tracker_command(
    "add-feed",
    summary="Find a site's feed and add it.",
    examples="tracker watchlists add-feed reasoning-frameworks https://example.org/blog/",
)
@click.argument("topic", shell_complete=complete_topics)
@click.argument("url")
def add_feed(ctx: click.Context, topic: str, url: str) -> None:
    """Find the feed of the site at URL and write it into the watchlist of TOPIC."""
    from tracker.workflows.watchlists.feeds import add_site

    out = console(ctx)
    added = add_site(out.project(), topic, url, now=now())
    word = "added to" if added.is_new else "stands already in"
    name = f" ({added.name}, {added.entries} entries)" if added.name else ""
    out.say(f"{added.url}{name} {word} {topic}")


@tracker_command(
    "import",
    summary="Add the feeds of an OPML list.",
    examples="""
tracker watchlists import feeds.opml
tracker watchlists import feeds.opml --topic reasoning-frameworks
""",
)
@click.argument("file", type=click.File("rb"))
@click.option(
    "--topic",
    metavar="TOPIC",
    shell_complete=complete_topics,
    default="",
    help="For all feeds, whatever their folder.",
)
def import_(ctx: click.Context, file: BinaryIO, topic: str) -> int:
    """Add the feeds of an OPML list; a folder is a topic, and a new one is made."""
    from tracker.workflows.watchlists.exchange import MOST_BYTES, import_opml

    out = console(ctx)
    report = import_opml(out.project(), file.read(MOST_BYTES + 1), topic=topic)
    for slug, count in report.added.items():
        new = " (a new topic, which takes all that they bring)" if slug in report.made else ""
        out.say(f"{slug}: {counted(count, 'feed')} added{new}")
    for url in report.left:
        out.warn(f"{url}: in no folder, so of no topic; name one with --topic")
    for address in report.unusable:
        out.warn(f"{address}: no address of the Web, so it was left out")
    for address in report.lost:
        out.warn(f"{address}: the list is broken there, so it was left out; add it by hand")
    left_out = report.left or report.unusable or report.lost
    if not (report.added or left_out):
        out.note("the list names no feed")
    return ExitCode.NOT_DONE if left_out else ExitCode.OK


@tracker_command(
    "export", summary="Print all feeds as OPML.", examples="tracker watchlists export > feeds.opml"
)
@click.argument("file", required=False, type=click.Path(path_type=Path))
def export(ctx: click.Context, file: Path | None) -> None:
    """Print all feeds as OPML, or write them to FILE; a folder is a topic."""
    from tracker.files import replace
    from tracker.workflows.watchlists.exchange import export_opml

    out = console(ctx)
    text = export_opml(out.project())
    if file is None:
        out.raw(text)
    else:
        try:
            replace(file, text.encode("utf-8"))
        except OSError as error:
            message = f"cannot be written: {error.strerror or error}"
            raise ConfigError(message, path=str(file)) from error
        out.note(f"written: {file}")


for subcommand in (add_feed, import_, export, suggest, try_, yield_):
    command.add_command(subcommand)
