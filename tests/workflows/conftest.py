"""An author and the world that their tracker asks."""

from tests.support.fixtures import arxiv, author, desk, ready, server

__all__ = ["arxiv", "author", "desk", "ready", "server"]
