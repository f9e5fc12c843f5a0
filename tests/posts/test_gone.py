"""Of which published entries nothing is left."""

import pytest

from tests.support.sightings import START
from tracker.posts.gone import find_gone
from tracker.values import Alias, EntryKey, PublishedEntry

LINK = "https://arxiv.org/abs/2505.00001"
ALIASES = {EntryKey(1, "t"): (Alias("arxiv", "2505.00001"),)}
ENTRY = f"\n## New\n\n1. **One** ([paper]({LINK})) - Shows how it is done at last.\n\n   Mine.\n"


def placed(text: str = ENTRY, number: int = 1) -> PublishedEntry:
    return PublishedEntry(key=EntryKey(number, "t"), post="p.md", text=text, published_at=START)


def is_gone(post: str, entry: PublishedEntry, *others: PublishedEntry) -> bool:
    found = find_gone(post.encode(), [entry], others=[entry, *others], aliases=ALIASES)
    return bool(found)


@pytest.mark.parametrize("post", ["", "# A post\n\n## New\n\n1. Another.\n", "Mine.\n"])
def test_an_entry_without_a_line_in_the_post_is_gone(post: str) -> None:
    assert is_gone(post, placed())


@pytest.mark.parametrize(
    "post",
    [
        ENTRY,
        "* __One__ ([paper](x)) – Shows how it\n  is done at last.\n",  # by a formatter, unlinked
        f"My own words on <{LINK}v2>.\n",
        "Rewritten. <!-- tracker 1 t -->\n",
        "1. **One** ([paper](/here)) - Shows how it is done at last.\n",
    ],
)
def test_an_entry_that_was_rewritten_is_not_gone(post: str) -> None:
    assert not is_gone(post, placed())


def test_what_another_entry_says_or_links_too_tells_nothing() -> None:
    entry = placed(
        f"- **One**, again ([paper]({LINK}v2)) - A second time.\n\n  See below for more.\n"
    )
    other = placed(f"- **One** ([paper]({LINK})) - Once.\n\n  See below for more.\n")
    assert is_gone(other.text, entry, other)
    assert not is_gone(entry.text, entry, other)


def test_few_words_count_where_there_are_no_others() -> None:
    assert not is_gone("And Mine. So.\n", placed("Mine.\n"))
    assert is_gone("And mine. So.\n", placed("Mine.\n"))


def test_what_was_only_found_in_the_post_is_not_gone() -> None:
    assert not is_gone("", placed(""))
