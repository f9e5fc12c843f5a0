"""A new project folder: settings, watchlists, room for drafts and templates."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files as package_files
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import ConfigError
from tracker.settings import render_settings
from tracker.watchlists import Watchlist, parse_watchlist, with_heading

if TYPE_CHECKING:
    from collections.abc import Iterator
from tracker.workflows.project import SETTINGS_NAME

GITIGNORE = """\
# tracker's database, its copies and locks: yours, but not for the repository.
tracker.db*
.tracker.lock
"""


TEMPLATES_README = """\
# Your templates

Put a Jinja2 template here, such as `mine.j2`, and name it in `tracker.toml`:

    [draft]
    template = "mine"

A file named `one-line.j2`, `living-post.j2` or `link-blog.j2` takes the place of the built-in form
of that name. The values that a template sees are described in tracker's docs/templates.md.
"""


DRAFTS_README = """\
# Drafts

`tracker draft` writes its files here; edit them in any editor. Tick `[x]` to approve an entry,
`[-]` to reject it, and leave `[ ]` to decide later. What is rejected or published moves to `done/`,
with all that you wrote.
"""


def init_project(
    folder: Path,
    *,
    settings: Mapping[tuple[str, str], object] | None = None,
    headings: Mapping[str, str] | None = None,
) -> tuple[list[Path], list[Path]]:
    """Make a project folder; what is there is left alone. Gives (made, left) paths.

    ``settings`` are values for tracker.toml, by section and key; ``headings`` those of topics.
    """
    made: list[Path] = []
    left: list[Path] = []
    for relative, text in _initial_files(settings or {}, headings or {}):
        path = folder / relative
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError:
            left.append(path)
        except OSError as error:
            raise ConfigError(f"cannot be made: {error.strerror}", path=str(path)) from error
        else:
            made.append(path)
    return made, left


def shipped_topics() -> tuple[Watchlist, ...]:
    """The topics that a new project begins with."""
    shipped = shipped_watchlists().items()
    return tuple(parse_watchlist(text, path=f"watchlists/{name}") for name, text in shipped)


def _initial_files(
    settings: Mapping[tuple[str, str], object], headings: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    yield SETTINGS_NAME, render_settings(settings)
    for name, text in shipped_watchlists().items():
        heading = headings.get(name.removesuffix(".toml"))
        yield f"watchlists/{name}", with_heading(text, heading) if heading else text
    for name, text in shipped_watchlists(more=True).items():
        yield f"watchlists/more/{name}", text
    yield "drafts/README.md", DRAFTS_README
    yield "templates/README.md", TEMPLATES_README
    yield ".gitignore", GITIGNORE
    yield (
        "datasette.json",
        package_files("tracker.store").joinpath("datasette.json").read_text("utf-8"),
    )


def shipped_watchlists(*, more: bool = False) -> dict[str, str]:
    """File name -> text of the watchlists that ship with tracker; ``more`` are those that a new
    project has at hand, in a folder that is not read.

    The wheel holds the repository's ``watchlists/`` inside the package; a checkout has it beside.
    """
    package = package_files("tracker")
    shipped = package.joinpath("watchlists_shipped")
    folder = shipped if shipped.is_dir() else Path(str(package)).parent / "watchlists"
    folder = folder.joinpath("more") if more else folder
    return {
        entry.name: entry.read_text("utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    }
