"""Feeds for the server on loopback, all invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime


def rss(*items: tuple[str, str, str]) -> bytes:
    """A feed of (title, link, HTML) of yesterday."""
    date = format_datetime(datetime.now(UTC) - timedelta(days=1))
    entries = "".join(
        f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>{date}</pubDate><description><![CDATA[{html}]]></description></item>"
        for title, link, html in items
    )
    return (
        "<?xml version='1.0'?><rss version='2.0'><channel><title>A blog</title>"
        f"<link>http://127.0.0.1/</link>{entries}</channel></rss>"
    ).encode()
