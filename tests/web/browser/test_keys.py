"""Keys faster than the server, and an editor that is left: nothing is lost without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.browser import faults_of, open_tab
from tests.support.desk import Desk
from tests.support.served import Served
from tests.web.browser.test_week import decided

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_keys_pressed_at_once_are_done_in_order(
    browser: Browser, page: Served, drafted: Desk
) -> None:
    """Each on the entry that is current when its turn comes; a reason is typed where it belongs."""
    tab = open_tab(browser, page)
    tab.locator("article.current").wait_for()
    tab.keyboard.type("xux-too narrow")
    tab.keyboard.press("Enter")
    tab.keyboard.type("xxxx")
    decided(tab, 4)
    verdicts = [entry.verdict for entry in drafted.read.entries]
    assert [each.value for each in verdicts] == ["approved", "rejected", "approved", "approved"]
    assert "[-] too narrow <!--" in drafted.text
    tab.keyboard.type("uuuu")
    decided(tab, 0)
    assert faults_of(tab) == []
    tab.context.close()


# In one task of the page, so that the second key comes before any answer to the first.
AT_ONCE = """keys => {
  for (const key of keys)
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
}"""


def test_where_a_key_fails_those_behind_it_are_dropped_and_told(
    browser: Browser, page: Served, drafted: Desk
) -> None:
    tab = open_tab(browser, page)
    tab.locator("article.current").wait_for()
    drafted.edit(lambda text: text.replace("for problem", "for my problem"))
    tab.evaluate(AT_ONCE, "xxx")
    tab.get_by_text("was changed meanwhile").wait_for()
    tab.get_by_text("The 2 keys pressed after it were dropped.").wait_for()
    decided(tab, 0)
    tab.context.close()


def test_an_escape_discards_no_words_unasked(browser: Browser, page: Served, drafted: Desk) -> None:
    before = drafted.text
    tab = open_tab(browser, page)
    area = tab.locator("article textarea")
    for end in ("Escape", "Control+Enter"):
        tab.locator("article.current").wait_for()
        tab.keyboard.press("e")
        area.wait_for()
        tab.keyboard.press("Escape")  # nothing was changed
        area.wait_for(state="detached")
        tab.keyboard.press("e")
        area.wait_for()
        tab.keyboard.type(" Mine.")
        tab.keyboard.press("Escape")
        tab.get_by_text("Not saved: Ctrl-Enter saves, Escape again discards.").wait_for()
        assert area.evaluate("area => area === document.activeElement")
        if end == "Control+Enter":
            tab.evaluate("document.activeElement.blur()")  # wherever the focus went
        tab.keyboard.press(end)
        area.wait_for(state="detached")
        assert (drafted.text == before) is (end == "Escape")
    assert "Mine." in drafted.text
    assert faults_of(tab) == []
    tab.context.close()
