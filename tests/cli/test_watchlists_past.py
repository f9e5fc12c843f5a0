"""``missed``, ``watchlists try`` and ``watchlists yield``: what they print, and their statuses."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.author import Author
from tests.support.desk import Desk
from tests.support.sightings import blog, paper


@pytest.fixture
def stocked(tmp_path: Path) -> Author:
    """An author with three papers on chains and a post on weather."""
    desk = Desk(tmp_path / "desk")
    desk.see(*(paper(n) for n in range(1, 4)), blog("weather", "Weather \x1b[31mfrom satellites"))
    author = Author(tmp_path)
    shutil.rmtree(author.home)
    desk.home.rename(author.home)
    return author


def test_missed_tells_title_reason_and_details(stocked: Author) -> None:
    lines = stocked.ok("missed", "arxiv:2505.00001").splitlines()
    assert lines[0] == "1  A chain of thought for problem 1"
    assert lines[1].startswith("dated 2025-05-01, and the next draft looks back to")
    assert all(line.startswith("    ") for line in lines[2:])


def test_missed_is_known_to_tell_of_what_was_never_seen(stocked: Author) -> None:
    told = stocked.ok("missed", "https://other.example/post")
    assert told.startswith("never seen: ")
    report = stocked.json("missed", "https://other.example/post")
    assert (report["reason"], report["id"]) == ("never_seen", None)


def test_missed_cannot_tell_of_what_names_nothing(stocked: Author) -> None:
    done = stocked.run("missed", "nonsense")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1


def test_nothing_of_a_source_acts_on_the_terminal(stocked: Author) -> None:
    told = stocked.ok("missed", "https://blog.example/weather")
    assert "\x1b" not in told
    assert "satellites" in told


def test_try_tells_what_is_gained_and_lost(stocked: Author) -> None:
    path = stocked.home.parent / "reasoning.toml"
    path.write_text('[arxiv]\ncategories = ["cs.CL"]\nany = ["problem 3", "weather"]\n')
    told = stocked.ok("watchlists", "try", str(path))
    assert told.startswith("reasoning: 4 stored works; matched 3 before, 2 with this file\n")
    assert "\ngained 1: 1 seen\n" in told
    assert "\nlost 2: 2 matched\n" in told
    assert "now: nearest is “problem 3”" in told
    few = stocked.ok("watchlists", "try", str(path), "--limit", "1")
    assert "and 1 more" in few
    assert stocked.json("watchlists", "try", str(path), "--since", "1d")["works"] == 0


@pytest.mark.parametrize("text", ["[arxiv", "[arxiv]\ncatgories = []\n", None])
def test_a_file_that_is_no_watchlist_is_told_in_a_line(stocked: Author, text: str | None) -> None:
    path = stocked.home.parent / "reasoning.toml"
    if text is not None:
        path.write_text(text)
    done = stocked.run("watchlists", "try", str(path))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "reasoning.toml" in done.stderr


def test_yield_tells_the_figures_of_each_phrase(stocked: Author) -> None:
    told = stocked.ok("watchlists", "yield")
    assert "reasoning: phrases and authors\n" in told
    (line,) = (line for line in told.splitlines() if line.endswith("  chain of thought"))
    assert line.split()[:5] == ["3", "0", "0", "0", "0"]
    report = stocked.json("watchlists", "yield")
    assert report["phrases"][0]["seen"] == 3


def test_before_the_first_poll_list_and_yield_say_what_to_do(tmp_path: Path) -> None:
    author = Author(tmp_path)
    author.watch("reasoning", heading="Reasoning", any_of=["chain of thought"])
    for command in (("list",), ("watchlists", "yield")):
        assert "tracker poll" in author.run(*command).stderr
    assert author.ok("list") == ""
    assert author.json("list") == []
    assert author.run("watchlists", "yield", "--quiet").stderr == ""


@pytest.mark.parametrize("name", ["try", "yield"])
def test_each_explains_itself_with_examples(stocked: Author, name: str) -> None:
    told = stocked.ok("watchlists", name, "--help")
    assert "Examples:" in told
    assert f"tracker watchlists {name}" in told


def test_suggest_tells_phrases_of_what_no_topic_matched(stocked: Author) -> None:
    path = stocked.home / "watchlists" / "reasoning.toml"
    path.write_text('[arxiv]\ncategories = ["cs.CL"]\nany = ["weather"]\n')
    settings = stocked.home / "tracker.toml"
    text = settings.read_text() if settings.exists() else ""
    seeds = stocked.home / "seeds.txt"
    seeds.write_text("https://arxiv.org/abs/2505.00001\nhttps://arxiv.org/abs/2505.00002\n")
    settings.write_text(f'{text}\n[ranking]\nseeds = "seeds.txt"\n')
    told = stocked.ok("watchlists", "suggest").splitlines()
    assert told[0] == "2 of 2 works that you wanted match no topic"
    assert "of 4, 2 of them wanted" in told[1]
    report = stocked.json("watchlists", "suggest", "--limit", "1")
    assert report["suggestions"][0]["approvals"] == 2
