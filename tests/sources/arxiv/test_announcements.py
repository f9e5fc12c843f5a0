"""The announcement feed: what a listing named, in its own words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.fake_arxiv import NOW, announcement_feed, papers
from tracker.errors import ParseError
from tracker.sources.arxiv.announcements import (
    MAX_ENTRIES,
    feed_url,
    parse_listing,
    with_announcement,
)
from tracker.sources.arxiv.answers import Paper, sighting_of
from tracker.values import Announcement, Kind

DAY = date(2025, 5, 1)
ONE = replace(
    papers(1)[0],
    title="A <small> test & more",
    summary="We test: Abstract: again.",
    categories=("cs.LG", "cs.CL"),
    announcement="new",
)


def test_the_address_joins_the_categories() -> None:
    assert feed_url("https://rss.arxiv.org", ["cs.CL", "cs.CV"]) == (
        "https://rss.arxiv.org/atom/cs.CL+cs.CV"
    )
    assert feed_url("http://a.test", ["cs.*", "hep-th"]) == "http://a.test/atom/cs+hep-th"


def test_an_announced_paper_becomes_a_sighting_in_the_feeds_words() -> None:
    (announced,) = parse_listing(announcement_feed([ONE], day=DAY))
    sighting = sighting_of(announced, source="arxiv", seen_at=NOW)
    assert sighting.url == f"https://arxiv.org/abs/{ONE.id}"
    assert (sighting.kind, sighting.title) == (Kind.PAPER, ONE.title)
    assert sighting.summary == ONE.summary
    assert sighting.authors == ONE.authors
    assert (sighting.published_at, sighting.updated_at) == (None, None)  # the feed tells neither
    assert sighting.paper is not None
    assert sighting.paper.version == 1
    assert sighting.paper.categories == ONE.categories
    assert (sighting.paper.announced_on, sighting.paper.announcement) == (DAY, Announcement.NEW)


@pytest.mark.parametrize("kind", list(Announcement))
def test_all_announcements_are_told_apart(kind: Announcement) -> None:
    row = replace(ONE, announcement=kind.value, listed_version=3)
    (announced,) = parse_listing(announcement_feed([row], day=DAY))
    assert (announced.announcement, announced.version) == (kind, 3)


def test_an_unknown_announcement_is_none() -> None:
    row = replace(ONE, announcement="withdrawn")
    (announced,) = parse_listing(announcement_feed([row], day=DAY))
    assert announced.announcement is None


def test_doi_and_journal_are_read() -> None:
    document = announcement_feed([ONE], day=DAY).replace(
        b"<dc:creator>",
        b"<arxiv:DOI>10.5555/a.1</arxiv:DOI>"
        b"<arxiv:journal_reference>J. Tests 1</arxiv:journal_reference><dc:creator>",
    )
    (announced,) = parse_listing(document)
    assert (announced.dois, announced.journal_ref) == (("10.5555/a.1",), "J. Tests 1")


def test_a_weekends_feed_is_a_listing_without_papers() -> None:
    assert parse_listing(announcement_feed([], day=DAY)) == ()


def test_a_paper_named_twice_is_one() -> None:
    assert len(parse_listing(announcement_feed([ONE, ONE], day=DAY))) == 1


def test_an_entry_that_is_no_paper_is_left_out() -> None:
    document = announcement_feed([ONE], day=DAY).replace(b"oai:arXiv.org:2505", b"oai:other:x")
    assert parse_listing(document) == ()


@pytest.mark.parametrize(
    "body",
    [b"", b"  ", b"<html></html>", b"\xff\xfe", b"<rss version='2.0'><channel/></rss>", b"{}"],
)
def test_what_is_no_listing_is_an_error(body: bytes) -> None:
    with pytest.raises(ParseError, match="no Atom feed"):
        parse_listing(body)


def test_a_cut_listing_is_an_error() -> None:
    document = announcement_feed([ONE] * 20, day=DAY)
    with pytest.raises(ParseError, match="cut off"):
        parse_listing(document[: len(document) // 2])


@pytest.mark.parametrize("half", ["&#xD800;", "&#x00dfFf;", "&#55296;", "&#057343;"])
def test_half_a_character_costs_no_paper(half: str) -> None:
    document = announcement_feed([ONE], day=DAY).replace(b"A &lt;", f"A {half}&lt;".encode())
    (announced,) = parse_listing(document)
    assert announced.title == "A \ufffd<small> test & more"


def test_more_papers_than_any_day_has_are_an_error() -> None:
    entry = b"<entry><id>oai:arXiv.org:2505.00001v1</id></entry>"
    document = announcement_feed([ONE], day=DAY)
    flood = document.replace(b"</feed>", entry * MAX_ENTRIES + b"</feed>")
    with pytest.raises(ParseError, match="is listing_url right"):
        parse_listing(flood)


@pytest.mark.parametrize("year", ["0001", "1066", "9998"])
def test_a_day_that_cannot_be_is_none(year: str) -> None:
    document = announcement_feed([ONE], day=DAY).replace(b">2025-", f">{year}-".encode())
    (announced,) = parse_listing(document)
    assert announced.announced_on is None


def test_the_apis_paper_learns_what_only_the_listing_knows() -> None:
    (announced,) = parse_listing(announcement_feed([ONE], day=DAY))
    paper = Paper(
        id=ONE.id,
        version=1,
        title=ONE.title,
        summary=ONE.summary,
        authors=ONE.authors,
        categories=ONE.categories,
        submitted_at=ONE.updated_at,
        updated_at=ONE.updated_at,
        comment="8 pages",
    )
    learned = sighting_of(with_announcement(paper, announced), source="arxiv", seen_at=NOW).paper
    assert learned is not None
    assert (learned.announced_on, learned.comment) == (DAY, "8 pages")
    assert with_announcement(paper, None) == paper


@settings(max_examples=150, deadline=timedelta(seconds=2))
@given(data=st.data())
def test_a_spoilt_document_is_a_listing_or_a_parse_error(data: st.DataObject) -> None:
    document = bytearray(announcement_feed([ONE, ONE], day=DAY))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(document) - 1))
        length = data.draw(st.integers(0, 40))
        document[at : at + length] = data.draw(st.binary(max_size=12))
    try:
        listing = parse_listing(bytes(document))
    except ParseError:
        return
    for announced in listing:
        sighting_of(announced, source="arxiv", seen_at=NOW)
