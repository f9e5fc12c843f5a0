"""Two windows and an editor on one draft, a server that is gone, and strangers' titles."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from tests.support.author import Author
from tests.support.browser import faults_of, open_tab
from tests.support.desk import Desk
from tests.support.fake_arxiv import FakeArxiv, Request
from tests.support.served import Served
from tests.support.sightings import paper
from tests.web.pages.test_review import HOSTILE
from tracker.values import Verdict

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page


def entry(tab: Page, number: int) -> Locator:
    """The entry of that work."""
    return tab.locator(f"article[id^='e-{number}-']")


def verdicts(desk: Desk) -> dict[int, Verdict]:
    return {each.key.work_id: each.verdict for each in desk.read.entries}


def test_two_windows_and_an_editor_do_one_another_no_harm(
    browser: Browser, page: Served, drafted: Desk
) -> None:
    one, two = open_tab(browser, page), open_tab(browser, page)
    entry(one, 1).get_by_role("button", name="Approve").click()
    one.get_by_text("1 of 4 decided").wait_for()
    entry(two, 1).locator("summary", has_text="Reject").click()
    entry(two, 1).get_by_role("button", name="Reject").click()
    two.get_by_text("1 in reasoning was changed meanwhile").wait_for()
    assert verdicts(drafted)[1] is Verdict.APPROVED
    entry(two, 1).get_by_text("Approved").wait_for()
    drafted.edit(lambda text: text.replace("for problem 2", "for my problem", 1))
    entry(two, 2).get_by_role("button", name="Approve").click()
    two.get_by_text("2 in reasoning was changed meanwhile").wait_for()
    assert verdicts(drafted)[2] is Verdict.UNDECIDED
    entry(two, 2).get_by_text("for my problem").wait_for()
    entry(two, 2).get_by_role("button", name="Approve").click()
    two.get_by_text("2 of 4 decided").wait_for()
    entry(one, 3).get_by_role("button", name="Approve").click()
    one.get_by_text("3 of 4 decided").wait_for()
    entry(one, 2).get_by_text("Approved").wait_for()
    assert "for my problem" in drafted.text
    for tab in (one, two):
        assert faults_of(tab) == []
        tab.context.close()


def test_a_review_that_is_opened_again_shows_what_waits(
    browser: Browser, page: Served, drafted: Desk
) -> None:
    from playwright.sync_api import expect

    tab = open_tab(browser, page, viewport={"width": 390, "height": 500})
    for count in (1, 2, 3):
        tab.keyboard.press("x")
        tab.get_by_text(f"{count} of 4 decided").wait_for()
    tab.goto(tab.url)
    expect(tab.locator(".current.undecided .passage")).to_be_in_viewport()
    tab.keyboard.press("x")
    tab.get_by_text("All decided.").wait_for()
    tab.keyboard.press("/")
    tab.locator("#q:focus").wait_for()
    assert faults_of(tab) == []
    tab.context.close()


def test_what_was_typed_stays_when_the_entry_changed_meanwhile(
    browser: Browser, page: Served, drafted: Desk
) -> None:
    tab = open_tab(browser, page)
    entry(tab, 1).get_by_role("link", name="Edit").click()
    area = entry(tab, 1).locator("textarea")
    area.fill("Mine.")
    drafted.edit(lambda text: text.replace("for problem 1", "for my problem", 1))
    entry(tab, 1).get_by_role("button", name="Save").click()
    entry(tab, 1).get_by_role("alert").wait_for()
    assert entry(tab, 1).locator("textarea").input_value() == "Mine."
    assert "for my problem" in entry(tab, 1).locator("form.editor pre").inner_text()
    entry(tab, 1).get_by_role("button", name="Save").click()
    entry(tab, 1).locator("textarea").wait_for(state="detached")
    assert "1. Mine.\n" in drafted.text
    tab.context.close()


def test_a_server_that_is_gone_is_told_and_loses_nothing(browser: Browser, drafted: Desk) -> None:
    with Served(drafted.home) as served:
        tab = open_tab(browser, served)
        entry(tab, 1).get_by_role("link", name="Edit").click()
        entry(tab, 1).locator("textarea").fill("Mine.")
    entry(tab, 1).get_by_role("button", name="Save").click()
    tab.get_by_text("tracker does not answer").wait_for()
    assert entry(tab, 1).locator("textarea").input_value() == "Mine."
    tab.context.close()


def test_a_poll_that_tells_no_more_is_told(
    browser: Browser, new_author: Author, arxiv: FakeArxiv
) -> None:
    go_on = threading.Event()

    def waits(_: Request) -> None:
        go_on.wait(60)

    arxiv.before_answer = waits
    with Served(new_author.home) as served:
        tab = open_tab(browser, served)
        tab.get_by_role("button", name="Poll now").click()
        tab.get_by_role("heading", name="Asking arXiv").wait_for()
        tab.route("**/running/events", lambda route: route.abort())
        tab.reload()
        tab.get_by_text("No word from tracker").or_(tab.get_by_text("tracker does not")).wait_for()
        tab.unroute("**/running/events")
        tab.reload()
        tab.get_by_role("heading", name="Asking arXiv").wait_for()
        go_on.set()
        tab.get_by_role("heading", name="6 new works").wait_for()
        tab.context.close()


def test_titles_of_strangers_act_nowhere(browser: Browser, desk: Desk) -> None:
    desk.see(*(paper(n, title, summary=title) for n, title in enumerate(HOSTILE, start=1)))
    desk.draft()
    with Served(desk.home) as served:
        tab = open_tab(browser, served)
        articles = tab.locator("article.entry")
        count = articles.count()
        assert count >= len(HOSTILE) - 1
        tab.keyboard.press("a")
        for number in range(count):
            articles.nth(number).get_by_role("link", name="Edit").click()
            area = articles.nth(number).locator("textarea")
            area.fill(area.input_value() + "\n\n" + "\n\n".join(HOSTILE[:3]))
            articles.nth(number).locator(".preview").get_by_text("alert(1)").first.wait_for()
            articles.nth(number).get_by_role("link", name="Cancel").click()
            articles.nth(number).get_by_role("button", name="Approve").click()
        tab.get_by_text(f"{count} of {count} decided").wait_for()
        assert not tab.evaluate("document.querySelectorAll('img, iframe, svg, [onerror]').length")
        assert not tab.evaluate("document.querySelectorAll('[style], style').length")
        assert faults_of(tab) == []
        tab.context.close()
