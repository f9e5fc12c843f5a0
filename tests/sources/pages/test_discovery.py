"""A site's feeds out of its pages."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from urllib import parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import ParseError
from tracker.sources.pages.discovery import discover, find_feeds, likely_addresses
from tracker.values import Document, Link

BASE = "https://blog.example.org/about/"


class Calls:
    """How often functions were called."""

    total = 0


@contextmanager
def counted(function: CodeType) -> Iterator[Calls]:
    """Count the calls of the function of this code, which stays as it is."""
    calls = Calls()

    def note(frame: FrameType, event: str, _: object) -> None:
        calls.total += event == "call" and frame.f_code is function

    sys.setprofile(note)
    try:
        yield calls
    finally:
        sys.setprofile(None)


def page(head: str, body: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def test_declared_feeds_are_found_absolute_and_relative() -> None:
    head = (
        '<link rel="alternate" type="application/rss+xml" title="All" href="/feed.xml">'
        '<LINK REL="Alternate home" TYPE="application/atom+xml; charset=utf-8" HREF="atom.xml">'
        '<link rel=alternate type="application/feed+json" href="//other.example.org/feed.json">'
    )
    assert find_feeds(page(head), BASE) == (
        Link("https://blog.example.org/feed.xml", "All"),
        Link("https://blog.example.org/about/atom.xml"),
        Link("https://other.example.org/feed.json"),
    )


def test_a_base_element_moves_relative_links() -> None:
    head = '<base href="/x/"><link rel="alternate" type="application/rss+xml" href="rss">'
    assert find_feeds(page(head), BASE)[0].url == "https://blog.example.org/x/rss"


def test_feeds_of_comments_come_last_and_each_feed_once() -> None:
    head = (
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed/">'
        '<link rel="alternate" type="application/rss+xml" href="/feed/" title="Posts">'
        '<link rel="alternate" type="application/rss+xml" href="/feed/" title="Again">'
    )
    assert [link.url for link in find_feeds(page(head), BASE)] == [
        "https://blog.example.org/feed/",
        "https://blog.example.org/comments/feed/",
    ]


@pytest.mark.parametrize(
    "comments",
    [
        'href="/kommentare/feed/"',
        'href="/?feed=k" title="Beispiel &raquo; Kommentar-Feed"',
        'href="/rss/c" title="Flux des commentaires"',
        'href="/2/atom" title="コメント"',
        'href="/2026/11/looms/feed/" title="Looms"',
    ],
)
def test_a_feed_of_comments_is_known_in_any_language(comments: str) -> None:
    head = (
        f'<link rel="alternate" type="application/rss+xml" {comments}>'
        '<link rel="alternate" type="application/rss+xml" href="/feed/" title="Beispiel">'
    )
    found = find_feeds(page(head), "https://blog.example.org/2026/11/looms/")
    assert found[0].url == "https://blog.example.org/feed/"


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="stylesheet" type="application/rss+xml" href="/a">',
        '<link rel="alternate" type="text/html" hreflang="de" href="/de/">',
        '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">',
        '<link rel="alternate" type="application/json+oembed" href="/oembed">',
        '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">',
        '<link rel="alternate" type="application/rss+xml">',
    ],
)
def test_other_links_are_no_feeds(link: str) -> None:
    assert find_feeds(page(link), BASE) == ()


def test_without_a_declared_feed_linked_ones_come_before_the_usual_places() -> None:
    body = '<a href="/about.html">About</a> <a href="/my/rss.xml">Feed</a> <a href="/feeder">x</a>'
    likely = likely_addresses(page("", body), BASE)
    assert likely[0] == "https://blog.example.org/my/rss.xml"
    assert "https://blog.example.org/about/feed" in likely
    assert "https://blog.example.org/atom.xml" in likely
    assert len(set(likely)) == len(likely) < 30


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7", b'{"a": 1}'])
def test_what_is_no_page_is_told(body: bytes) -> None:
    with pytest.raises(ParseError):
        find_feeds(body, BASE)


@given(st.binary(max_size=300))
def test_any_bytes_give_feeds_or_a_parse_error(body: bytes) -> None:
    try:
        find_feeds(b"<html>" + body, BASE)
        likely_addresses(b"<html>" + body, BASE)
    except ParseError:
        pass


def test_deep_nesting_ends() -> None:
    find_feeds(b"<div>" * 200_000, BASE)


def test_the_first_base_with_an_address_counts_even_where_it_is_unusable() -> None:
    bases = '<base target="x"><base href="javascript:x"><base href="/x/">'
    assert find_feeds(page(bases + '<a rel="feed" href="f">'), BASE)[0].url == f"{BASE}f"


LONG = f"https://blog.example.org/{'a/' * 900}"


@pytest.mark.parametrize(
    "anchor",
    [
        '<a href="feed/{}">',
        '<a href="x{}">',
        '<a href="//other.example.org/feed/{}">',
        '<a href="javascript:feed/{}">',
    ],
)
def test_few_links_of_a_page_are_made_absolute_however_many_it_has(anchor: str) -> None:
    """Each costs as much as the base is long: all of these would take minutes."""
    anchors = "".join(anchor.format(number) for number in range(100_000))
    body = page(f'<base href="{LONG}">', anchors)
    with counted(parse.urljoin.__code__) as calls:
        likely = likely_addresses(body, BASE)
    assert len(likely) <= 10 + 16
    assert calls.total <= 1_100


def test_of_very_many_declared_feeds_the_first_are_taken() -> None:
    links = "".join(f'<link rel="feed" href="f{number}">' for number in range(100_000))
    with counted(parse.urljoin.__code__) as calls:
        found = find_feeds(page(f'<base href="{LONG}">', links), BASE)
    assert found[0].url == f"{LONG}f0"
    assert len(found) == 50
    assert calls.total <= 1_100


def test_what_is_likely_is_looked_for_only_where_nothing_is_declared() -> None:
    declaring = Document(body=page('<link rel="feed" href="/f">'), url=BASE)
    found = discover(declaring)
    assert [link.url for link in found.declared] == ["https://blog.example.org/f"]
    assert not found.likely
    assert discover(Document(body=page("", '<a href="/rss">'), url=BASE)).likely[0].endswith("/rss")
