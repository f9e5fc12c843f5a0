"""The pictures of README and docs/, of the demo's real run: ``make screenshots``.

    python -m tests.support.screenshots FOLDER

They are retaken when the page has changed. A picture holds no path of this machine, and is small:
text on one ground, so a few colours are enough for it.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from tests.support.browser import chromium, open_tab
from tests.support.served import Served
from tracker.workflows.demo import demo

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST_BYTES = 150_000
_COLORS = 128
_ALWAYS: dict[str, Any] = {"device_scale_factor": 2, "reduced_motion": "reduce"}
_WIDE: dict[str, Any] = {**_ALWAYS, "viewport": {"width": 900, "height": 720}}
_TELEPHONE: dict[str, Any] = {
    **_ALWAYS,
    "viewport": {"width": 390, "height": 760},
    "has_touch": True,
}
_TALL: dict[str, Any] = {**_ALWAYS, "viewport": {"width": 900, "height": 800}}


def _decide(tab: Page) -> None:
    """The first and the third entry of the draft by their keys, as an author does."""
    tab.keyboard.press("x")
    tab.locator("article.approved").wait_for()
    tab.keyboard.press("j")
    tab.keyboard.press("x")
    tab.locator("article.approved").nth(1).wait_for()
    tab.keyboard.press("k")
    tab.keyboard.press("k")
    tab.evaluate("scrollTo(0, 0)")


def _first_paper(tab: Page) -> None:
    tab.get_by_role("searchbox").fill("qlora")
    tab.keyboard.press("Enter")
    tab.locator("ol.works a.title").first.click()
    tab.wait_for_load_state("networkidle")


def _nothing(tab: Page) -> None:
    """The page as it comes."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page, what is done on it before it is taken, and how it is shown."""

    name: str
    path: str
    before: Callable[[Page], None] = _nothing
    options: dict[str, Any] | None = None


# In this order, since what is done stays done.
PICTURES = (
    Picture("review", "/", _decide, _TALL),
    Picture("review-dark", "/", _nothing, {**_TALL, "color_scheme": "dark"}),
    Picture("review-telephone", "/", _nothing, _TELEPHONE),
    Picture("post", "/post", _nothing, _WIDE),
    Picture("works", "/works?q=adapt*", _nothing, _WIDE),
    Picture("work", "/works", _first_paper, _WIDE),
)


def take(folder: Path) -> None:
    """Take them all into the folder. Raises ValueError for one that is too large."""
    with tempfile.TemporaryDirectory() as home:
        project = Path(home, "demo")
        demo(project, now=datetime.now(UTC), tell=lambda _: None)
        with Served(project) as served, chromium() as browser:
            for picture in PICTURES:
                tab = open_tab(browser, served, picture.path, **(picture.options or {}))
                tab.wait_for_load_state("networkidle")
                picture.before(tab)
                tab.mouse.move(0, 0)
                data = _small(tab.screenshot(animations="disabled", caret="hide"))
                tab.context.close()
                if len(data) > MOST_BYTES:
                    raise ValueError(f"{picture.name}: {len(data):,} bytes")
                (folder / f"{picture.name}.png").write_bytes(data)


def _small(data: bytes) -> bytes:
    """The picture in few colours, without a word on how it was made."""
    image = Image.open(io.BytesIO(data)).convert("RGB").quantize(_COLORS)
    small = io.BytesIO()
    image.save(small, "PNG", optimize=True)
    return small.getvalue()


if __name__ == "__main__":
    take(Path(sys.argv[1]))
