"""The browser, without the key in sight."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.author import Author
from tracker.errors import ConfigError
from tracker.web.opening import kept_key, way_in
from tracker.web.site import Site

pytestmark = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="modes are POSIX's")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_way_in_is_its_owners_alone_and_goes_again(tmp_path: Path) -> None:
    site = Site(tmp_path, 8377)
    with way_in(site, tmp_path / "state") as path:
        assert mode(path) == 0o600
        assert site.key in path.read_text()
        assert site.key not in str(path)
    assert not path.exists()


def test_the_browsers_arguments_hold_no_key(ready: Author, tmp_path: Path) -> None:
    """A browser of ours notes its arguments, and what the file that they name leads to."""
    told = tmp_path / "told"
    browser = tmp_path / "browser"
    script = f"import sys\nopen({str(told)!r}, 'w').write(' '.join(sys.argv[1:]))\n"
    browser.write_text(f"#!{sys.executable}\n{script}")
    browser.chmod(0o755)
    ready.environ["BROWSER"] = str(browser)
    command = [sys.executable, "-m", "tracker", "serve", "--port", "0", "--open"]
    process = subprocess.Popen(
        command, cwd=ready.home, env=ready.environ, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    key = process.stdout.readline().strip().partition("key=")[2]
    for _ in range(200):
        if told.exists() and told.read_text():
            break
        time.sleep(0.05)
    arguments = Path(f"/proc/{process.pid}/cmdline")
    own = arguments.read_text() if arguments.exists() else ""
    process.terminate()
    process.communicate(timeout=30)
    assert told.read_text().startswith("file://")
    assert key
    assert key not in told.read_text() + own


def test_a_key_that_is_kept_is_the_same_again(tmp_path: Path) -> None:
    key = kept_key(tmp_path)
    assert kept_key(tmp_path) == key
    assert mode(tmp_path / "page-key") == 0o600


def test_a_key_that_others_could_read_is_given_up(tmp_path: Path) -> None:
    key = kept_key(tmp_path)
    (tmp_path / "page-key").chmod(0o644)
    assert kept_key(tmp_path) != key
    assert mode(tmp_path / "page-key") == 0o600


def test_a_link_in_the_keys_place_is_not_followed(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.write_text("words")
    (tmp_path / "page-key").symlink_to(mine)
    kept_key(tmp_path)
    assert mine.read_text() == "words"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")
    with (
        pytest.raises(ConfigError, match="cannot be written"),
        way_in(Site(tmp_path, 1), tmp_path / "state"),
    ):
        pass
