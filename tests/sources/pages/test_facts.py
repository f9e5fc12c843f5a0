"""What a page says of itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import LimitError, ParseError
from tracker.sources.pages.facts import MAX_AUTHORS, PageFacts, parse_page

URL = "https://press.example.org/paper/7"


def test_citation_tags_come_first() -> None:
    body = b"""<html><head><title>Ranks | Example Press</title>
    <meta property="og:title" content="Ranks - teaser">
    <meta name="citation_title" content="Ranks &amp; Reason">
    <meta name="citation_author" content="Lovelace, Ada">
    <meta name="citation_author" content="Alan Turing">
    <meta name="citation_publication_date" content="2025/05/02">
    <meta name="citation_doi" content="10.5555/1234">
    <meta name="citation_arxiv_id" content="2505.12345">
    <meta name="description" content="What ranks do."><link rel="canonical" href="/paper/7?x=1">
    </head></html>"""
    assert parse_page(body, URL) == PageFacts(
        title="Ranks & Reason",
        authors=("Ada Lovelace", "Alan Turing"),
        published_at=datetime(2025, 5, 2, tzinfo=UTC),
        description="What ranks do.",
        canonical="https://press.example.org/paper/7?x=1",
        is_paper=True,
        doi="https://doi.org/10.5555/1234",
    )


def stating(*metas: tuple[str, str], title: str = "citation_title") -> PageFacts:
    told = (title, "Ranks"), *metas
    return parse_page(b"".join(f'<meta name="{n}" content="{c}">'.encode() for n, c in told), URL)


@pytest.mark.parametrize(
    "dois",
    [
        ["10.5555/1234"],
        ["doi:10.5555/1234"],
        [" https://doi.org/10.5555/1234 "],
        ["10.5555/1234", "DOI: 10.5555/1234", "http://dx.doi.org/10.5555/1234"],
    ],
)
def test_a_papers_page_is_identified_by_its_one_doi(dois: list[str]) -> None:
    facts = stating(*(("citation_doi", doi) for doi in dois))
    assert (facts.doi, facts.is_paper) == ("https://doi.org/10.5555/1234", True)


@pytest.mark.parametrize(
    "metas",
    [
        [("citation_doi", "10.5555/1234"), ("citation_doi", "10.5555/1235")],
        [("citation_arxiv_id", "2505.12345")],
        [("citation_arxiv_id", "https://arxiv.org/abs/2505.12345")],
        [("citation_doi", "10.48550/arXiv.2505.12345")],
        [("citation_doi", "https://arxiv.org/abs/2505.12345")],
        [("citation_doi", "10.18653/v1/2023.acl-long.1")],
    ],
)
def test_what_else_a_papers_page_states_identifies_nothing(metas: list[tuple[str, str]]) -> None:
    facts = stating(*metas)
    assert (facts.doi, facts.is_paper) == ("", True)


@pytest.mark.parametrize("name", ["citation_doi", "citation_arxiv_id"])
@pytest.mark.parametrize("value", ["", "10.", "x", "javascript:x", "https://press.example.org/1"])
def test_what_is_no_identifier_makes_no_paper(name: str, value: str) -> None:
    facts = stating((name, value))
    assert (facts.doi, facts.is_paper) == ("", False)


@pytest.mark.parametrize("title", ["og:title", "dc.title", "description"])
def test_a_page_about_a_paper_is_not_the_paper(title: str) -> None:
    facts = stating(("citation_doi", "10.5555/1234"), title=title)
    assert (facts.doi, facts.is_paper) == ("", False)


def test_a_plain_page_has_its_title() -> None:
    facts = parse_page(b"<title> A\n  note </title><p>Text", URL)
    assert (facts.title, facts.authors, facts.published_at) == ("A note", (), None)


def test_an_article_tag_that_is_an_address_is_no_author() -> None:
    body = (
        b'<title>T</title><meta property="article:author" content="https://social.example/ada">'
        b'<meta property="article:published_time" content="2025-05-02T10:00:00+02:00">'
    )
    facts = parse_page(body, URL)
    assert facts.authors == ()
    assert facts.published_at == datetime(2025, 5, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<title>Größe</title>".encode(), ""),
        ("<title>Größe</title>".encode("latin-1"), "text/html; charset=iso-8859-1"),
        ('<meta charset="iso-8859-1"><title>Größe</title>'.encode("latin-1"), "text/html"),
        ("\ufeff<title>Größe</title>".encode(), "text/html; charset=iso-8859-1"),
        ("<title>Größe</title>".encode(), "text/html; charset=no-such"),
        ("<title>Größe</title>".encode("utf-16"), "text/html; charset=utf-8"),
        ("\ufeff<title>Größe</title>".encode("utf-16-be"), "text/html"),
        ("<title>Größe</title>Ein Stück ".encode() + b"\xff", "text/html; charset=utf-8"),
        ("<title>Größe</title>Ein Stück ".encode() + b"\xff", ""),
        ('<meta charset="windows-1251"><title>Größe</title>'.encode(), "text/html"),
    ],
)
def test_encodings_are_understood(body: bytes, content_type: str) -> None:
    assert parse_page(body, URL, content_type).title == "Größe"


def test_what_acts_is_taken_out_of_a_title() -> None:
    assert parse_page("<title>a\u202eb\x1b[31mc\x07</title>".encode(), URL).title == "abc"


@pytest.mark.parametrize("body", [b"", b"%PDF-1.5 ...", b"<p>nothing", b"[1]"])
def test_a_page_that_says_nothing_is_told(body: bytes) -> None:
    with pytest.raises(ParseError):
        parse_page(body, URL)


def numbered(form: str, size: int = 300_000) -> str:
    return "".join(form.format(number) for number in range(size // len(form)))


@pytest.mark.parametrize(
    "page",
    [
        "<p " + numbered("a{}=1 ") + ">",
        "<p " + numbered("a{} ") + ">",
        "<p\n" + numbered("a{}='>' ") + ">",
        "<p/" + numbered("a{}/") + ">",
        "<p " + numbered('a{}=">"') + ">",
        '<p " b=">" ' + numbered("a{}=1 ") + ">",
        "<p b= c=' " + numbered("a{}=1 ") + ">",
        "<script " + numbered("a{}=1 ") + ">",
        "<!-- <p> --><script>'<!--'</script><p " + numbered("a{}=1 "),
    ],
    ids=lambda page: page[:24],
)
def test_a_tag_of_very_many_attributes_is_refused_before_it_is_parsed(page: str) -> None:
    with pytest.raises(LimitError, match="more than 1,000 attributes"):
        parse_page(b"<title>T</title>" + page.encode(), URL)


@pytest.mark.parametrize(
    "page",
    [
        '<path d="' + "M 10 20 " * 2_000 + '">',
        "<p style='" + "a: b; " * 2_000 + "'>",
        "<script>for (i = 0; i <n; i++) x = [" + "1, 2 = " * 2_000 + "]</script>",
        "<style>/* <p " + "a=b " * 2_000 + "*/</style>",
        "<!-- <p " + "a=b " * 2_000 + "-->",
        "<p " + " ".join(f"a{number}='1'" for number in range(900)) + ">",
        "<br a=1 b='2'>" * 2_000,
        "<textarea><p " + "a=b " * 2_000 + "</textarea>",
    ],
    ids=lambda page: page[:24],
)
def test_a_long_page_with_few_attributes_a_tag_is_read(page: str) -> None:
    assert parse_page(page.encode() + b"<title>T</title>", URL).title == "T"


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 200_000,
        "<div>" * 2_000 + "</p>" * 200_000,
        "<!--" * 200_000,
        "<script>" * 100_000,
        "<a b='" + "&amp;" * 200_000,
        "<meta name=date content=x>" * 40_000,
        "<meta name=citation_doi content=x>" * 30_000,
        "<script type='application/ld+json'>" + "[{" * 400_000,
        "<link rel=canonical href='" + "../" * 300_000 + "'>",
        "<link rel=icon href=x>" * 40_000,
        "<" * 500_000,
        "\x1b]" * 300_000,
    ],
    ids=lambda page: page[:24],
)
def test_other_hostile_pages_are_read_up_to_their_title(page: str) -> None:
    assert parse_page(b"<title>T</title>" + page.encode(), URL).title == "T"


def test_no_more_of_a_repeated_tag_is_kept_than_counts() -> None:
    page = "<title>T</title>" + numbered('<meta name="author" content="Ada {}">')
    assert len(parse_page(page.encode(), URL).authors) == MAX_AUTHORS


@given(st.text(max_size=100), st.text(max_size=40))
def test_any_page_gives_facts_or_a_parse_error(text: str, date: str) -> None:
    body = f'<title>{text}</title><meta name="date" content="{date}">{text}'
    try:
        facts = parse_page(body.encode("utf-8", "replace"), URL)
    except ParseError:
        return
    assert "\n" not in facts.title
    assert facts.published_at is None or facts.published_at.tzinfo is UTC


@pytest.mark.parametrize(
    "body",
    [
        b"<body><svg><title>Menu</title></svg><title>Looms</title>",
        b"<svg><g><title>Logo</title></g></svg><head><title>Looms</title></head>",
        b"<head></head><svg><symbol><title>x</title></symbol></svg><title>Looms</title>",
    ],
)
def test_the_title_of_a_drawing_is_not_the_pages(body: bytes) -> None:
    assert parse_page(body, URL).title == "Looms"
