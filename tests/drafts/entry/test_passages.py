"""What of a text is read: blocks of a post, without navigation, titles and Markdown's signs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.drafts.samples import NOW, work
from tracker.drafts.entry.passages import passages, plain_markdown
from tracker.values import Kind, Link, SightingRef, Work


def post(summary: str, *, title: str = "Ropes of the north", links: tuple[str, ...] = ()) -> Work:
    own = SightingRef(source="feed:x", source_name="The Rope Letter", url="", seen_at=NOW)
    held = work(title=title, summary=summary, kind=Kind.POST)
    linked = tuple(Link(f"https://ropes.example/{n}", text) for n, text in enumerate(links))
    return replace(held, sightings=(own,), links=linked)


@pytest.mark.parametrize(
    ("summary", "shown"),
    [
        ("Ropes are old.\nThey are long.", ("Ropes are old.", "They are long.")),
        ("Ropes are old, and\nlong as well.", ("Ropes are old, and long as well.",)),
        ("Ropes of the north\nRopes are old.", ("Ropes are old.",)),
        ("Introduction\nRopes are old.", ("Ropes are old.",)),
        ("Home Shop About us.\nRopes are old.", ("Ropes are old.",)),
        ("Edit Jun. 11: A typo.\nRopes are old.", ("Ropes are old.",)),
        ("TL;DR: Ropes are old.\nMore of it.", ("Ropes are old.", "More of it.")),
        ("New this month: Ropes are old.\nMore of it.", ("Ropes are old.", "More of it.")),
        ("Rope Letter: Ropes are old.\nMore of it.", ("Ropes are old.", "More of it.")),
        ("Ada [00:01:02]: Ropes are old.\n12:40 They are.", ("Ropes are old.", "They are.")),
        ("HEMP SHOP DEMO Introduction Ropes are old.", ("Ropes are old.",)),
        (
            "A drawn image with a rope and two hooks in the rain.\nRopes are old.",
            ("Ropes are old.",),
        ),
        ("High-angle view of a rower on a pier.\nRopes are old.", ("Ropes are old.",)),
        ("Two people holding a rope in the rain.\nRopes are old.", ("Ropes are old.",)),
        ("Introduction The ropes are old.", ("The ropes are old.",)),
        ("Ropes need a dryer—a\nBox of wind—soon.", ("Ropes need a dryer—a Box of wind—soon.",)),
        ("A video model with 13 ropes is new.", ("A video model with 13 ropes is new.",)),
        ("Photo by Ada: a pier.\nRopes are old.", ("Ropes are old.",)),
        ("Resolved - The rope is dry.\nRopes are old.", ("Ropes are old.",)),
        ("Ropes are old[1], and long.[2]", ("Ropes are old, and long.",)),
        ("Are ropes old?They are long, too.", ("Are ropes old? They are long, too.",)),
        ("船用绳索 在寒冷港口中也不会腐烂。", ("在寒冷港口中也不会腐烂。",)),
        ("Added ropes by @ada in #17", ("Added ropes",)),
        ("Added ropes (#1832)", ("Added ropes",)),
        ("A rope for all", ("A rope for all",)),
        ("", ()),
    ],
)
def test_a_post_is_read_block_by_block(summary: str, shown: tuple[str, ...]) -> None:
    assert passages(post(summary, links=("Home", "Shop", "About us"))) == shown


def test_an_abstract_is_one_passage_without_its_tex() -> None:
    held = work(summary="Ropes are \\emph{old}.\nThey are ``long''.")
    assert passages(held) == ("Ropes are old.\nThey are “long”.",)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**Ropes** are _old_, not *new*.", "Ropes are old, not new."),
        ("[Ropes](https://ropes.example/a_b) are `old`.", "Ropes are old."),
        ("## Ropes", "Ropes"),
        ("- Ropes", "Ropes"),
        ("![A rope](x.png) Ropes", "Ropes"),
        ("Ropes <b>are</b> old", "Ropes are old"),
        ("2 * 3 * 4 and a_b_c stay", "2 * 3 * 4 and a_b_c stay"),
        ("3 < 4 and 5 > 4", "3 < 4 and 5 > 4"),
    ],
)
def test_markdown_is_read(text: str, shown: str) -> None:
    assert plain_markdown(text) == shown


@pytest.mark.parametrize("piece", ["[", "*a ", "**", "`", "<a ", "[a](", "A A ", "\n", "1. ", "_"])
def test_a_long_hostile_text_takes_bounded_time(piece: str) -> None:
    assert len("".join(passages(post(piece * 300_000)))) <= 20_000
