"""What a sighting claims: its own identities, not those of what it links."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from tracker.identity.claims import claim_of
from tracker.identity.merging import plan_merge
from tracker.values import Alias, Kind, Link, Sighting, Via

SIGHTING = Sighting(
    source="feed:doe",
    url="https://doe.example/p/1?utm_source=feed",
    seen_at=datetime(2025, 5, 2, tzinfo=UTC),
    title="Counting the Sparks of Engines",
    kind=Kind.POST,
    authors=("Jane Doe",),
)


def test_a_claim_holds_address_title_author_and_kind() -> None:
    claim = claim_of(SIGHTING)
    assert claim.aliases == {Alias("url", "doe.example/p/1")}
    assert claim.title_key == "countingthesparksofengines"
    assert claim.witnesses == {"doe jane"}
    assert claim.kind is Kind.POST


def test_further_identifiers_of_the_same_work_count() -> None:
    claim = claim_of(replace(SIGHTING, also=("10.1000/xyz", "https://arxiv.org/abs/2505.00703v2")))
    assert {str(alias) for alias in claim.aliases} == {
        "url:doe.example/p/1",
        "doi:10.1000/xyz",
        "arxiv:2505.00703",
    }
    assert claim.kind is Kind.PAPER


def test_what_is_no_identifier_counts_for_nothing() -> None:
    claim = claim_of(replace(SIGHTING, also=("post.1234", "tag:doe.example,2025:1", "", "1234")))
    assert claim.aliases == {Alias("url", "doe.example/p/1")}


def test_of_two_identifiers_of_one_scheme_the_first_counts() -> None:
    also = ("arXiv:2505.00703", "arXiv:2505.00704", "https://doe.example/other")
    assert {str(alias) for alias in claim_of(replace(SIGHTING, also=also)).aliases} == {
        "url:doe.example/p/1",
        "url:doe.example/other",
        "arxiv:2505.00703",
    }


def test_links_and_the_page_that_showed_it_are_other_works() -> None:
    link = Link("https://arxiv.org/abs/2505.00703", "paper")
    claim = claim_of(replace(SIGHTING, links=(link,), via=Via("https://roe.example/")))
    assert claim == claim_of(SIGHTING)


def test_one_post_in_several_feeds_is_one_work() -> None:
    spellings = [
        "https://doe.example/p/1?utm_source=linkroll&utm_medium=feed",
        "https://doe.example/p/1#fragment",
        "HTTPS://doe.example/p/1/?ref=linkroll-c&fbclid=IwAR0abc",
        "http://www.doe.example/p/1/",
    ]
    proxied = replace(
        SIGHTING, url="https://proxy.example/~r/doe/1", also=("https://doe.example/p/1",), title="x"
    )
    claims = [claim_of(replace(SIGHTING, url=url, source=url, authors=())) for url in spellings]
    assert len(plan_merge([], [*claims, claim_of(proxied)]).groups) == 1


def test_hostile_sightings_claim_nothing() -> None:
    bad = replace(
        SIGHTING, url="javascript:alert(1)", title="\ud800\x00", authors=("\ud800 \ud800",)
    )
    assert claim_of(bad).aliases == frozenset()
