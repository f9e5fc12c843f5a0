"""The XML reader that feedparser is told to use: Python's own, which hands on text in whole runs.

As it comes, expat tells of text piece by piece, a piece for every entity in it: escaped HTML is
made of these, and feedparser spends a third of its time on taking pieces in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.expatreader import ExpatParser

if TYPE_CHECKING:
    from pyexpat import XMLParserType

_RUN_BYTES = 65_536


class _Reader(ExpatParser):
    def reset(self) -> None:
        super().reset()
        expat: XMLParserType = vars(self)["_parser"]  # a name that typeshed leaves out
        expat.buffer_text = True
        expat.buffer_size = _RUN_BYTES


def create_parser() -> ExpatParser:
    """What ``xml.sax.make_parser`` asks a module for (Python's documentation of ``xml.sax``)."""
    return _Reader()
