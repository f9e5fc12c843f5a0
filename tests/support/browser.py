"""Debian's Chromium, driven through Playwright; what it may not do is checked on every page.

    with chromium() as browser:
        tab = open_tab(browser, served)
        tab.keyboard.press("x")

A tab fails its test when it asks anybody but the served page for anything, when a script fails, and
when a dialog opens.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import pytest

from tests.support.served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request

_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
_FAULTS: WeakKeyDictionary[Page, list[str]] = WeakKeyDictionary()
_AXE = Path(sys.prefix) / "axe" / "node_modules" / "axe-core" / "axe.min.js"


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser. Skips the test where it, or what drives it, is not installed."""
    driver = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not installed; make browser does it where apt-get may")
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_QUIET))
        yield browser
        browser.close()


def open_tab(browser: Browser, served: Served, path: str = "", **options: Any) -> Page:
    """A window of its own on the page, which has the key; ``options`` are Playwright's."""
    context = browser.new_context(**{"viewport": {"width": 1100, "height": 900}, **options})
    context.set_default_timeout(20_000)
    tab = context.new_page()
    watch(tab, served)
    tab.goto(served.site.address_with_key)
    assert served.site.key not in tab.url
    if path:
        tab.goto(served.site.address.rstrip("/") + path)
    return tab


def watch(tab: Page, served: Served) -> None:
    """Note what a page must never do: ``faults_of`` tells it."""
    faults = faults_of(tab)

    def asked(request: Request) -> None:
        if not request.url.startswith(served.site.address):
            faults.append(f"asked {request.url}")

    def printed(line: ConsoleMessage) -> None:
        if line.type == "error":
            faults.append(f"console: {line.text}")

    def opened(dialog: Dialog) -> None:
        faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    tab.on("request", asked)
    tab.on("console", printed)
    tab.on("dialog", opened)
    tab.on("pageerror", lambda error: faults.append(f"script: {error}"))


def faults_of(tab: Page) -> list[str]:
    """What the tab did that it must not."""
    return _FAULTS.setdefault(tab, [])


def axe(tab: Page) -> list[str]:
    """What axe finds on the page as it is. Skips the test where axe is not installed."""
    if not _AXE.exists():
        pytest.skip("axe-core is not installed; make browser does it where there is npm")
    tab.evaluate(_AXE.read_text("utf-8"))
    result = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{found['impact']}: {found['id']}: {found['nodes'][0]['html'][:200]}"
        for found in result["violations"]
    ]
