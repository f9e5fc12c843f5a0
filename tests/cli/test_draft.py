"""What ``tracker draft`` says, and with which status."""

import re

import pytest

from tests.cli.samples import drafted
from tests.support.author import Author


def test_draft_tells_the_path_and_what_is_new(stocked: Author) -> None:
    told = stocked.ok("draft", "--since", "2025-01-01")
    assert re.fullmatch(r"drafts/\S+-post\.md: 3 new entries, 3 in all\n", told)
    assert stocked.ok("draft", "--quiet") == ""
    again = stocked.ok("draft")
    assert "0 new entries, 3 in all" in again


def test_draft_json_keeps_its_promise(stocked: Author) -> None:
    report = stocked.json("draft", "--since", "2025-01-01")
    assert set(report) == {"path", "entries", "not_shown", "notices"}
    assert report["notices"] == []
    assert (stocked.home / report["path"]).is_file()
    promised = {
        "id": str, "topic": str, "title": str, "url": str, "score": float,
        "parts": list, "why": str, "aliases": list, "new": bool, "expired": bool,
    }  # fmt: skip
    for entry in report["entries"]:
        # It may be extended.
        assert {key: type(entry[key]) for key in promised} == promised
        assert entry["read_by"] is None
        assert (entry["new"], entry["expired"]) == (True, False)
        assert len(entry["why"]) < 100
        whole = sum(part["value"] for part in entry["parts"])
        assert entry["score"] == pytest.approx(whole, abs=1e-9)
    order = re.findall(r"<!-- tracker (\d+) ", stocked.drafts[0].read_text())
    assert [entry["id"] for entry in report["entries"]] == order


def test_a_draft_on_standard_output_is_the_file_that_would_be_written(stocked: Author) -> None:
    shown = stocked.ok("draft", "--since", "2025-01-01", "--stdout")
    assert not stocked.drafts
    assert drafted(stocked).read_text() == shown


def test_a_watchlist_whose_feeds_can_bring_nothing_is_told(stocked: Author) -> None:
    idle = stocked.home / "watchlists" / "idle.toml"
    idle.write_text('[[feeds]]\nurl = "http://127.0.0.1:9/feed"\n')
    for command in ("draft", "poll", "watchlists"):
        told = stocked.run(command).stderr
        assert "watchlists/idle.toml: its feeds can bring nothing" in told, command
