"""The script that carries the database between a schedule and the author's machine."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "docs" / "scheduling" / "database.sh"


def run(*command: str | Path, at: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], cwd=at, capture_output=True, text=True, check=False
    )


def carry(deed: str, at: Path) -> subprocess.CompletedProcess[str]:
    return run("sh", SCRIPT, deed, at=at)


def note(folder: Path, word: str) -> None:
    path = folder / "tracker" / "tracker.db"
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE IF NOT EXISTS words (word TEXT)")
        db.execute("INSERT INTO words VALUES (?)", [word])


def words(folder: Path, name: str = "tracker.db") -> list[str]:
    with closing(sqlite3.connect(folder / "tracker" / name)) as db:
        return [row[0] for row in db.execute("SELECT word FROM words")]


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """Two checkouts of one repository: the schedule's and the author's."""
    run("git", "init", "--quiet", "--bare", "remote.git", at=tmp_path)
    for name in ("schedule", "author"):
        run("git", "clone", "--quiet", "remote.git", name, at=tmp_path)
        (tmp_path / name / "tracker").mkdir()
    return tmp_path / "schedule", tmp_path / "author"


def test_what_is_pushed_is_pulled_and_goes_back(places: tuple[Path, Path]) -> None:
    schedule, author = places
    note(schedule, "polled")
    assert carry("push", schedule).returncode == 0
    assert carry("pull", author).returncode == 0
    note(author, "published")
    assert carry("push", author).returncode == 0
    assert carry("pull", schedule).returncode == 0
    assert words(schedule) == ["polled", "published"]
    assert words(schedule, "tracker.db.before-pull") == ["polled"]


def test_a_push_over_what_was_stored_since_is_refused(places: tuple[Path, Path]) -> None:
    schedule, author = places
    note(schedule, "polled")
    carry("push", schedule)
    carry("pull", author)
    note(schedule, "polled again")
    assert carry("push", schedule).returncode == 0
    note(author, "published")
    assert carry("push", author).returncode != 0
    carry("pull", author)
    assert words(author) == ["polled", "polled again"]


def test_without_a_database_to_pull_it_says_so_and_takes_nothing_away(
    places: tuple[Path, Path],
) -> None:
    _, author = places
    note(author, "mine")
    refused = carry("pull", author)
    assert refused.returncode == 2
    assert "no branch tracker-database yet" in refused.stderr
    assert words(author) == ["mine"]
    assert carry("pulll", author).returncode == 2
