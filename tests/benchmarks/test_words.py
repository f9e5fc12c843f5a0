"""The patterns by which a sentence is counted are found in sentences that show them."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def words() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "words.py"
    spec = importlib.util.spec_from_file_location("words", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("sentence", "patterns"),
    [
        ("A light frame that rights small boats.", set()),
        ("We propose a frame for boats.", {"paper's voice"}),
        ("Works in our boats.", {"paper's voice"}),
        ("This paper rights boats.", {"paper's voice", "leans on what is missing"}),
        ("“We propose a frame for boats.”", {"quotation"}),
        ("Ada Byron: “We row.”", {"quotation"}),
        ("Rights ferries in fog that …", {"ends with an ellipsis"}),
        ("Overcomes these winds with oars.", {"leans on what is missing"}),
        ("It rights ferries in fog.", {"leans on what is missing"}),
        ("Boats that right themselves.", {"repeats the title"}),
        ("Rights **boats** at sea.", {"raw TeX, Markdown or HTML"}),
        ("Rights \\emph{boats} at sea.", {"raw TeX, Markdown or HTML"}),
        ("Rights <b>boats</b> at sea.", {"raw TeX, Markdown or HTML"}),
        ("Steers ferries " + "and barges in fog " * 20, {"over 160 characters"}),
        ("", {"no sentence"}),
    ],
)
def test_a_pattern_is_found_where_it_is_shown(
    words: ModuleType, sentence: str, patterns: set[str]
) -> None:
    title = "Boats That Right Themselves"
    assert set(words.patterns_of({"sentence": sentence, "title": title, "name": title})) == patterns


def test_what_stands_behind_another_part_of_the_title_does_not_repeat_it(words: ModuleType) -> None:
    entry = {"sentence": "Wood Floats.", "title": "Boats: Wood Floats", "name": "Boats"}
    assert list(words.patterns_of(entry)) == ["taken from the title"]


def test_escaped_markdown_is_read_as_it_is_shown(words: ModuleType) -> None:
    assert words.plain("A \\*boat\\* &lt;b&gt;") == "A *boat* <b>"
