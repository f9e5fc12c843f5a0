"""The comparison of a folder of feeds with feedparser, on documents of our own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ITEM = "<item><title>One</title><link>https://notes.example/1</link>{}</item>"
RSS = "<rss version='2.0'><channel><title>Notes</title>{}</channel></rss>"
DOCUMENTS = {
    "alike.xml": (RSS.format(ITEM.format("<author>Ann</author>")), ""),
    "date.xml": (RSS.format(ITEM.format("<pubDate>2026/11/29 1:00</pubDate>")), "differs  day"),
    "bare.xml": (RSS.format("<item><title>One</title></item>"), "nothing  no address"),
    "page.xml": ("<html><body>Nothing", ""),
    "tag.xml": (RSS.format("<item " + "a='1' " * 2_000 + "/>"), "nothing  1,000 attributes"),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("corpus")
    for name, (text, _) in DOCUMENTS.items():
        (folder / name).write_text(text)
    command = [sys.executable, str(ROOT / "benchmarks" / "corpus.py"), str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_document_that_is_read_otherwise_is_told(document: str, told: list[str]) -> None:
    name, _, part = DOCUMENTS[document][1].partition("  ")
    lines = [line for line in told if document in line]
    assert len(lines) == bool(name)
    assert all(line.startswith(name) and part in line for line in lines)


def test_the_documents_are_counted(told: list[str]) -> None:
    counts = "broke: 0, nothing: 2, differs: 1, refused: 1, alike: 1 of 5 documents"
    assert told[-1] == counts
