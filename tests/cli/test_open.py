"""``tracker open`` starts the browser that ``$BROWSER`` names, and nothing else."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.support.author import Author
from tests.support.desk import Desk
from tests.support.sightings import blog


@pytest.fixture
def opened(stocked: Author, tmp_path: Path) -> Path:
    """What a browser of the author's own is asked to open, a line each."""
    got = tmp_path / "opened"
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> "{got}"\n')
    script.chmod(0o755)
    stocked.environ["BROWSER"] = str(script)
    return got


def test_it_opens_each_work_and_tells_what_it_does_not_know(stocked: Author, opened: Path) -> None:
    done = stocked.run("open", "2", "99", "arXiv:2505.00001")
    assert done.returncode == 1
    assert 'no work is known as "99"' in done.stderr
    for _ in range(100):  # a browser is not waited for
        if opened.exists() and opened.read_text().count("\n") == 2:
            break
        time.sleep(0.05)
    assert opened.read_text().splitlines() == [
        "https://arxiv.org/abs/2505.00002",
        "https://arxiv.org/abs/2505.00001",
    ]


def test_an_address_that_is_none_of_the_web_s_is_not_opened(stocked: Author, opened: Path) -> None:
    desk = Desk(stocked.home.parent / "other")
    desk.see(blog("x", "A post", url="https://blog.example/x"))
    with desk.open() as db:
        db.execute("UPDATE works SET url = 'file:///etc/passwd'")
    done = stocked.run("--home", str(desk.home), "open", "1")
    assert done.returncode == 1
    assert "1 has no address on the web that could be opened" in done.stderr
    assert not opened.exists()


def test_a_browser_that_cannot_be_started_is_told(stocked: Author) -> None:
    stocked.environ |= {"BROWSER": "/nowhere/browser", "PATH": "/nowhere", "DISPLAY": ""}
    done = stocked.run("open", "1")
    assert done.returncode == 1
    assert "no browser opened https://arxiv.org/abs/2505.00001; set BROWSER" in done.stderr
