"""An author at the command line, with a loopback arXiv and server, or with a stocked project."""

import shutil
from pathlib import Path

import pytest

from tests.support.author import Author
from tests.support.desk import Desk
from tests.support.fixtures import arxiv, author, ready, server
from tests.support.sightings import paper

__all__ = ["arxiv", "author", "ready", "server"]


@pytest.fixture
def stocked(tmp_path: Path) -> Author:
    """An author with three papers stored, a loopback address where nothing listens, no draft."""
    desk = Desk(tmp_path / "desk")
    desk.configure(arxiv='base_url = "http://127.0.0.1:9"', network="allow_private_hosts = true")
    desk.see(*(paper(n) for n in range(1, 4)))
    author = Author(tmp_path)
    shutil.rmtree(author.home)
    desk.home.rename(author.home)
    return author
