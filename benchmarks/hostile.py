"""What a hostile page costs when it is twice as long: whole readings, the best of a few.

    python benchmarks/hostile.py [CHARACTERS]

Prints, for each page, the seconds at CHARACTERS (400,000 unless told) and the factor at twice as
many: about 2 is linear, about 4 is quadratic. A page that is refused before it is parsed is marked.
"""

from __future__ import annotations

import sys
import time
from itertools import count

from tracker.errors import LimitError, ParseError
from tracker.sources.pages.discovery import discover
from tracker.sources.pages.facts import read_page
from tracker.values import Document

ROUNDS = 3
LONG_BASE = f"<base href='https://site.example/{'a/' * 900}'>"
PAGES = {  # what comes once, and what comes again and again, numbered
    "attributes": ("<p ", "a{}=1 "),
    "attributes, few a tag": ("", "<p" + "".join(f" a{n}=1" for n in range(900)) + ">"),
    "nested tags": ("", "<b><p>"),
    "end tags": ("<div>" * 200, "</p>"),
    "metas": ("", "<meta name=dc.date content=x{}>"),
    "DOIs": ("<meta name=citation_title content=T>", "<meta name=citation_doi content=10.1234/{}>"),
    "entities": ("<meta name=description content='", "&amp;"),
    "comments": ("", "<!-- {} "),
    "scripts": ("<script type='application/ld+json'>", "[{{"),
    "canonical links": ("", "<link rel=icon href=x{}>"),
    "declared feeds": (LONG_BASE, "<link rel=feed href=f{}>"),
    "anchors": (LONG_BASE, "<a href=x{}>"),
    "anchors to feeds": (LONG_BASE, "<a href=//other.example/feed/{}>"),
    "one long address": ("<link rel=feed href='", "../"),
    "escapes": ("<title>", "\x1b]"),
}


def page(start: str, repeated: str, size: int) -> Document:
    parts, length = [start], 0
    for number in count():
        if length >= size:
            break
        parts.append(repeated.format(number))
        length += len(parts[-1])
    body = "<title>T</title>" + "".join(parts)
    return Document(body=body.encode(), url="https://site.example/")


def reading(document: Document) -> tuple[float, bool]:
    """Seconds, and whether the page was refused."""
    refused = False
    begun = time.perf_counter()
    for read in (read_page, discover):
        try:
            read(document)
        except LimitError:
            refused = True
        except ParseError:
            pass
    return time.perf_counter() - begun, refused


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 400_000
    for name, (start, repeated) in PAGES.items():
        once, twice = (
            min(reading(page(start, repeated, length)) for _ in range(ROUNDS))
            for length in (size, 2 * size)
        )
        note = "  refused" if twice[1] else ""
        print(f"{name:24} {once[0]:7.3f} s   x {twice[0] / once[0]:.1f}{note}")


if __name__ == "__main__":
    main()
