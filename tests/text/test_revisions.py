"""What a new version changed in substance: a table, and a bound on work."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.support.growth import assert_growth
from tracker.text.revisions import PaperText, what_changed

TABLE = tomllib.loads(Path(__file__).with_name("revisions.toml").read_text("utf-8"))


def version(fields: dict[str, str]) -> PaperText:
    return PaperText(**(TABLE["usual"] | fields))


@pytest.mark.parametrize("case", TABLE["case"], ids=lambda case: case["name"])
def test_what_counts_as_a_change(case: dict[str, Any]) -> None:
    told = what_changed(version(case.get("before", {})), version(case.get("after", {})))
    assert told.startswith(case["changed"]) if case["changed"] else told == ""
    assert "\n" not in told


def test_abstracts_that_share_no_word_are_compared_in_linear_time() -> None:
    """Each word is compared with each only while they are few."""

    def compare(count: int) -> None:
        one, other = (" ".join(f"{a}x{n:04d}y" for n in range(count)) for a in "ab")
        what_changed(version({"abstract": one}), version({"abstract": other}))

    assert_growth(compare, 100, 400)
