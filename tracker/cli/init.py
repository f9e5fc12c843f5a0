"""``tracker init``: a new project folder."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.base import command as tracker_command
from tracker.cli.base import console


@tracker_command("init", examples="tracker init my-post\ncd my-post && tracker poll")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
def command(ctx: click.Context, folder: Path) -> None:
    """Make a project folder in DIR (default: here).

    Nothing that is there is overwritten.
    """
    from tracker.workflows.new_project import init_project

    made, left = init_project(folder)
    out = console(ctx)
    for path in made:
        out.say(f"made {path}")
    for path in left:
        out.note(f"left {path} as it is")
    out.note("Next: edit tracker.toml and watchlists/, then run: tracker poll")
