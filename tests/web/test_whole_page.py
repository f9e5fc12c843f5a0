"""The review as one file: self-contained, read-only, and unable to act."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html

from tests.support.browser import chromium
from tests.support.desk import Desk
from tests.support.sightings import paper
from tests.web.pages.test_review import HOSTILE
from tracker.errors import ConfigError, DraftError
from tracker.web.whole_page import review_as_page, write_page

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Request


def made(desk: Desk, draft: str = "") -> str:
    with desk.session(reads_only=True) as session:
        return review_as_page(session, draft)


def test_it_has_each_entry_and_what_was_decided(drafted: Desk) -> None:
    drafted.mark("[x]", 1)
    drafted.mark("[-]", 2, after=" too narrow")
    found = html.document_fromstring(made(drafted))
    texts = [" ".join(each.text_content().split()) for each in found.xpath("//article")]
    assert len(texts) == 4
    assert sum("Approved" in text for text in texts) == 1
    assert sum("Rejected: too narrow" in text for text in texts) == 1
    assert "4 entries, 2 decided" in found.text_content()


def test_there_is_nothing_to_send_to_load_or_to_run(drafted: Desk) -> None:
    found = html.document_fromstring(made(drafted))
    for tag in ("form", "button", "input", "script", "link", "img", "iframe"):
        assert not found.xpath(f"//{tag}"), tag


def test_the_policy_lets_its_own_style_act_and_nothing_else(drafted: Desk) -> None:
    page = made(drafted)
    (policy,) = html.document_fromstring(page).xpath(
        "//meta[@http-equiv='Content-Security-Policy']/@content"
    )
    style = re.search(r"<style>(.*)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'"


def test_a_browser_shows_it_as_it_is_and_asks_nobody(drafted: Desk, tmp_path: Path) -> None:
    drafted.see(*(paper(20 + n, title) for n, title in enumerate(HOSTILE)))
    drafted.draft()
    path = tmp_path / "review.html"
    write_page(path, made(drafted))
    faults: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith("file:"):
            faults.append(request.url)

    def printed(line: ConsoleMessage) -> None:
        faults.append(line.text)

    with chromium() as browser:
        tab = browser.new_page()
        tab.on("request", asked)
        tab.on("console", printed)
        tab.on("dialog", lambda dialog: faults.append(dialog.message))
        tab.goto(path.as_uri())
        measure = "getComputedStyle(document.querySelector('main')).maxWidth"
        assert tab.evaluate(measure) == "616px"  # the stylesheet's 38.5rem
    assert faults == []


def test_an_earlier_page_is_replaced_and_no_other_file(drafted: Desk, tmp_path: Path) -> None:
    path = tmp_path / "review.html"
    write_page(path, made(drafted))
    drafted.mark("[x]", 1)
    write_page(path, made(drafted))
    assert "Approved" in path.read_text("utf-8")
    for own in (drafted.draft_path, drafted.post_path):
        before = own.read_bytes()
        with pytest.raises(ConfigError, match="holds something else"):
            write_page(own, made(drafted))
        assert own.read_bytes() == before


def test_without_an_open_draft_there_is_no_page(desk: Desk) -> None:
    with pytest.raises(DraftError):
        made(desk)
