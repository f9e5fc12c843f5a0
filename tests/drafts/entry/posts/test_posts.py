"""The entry of a post: what it is called, and what is said of it, or who says it."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.drafts.samples import NOW, work
from tracker.drafts.entry.facts import EntryView, view
from tracker.values import Kind, Proposal, Score, SightingRef, Via, Work

_CASES = tomllib.loads(Path(__file__).with_name("cases.toml").read_text("utf-8"))["case"]


def post(case: dict[str, Any]) -> Work:
    name = case.get("via", case.get("site", "The Harbour Letter"))
    via = Via("https://links.example/feed", name) if "via" in case else None
    seen = SightingRef(source="feed:x", source_name=name, url="", seen_at=NOW, via=via)
    held = work(title=case["title"], summary=case["text"], kind=Kind(case.get("kind", "post")))
    url = case.get("url", "https://post.example/17")
    return replace(held, sightings=(seen,), authors=tuple(case.get("authors", ())), url=url)


def seen(held: Work, *, shows_title: bool = False) -> EntryView:
    proposal = Proposal(work=held, topic="t", score=Score(()))
    return view(proposal, heading="T", shows_title=shows_title)


@pytest.mark.parametrize("case", _CASES, ids=[case["of"] for case in _CASES])
def test_a_post_is_named_and_said(case: dict[str, Any]) -> None:
    shown = seen(post(case))
    plain = str.maketrans("", "", "\\")
    assert (shown.name.translate(plain), shown.sentence.translate(plain)) == (
        case["name"],
        case["sentence"],
    )


def test_where_the_title_stands_its_parts_are_not_said_again() -> None:
    for title in (
        "Hempline: The Longest Rope",
        "Boats Cost More, Nets Get Lighter, Ropes Float Home",
    ):
        shown = seen(post({"title": title, "text": ""}), shows_title=True)
        assert not shown.sentence
