"""An author's folder, and its page as the real server shows it."""

from collections.abc import Iterator

import pytest

from tests.support.desk import Desk
from tests.support.fixtures import arxiv, author, desk, drafted, ready, server, stocked
from tests.support.served import Served

__all__ = ["arxiv", "author", "desk", "drafted", "page", "ready", "server", "stocked"]


@pytest.fixture
def page(drafted: Desk) -> Iterator[Served]:
    """Three works of one topic and one of another in an open draft, and the page on it."""
    with Served(drafted.home) as served:
        yield served
