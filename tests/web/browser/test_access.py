"""What a screen reader and tired eyes need: axe finds nothing, in light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from tests.support.browser import axe, open_tab
from tests.support.desk import Desk
from tests.support.served import Served
from tracker.values import Verdict

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = ("/", "/running", "/nowhere")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: Browser, page: Served, drafted: Desk, scheme: Literal["light", "dark"]
) -> None:
    drafted.decide(Verdict.APPROVED, 1)
    drafted.decide(Verdict.REJECTED, 2, reason="too narrow")
    tab = open_tab(browser, page, color_scheme=scheme)
    for path in PAGES:
        tab.goto(page.site.address.rstrip("/") + path)
        assert axe(tab) == [], path
    tab.goto(page.site.address)
    waits = tab.locator("article.undecided")
    waits.first.locator("summary", has_text="Reject").click()
    waits.last.get_by_role("link", name="Edit").click()
    tab.locator("textarea").wait_for()
    assert axe(tab) == []
    tab.locator("textarea").fill("```\nnever closed")
    tab.get_by_role("button", name="Save").click()
    tab.get_by_role("alert").wait_for()
    assert axe(tab) == []
    tab.get_by_role("button", name="Keys").click()
    assert axe(tab) == []
    tab.context.close()


def test_motion_is_spared_who_asks_for_it(browser: Browser, page: Served) -> None:
    for wish, behaviour in (("reduce", "auto"), ("no-preference", "smooth")):
        tab = open_tab(browser, page, reduced_motion=wish)
        style = "getComputedStyle(document.documentElement).scrollBehavior"
        assert tab.evaluate(style) == behaviour
        tab.context.close()
