"""Where a post speaks of a topic, and where a heading for it would go."""

from __future__ import annotations

import pytest

from tracker.posts.document import parse_post
from tracker.posts.topics import (
    ALIKE,
    HeadingPlace,
    ListedTopic,
    find_item,
    headings_of,
    nearest_heading,
    place_of,
)

POST = parse_post(
    b"# Notes\n\n## 2024\n\n### Papers\n\nOld.\n\n## 2025\n\n### **Papers** {#p}\n\nNew.\n\n"
    b"## What's next?\n\n1. **Pruned models** - What goes.\n2. [Planning](https://a.b) ahead\n\n"
    b"---\n\n*A footer.*\n"
)


def test_headings_are_named_as_they_are_found() -> None:
    assert headings_of(POST) == ("Notes", "2024", "Papers", "2025", "2025 > Papers", "What's next?")


@pytest.mark.parametrize(
    ("heading", "nearest"),
    [
        ("Paper", "Papers"),
        ("What is next", "What's next?"),
        ("Recent papers", "Papers"),
        ("Weather", ""),
        ("", ""),
    ],
)
def test_the_nearest_heading_is_suggested_where_one_is_near(heading: str, nearest: str) -> None:
    found, likeness = nearest_heading(POST, heading)
    assert (found if likeness >= ALIKE else "") == nearest


def test_a_word_that_a_topic_ends_with_says_little() -> None:
    post = parse_post(b"# A journey through language models\n\n## The rise of reasoning\n")
    assert nearest_heading(post, "Multimodal models")[1] < ALIKE
    found, likeness = nearest_heading(post, "Reasoning frameworks")
    assert (found, likeness >= ALIKE) == ("The rise of reasoning", True)


def test_a_topic_may_stand_as_an_item_alone() -> None:
    assert find_item(POST, "Pruned Models") == ListedTopic(17, "What's next?")
    assert find_item(POST, "planning") == ListedTopic(18, "What's next?")
    assert find_item(POST, "Papers") is None


def test_it_says_where_a_heading_would_be_created() -> None:
    assert place_of(POST, "Pruned models", ()) == HeadingPlace(18, 2)
    assert place_of(POST, "2025 > Talks", ()) == HeadingPlace(13, 3)
    assert place_of(parse_post(b""), "New", ()) == HeadingPlace(0, 2)
