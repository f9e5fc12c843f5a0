"""A whole week on the page: poll, draft, decide, edit; by keys, by mouse, by touch, without script.

Whatever the hand, the draft file has the very bytes that the same decisions leave in an editor.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.author import Author
from tests.support.browser import faults_of, open_tab
from tests.support.desk import Desk
from tests.support.served import Served
from tracker.drafts.file.document import parse_draft

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

WORDS = "It holds up on tables, too."


def order(author: Author) -> list[str]:
    """The entries as the draft has them: their markers' first halves."""
    (path,) = author.drafts
    entries = parse_draft(path.read_bytes(), path="").entries
    return [f"<!-- tracker {entry.key.work_id} {entry.key.topic} -->" for entry in entries]


def by_editor(before: str, marks: list[str]) -> str:
    """The first entry approved, the second rejected with a reason, the third left, the fourth with
    words of the author's and approved."""
    first, second, _, fourth = marks
    text = before.replace(f"- [ ] {first}", f"- [x] {first}")
    text = text.replace(f"- [ ] {second}", f"- [-] too narrow {second}")
    head, mark, rest = text.partition(f"- [ ] {fourth}")
    return (
        head
        + mark.replace("[ ]", "[x]")
        + rest.replace("\n\n   <!--", f"\n\n   {WORDS}\n\n   <!--", 1)
    )


def check(author: Author, before: str, marks: list[str]) -> None:
    """The file is what an editor would have left, and what is approved goes into the post."""
    (path,) = author.drafts
    assert path.read_text("utf-8") == by_editor(before, marks)
    author.ok("publish")
    post = author.post.decode()
    assert WORDS in post
    assert post.count("https://arxiv.org/abs/2505.") == 2


def draft_text(author: Author) -> str:
    (path,) = author.drafts
    return path.read_text("utf-8")


def entry(tab: Page, number: int) -> Locator:
    """The entry at that place, from 0."""
    return tab.locator("article.entry").nth(number)


def decided(tab: Page, count: int) -> None:
    """Wait until so many are decided."""
    tab.get_by_text(f"{count} of 4 decided").wait_for()


def tab_to(tab: Page, name: str) -> None:
    """Reach a button by the tabulator alone."""
    for _ in range(60):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.textContent.trim()") == name:
            return
    pytest.fail(f"no way to {name}")


def test_by_keys_alone(browser: Browser, new_author: Author) -> None:
    with Served(new_author.home) as served:
        tab = open_tab(browser, served)
        tab_to(tab, "Poll now")
        tab.keyboard.press("Enter")
        tab.get_by_role("heading", name="6 new works").wait_for()
        tab_to(tab, "Draft")
        tab.keyboard.press("Enter")
        tab.get_by_role("heading", name="4 new entries").wait_for()
        tab_to(tab, "Review")
        tab.keyboard.press("Enter")
        tab.locator("article.current").wait_for()
        before, marks = draft_text(new_author), order(new_author)
        tab.keyboard.press("x")
        decided(tab, 1)
        tab.keyboard.press("-")
        tab.keyboard.type("too narrow")
        tab.keyboard.press("Enter")
        decided(tab, 2)
        tab.keyboard.press(" ")
        tab.keyboard.press("e")
        tab.locator("textarea").wait_for()
        tab.keyboard.type(f"\n\n{WORDS}")
        tab.locator(".preview").get_by_text(WORDS).wait_for()
        tab.keyboard.press("Control+Enter")
        tab.locator("article textarea").wait_for(state="detached")
        tab.keyboard.press("x")
        decided(tab, 3)
        tab.keyboard.press("u")
        decided(tab, 2)
        tab.keyboard.press("x")
        decided(tab, 3)
        tab.keyboard.press("k")
        tab.keyboard.press("j")
        tab.keyboard.press("?")
        tab.get_by_role("dialog").wait_for()
        tab.keyboard.press("Escape")
        tab.get_by_role("dialog").wait_for(state="hidden")
        assert faults_of(tab) == []
        tab.context.close()
    check(new_author, before, marks)


def test_an_edit_is_taken_back_by_the_same_key_as_a_decision(
    browser: Browser, page: Served, drafted: Desk
) -> None:
    """The last deed first, and in the end the file is what it was."""
    before = drafted.text
    tab = open_tab(browser, page)
    tab.locator("article.current").wait_for()
    for words, key in (("Mine.", "x"), ("Mine too.", "-")):
        tab.keyboard.press("e")
        tab.locator("article textarea").fill(words)
        tab.keyboard.press("Control+Enter")
        tab.locator("article textarea").wait_for(state="detached")
        tab.get_by_text("it links no more").wait_for()
        tab.keyboard.press(key)
        if key == "-":
            tab.keyboard.press("Enter")
        decided(tab, 1 if key == "x" else 2)
    for count in (1, 1, 0, 0):
        tab.keyboard.press("u")
        decided(tab, count)
        tab.wait_for_load_state("networkidle")
    tab.get_by_role("button", name="Take the edit back").wait_for(state="detached")
    assert drafted.text == before
    tab.keyboard.press("j")
    tab.keyboard.press("u")
    tab.get_by_text("There is nothing to take back.").wait_for()
    assert faults_of(tab) == []
    tab.context.close()


def test_the_current_entry_shows_its_keys_where_there_is_a_keyboard(
    browser: Browser, page: Served
) -> None:
    hint = "e => getComputedStyle(e, '::after').content"
    tab = open_tab(browser, page)
    assert '"x"' in entry(tab, 0).get_by_role("button", name="Approve", exact=True).evaluate(hint)
    assert entry(tab, 1).get_by_role("button", name="Approve").evaluate(hint) == "none"
    tab.get_by_role("button", name="Keys").click()
    tab.get_by_role("dialog").wait_for()
    tab.context.close()
    telephone = open_tab(
        browser, page, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True
    )
    assert entry(telephone, 0).get_by_role("button", name="Approve").evaluate(hint) == "none"
    assert not telephone.get_by_role("button", name="Keys").is_visible()
    telephone.context.close()


def prepare(author: Author) -> tuple[str, list[str]]:
    author.ok("poll")
    author.ok("draft")
    return draft_text(author), order(author)


def decide_and_edit(tab: Page, hand: str, leave: Callable[[], None] = lambda: None) -> None:
    """Approve, reject, ``leave`` one for later, edit and approve, by "click" or "tap"."""
    decided(tab, 0)
    _press(entry(tab, 0).get_by_role("button", name="Approve"), hand)
    decided(tab, 1)
    _press(entry(tab, 1).locator("summary", has_text="Reject"), hand)
    entry(tab, 1).get_by_label("Reason").fill("too narrow")
    _press(entry(tab, 1).get_by_role("button", name="Reject"), hand)
    decided(tab, 2)
    leave()
    _press(entry(tab, 3).get_by_role("link", name="Edit"), hand)
    area = entry(tab, 3).locator("textarea")
    area.fill(f"{area.input_value()}\n\n{WORDS}")
    _press(entry(tab, 3).get_by_role("button", name="Save"), hand)
    area.wait_for(state="detached")
    _press(entry(tab, 3).get_by_role("button", name="Approve"), hand)
    decided(tab, 3)


def _press(target: Locator, hand: str) -> None:
    getattr(target, hand)()


def test_by_mouse_alone(browser: Browser, new_author: Author) -> None:
    with Served(new_author.home) as served:
        tab = open_tab(browser, served)
        tab.get_by_role("button", name="Poll now").click()
        tab.get_by_role("heading", name="6 new works").wait_for()
        tab.get_by_role("button", name="Draft").click()
        tab.get_by_role("heading", name="4 new entries").wait_for()
        tab.get_by_role("link", name="Review", exact=True).last.click()
        before, marks = draft_text(new_author), order(new_author)
        decide_and_edit(tab, "click", entry(tab, 2).get_by_role("link", name="Later").click)
        entry(tab, 0).get_by_role("button", name="Take back").click()
        decided(tab, 2)
        entry(tab, 0).get_by_role("button", name="Approve").click()
        decided(tab, 3)
        assert faults_of(tab) == []
        tab.context.close()
    check(new_author, before, marks)


PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}


def test_by_touch_at_the_width_of_a_telephone(browser: Browser, new_author: Author) -> None:
    before, marks = prepare(new_author)
    with Served(new_author.home) as served:
        tab = open_tab(browser, served, **PHONE)
        decide_and_edit(tab, "tap")
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390
        small = tab.locator(".decisions button:visible, .decisions .button:visible")
        heights = [target.bounding_box() for target in small.all()]
        assert heights
        assert all(box and box["height"] >= 44 for box in heights)
        assert faults_of(tab) == []
        tab.context.close()
    check(new_author, before, marks)


@pytest.mark.parametrize("width", [1200, 390])
def test_no_button_moves_from_under_the_finger(
    browser: Browser, page: Served, drafted: Desk, width: int
) -> None:
    """What an opened rejection or a saved edit adds stands below; a tap closes the first again."""
    tab = open_tab(browser, page, **PHONE | {"viewport": {"width": width, "height": 844}})
    first = entry(tab, 0)
    names = ("button.approve", ".reject > summary", ".later", ".edit")

    def places() -> list[float]:
        boxes = [first.locator(name).bounding_box() for name in names]
        top = min(box["y"] for box in boxes if box)
        offsets = [(box["x"], box["y"] - top, box["width"]) for box in boxes[:3] if box]
        return [round(number) for box in offsets for number in box]

    before = places()
    first.locator("summary", has_text="Reject").tap()
    first.get_by_label("Reason").wait_for()
    assert places() == before
    first.get_by_text("Cancel").tap()
    first.get_by_label("Reason").wait_for(state="hidden")
    first.get_by_role("link", name="Edit").tap()
    first.locator("textarea").fill("Mine.")
    first.get_by_role("button", name="Save").tap()
    first.get_by_role("button", name="Take the edit back").wait_for()
    assert places() == before
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.context.close()
    assert "Mine." in drafted.text


def test_a_reason_of_before_is_a_tap(browser: Browser, new_author: Author) -> None:
    prepare(new_author)
    with Served(new_author.home) as served:
        tab = open_tab(browser, served, **PHONE)
        entry(tab, 0).locator("summary", has_text="Reject").tap()
        entry(tab, 0).get_by_label("Reason").fill("too narrow")
        entry(tab, 0).get_by_role("button", name="Reject").tap()
        decided(tab, 1)
        entry(tab, 1).locator("summary", has_text="Reject").tap()
        tab.reload()
        entry(tab, 1).locator("summary", has_text="Reject").tap()
        entry(tab, 1).get_by_role("button", name="too narrow").tap()
        decided(tab, 2)
        tab.context.close()
    assert draft_text(new_author).count("[-] too narrow <!--") == 2


def test_without_script(browser: Browser, new_author: Author) -> None:
    before, marks = prepare(new_author)
    with Served(new_author.home) as served:
        tab = open_tab(browser, served, java_script_enabled=False)
        entry(tab, 0).get_by_role("button", name="Approve").click()
        decided(tab, 1)
        entry(tab, 1).locator("summary", has_text="Reject").click()
        entry(tab, 1).get_by_label("Reason").fill("too narrow")
        entry(tab, 1).get_by_role("button", name="Reject").click()
        decided(tab, 2)
        entry(tab, 3).get_by_role("link", name="Edit").click()
        area = tab.locator("textarea")
        area.fill(f"{area.input_value()}\n\n{WORDS}")
        tab.get_by_role("button", name="Save").click()
        entry(tab, 3).get_by_text(WORDS).wait_for()
        entry(tab, 3).get_by_role("button", name="Approve").click()
        decided(tab, 3)
        assert faults_of(tab) == []
        tab.context.close()
    check(new_author, before, marks)
