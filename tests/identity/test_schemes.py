"""Addresses to open, kinds, and what is hostile, long or nested."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.support.growth import assert_growth
from tracker.identity.schemes import (
    aliases_of_url,
    kind_of,
    parse_reference,
    parse_stated,
    url_of,
)
from tracker.identity.url import MAX_LENGTH
from tracker.values import Alias, Kind


@pytest.mark.parametrize(
    ("alias", "address"),
    [
        ("arxiv:2505.00703", "https://arxiv.org/abs/2505.00703"),
        ("doi:10.1145/3292500.3330701", "https://doi.org/10.1145/3292500.3330701"),
        (
            "doi:10.1002/(sici)1097<1::aid>3.0.co;2-x",
            "https://doi.org/10.1002/(sici)1097%3C1::aid%3E3.0.co;2-x",
        ),
        ("openreview:rkgNKkHtvB", "https://openreview.net/forum?id=rkgNKkHtvB"),
        ("acl:2023.acl-long.1", "https://aclanthology.org/2023.acl-long.1/"),
        ("pmlr:v139/doe21a", "https://proceedings.mlr.press/v139/doe21a.html"),
        ("youtube:abcdEFG_-12", "https://www.youtube.com/watch?v=abcdEFG_-12"),
        ("github:doe/engine", "https://github.com/doe/engine"),
        ("github-release:doe/engine@v1", "https://github.com/doe/engine/releases/tag/v1"),
        ("hf:datasets/doe/corpus", "https://huggingface.co/datasets/doe/corpus"),
        ("url:example.org/a?x=1", "https://example.org/a?x=1"),
    ],
)
def test_an_alias_opens_at_its_address(alias: str, address: str) -> None:
    parsed = parse_reference(alias)
    assert parsed is not None
    assert str(parsed) == alias
    assert url_of(parsed) == address


@pytest.mark.parametrize(
    ("reference", "kind"),
    [
        ("arxiv:2505.00703", Kind.PAPER),
        ("doi:10.1145/1", Kind.PAPER),
        ("doi:10.5281/zenodo.1", Kind.PAGE),  # data, code or a paper: the registry does not say
        ("youtube:abcdEFG_-12", Kind.VIDEO),
        ("github:doe/engine", Kind.CODE),
        ("github-release:doe/engine@v1", Kind.CODE),
        ("hf:doe/engine", Kind.MODEL),
        ("hf:datasets/doe/corpus", Kind.DATASET),
        ("hf:spaces/doe/demo", Kind.PAGE),
        ("url:example.org", Kind.PAGE),
    ],
)
def test_an_alias_tells_the_kind(reference: str, kind: Kind) -> None:
    alias = parse_reference(reference)
    assert alias is not None
    assert kind_of([alias], Kind.PAGE) is kind


def test_the_strongest_alias_tells_the_kind_and_else_the_source() -> None:
    aliases = [Alias("github", "doe/engine"), Alias("arxiv", "2505.00703")]
    assert kind_of(aliases, Kind.POST) is Kind.PAPER
    assert kind_of([Alias("url", "example.org/a")], Kind.POST) is Kind.POST
    assert kind_of([], Kind.POST) is Kind.POST


def test_a_page_of_wikipedia_is_no_post() -> None:
    aliases = aliases_of_url("https://en.wikipedia.org/wiki/Rope")
    assert kind_of(aliases, Kind.POST) is Kind.PAGE
    assert kind_of(aliases_of_url("https://wikipedia.org.example/x"), Kind.POST) is Kind.POST


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "17",
        "word",
        "two words",
        "arxiv:",
        "arxiv:9999.99999",
        "2513.00703",
        "1501.0001",
        "0701.0001",
        "doi:",
        "10.1145",
        "doi:11.1/x",
        "youtube:short",
        "hf:word",
        "github:word",
        "javascript:alert(1)",
        "mailto:doe@example.org",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.org/a",
        "https://",
        "https:///a",
        "https://example.org:99999/",
        "https://example.org:port/",
        "https://[::1",
        "https://[zz]/",
        "https://exa mple.org/",
        f"https://{chr(0xD800)}.org/",
        f"https://example.org/{chr(0xD800)}",
        "https://.../",
        "https://a..b/",
        "https://xn--ü.example/",
        "v1.2.3 of it",
        "e.g. this",
        "https://" + "ü" * 300 + ".org",
    ],
)
def test_what_identifies_nothing_is_none(text: str) -> None:
    assert parse_reference(text) is None
    assert aliases_of_url(text) == ()


def test_a_source_states_no_address_without_its_scheme() -> None:
    assert parse_stated("post.1234") is None
    assert parse_stated("10.1000/xyz") == Alias("doi", "10.1000/xyz")
    assert parse_stated("https://example.org/a") == Alias("url", "example.org/a")


def test_wrappers_in_wrappers_end() -> None:
    inner = "https://example.org/a"
    for _ in range(3):
        inner = f"https://www.google.com/url?q={quote(inner, safe='')}"
    assert aliases_of_url(inner) == (Alias("url", "example.org/a"),)
    endless = "https://web.archive.org/web/2020/" * 100 + "https://example.org/a"
    assert aliases_of_url(endless) == ()


def test_a_page_that_names_itself_as_its_target_is_a_page() -> None:
    itself = Alias("url", "google.com/url?q=url")
    assert aliases_of_url("https://www.google.com/url?q=url") == (itself,)


@pytest.mark.parametrize(
    ("start", "piece", "end"),
    [
        ("https://example.org/", "a", ""),
        ("https://example.org", "/amp", ""),
        ("https://example.org/?", "a&", ""),
        ("https://example.org/?", "amp;", ""),
        ("https://example.org", "/..", ""),
        ("https://", "www.", "org"),
        ("https://example.org/", ";sid=a", ""),
        ("https://example.org/", "%41", ""),
        ("https://dl.acm.org/doi/10.1145/", "/full", "x"),
        ("", "https://google.com/url?q=", ""),
        ("https://link.springer.com/article/10.1007/", ".pdf", "x"),
        ("", "ü", ""),
        ("https://biorxiv.org/content/10.1101/", "1.", ""),
        ("https://example.org/?ref=", "a.", ""),
        ("https://papers.nips.cc/paper/1-", "a-", ""),
        ("https://nature.com/articles/", "s1", ""),
        ("https://urldefense.com/v3/__https://e.org/", "__;", ""),
        ("https://", "amp.", "org"),
    ],
)
def test_what_a_long_address_costs_grows_with_its_length(start: str, piece: str, end: str) -> None:
    def read(url: str) -> None:
        aliases_of_url(url)
        parse_reference(url)

    def address(length: int) -> str:
        return start + piece * ((length - len(start + end)) // len(piece)) + end

    assert_growth(read, address(MAX_LENGTH // 4), address(MAX_LENGTH))


def test_an_address_beyond_the_limit_names_nothing() -> None:
    assert aliases_of_url("https://example.org/" + "a" * MAX_LENGTH) == ()


@pytest.mark.parametrize("path", ["abs", "pdf"])
@pytest.mark.parametrize("number", ["2505.00703", "2513.00703", "0000.00001", "9912.99999"])
@pytest.mark.parametrize("version", ["", "v2", "v12"])
def test_the_usual_link_to_a_paper_means_what_any_other_form_of_it_does(
    path: str, number: str, version: str
) -> None:
    usual = aliases_of_url(f"https://arxiv.org/{path}/{number}{version}")
    assert usual == aliases_of_url(f"http://www.arxiv.org/{path}/{number}{version}#top")
