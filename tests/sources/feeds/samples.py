"""A feed of some names."""

from __future__ import annotations


def feed(*names: str) -> bytes:
    items = "".join(
        f"<item><title>{name}</title><link>https://notes.example/{name}</link></item>"
        for name in names
    )
    return (
        "<rss version='2.0'><channel><title>Notes</title><link>https://notes.example/</link>"
        f"{items}</channel></rss>"
    ).encode()
