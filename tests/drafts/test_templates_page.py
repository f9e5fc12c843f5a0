"""docs/templates.md says what the program does."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from tests.drafts.samples import TOPICS, proposal
from tracker.drafts.entry.facts import EntryView, view
from tracker.drafts.render import render_entries
from tracker.drafts.templates.template import _FILTERS, BUILT_IN, EntryTemplate, load_template
from tracker.errors import ConfigError
from tracker.markers import render_entry_line
from tracker.values import Via

PAGE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")
HELD = proposal(via=Via("https://links.example/1", "Links"))


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def rendered(template: EntryTemplate) -> str:
    (entry,) = render_entries([HELD], TOPICS, template)
    return f"{entry.text}\n"


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_built_in_forms_are_shown_as_they_are(name: str) -> None:
    shown = blocks("markdown")[BUILT_IN.index(name)]
    line, _, text = shown.partition("\n")
    assert line == render_entry_line(HELD_KEY)
    assert text == rendered(load_template(name))


HELD_KEY = render_entries([HELD], TOPICS, load_template("living-post"))[0].key


def test_the_sample_template_makes_what_is_shown() -> None:
    (source,) = blocks("jinja")
    assert rendered(load_template("short", source)) == blocks("markdown")[len(BUILT_IN)]


def test_the_mistake_shown_is_told_so() -> None:
    (source,) = blocks("jinja")
    with pytest.raises(ConfigError) as told:
        rendered(load_template("short", source.replace("entry.name", "entry.nme")))
    assert f"\n    {told.value}\n" in PAGE


def test_every_field_is_in_the_table_in_its_order() -> None:
    listed = re.findall(r"^\| `entry\.(\w+)` \|", PAGE, re.MULTILINE)
    assert listed == [field.name for field in fields(EntryView)]


def test_the_examples_in_the_table_are_the_sample_s() -> None:
    entry = view(HELD, heading="Efficient tuning", tags=("llm", "x: y"))
    for name in ("name", "title", "url", "kind", "authors", "date", "sentence", "quote", "topic"):
        row = re.search(rf"^\| `entry\.{name}` .*\| `(.*)` \|$", PAGE, re.MULTILINE)
        assert row is not None
        assert row[1] == str(getattr(entry, name))


def test_every_filter_is_named() -> None:
    assert all(f"`{name}`" in PAGE for name in _FILTERS)
