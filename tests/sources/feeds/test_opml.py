"""OPML in and out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.growth import assert_growth
from tracker.errors import ParseError
from tracker.sources.feeds import opml
from tracker.sources.feeds.opml import OpmlFeed


def document(body: str) -> bytes:
    return f'<?xml version="1.0"?><opml version="2.0"><body>{body}</body></opml>'.encode()


def test_a_folder_is_a_topic_and_the_innermost_counts() -> None:
    told = document(
        '<outline text="AI"><outline text="Reasoning">'
        '<outline type="rss" text="A" xmlUrl="http://a.example/feed" htmlUrl="http://a.example/"/>'
        "</outline></outline>"
        '<outline title="B" xmlurl="http://b.example/feed"/>'
        '<outline text="C" xmlUrl="http://c.example/feed" category="/Tech/Models,/x"/>'
    )
    assert opml.parse(told).feeds == (
        OpmlFeed(
            url="http://a.example/feed", title="A", folder="Reasoning", home="http://a.example/"
        ),
        OpmlFeed(url="http://b.example/feed", title="B"),
        OpmlFeed(url="http://c.example/feed", title="C", folder="Models"),
    )


def test_feeds_are_read_out_of_a_broken_list() -> None:
    told = b'<opml><body><outline text="A & B" xmlUrl="http://a.example/f?x=1&y=2"><outline></body>'
    assert [feed.url for feed in opml.parse(told).feeds] == ["http://a.example/f?x=1&y=2"]


@pytest.mark.parametrize(
    "data", [b"", b"no", b"<html><body/></html>", b'{"a": 1}', b"\xff\xfe\0", b"<opml"]
)
def test_what_is_no_opml_is_told(data: bytes) -> None:
    if data == b"<opml":
        assert opml.parse(data + b"/>").feeds == ()
        return
    with pytest.raises(ParseError):
        opml.parse(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding: str) -> None:
    told = (
        '<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        '<opml><body><outline text="&a;" xmlUrl="http://a.example/"/></body></opml>'
    )
    with pytest.raises(ParseError, match="entities"):
        opml.parse(told.encode(encoding))


def test_other_schemes_and_files_are_left_out_and_told() -> None:
    told = document(
        '<outline xmlUrl="file:///etc/passwd"/><outline xmlUrl="javascript:1"/><outline xmlUrl=""/>'
    )
    assert opml.parse(told) == ((), ("file:///etc/passwd", "javascript:1"))


def test_an_address_under_another_name_is_read_where_the_type_says_feed() -> None:
    outlines = (
        "<outline text='A' type='rss' url='https://a.example/f'/>"
        "<outline text='B' type='ATOM' URL='https://b.example/f'/>"
        "<outline text='C' type='rss' url='c.example/f'/>"
        "<outline text='D' type='link' url='https://d.example/'/>"
    )
    listed = opml.parse(f"<opml version='2.0'><body>{outlines}</body></opml>".encode())
    assert [feed.url for feed in listed.feeds] == ["https://a.example/f", "https://b.example/f"]
    assert listed.unusable == ("c.example/f",)


def test_addresses_of_the_feed_scheme_are_of_the_web() -> None:
    told = document(
        '<outline xmlUrl="feed://a.example/x"/><outline xmlUrl="feed:https://b.example/y"/>'
        '<outline xmlUrl="feed://https://c.example/z"/><outline xmlUrl="feed:http//d.example/z"/>'
        '<outline xmlUrl="feed://localhost:8080/x?of=https://e.example/f"/>'
    )
    read = opml.parse(told)
    assert [feed.url for feed in read.feeds] == [
        "http://a.example/x",
        "https://b.example/y",
        "https://c.example/z",
        "http://localhost:8080/x?of=https://e.example/f",
    ]
    assert read.unusable == ("feed:http//d.example/z",)


def test_what_deep_nesting_and_long_lists_cost_grows_with_their_size() -> None:
    def nested(depth: int) -> bytes:
        return document('<outline text="x">' * depth)

    def listed(feeds: int) -> bytes:
        return document("".join(f'<outline xmlUrl="http://a{n}.example/"/>' for n in range(feeds)))

    assert_growth(opml.parse, nested(25_000), nested(100_000))
    assert len(opml.parse(listed(20_000)).feeds) == opml.MAX_FEEDS
    assert_growth(opml.parse, listed(5_000), listed(20_000))


names = st.text(max_size=20).map(lambda text: " ".join(text.split()))


@given(st.lists(st.tuples(st.integers(0, 99), names, names), max_size=8))
def test_what_is_rendered_reads_back(told: list[tuple[int, str, str]]) -> None:
    feeds = [
        OpmlFeed(url=f"http://a{number}.example/", title=title, folder=folder)
        for number, title, folder in told
    ]
    back = opml.parse(opml.render(feeds, title="Feeds").encode()).feeds
    assert {feed.url for feed in back} == {feed.url for feed in feeds}
    again = opml.parse(opml.render(back, title="Feeds").encode()).feeds
    assert set(again) == set(back)


def test_what_xml_cannot_hold_is_left_out_of_a_list() -> None:
    feed = OpmlFeed(url="https://a.example/f", title="A\uffff\ufffe B", folder="F\uffff")
    (read,) = opml.parse(opml.render([feed], title="x\x00\uffff").encode()).feeds
    assert (read.title, read.folder) == ("A B", "F")


def test_a_list_of_bare_ampersands_is_refused() -> None:
    with pytest.raises(ParseError):
        opml.parse(b"<opml><body>" + b"&" * 1_000_000 + b"</body></opml>")
