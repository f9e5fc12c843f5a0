"""Plots as SVG, each for a light and a dark page: shown as an image, so that none of it can act.

Drawn by pygal, which is small (2 MB; altair with vl-convert has 106, matplotlib with what it needs
174) and quick to begin (0.1 s; half a second for the others), and is imported when the first plot
is drawn. The numbers stand in a table beneath each plot: it says nothing that a table does not.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from tracker.text.invisible import clean

_WIDTH, _HEIGHT = 576, 240
_NARROW = 358  # of a telephone's page
_LABELS = 8  # that have room side by side
_ROW = 26  # of a bar that lies
_LONGEST = 28  # characters of a name
_FONT = "system-ui, -apple-system, Segoe UI, Roboto, sans-serif"
_INK = {False: "#63625c", True: "#a09e94"}
_GRID = {False: "#e6e4dc", True: "#2c2e29"}
_COLORS = {
    False: ("#2f6f5e", "#c08a3e", "#51719c", "#a4584a", "#7f6a9a", "#8d8f4e", "#4f9aa0", "#9c9a92"),
    True: ("#7fbca6", "#dcb06f", "#8fabd2", "#dd9485", "#b3a0cd", "#bfc07f", "#84c6cb", "#7c7a72"),
}
_CSS = (
    "file://style.css",
    "file://graph.css",
    "inline:.axis .line, .rect {stroke: none} .guide.line {stroke-width: 1px}",
)


@dataclass(frozen=True, slots=True)
class Look:
    """For which page a plot is drawn."""

    dark: bool = False
    narrow: bool = False


def stacked(labels: Sequence[str], series: Mapping[str, Sequence[int]], look: Look) -> bytes:
    """Bars side by side, each made of one part a series."""
    most = max((sum(values) for values in zip(*series.values(), strict=True)), default=0)
    options = _options(labels, series, look) | _whole(most)
    return _drawn(_pygal().StackedBar(**options), labels, series)


def beside(labels: Sequence[str], series: Mapping[str, Sequence[int]], look: Look) -> bytes:
    """Bars of the series side by side at each label."""
    most = max((value for values in series.values() for value in values), default=0)
    return _drawn(_pygal().Bar(**_options(labels, series, look), **_whole(most)), labels, series)


def lying(counts: Sequence[tuple[str, int]], look: Look) -> bytes:
    """Bars one below the other, in the order given."""
    names, values = [name for name, _ in reversed(counts)], [n for _, n in reversed(counts)]
    options = _options((), {}, look) | {"height": _ROW * len(counts) + 40}
    return _drawn(_pygal().HorizontalBar(**options), names, {"works": values})


@cache
def _pygal() -> Any:
    """The library. It looks for plug-ins of its own in a way that Python 3.12 has given up, and
    for which Python 3.11 warns at each import that fails, whoever makes it: this is undone."""
    library = import_module("pygal")
    sys.meta_path[:] = [f for f in sys.meta_path if type(f).__name__ != "PluginImportFixer"]
    return library


def _drawn(chart: Any, labels: Sequence[str], series: Mapping[str, Sequence[int]]) -> bytes:
    chart.x_labels = [_name(label) for label in labels]
    for name, values in series.items():
        chart.add(_name(name), list(values))
    chart.add_xml_filter(_without_scripts)
    drawn = chart.render()
    assert isinstance(drawn, bytes)
    return drawn


def _without_scripts(root: Any) -> Any:
    for parent in list(root.iter()):
        for child in list(parent):
            if str(child.tag).endswith("script"):
                parent.remove(child)
    return root


def _options(labels: Sequence[str], series: Mapping[str, object], look: Look) -> dict[str, object]:
    ink, grid = _INK[look.dark], _GRID[look.dark]
    columns = 1 if look.narrow else 3
    legend_rows = -(-len(series) // columns)
    every = -(-len(labels) // (_LABELS // 2 if look.narrow else _LABELS)) if labels else 1
    style = _pygal().style.Style(
        background="transparent",
        plot_background="transparent",
        foreground=ink,
        foreground_strong=ink,
        foreground_subtle=ink,
        guide_stroke_color=grid,
        major_guide_stroke_color=grid,
        guide_stroke_dasharray="0",
        major_guide_stroke_dasharray="0",
        colors=_COLORS[look.dark],
        opacity="1",
        opacity_hover="1",
        font_family=_FONT,
        label_font_size=12,
        major_label_font_size=12,
        legend_font_size=13,
        no_data_font_size=14,
    )
    return {
        "style": style,
        "css": _CSS,
        "js": (),
        "width": _NARROW if look.narrow else _WIDTH,
        "height": _HEIGHT + (20 * (legend_rows - 1) if series else 0),
        "margin": 4,
        "max_scale": 5,
        "show_legend": bool(series),
        "legend_at_bottom": True,
        "legend_at_bottom_columns": min(columns, len(series) or 1),
        "x_labels_major_every": every,
        "show_minor_x_labels": every == 1,
        "legend_box_size": 11,
        "truncate_legend": -1,
        "truncate_label": -1,
        "no_data_text": "nothing yet",
    }


def _whole(most: int) -> dict[str, object]:
    """Of few works, the scale by whole ones."""
    return {"y_labels": list(range(most + 1))} if 0 < most < 5 else {}


def _name(text: str) -> str:
    """A label that XML can hold and the plot has room for."""
    plain = clean(text)
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1].rstrip()}…"
