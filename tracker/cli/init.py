"""``tracker init``: a new project folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.base import Console, console
from tracker.cli.base import command as tracker_command
from tracker.errors import ConfigError

if TYPE_CHECKING:
    from tracker.workflows.topic_places import TopicPlaces, TopicQuestion

_FILE = click.Path(path_type=Path)


@tracker_command(
    "init",
    examples="""
tracker init my-post
tracker init my-post --post ~/blog/_posts/2024-02-01-llm-journey.md
tracker init my-post --like starred.bib
""",
)
@click.argument("folder", metavar="[DIR]", default=".", type=_FILE)
@click.option("--post", metavar="FILE", type=_FILE, help="Your living post.")
@click.option(
    "--like",
    metavar="FILE",
    type=_FILE,
    help="Works that you like: Markdown, BibTeX, OPML, a page of links.",
)
def command(ctx: click.Context, folder: Path, post: Path | None, like: Path | None) -> None:
    """Make a project folder in DIR (default: here).

    Nothing that is there is overwritten. With --post it writes where the post is and under which of
    its headings each topic goes, and asks on a terminal what is not clear.
    """
    from tracker.workflows.new_project import init_project, shipped_topics
    from tracker.workflows.project import SETTINGS_NAME
    from tracker.workflows.topic_places import place_topics

    out = console(ctx)
    settings: dict[tuple[str, str], object] = {}
    places = None
    if post is not None:
        listed: set[str] = set()
        places = place_topics(post, shipped_topics(), _asker(out, listed))
        settings["post", "path"] = _from_folder(post, folder)
        if places.created:
            settings["post", "new_headings"] = places.created
    if like is not None:
        _tell_liked(out, like)
        settings["ranking", "seeds"] = _from_folder(like, folder)
    made, left = init_project(
        folder, settings=settings, headings=places.headings if places else None
    )
    for path in made:
        out.say(f"made {path}")
    for path in left:
        out.note(f"left {path} as it is")
    if settings and folder / SETTINGS_NAME in left:
        out.warn(f"write into {folder / SETTINGS_NAME} yourself: {_written(settings)}")
    if places:
        _tell_places(out, places, has_listed=bool(listed))
    edit = "look over watchlists/" if settings else "edit tracker.toml and watchlists/"
    out.note(f"Next: {edit}, then run: tracker poll")


def _from_folder(path: Path, folder: Path) -> str:
    """As a setting of the project in the folder."""
    path, folder = path.expanduser().resolve(), folder.resolve()
    try:
        return os.path.relpath(path, folder)
    except ValueError:  # on another drive
        return str(path)


def _written(settings: dict[tuple[str, str], object]) -> str:
    return ", ".join(f"[{section}] {key} = {value!r}" for (section, key), value in settings.items())


def _tell_liked(out: Console, like: Path) -> None:
    from tracker.workflows.learning.liked_before import parse_seeds
    from tracker.workflows.project import read_text

    if not like.is_file():
        raise ConfigError("there is no such file; check its name", path=str(like))
    count = len(parse_seeds(read_text(like)))
    if not count:
        raise ConfigError("holds no link or identifier of a work", path=str(like))
    out.note(f"{like}: {count} works that you like, which the first poll asks for")


def _tell_places(out: Console, places: TopicPlaces, *, has_listed: bool) -> None:
    if not has_listed:
        _list_headings(out, places.of_post)
    for line in places.lines:
        out.note(line)


def _list_headings(out: Console, headings: Sequence[str]) -> None:
    if headings:
        out.note("headings of the post:")
    for number, heading in enumerate(headings, 1):
        out.note(f"  {number:3}  {heading}")


def _asker(out: Console, listed: set[str]) -> Callable[[TopicQuestion], str | None]:
    """Asks on a terminal alone; nobody answers elsewhere. The headings that it has ``listed`` are
    noted there."""
    has_terminal = all(stream and stream.isatty() for stream in (sys.stdin, sys.stderr))

    def ask(question: TopicQuestion) -> str | None:
        if not has_terminal or not question.headings:
            return None
        if not listed:
            _list_headings(out, question.headings)
            listed.update(question.headings)
        out.note(question.line)
        nearest = question.nearest
        number = click.prompt(
            f"Number of the heading for {question.topic}, or 0 to create “{question.heading}”",
            default=question.headings.index(nearest) + 1 if nearest else 0,
            type=click.IntRange(0, len(question.headings)),
            err=True,
        )
        return question.headings[number - 1] if number else ""

    return ask
