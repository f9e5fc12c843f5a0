"""Works and a work's page, over the real server."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html

from tests.support.desk import Desk
from tests.support.served import Served
from tests.support.sightings import blog, paper
from tracker.values import State

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><svg/onload=alert(1)>",
    "{{ 7 * 7 }} {% raw %}",
    "javascript:alert(1)",
    "a \u202e\u2066 gnp.exe",
)


def parsed(page: Served, path: str, status: int = 200) -> html.HtmlElement:
    answer = page.get(path)
    assert answer.status_code == status, answer.text
    found = html.document_fromstring(answer.text)
    assert isinstance(found, html.HtmlElement)
    return found


def listed(found: html.HtmlElement) -> list[int]:
    links = found.xpath("//ol[@class='works']//a[@class='title']/@href")
    return [int(link.removeprefix("/works/")) for link in links]


def test_pages_turned_by_their_links_show_every_work_once(drafted: Desk, page: Served) -> None:
    drafted.see(*(paper(n, f"A shuttle of kind {n}", days_ago=n % 3) for n in range(10, 110)))
    path, shown = "/works?q=shuttle", []
    while path:
        found = parsed(page, path)
        shown += listed(found)
        path = next(iter(found.xpath("//a[@rel='next']/@href")), "")
    assert len(shown) == 100
    assert len(set(shown)) == 100


def test_filters_join_and_stay_on_the_next_page(drafted: Desk, page: Served) -> None:
    drafted.see(*(paper(n, days_ago=5) for n in range(10, 60)), blog("x", "A chain of thought"))
    found = parsed(page, "/works?q=chain&topic=reasoning&state=matched&source=arxiv")
    assert 0 < len(listed(found)) <= 50
    (older,) = found.xpath("//a[@rel='next']/@href")
    asked = parse_qs(urlsplit(older).query)
    assert asked.pop("after")
    assert asked == {
        "q": ["chain"], "topic": ["reasoning"], "state": ["matched"], "source": ["arxiv"],
    }  # fmt: skip
    assert found.xpath("//select[@id='state']/option[@selected]/text()") == ["matched"]


def test_sources_stand_in_the_order_of_their_names(drafted: Desk, page: Served) -> None:
    feeds = ("feed:zinc", "feed:Brass", "feed:alloy")
    drafted.see(*(blog(feed, f"On {feed}", feed=feed) for feed in feeds))
    names = parsed(page, "/works").xpath("//select[@id='source']/option/text()")[1:]
    assert names == ["arxiv", "feed:alloy", "feed:Brass", "feed:zinc"]


def test_a_day_is_counted_whole(page: Served) -> None:
    assert listed(parsed(page, "/works?since=2025-05-01&until=2025-05-01")) == [4, 3, 2, 1]
    assert listed(parsed(page, "/works?until=2025-04-30")) == []


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("state=nice", "nice: no state"),
        ("since=today", "today: no date"),
        ("until=9999-99-99", "no date"),
        ("source=feed:https://nowhere.example", "No work fits."),
        ("q=%22unclosed", "No work fits."),
        ("after=x", "A chain of thought"),
        ("since=0001-01-01&until=9999-12-31", "A chain of thought"),
    ],
)
def test_what_means_nothing_is_told(page: Served, query: str, says: str) -> None:
    answer = page.get(f"/works?{query}")
    assert answer.status_code == 200
    assert says in answer.text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_titles_and_queries_act_nowhere(drafted: Desk, page: Served, text: str) -> None:
    drafted.see(paper(9, f"{text} A chain of thought"))
    for path in ("/works", "/works/5?why=1", f"/works?q={text}&topic={text}&state={text}"):
        answer = page.client.get(path)
        found = html.document_fromstring(answer.text)
        assert not found.xpath("//main//script | //main//img | //main//svg | //main//iframe")
        assert not found.xpath("//@onerror | //@onload | //@style")
        assert "{{ 7" not in answer.text or "49" not in found.text_content()
        hrefs = found.xpath("//main//a[not(@class='bookmarklet')]/@href")
        assert all(href.startswith(("/", "#", "http://", "https://")) for href in hrefs), hrefs
        assert "\u202e" not in answer.text


def test_a_work_that_nobody_knows_is_not_found(page: Served) -> None:
    assert page.get("/works/99").status_code == 404
    assert page.get("/works/nonsense").status_code == 404
    assert page.get("/works/arxiv:2505.00001").status_code == 200


def test_a_work_shows_what_its_versions_changed_word_by_word(desk: Desk) -> None:
    desk.see(paper(1, "A loom", summary="It holds 71.2% of the benchmark."))
    desk.later(days=1)
    second = paper(1, "A patient loom", version=2, summary="It holds 84.5% of the benchmark.")
    desk.see(second)
    with Served(desk.home) as page:
        found = parsed(page, "/works/1")
    (change,) = found.xpath("//details[summary[contains(., 'v1 to v2')]]")
    assert change.xpath(".//p[@class='name']/ins/text()") == ["patient "]
    assert change.xpath(".//p[2]/del/text() | .//p[2]/ins/text()") == ["71.2", "84.5"]
    assert len(found.xpath("//h2[.='Sightings']/following::tbody[1]/tr")) == 2


def test_why_it_was_not_proposed_is_a_sentence(drafted: Desk, page: Served) -> None:
    drafted.see(paper(9, "Satellites"))
    assert "no topic" in parsed(page, "/works/5").text_content().lower()
    why = parsed(page, "/works/5?why=1").xpath("string(//p[@id='why'])")
    assert why[0].isupper()
    assert "match" in why
    assert "it waits for your decision" in page.get("/works/1?why=1").text


def test_a_work_leads_to_its_entry_in_the_draft(page: Served, drafted: Desk) -> None:
    (link,) = parsed(page, "/works/1").xpath("//a[contains(., 'Its entry in')]/@href")
    at, _, anchor = link.partition("#")
    assert page.get(at).status_code == 200
    assert parsed(page, at).xpath(f"//*[@id='{anchor}']")


def test_a_decision_is_the_same_as_on_the_command_line(drafted: Desk, page: Served) -> None:
    drafted.see(paper(9, "Satellites"))
    said = page.send("/works/5", verdict="approved", topic="reasoning")
    assert "approved" in said.text
    assert drafted.states()[5] == {State.APPROVED}
    assert "Satellites" in drafted.text
    page.send("/works/2", verdict="rejected", reason="too narrow")
    assert drafted.states()[2] == {State.REJECTED}
    assert "too narrow" in page.get("/works/2").text
    page.send("/works/2", verdict="undecided")
    assert drafted.states()[2] == {State.PROPOSED}
    assert "a decision is" in page.send("/works/2", verdict="perhaps").text


def offered(page: Served, number: int) -> list[str]:
    found = parsed(page, f"/works/{number}").xpath("//form//button[@name='verdict']/@value")
    return [str(value) for value in found]


def test_a_work_offers_what_can_be_said_of_it_as_it_stands(drafted: Desk, page: Served) -> None:
    drafted.see(paper(9, "Satellites"))
    assert offered(page, 1) == ["approved", "rejected"]
    assert offered(page, 5) == ["approved"]  # no topic would propose it
    page.send("/works/1", verdict="approved")
    assert offered(page, 1) == ["rejected", "undecided"]
    page.send("/works/1", verdict="rejected")
    assert offered(page, 1) == ["approved", "undecided"]
    page.send("/works/1", verdict="approved")
    drafted.publish()
    found = parsed(page, "/works/1")
    assert found.xpath("//details[.//button]/summary/text()") == ["They are out already"]
    assert "undo its publication" in found.text_content()
    (published,) = found.xpath("//li[contains(., 'published in')]")
    assert re.search(r"\d UTC published in post\.md$", published.text_content().strip())
    assert published.xpath("a/@href") == ["/post"]
    assert str(drafted.home) not in page.get("/works/1").text


def test_a_score_is_said_in_words(page: Served) -> None:
    text = " ".join(parsed(page, "/works/1").text_content().split())
    assert re.search(
        r"Reasoning: proposed · a match of \d\.\d: .*“chain of thought” in title", text
    )
    told = " ".join(parsed(page, "/works/1?why=1").text_content().split())
    assert re.search(r"Its place in Reasoning comes of a score of \d+\.\d\d, the sum of", told)


def test_a_topic_that_is_none_is_told_and_changes_nothing(drafted: Desk, page: Served) -> None:
    answer = page.send("/works/1", verdict="approved", topic="nonsense")
    assert "there is no topic" in answer.text
    assert drafted.states()[1] == {State.PROPOSED}


def test_a_text_beyond_measure_is_capped(desk: Desk) -> None:
    desk.see(replace(blog("x", "A chain of thought"), summary="word " * 19_000))
    with Served(desk.home) as page:
        assert len(page.get("/works/1").content) < 60_000


def test_an_empty_store_says_so(desk: Desk) -> None:
    with Served(desk.home) as page:
        assert "Nothing is stored yet" in page.get("/works").text
