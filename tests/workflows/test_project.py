"""The project folder: where it is, what it holds, how a new one is made."""

import os
from pathlib import Path

import pytest

from tracker.errors import ConfigError
from tracker.settings import Settings
from tracker.workflows.new_project import init_project, shipped_watchlists
from tracker.workflows.project import find_home, load_project


def test_the_option_goes_before_the_environment(tmp_path: Path) -> None:
    told, other = tmp_path / "told", tmp_path / "other"
    told.mkdir()
    other.mkdir()
    assert find_home(str(told), {"TRACKER_HOME": str(other)}, tmp_path) == told
    assert find_home(None, {"TRACKER_HOME": str(other)}, tmp_path) == other


def test_the_nearest_parent_with_settings_is_found(tmp_path: Path) -> None:
    (tmp_path / "tracker.toml").touch()
    inner = tmp_path / "drafts" / "done"
    inner.mkdir(parents=True)
    assert find_home(None, {}, inner) == tmp_path


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A folder with another user's settings, and a folder in it."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root gives files away")
    (tmp_path / "tracker.toml").touch()
    os.chown(tmp_path / "tracker.toml", 4321, 4321)
    (tmp_path / "mine").mkdir()
    return tmp_path


def test_another_users_settings_in_a_folder_above_are_not_obeyed(foreign: Path) -> None:
    with pytest.raises(
        ConfigError, match=r"belongs to another user \(4321\), and is not obeyed"
    ) as e:
        find_home(None, {}, foreign / "mine")
    assert f"tracker --home {foreign}" in str(e.value)


def test_another_users_folder_is_not_obeyed_either(foreign: Path) -> None:
    os.chown(foreign / "tracker.toml", 0, 0)
    os.chown(foreign, 4321, 4321)
    with pytest.raises(ConfigError, match="another user"):
        find_home(None, {}, foreign / "mine")


def test_a_link_of_another_user_to_ones_own_settings_is_not_obeyed(foreign: Path) -> None:
    (foreign / "tracker.toml").rename(foreign / "mine" / "own.toml")
    os.chown(foreign / "mine" / "own.toml", 0, 0)
    (foreign / "tracker.toml").symlink_to("mine/own.toml")
    os.chown(foreign / "tracker.toml", 4321, 4321, follow_symlinks=False)
    with pytest.raises(ConfigError, match="another user"):
        find_home(None, {}, foreign / "mine")


def test_another_users_settings_are_obeyed_once_their_folder_is_named(foreign: Path) -> None:
    inner = foreign / "mine"
    assert find_home(str(foreign), {}, inner) == foreign
    assert find_home(None, {"TRACKER_HOME": str(foreign)}, inner) == foreign
    assert find_home(None, {}, foreign) == foreign  # one is there oneself
    assert find_home(None, {"SUDO_UID": "4321"}, inner) == foreign
    assert find_home(None, {"SUDO_UID": "1"}, foreign) == foreign


def test_without_any_of_them_the_current_folder_is_taken(tmp_path: Path) -> None:
    assert find_home(None, {}, tmp_path) == tmp_path


@pytest.mark.parametrize("origin", ["--home", "TRACKER_HOME"])
def test_a_named_folder_that_is_not_there_is_told(tmp_path: Path, origin: str) -> None:
    missing = str(tmp_path / "missing")
    option, environ = (missing, {}) if origin == "--home" else (None, {"TRACKER_HOME": missing})
    with pytest.raises(ConfigError, match=f"{origin}.*missing"):
        find_home(option, environ, tmp_path)


def test_a_new_folder_loads_with_default_settings_and_three_topics(tmp_path: Path) -> None:
    made, left = init_project(tmp_path / "new")
    project = load_project(tmp_path / "new")
    assert not left
    assert {path.name for path in made} >= {"tracker.toml", ".gitignore", "datasette.json"}
    assert project.settings == Settings()
    assert len(project.topics) == 3
    assert (project.home / "templates").is_dir()
    assert project.drafts.is_dir()


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    init_project(tmp_path)
    written = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    settings = tmp_path / "tracker.toml"
    settings.write_text("# mine\n")
    made, left = init_project(tmp_path)
    assert not made
    assert set(left) == set(written)
    assert settings.read_text() == "# mine\n"


def test_a_folder_that_is_no_project_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="tracker init"):
        load_project(tmp_path)


def test_an_empty_settings_file_is_a_project(tmp_path: Path) -> None:
    (tmp_path / "tracker.toml").touch()
    assert load_project(tmp_path).watchlists == ()


def test_settings_of_another_encoding_are_told_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "tracker.toml").write_bytes("# é\n".encode("latin-1"))
    with pytest.raises(ConfigError, match=r"tracker\.toml.*UTF-8"):
        load_project(tmp_path)


def test_the_shipped_watchlists_are_those_of_the_repository() -> None:
    folder = Path(__file__).parents[2] / "watchlists"
    for kept, more in ((folder, False), (folder / "more", True)):
        assert shipped_watchlists(more=more) == {
            path.name: path.read_text("utf-8") for path in sorted(kept.glob("*.toml"))
        }


def test_a_new_project_has_a_fourth_watchlist_at_hand_that_is_not_read(tmp_path: Path) -> None:
    made, _ = init_project(tmp_path)
    spare = tmp_path / "watchlists" / "more" / "models-and-agents.toml"
    assert spare in made
    assert len(load_project(tmp_path).watchlists) == 3
    spare.rename(tmp_path / "watchlists" / spare.name)
    assert "models-and-agents" in load_project(tmp_path).topics
