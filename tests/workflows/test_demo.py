"""The demo: a first draft from the sample that ships with tracker, in one folder."""

import socket
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tracker.errors import ConfigError
from tracker.workflows.demo import DemoReport, demo
from tracker.workflows.project import load_project

NOW = datetime(2025, 5, 2, 18, tzinfo=UTC)


def run(folder: Path) -> DemoReport:
    return demo(folder, now=NOW, tell=lambda step: None)


def test_it_drafts_from_a_real_poll_and_touches_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "home" / "state"))
    report = run(tmp_path / "demo")
    assert not report.polled.failed
    assert {entry.topic for entry in report.drafted.entries} == {
        "multimodal-models", "efficient-fine-tuning", "reasoning-frameworks",
    }  # fmt: skip
    assert (report.folder / report.drafted.path).read_text("utf-8") == report.drafted.text
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


def test_run_again_it_goes_on_and_keeps_what_was_typed(tmp_path: Path) -> None:
    first = run(tmp_path / "demo")
    path = first.folder / first.drafted.path
    path.write_text(path.read_text("utf-8").replace("[ ]", "[x] mine", 1), "utf-8")
    typed = path.read_text("utf-8")
    again = run(tmp_path / "demo")
    assert not any(entry.is_new for entry in again.drafted.entries)
    assert path.read_text("utf-8") == typed


def test_run_again_while_something_else_listens_on_its_port(tmp_path: Path) -> None:
    first = run(tmp_path / "demo")
    settings = load_project(first.folder).settings
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", urlsplit(settings.arxiv.base_url).port or 0))
        taken.listen()
        again = run(tmp_path / "demo")
    assert not again.polled.failed
    assert not any(entry.is_new for entry in again.drafted.entries)


def test_a_folder_of_someones_own_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ConfigError, match="holds something else"):
        run(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("mine")
    with pytest.raises(ConfigError, match="demo"):
        run(tmp_path / "demo")
