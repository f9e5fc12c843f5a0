"""The pictures of the page: small, without a word on the machine that made them, and shown."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PICTURES = sorted((ROOT / "docs" / "pictures").glob("*"))
MOST_BYTES = 150_000
PAGES = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]


def chunks(data: bytes) -> list[bytes]:
    """The kinds of a PNG's chunks (PNG specification, third edition, §5)."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    kinds, at = [], 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kinds.append(data[at + 4 : at + 8])
        at += 12 + length
    return kinds


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_a_picture_is_small_holds_pixels_alone_and_is_shown(path: Path) -> None:
    data = path.read_bytes()
    assert len(data) < MOST_BYTES
    assert set(chunks(data)) <= {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
    assert any(f"pictures/{path.name}" in page.read_text("utf-8") for page in PAGES)


def test_the_readmes_first_screen_shows_the_page() -> None:
    first = (ROOT / "README.md").read_text("utf-8").splitlines()[:15]
    assert any("docs/pictures/review.png" in line for line in first)
