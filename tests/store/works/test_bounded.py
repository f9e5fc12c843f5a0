"""A sighting as the store can hold it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

import pytest

from tests.store.samples import NOW, paper, post
from tracker.store.works.sightings import MAX_LINKS, bounded
from tracker.values import Link, Via

LONG = "a" * 2_001
EAST = timezone(timedelta(hours=1))
MENDED: list[dict[str, Any]] = [
    {"title": "a\x00b"},
    {"title": "\ud83d"},
    {"title": LONG},
    {"summary": "a\x00b"},
    {"summary": "\udfff"},
    {"summary": "a" * 100_001},
    {"source": "feed:\x00"},
    {"url": f"https://mill.example/{LONG}"},
    {"entry": "\udfff"},
    {"authors": ("Ada", "\x00")},
    {"authors": ("",) * 3_001},
    {"tags": (LONG,)},
    {"tags": ("",) * (MAX_LINKS + 1)},
    {"links": (Link("https://mill.example/", "\ud83d"),)},
    {"links": (Link("", ""),) * (MAX_LINKS + 1)},
    {"via": Via("https://mill.example/\x00")},
    {"via": Via("https://mill.example/", "\ud83d")},
    {"also": ("https://mill.example/", "https://mill.example/")},
    {"seen_at": NOW.astimezone(EAST)},
    {"published_at": NOW.astimezone(EAST)},
    {"updated_at": NOW.astimezone(EAST)},
]


def test_what_needs_no_mending_stays_as_it_is() -> None:
    given = replace(post(), title="Über “Webstühle”", links=(Link("https://mill.example/", "é"),))
    assert bounded(given) is given


@pytest.mark.parametrize("fields", MENDED, ids="-".join)
def test_what_needs_it_is_mended_once(fields: dict[str, Any]) -> None:
    given = replace(post(), **fields)
    mended = bounded(given)
    assert mended is not given
    assert repr(mended) != repr(given)
    assert repr(bounded(mended)) == repr(mended)


def test_a_papers_facts_are_bounded_too() -> None:
    given = paper(1, comment="a\x00b")
    mended = bounded(given).paper
    assert mended is not None
    assert mended.comment == "ab"
