"""The adapter to the ``arxiv`` package: what is private in it behaves as expected, and no more.

``make test-lowest`` runs this file against the oldest version of the package that is allowed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import fake_arxiv as fake
from tests.support.fake_arxiv import NOW, papers
from tracker.errors import ParseError
from tracker.sources.arxiv.answers import (
    Paper,
    dois,
    identifier,
    ids_url,
    links_in,
    listing_url,
    parse_page,
    plain,
    sighting_of,
)
from tracker.sources.pages.text import title_text
from tracker.values import Kind, Link

API = "https://export.arxiv.org/api/query"


def parse_one(paper: fake.FakePaper) -> Paper:
    (found,) = parse_page(fake.document([paper], total=1, now=NOW), start=0, size=10).papers
    return found


def query_of(url: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}


# --- what is private in the package -------------------------------------------------------


def test_an_empty_page_tells_the_total_all_the_same() -> None:
    page = parse_page(fake.document([], total=77, now=NOW), start=20, size=10)
    assert (page.papers, page.total, page.start, page.requested) == ((), 77, 20, 10)


# --- queries ------------------------------------------------------------------------------


def test_the_listing_is_of_all_categories_last_updated_first() -> None:
    url = listing_url(API, ["cs.CL", "cs.CV"], start=2000, size=1000)
    assert url.startswith("https://export.arxiv.org/api/query?")
    assert query_of(url) == {
        "search_query": "cat:cs.CL OR cat:cs.CV",
        "sortBy": "lastUpdatedDate",
        "sortOrder": "descending",
        "start": "2000",
        "max_results": "1000",
    }


def test_a_listing_of_early_papers_keeps_the_categories_together() -> None:
    url = listing_url(API, ["cs.CL", "cs.CV"], start=0, size=9, until_at=NOW)
    assert query_of(url)["search_query"] == (
        "(cat:cs.CL OR cat:cs.CV) AND submittedDate:[199101010000 TO 202505011801]"
    )


def test_identifiers_are_asked_for_with_their_number_as_the_limit() -> None:
    asked = query_of(ids_url(API, [f"2505.{n:05}" for n in range(100)]))
    assert asked["id_list"].count(",") == 99
    assert (asked["start"], asked["max_results"]) == ("0", "100")


def test_braces_in_the_address_stay() -> None:
    url = ids_url("http://a.test/{x}/api/query", ["2505.00001"])
    assert url.startswith("http://a.test/{x}/api/query?")


# --- answers ------------------------------------------------------------------------------


def test_a_paper_becomes_a_sighting() -> None:
    shown = replace(
        papers(1)[0],
        title="On\n  Tests",
        summary="  We test.\n  Code: https://example.org/code.",
        comment="8 pages",
        journal_ref="J. Tests 1",
        doi="10.5555/a.1",
        categories=("cs.LG", "cs.CL"),
    ).revised(NOW)
    sighting = sighting_of(parse_one(shown), source="arxiv", seen_at=NOW)
    assert sighting.url == f"https://arxiv.org/abs/{shown.id}"
    assert (sighting.kind, sighting.title) == (Kind.PAPER, "On Tests")
    assert sighting.summary == "We test. Code: https://example.org/code."
    assert sighting.authors == ("Ada Byron", "Carl Gauss")
    assert (sighting.published_at, sighting.updated_at) == (shown.submitted_at, NOW)
    assert sighting.also == ("https://doi.org/10.5555/a.1",)
    assert sighting.links == (Link("https://example.org/code"),)
    assert sighting.paper is not None
    assert (sighting.paper.version, sighting.paper.comment) == (2, "8 pages")
    assert sighting.paper.categories == ("cs.LG", "cs.CL")
    assert sighting.paper.journal_ref == "J. Tests 1"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("2505.00703v2", ("2505.00703", 2)),
        ("2505.00703", ("2505.00703", 1)),
        ("0704.0001v12", ("0704.0001", 12)),
        ("astro-ph/0601001v1", ("astro-ph/0601001", 1)),
        ("math.GT/0309136v3", ("math/0309136", 3)),
        ("cs.CL/0101001", ("cs/0101001", 1)),
        ("errors#incorrect", None),
        ("2505.00703v", None),
        ("2505.007031", None),
        ("", None),
    ],
)
def test_identifiers_and_versions(told: str, expected: tuple[str, int] | None) -> None:
    assert identifier(told) == expected


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("10.1/a", ("10.1/a",)),
        ("10.1/a 10.2/b", ("10.1/a", "10.2/b")),
        ("10.1/a; 10.2/b", ("10.1/a", "10.2/b")),
        ("not one", ()),
        ("", ()),
    ],
)
def test_dois(field: str, expected: tuple[str, ...]) -> None:
    assert dois(field) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Code at https://github.com/a/b.", ["https://github.com/a/b"]),
        ("(see https://a.test/x_(y), https://b.test)", ["https://a.test/x_(y)", "https://b.test"]),
        ("https://a.test https://a.test", ["https://a.test"]),
        ("http:// nothing", []),
    ],
)
def test_links_in_plain_text(text: str, expected: list[str]) -> None:
    assert [link.url for link in links_in([text])] == expected


def test_plain_text_is_one_line_without_control_characters() -> None:
    assert plain(" a\n\tb\x00c\x1bd\u202ee\u2028f\ufeff g ") == "a b c d e f g"


def test_a_title_loses_what_hides_in_it_as_that_of_a_feed_does() -> None:
    assert plain("Fine\u00adtuning a\u200b\U000e0041 model") == "Finetuning a model"
    assert title_text("Fine\u00adtuning a\u200b\U000e0041 model") == "Finetuning a model"


@pytest.mark.parametrize("title", ["👩\u200d👩\u200d👧 and models", "می\u200cخواهم", "क्\u200dष"])
def test_a_title_keeps_the_joiners_that_are_spelling(title: str) -> None:
    assert plain(title) == title


# --- what is no page ----------------------------------------------------------------------


def test_an_error_entry_is_an_error() -> None:
    with pytest.raises(ParseError, match="incorrect id format"):
        parse_page(fake.error_document("incorrect id format for abc"), start=0, size=1)


def test_a_paper_called_error_is_a_paper() -> None:
    assert parse_one(replace(papers(1)[0], title="Error")).title == "Error"


def test_a_cut_document_is_no_short_page() -> None:
    whole = fake.document(papers(30), total=30, now=NOW)
    with pytest.raises(ParseError, match="cut off"):
        parse_page(whole[: len(whole) // 2], start=0, size=30)


def test_control_characters_in_the_document_do_not_cost_the_page() -> None:
    document = fake.document(papers(3), total=3, now=NOW)
    spoilt = document.replace(b"Paper 2", b"Paper\x01 \x1b 2")
    assert len(parse_page(spoilt, start=0, size=3).papers) == 3


def test_half_a_character_does_not_cost_the_page() -> None:
    document = fake.document(papers(3), total=3, now=NOW)
    spoilt = document.replace(b"Paper 2", b"Paper &#xDfFf;2")
    titles = [paper.title for paper in parse_page(spoilt, start=0, size=3).papers]
    assert len(titles) == 3
    assert titles[1].startswith("Paper \ufffd2")


def test_an_entity_bomb_is_not_expanded() -> None:
    document = fake.document(papers(1), total=1, now=NOW).decode()
    head, _, rest = document.partition("\n")
    bomb = '<!DOCTYPE f [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    spoilt = f"{head}\n{bomb}]>{rest.replace('Paper 1', '&j;')}".encode()
    try:
        page = parse_page(spoilt, start=0, size=1)
    except ParseError:
        return
    assert all(len(paper.title) < 1000 for paper in page.papers)


@pytest.mark.parametrize(
    "year",
    [
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "1970-01-01T00:00:00Z",
        "0001-01-01T00:00:00+23:00",
        "soon",
        "",
    ],
)
def test_a_row_with_an_impossible_date_is_left_out(year: str) -> None:
    document = fake.document(papers(3), total=3, now=NOW)
    at = fake.papers(3)[1].updated_at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    page = parse_page(document.replace(at, year.encode()), start=0, size=3)
    assert (len(page.papers), page.skipped) == (2, 1)


def test_a_date_that_only_some_can_read_costs_its_row_alone() -> None:
    document = fake.document(papers(3), total=3, now=NOW)
    at = fake.papers(3)[1].updated_at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    page = parse_page(document.replace(at, at.replace(b"T", b"Z")), start=0, size=3)
    assert (len(page.papers), page.skipped) == (2, 1)


@pytest.mark.parametrize("total", [b"many", b"", b"-1", b"9" * 5_000, "٣".encode()])
def test_a_total_that_is_no_number_is_not_believed(total: bytes) -> None:
    document = fake.document(papers(3), total=31, now=NOW).replace(b">31<", b">" + total + b"<")
    page = parse_page(document, start=0, size=3)
    assert (len(page.papers), page.total) == (3, 0)


def test_no_more_rows_are_read_than_were_asked_for() -> None:
    document = fake.document(papers(20_000), total=20_000, now=NOW)
    page = parse_page(document, start=0, size=1_000)
    assert (len(page.papers), page.skipped, page.total) == (1_000, 0, 20_000)


def test_the_answers_own_time_is_told() -> None:
    page = parse_page(fake.document([], total=0, now=NOW), start=0, size=1)
    assert page.told_at == NOW
    classic = fake.document([], total=0, now=NOW).replace(
        b"2025-05-01T18:00:00Z", b"2025-05-01T00:00:00-04:00"
    )
    told_at = parse_page(classic, start=0, size=1).told_at
    assert told_at == datetime(2025, 5, 1, 4, tzinfo=UTC)


@settings(max_examples=150, deadline=timedelta(seconds=2))
@given(data=st.data())
def test_a_spoilt_document_is_a_page_or_a_parse_error(data: st.DataObject) -> None:
    document = bytearray(fake.document(papers(2), total=2, now=NOW))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(document) - 1))
        length = data.draw(st.integers(0, 40))
        document[at : at + length] = data.draw(st.binary(max_size=12))
    try:
        page = parse_page(bytes(document), start=0, size=2)
    except ParseError:
        return
    for paper in page.papers:
        sighting_of(paper, source="arxiv", seen_at=NOW)
