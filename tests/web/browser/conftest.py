"""A real browser on the real page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.support.author import Author
from tests.support.browser import chromium
from tests.support.fake_arxiv import FakeArxiv

if TYPE_CHECKING:
    from playwright.sync_api import Browser


# Its event loop would go on under the tests of other modules, which start their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def new_author(author: Author, arxiv: FakeArxiv, monkeypatch: pytest.MonkeyPatch) -> Author:
    """An author who has not polled yet: four papers of theirs wait at arXiv."""
    monkeypatch.setenv("XDG_STATE_HOME", author.environ["XDG_STATE_HOME"])
    author.configure(arxiv.base_url)
    phrases = ["chain of thought", "self-consistency", "tree of thoughts"]
    author.watch("reasoning", heading="Reasoning", any_of=phrases)
    return author
