"""What of a page is no sentence of its post, and what looks like it and is one."""

from __future__ import annotations

import pytest

from tests.drafts.entry.posts.test_posts import post, seen
from tracker.drafts.entry.posts.scraps import is_scrap, without_day, without_last_verb


@pytest.mark.parametrize(
    "text",
    [
        "Curates the most common questions Grace and I.",
        "Would be curious about how you tie your own ropes.",
        "When the ropes of the north were still laid by hand.",
        "Good morning to all who row.",
        "Ropes are listed below with their prices.",
        "Run pip install hempline.",
        "Gull 4, with Hempline showing especially notable gains over older ropes.",
        "It is a heap of three floods that all.",
    ],
)
def test_a_scrap_is_known(text: str) -> None:
    assert is_scrap(text)


@pytest.mark.parametrize(
    "text",
    [
        "When ropes are wet, they hold twice as much.",
        "Ropes of today hold less than ropes of hemp did.",
        "Run a ropeyard of your own with two hooks and a bench.",
    ],
)
def test_a_sentence_is_no_scrap(text: str) -> None:
    assert not is_scrap(text)


def test_what_hangs_at_an_end_goes_and_what_belongs_there_stays() -> None:
    assert without_day("The yard sold a rope today.") == "The yard sold a rope."
    assert without_day("It is one of the ropes of today.") == "It is one of the ropes of today."
    assert without_last_verb("Names ten knots, and argues") == "Names ten knots"
    assert without_last_verb("Ropes, nets, and maps") == "Ropes, nets, and maps"


@pytest.mark.parametrize(
    "piece",
    [
        "In this ",
        "when a ",
        "By x, ",
        "by @a in #1 ",
        "?A",
        "- a ",
        "and we found ",
        "this post a and finds x ",
        "a—b ",
        "A a, and the ",
        "prevent x ",
        "((",
    ],
)
def test_a_hostile_post_gets_an_entry(piece: str) -> None:
    assert len(seen(post({"title": "Ropes", "text": piece * 200_000})).sentence) <= 200
