"""An author at the command line, with a loopback arXiv and server, or with a stocked project."""

from tests.support.fixtures import arxiv, author, ready, server

__all__ = ["arxiv", "author", "ready", "server"]
