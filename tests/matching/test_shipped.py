"""The shipped watchlists on a real listing of six weeks: neither a flood nor a drought."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from tracker.matching.matcher import Matcher
from tracker.values import Place

ROOT = Path(__file__).parent.parent.parent
LISTING = ROOT.parent / "shared" / "world" / "data" / "arxiv.jsonl.gz"


def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("measure", ROOT / "benchmarks" / "watchlists.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not LISTING.is_file(), reason="the real listing is not on this machine")
def test_each_topic_finds_a_readable_number_of_works_a_day() -> None:
    measure = benchmark()
    rows = measure.read_rows(LISTING)
    matcher = Matcher(measure.read_watchlists(measure.WATCHLISTS))
    days = len({row["announced"] for row in rows})
    found: dict[str, list[bool]] = {}
    for number, row in enumerate(rows):
        for match in matcher.match(measure.as_work(number, row)):
            is_titled = any(reason.place is Place.TITLE for reason in match.reasons)
            found.setdefault(match.topic, []).append(is_titled)
    assert len(found) == 3
    for titled in found.values():
        assert 5 <= len(titled) / days <= 30
        assert sum(titled) / len(titled) > 0.3
