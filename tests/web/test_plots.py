"""Plots: drawings that cannot act, of names that may be anything."""

from __future__ import annotations

from importlib import import_module

import pytest
from lxml import etree

from tests.support.growth import assert_growth

pytest.importorskip("starlette", reason="the extra web is not installed")

from tracker.web import plots
from tracker.web.plots import Look

SVG = "{http://www.w3.org/2000/svg}"
WEEKS = [f"{n} May" for n in range(1, 17)]


def texts(drawn: bytes) -> list[str]:
    root = etree.fromstring(drawn)
    return ["".join(map(str, node.itertext())) for node in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("look", [Look(), Look(dark=True), Look(narrow=True), Look(True, True)])
def test_each_look_names_its_series_and_some_of_its_weeks(look: Look) -> None:
    for draw in (plots.stacked, plots.beside):
        said = texts(draw(WEEKS, {"Reasoning": [1] * 16, "Tuning": [2] * 16}, look))
        assert {"Reasoning", "Tuning", "1 May"} <= set(said)
        assert sum(label in said for label in WEEKS) <= 10


def test_bars_that_lie_have_their_names_from_top_to_bottom() -> None:
    said = texts(plots.lying([("arXiv", 9), ("The Loom", 4)], Look()))
    assert said.index("The Loom") < said.index("arXiv")  # drawn from below


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        'a" onload="alert(1)',
        "\x00\x1b[31m",
        "\ud800",
        "]]>",
        "x" * 5_000,
    ],
)
def test_a_name_is_text_and_nothing_else(name: str) -> None:
    for drawn in (plots.stacked(["1"], {name: [1]}, Look()), plots.lying([(name, 1)], Look())):
        root = etree.fromstring(drawn)
        assert not list(root.iter(f"{SVG}script", f"{SVG}image", f"{SVG}foreignObject", f"{SVG}a"))
        assert not [key for node in root.iter() for key in node.attrib if str(key).startswith("on")]
        assert len(drawn) < 40_000


def test_nothing_to_show_is_said() -> None:
    assert "nothing yet" in texts(plots.stacked([], {}, Look()))


def test_every_other_import_is_left_as_it_was() -> None:
    """The library hooks itself into all imports; one that fails would warn of it."""
    plots.lying([("x", 1)], Look())
    with pytest.raises(ImportError):
        import_module("tracker.no_such_module")


def test_two_of_one_name_are_both_drawn() -> None:
    assert texts(plots.lying([("x", 1), ("x", 2)], Look())).count("x") == 2


def test_the_cost_grows_with_the_bars() -> None:
    assert_growth(lambda n: plots.lying([(f"s{i}", i) for i in range(n)], Look()), 20, 80)


def test_few_works_are_counted_by_whole_ones() -> None:
    for draw in (plots.stacked, plots.beside):
        said = texts(draw(WEEKS, {"x": [1] + [0] * 15, "y": [1, 2] + [0] * 14}, Look()))
        assert {"0", "1", "2"} <= set(said)
        assert not any("." in text for text in said)
