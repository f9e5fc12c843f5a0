"""The project folder: where it is, what it holds, how a new one is made."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files as package_files
from pathlib import Path
from typing import TYPE_CHECKING

from tracker import files
from tracker.errors import ConfigError
from tracker.settings import Settings, parse_settings, render_settings
from tracker.watchlists import Watchlist, check_watchlists, parse_watchlist

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SETTINGS_NAME = "tracker.toml"
MOST_BYTES = 2_000_000  # of a file that a person wrote

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

A file named `living-post.j2` or `link-blog.j2` takes the place of the built-in form of that
name. The values that a template sees are described in tracker's docs/templates.md.
"""

DRAFTS_README = """\
# Drafts

`tracker draft` writes its files here; edit them in any editor. Tick `[x]` to approve an entry,
`[-]` to reject it, and leave `[ ]` to decide later. `tracker publish` moves a draft to `done/` once
all of its entries are decided and published.
"""


@dataclass(frozen=True, slots=True)
class Project:
    """A project folder and what its files say."""

    home: Path
    settings: Settings
    watchlists: tuple[Watchlist, ...]

    @property
    def database(self) -> Path:
        return self.home / self.settings.database.path

    @property
    def drafts(self) -> Path:
        return self.home / "drafts"

    @property
    def templates(self) -> Path:
        return self.home / "templates"

    @property
    def post(self) -> Path | None:
        """The living post, where the settings name one."""
        path = self.settings.post.path
        return self.home / Path(path).expanduser() if path else None

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(watchlist.slug for watchlist in self.watchlists)

    @property
    def categories(self) -> tuple[str, ...]:
        """All arXiv categories that the settings and the watchlists name, in a stable order."""
        named = [*self.settings.arxiv.categories]
        for watchlist in self.watchlists:
            named.extend(watchlist.arxiv.categories)
        return tuple(sorted(set(named)))

    def watchlist(self, slug: str) -> Watchlist:
        """The watchlist of a topic. Raises ConfigError that names those there are."""
        for watchlist in self.watchlists:
            if watchlist.slug == slug:
                return watchlist
        known = ", ".join(self.topics) or "none yet"
        raise ConfigError(f'there is no topic "{slug}"; topics: {known}')


def find_home(option: str | None, environ: Mapping[str, str], cwd: Path) -> Path:
    """``--home``, else ``TRACKER_HOME``, else the nearest parent with a tracker.toml, else here.

    Raises ConfigError for a named folder that is not there.
    """
    for told, origin in ((option, "--home"), (environ.get("TRACKER_HOME"), "TRACKER_HOME")):
        if told:
            home = Path(told).expanduser()
            if not home.is_dir():
                raise ConfigError(f"{origin}: there is no folder {told}; make it: tracker init")
            return home.resolve()
    for folder in (cwd, *cwd.parents):
        if (folder / SETTINGS_NAME).is_file():
            return folder
    return cwd


def load_project(home: Path) -> Project:
    """Read the folder's settings and watchlists. Raises ConfigError."""
    settings_path = home / SETTINGS_NAME
    if not settings_path.is_file() and not (home / "watchlists").is_dir():
        raise ConfigError(
            f"{home} is not a project folder (no {SETTINGS_NAME}); make one: tracker init"
        )
    text = read_text(settings_path) if settings_path.exists() else ""
    settings = parse_settings(text, path=SETTINGS_NAME)
    watchlists = tuple(
        parse_watchlist(read_text(path), path=f"watchlists/{path.name}")
        for path in watchlist_paths(home)
    )
    check_watchlists(watchlists)
    project = Project(home, settings, watchlists)
    _check_paths(project)
    return project


def _check_paths(project: Project) -> None:
    """Raises ConfigError for a path that no system could open."""
    for section in ("database", "post"):
        try:
            path = getattr(project, section)
            if path is not None:
                path.exists()
        except (OSError, RuntimeError, ValueError) as error:  # too long, ~nobody, a NUL
            told = getattr(error, "strerror", "") or str(error)
            raise ConfigError(f"[{section}] path: {told}", path=SETTINGS_NAME) from error


def watchlist_paths(home: Path) -> list[Path]:
    """The watchlists of a folder, by name; editors' hidden files are none."""
    folder = home / "watchlists"
    return sorted(path for path in folder.glob("*.toml") if not path.name.startswith("."))


def read_text(path: Path, *, most: int = MOST_BYTES) -> str:
    """A file that a person wrote. Raises ConfigError where it cannot be read as UTF-8."""
    try:
        text = files.read(path, most=most).data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError("is not UTF-8; save it as UTF-8", path=str(path)) from error
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", path=str(path)) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def init_project(folder: Path) -> tuple[list[Path], list[Path]]:
    """Make a project folder; what is there is left alone. Gives (made, left) paths."""
    made: list[Path] = []
    left: list[Path] = []
    for relative, text in _initial_files():
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


def _initial_files() -> Iterator[tuple[str, str]]:
    yield SETTINGS_NAME, render_settings()
    for name, text in shipped_watchlists().items():
        yield f"watchlists/{name}", text
    yield "drafts/README.md", DRAFTS_README
    yield "templates/README.md", TEMPLATES_README
    yield ".gitignore", GITIGNORE
    yield (
        "datasette.json",
        package_files("tracker.store").joinpath("datasette.json").read_text("utf-8"),
    )


def shipped_watchlists() -> dict[str, str]:
    """File name -> text of the watchlists that ship with tracker.

    The wheel holds the repository's ``watchlists/`` inside the package; a checkout has it beside.
    """
    package = package_files("tracker")
    shipped = package.joinpath("watchlists_shipped")
    folder = shipped if shipped.is_dir() else Path(str(package)).parent / "watchlists"
    return {
        entry.name: entry.read_text("utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    }
