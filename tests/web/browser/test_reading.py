"""Works, Post and Field in a real browser: read, searched, captured, published; at any width."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import pytest

from tests.support.browser import axe, faults_of, open_tab
from tests.support.desk import Desk
from tests.support.served import Served
from tests.support.sightings import blog, paper
from tests.web.pages.test_review import HOSTILE
from tracker.values import State

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PATHS = (
    "/works",
    "/works?q=thought&state=matched",
    "/works/1?why=1",
    "/capture?url=https://x.example/",
    "/post",
    "/post/publish",
    "/field",
    "/field/feeds",
    "/field/learned",
)


@pytest.fixture
def lively(drafted: Desk) -> Desk:
    """A draft with two approvals, a paper of two versions, a feed, and hostile titles."""
    more = '[[feeds]]\nurl = "https://blog.example/feed"\nname = "The <b>Loom</b>"\n'
    drafted.watch("reasoning", any_of=["chain of thought"], more=more)
    drafted.see(paper(1, "A longer chain of thought", version=2), blog("x", "A post"))
    drafted.see(*(paper(20 + n, title) for n, title in enumerate(HOSTILE)))
    drafted.mark("[x]", 2, 3)
    return drafted


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: Browser, lively: Desk, scheme: Literal["light", "dark"]
) -> None:
    with Served(lively.home) as page:
        tab = open_tab(browser, page, color_scheme=scheme)
        for path in PATHS:
            tab.goto(page.site.address.rstrip("/") + path)
            tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
            assert axe(tab) == [], path
        tab.context.close()


@pytest.mark.parametrize("width", [320, 390, 1100])
def test_no_page_is_wider_than_the_window_and_nothing_acts(
    browser: Browser, lively: Desk, width: int
) -> None:
    with Served(lively.home) as page:
        tab = open_tab(browser, page, viewport={"width": width, "height": 800})
        for path in PATHS:
            tab.goto(page.site.address.rstrip("/") + path)
            tab.wait_for_load_state("networkidle")
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, path
            assert tab.evaluate("[...document.images].every(i => i.naturalWidth > 0)"), path
        tab.goto(page.site.address)
        for number in range(tab.get_by_role("link", name="Edit").count()):
            tab.get_by_role("link", name="Edit").first.click()
            tab.locator("textarea").nth(number).wait_for()
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert faults_of(tab) == []
        tab.context.close()


def test_a_week_is_published_and_taken_back_without_script(browser: Browser, lively: Desk) -> None:
    before = lively.post
    with Served(lively.home) as page:
        tab = open_tab(browser, page, "/post", java_script_enabled=False)
        tab.get_by_role("link", name=re.compile("Publish 2 entries")).click()
        tab.get_by_role("button", name="Publish").click()
        tab.get_by_text("Published 2 entries").wait_for()
        assert lively.states()[2] == {State.PUBLISHED}
        tab.locator("summary", has_text="Undo the last publication").click()
        tab.get_by_role("button", name="Take 2 entries back").click()
        tab.get_by_text("Taken back: 2 entries").wait_for()
        tab.context.close()
    assert lively.post == before


def test_a_search_leads_to_a_work_and_to_its_entry(browser: Browser, lively: Desk) -> None:
    with Served(lively.home) as page:
        tab = open_tab(browser, page, "/works", viewport={"width": 390, "height": 800})
        tab.get_by_role("searchbox").fill("adapter")
        tab.keyboard.press("Enter")
        tab.get_by_role("link", name="A low-rank adapter").click()
        tab.get_by_role("link", name=re.compile("Its entry in")).click()
        tab.locator("article:target").wait_for()
        assert faults_of(tab) == []
        tab.context.close()


def test_the_bookmark_brings_any_pages_address_to_the_form(browser: Browser, lively: Desk) -> None:
    with Served(lively.home) as page:
        tab = open_tab(browser, page, "/works")
        bookmark = tab.locator("a.bookmarklet").get_attribute("href") or ""
        elsewhere = tab.context.new_page()
        elsewhere.route("https://x.example/**", lambda route: route.fulfill(body="<p>A post"))
        elsewhere.goto("https://x.example/a?b=1&c=d#e")
        elsewhere.evaluate(bookmark.removeprefix("javascript:"))
        elsewhere.wait_for_url("**/capture?**")
        assert elsewhere.locator("#url").input_value() == "https://x.example/a?b=1&c=d#e"
        tab.context.close()


def test_a_narrow_head_shows_its_count_whole(browser: Browser, lively: Desk) -> None:
    with Served(lively.home) as page:
        tab = open_tab(browser, page, viewport={"width": 390, "height": 800})
        count = tab.locator("#count")
        count.evaluate("count => { count.lastChild.data = '34 of 43 decided'; }")
        assert count.evaluate("count => count.scrollWidth <= count.clientWidth")
        tab.context.close()


def test_the_numbers_of_many_topics_stand_uncut_and_on_one_line(
    browser: Browser, lively: Desk
) -> None:
    for number, heading in enumerate(["Tool use and agents", "Evaluation", "Alignment", "Safety"]):
        lively.watch(f"topic-{number}", heading=heading, any_of=["tea"])
    with Served(lively.home, clock=lambda: lively.now) as page:
        tab = open_tab(browser, page, "/field", viewport={"width": 1200, "height": 800})
        tab.locator("summary").first.click()
        table = tab.locator(".scrolls").first
        assert table.evaluate("box => box.scrollWidth <= box.clientWidth")
        heights = "box => [...box.querySelectorAll('tbody tr')].map(row => row.offsetHeight)"
        assert max(table.evaluate(heights)) < 45  # one line
        assert tab.evaluate("document.documentElement.scrollWidth") <= 1200
        tab.context.close()


def test_what_takes_long_says_so_while_it_does(browser: Browser, lively: Desk) -> None:
    with Served(lively.home) as page:
        tab = open_tab(browser, page, "/works/1")
        link = tab.get_by_role("link", name="Why was it proposed")
        link.evaluate("link => link.addEventListener('click', e => e.preventDefault())")  # waits
        link.click()
        tab.get_by_role("progressbar").wait_for()
        assert tab.get_by_text("Ranking it anew").is_visible()
        tab.reload()
        link.click()
        tab.get_by_text("it waits for your decision").wait_for()
        assert faults_of(tab) == []
        tab.context.close()
