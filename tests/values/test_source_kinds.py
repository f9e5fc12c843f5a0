"""What the key of a source tells: its kind, its name, and what being shown by it means."""

from __future__ import annotations

import pytest

from tracker.values.source_kinds import (
    ARXIV,
    ATTENTION,
    FEED,
    HAND,
    KINDS,
    OAI,
    POST,
    SourceKind,
    is_feed,
    is_listing,
    source_kind,
    source_name,
)


def test_a_key_is_the_kind_alone_or_the_kind_and_a_name() -> None:
    assert ARXIV.key() == "arxiv"
    assert FEED.key("https://blog.example/feed") == "feed:https://blog.example/feed"
    assert ATTENTION.key("hackernews") == "attention:hackernews"
    assert source_name("feed:https://blog.example/feed") == "https://blog.example/feed"
    assert source_name("arxiv") == ""


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_what_a_kind_writes_is_read_back(kind: SourceKind) -> None:
    for name in ("", "a", "https://a.example:80/feed:1"):
        assert source_kind(kind.key(name)) is kind
        assert source_name(kind.key(name)) == name


@pytest.mark.parametrize("key", ["arxiv", "listing", OAI.key("arxiv"), "oai:arxiv"])
def test_a_listing_shows_all_that_there_is_so_being_in_it_says_nothing(key: str) -> None:
    assert is_listing(key)
    assert not is_feed(key)


@pytest.mark.parametrize(
    "key", ["feed:https://a.example/", HAND.key(), POST.key(), "attention:x", "a", "feeds", ""]
)
def test_all_other_sources_show_what_somebody_chose(key: str) -> None:
    assert not is_listing(key)


def test_feeds_alone_are_feeds() -> None:
    assert is_feed("feed:https://a.example/")
    assert not any(map(is_feed, ("hand", "post", "attention:feed", "feeds:x", "")))


def test_a_kind_that_nobody_knows_is_kept_by_its_name() -> None:
    assert source_kind("future:x").name == "future"
    assert source_name("future:x") == "x"
