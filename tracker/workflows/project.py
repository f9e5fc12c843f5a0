"""The project folder: where it is, what it holds, how a new one is made."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_state_path

from tracker import files
from tracker.errors import ConfigError
from tracker.settings import Settings, parse_settings
from tracker.watchlists import Watchlist, check_watchlists, parse_watchlist
from tracker.workflows.trust import check_owner

if TYPE_CHECKING:
    from collections.abc import Mapping

SETTINGS_NAME = "tracker.toml"
MOST_BYTES = 2_000_000  # of a file that a person wrote


@dataclass(frozen=True, slots=True)
class Project:
    """A project folder and what its files say."""

    home: Path
    settings: Settings
    watchlists: tuple[Watchlist, ...]

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.home / self.settings.database.path

    @property
    def drafts(self) -> Path:
        """The folder of drafts."""
        return self.home / "drafts"

    @property
    def templates(self) -> Path:
        """The folder of the author's own templates."""
        return self.home / "templates"

    @property
    def post(self) -> Path | None:
        """The living post, where the settings name one."""
        path = self.settings.post.path
        return self.home / Path(path).expanduser() if path else None

    @property
    def state_folder(self) -> Path:
        """The user's folder for what no project holds; beside the database where the user has no
        home (a service, a bare container)."""
        with contextlib.suppress(RuntimeError, KeyError):
            folder = user_state_path("tracker", appauthor=False)
            if folder.is_absolute():
                return folder
        return self.database.absolute().parent / ".tracker-state"

    def name_of(self, path: Path) -> str:
        """What the store calls a file: the path from this folder for one within or beside it, so
        that a project that is copied or moved with its post has its own, and else the whole path.
        """
        home, target = os.path.realpath(self.home), os.path.realpath(path)
        beside = Path(home).parent
        is_near = beside != beside.parent and Path(target).is_relative_to(beside)
        return os.path.relpath(target, home) if is_near else target

    def file_at(self, name: str) -> Path:
        """The file that the store calls so."""
        return Path(os.path.realpath(self.home / name))

    @property
    def topics(self) -> tuple[str, ...]:
        """The slugs of all watchlists, in their order."""
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
        topics = ", ".join(self.topics) or "none yet"
        raise ConfigError(f'there is no topic "{slug}"; topics: {topics}')


def find_home(option: str | None, environ: Mapping[str, str], cwd: Path) -> Path:
    """``--home``, else ``TRACKER_HOME``, else the nearest parent with a tracker.toml, else here.

    Raises ConfigError for a named folder that is not there, and for settings in a folder above that
    are another user's.
    """
    for named, origin in ((option, "--home"), (environ.get("TRACKER_HOME"), "TRACKER_HOME")):
        if named:
            home = Path(named).expanduser()
            if not home.is_dir():
                raise ConfigError(f"{origin}: there is no folder {named}; make it: tracker init")
            return home.resolve()
    for folder in (cwd, *cwd.parents):
        if (folder / SETTINGS_NAME).is_file():
            if folder != cwd:
                check_owner(folder / SETTINGS_NAME, environ)
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
            cause = getattr(error, "strerror", "") or str(error)
            raise ConfigError(f"[{section}] path: {cause}", path=SETTINGS_NAME) from error


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
