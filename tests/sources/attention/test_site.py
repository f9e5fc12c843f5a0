"""What each site's pages say, as real answers and as hostile ones."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.settings import ATTENTION_KINDS
from tracker.sources.attention.site import Site, site_of
from tracker.values import Alias, Vote

TODAY = date(2025, 5, 2)
HF, HN = site_of("huggingface"), site_of("hackernews")


def papers(*given: tuple[Any, Any]) -> list[dict[str, Any]]:
    return [{"title": "A title", "paper": {"id": id_, "upvotes": votes}} for id_, votes in given]


def stories(*given: tuple[Any, Any]) -> dict[str, Any]:
    return {"nbHits": len(given), "hits": [{"url": url, "points": n} for url, n in given]}


def arxiv(number: str) -> Alias:
    return Alias("arxiv", number)


@pytest.mark.parametrize("kind", ATTENTION_KINDS)
def test_every_kind_of_the_settings_has_its_site(kind: str) -> None:
    site = site_of(kind)
    assert site.name
    assert site.home.startswith("https://")
    pages = site.pages(today=TODAY, days=2)
    assert len({page.path for page in pages}) == len(pages) > 0
    assert pages == site.pages(today=TODAY, days=2)
    assert all(page.path.startswith("/") and page.path.isascii() for page in pages)


def test_daily_papers_are_asked_for_day_by_day_and_today_may_lack() -> None:
    pages = HF.pages(today=TODAY, days=2)
    assert [page.path for page in pages] == [
        f"/api/daily_papers?date=2025-05-{day}&limit=100" for day in ("02", "01")
    ] + ["/api/daily_papers?date=2025-04-30&limit=100"]
    assert [page.may_lack for page in pages] == [True, False, False]


def test_upvotes_are_votes_for_the_paper() -> None:
    told = papers(("2505.00001", 42), ("2505.00002v2", 1), ("2505.00003", 0))
    assert list(HF.votes(told)) == [
        Vote(arxiv("2505.00001"), 42),
        Vote(arxiv("2505.00002"), 1),
        Vote(arxiv("2505.00003"), 0),
    ]


def test_stories_are_asked_for_since_a_midnight() -> None:
    first, second = (parse_qs(urlsplit(page.path).query) for page in HN.pages(today=TODAY, days=2))
    midnight = 1_745_971_200  # 2025-04-30T00:00:00Z
    assert first["numericFilters"] == [f"created_at_i>={midnight}"]
    assert (first["query"], first["restrictSearchableAttributes"]) == (["arxiv.org"], ["url"])
    assert second["numericFilters"] == [f"created_at_i>={midnight},points>=20"]
    assert first["tags"] == second["tags"] == ["story"]


def test_points_are_votes_for_what_a_story_links() -> None:
    told = stories(
        ("https://arxiv.org/pdf/2505.00001v2", 120),
        ("https://blog.example/a-post?utm_source=x", 30),
        (None, 500),
    )
    assert list(HN.votes(told)) == [
        Vote(arxiv("2505.00001"), 120),
        Vote(Alias("url", "blog.example/a-post"), 30),
    ]


@pytest.mark.parametrize("count", [-1, 3.5, True, "12", None, [1], {"n": 1}, float("nan")])
def test_what_is_no_number_of_votes_is_passed_over(count: object) -> None:
    assert list(HF.votes(papers(("2505.00001", count), ("2505.00002", 2)))) == [
        Vote(arxiv("2505.00002"), 2)
    ]
    urls = ("https://arxiv.org/abs/2505.00001", "https://arxiv.org/abs/2505.00002")
    assert list(HN.votes(stories((urls[0], count), (urls[1], 2)))) == [Vote(arxiv("2505.00002"), 2)]


@pytest.mark.parametrize(
    "id_",
    [
        "",
        "x",
        "../etc",
        "2505",
        "https://blog.example/x",
        "doi:10.1/x",
        "\ud800",
        "9" * 10**6,
        2505.1,
    ],
)
def test_identifiers_that_arxiv_does_not_have_are_passed_over(id_: object) -> None:
    assert list(HF.votes(papers((id_, 7)))) == []


@pytest.mark.parametrize(
    "url", ["", "javascript:x", "https://", "http://[", "\ud800", "x" * 10**6, 7]
)
def test_addresses_that_are_none_are_passed_over(url: object) -> None:
    assert list(HN.votes(stories((url, 7)))) == []


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["paper", "id", "upvotes", "hits", "url", "points", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(site=st.sampled_from([HF, HN]), told=values)
def test_any_json_gives_votes_or_a_value_error(site: Site, told: object) -> None:
    told = json.loads(json.dumps(told))
    try:
        found = list(site.votes(told))
    except ValueError:
        return
    assert all(type(vote.votes) is int and vote.votes >= 0 for vote in found)
