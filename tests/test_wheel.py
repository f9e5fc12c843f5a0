"""What a user installs: the wheel holds all that tracker needs, and nothing of the tests."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    subprocess.run([*build, str(target)], cwd=ROOT, check=True, capture_output=True)
    return next(target.glob("linkblog_tracker-*.whl"))


def test_the_wheel_holds_the_package_and_its_data_alone(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert all(name.startswith(("tracker/", "linkblog_tracker-")) for name in names)
    assert "tracker/demo/sample.toml" in names
    assert "tracker/drafts/templates/living-post.j2" in names
    assert "tracker/py.typed" in names


def test_init_from_the_wheel_writes_the_watchlists_of_the_repository(
    wheel: Path, tmp_path: Path
) -> None:
    installed, project = tmp_path / "installed", tmp_path / "project"
    zipfile.ZipFile(wheel).extractall(installed)
    subprocess.run(
        [sys.executable, "-m", "tracker", "init", str(project)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        check=True,
        capture_output=True,
    )
    written = {path.name: path.read_text("utf-8") for path in project.glob("watchlists/**/*.toml")}
    shipped = {path.name: path.read_text("utf-8") for path in ROOT.glob("watchlists/**/*.toml")}
    assert written == shipped
    assert len(written) == 4
