"""An author and the world that their tracker asks."""

from tests.support.fixtures import arxiv, author, desk, drafted, ranked, ready, server, stocked

__all__ = ["arxiv", "author", "desk", "drafted", "ranked", "ready", "server", "stocked"]
