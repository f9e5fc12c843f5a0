"""feedparser gets text in whole runs, however many entities it is made of."""

from __future__ import annotations

import io
from xml.sax import make_parser
from xml.sax.handler import ContentHandler

from tests.sources.feeds.formats.samples import atom, only, parsed


class _Runs(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.runs: list[str] = []

    def characters(self, content: str) -> None:
        self.runs.append(content)


def test_text_between_tags_comes_as_one_run() -> None:
    reader, handler = make_parser(["tracker.sources.feeds.formats.sax"]), _Runs()  # noqa: S317 (our own text)
    reader.setContentHandler(handler)
    told = "&lt;p&gt;ranks &amp;amp; adapters&lt;/p&gt;\n" * 500
    reader.parse(io.BytesIO(f"<a>{told}<b/>rest</a>".encode()))
    assert handler.runs == ["<p>ranks &amp; adapters</p>\n" * 500, "rest"]


def test_a_name_beyond_ascii_is_whole() -> None:
    entry = only(
        parsed(
            atom(
                '<entry><title>T</title><link href="https://notes.example/t"/>'
                "<author><name>Zoë &amp; Åse &#233;lan</name></author></entry>"
            )
        )
    )
    assert entry.authors == ("Zoë & Åse élan",)
