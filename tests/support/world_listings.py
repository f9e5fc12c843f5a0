"""What the loopback world's arXiv shows, asked without any of tracker's code."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

import httpx
from lxml import etree

from tests.support.world import World

CATEGORIES = ("cs.CL", "cs.CV", "cs.AI", "cs.LG")
GAP_SECONDS = 1.0  # a third of what arXiv asks for, and what this world is told to ask for
GAP = ("--arxiv-gap", f"{GAP_SECONDS:g}")  # the flag that tells it
ATOM = "{http://www.w3.org/2005/Atom}"


def shown_by_api(
    base_url: str, gap_seconds: float = GAP_SECONDS
) -> dict[str, tuple[datetime, int]]:
    """All that the API shows in the categories: identifier -> (updated, version)."""
    shown: dict[str, tuple[datetime, int]] = {}
    total, start = 1, 0
    while start < total:
        time.sleep(gap_seconds + 0.1 if gap_seconds else 0)
        query = {
            "search_query": " OR ".join(f"cat:{category}" for category in CATEGORIES),
            "sortBy": "lastUpdatedDate",
            "start": str(start),
            "max_results": "2000",
        }
        root: Any = etree.fromstring(
            httpx.get(f"{base_url}/api/query", params=query, timeout=60).raise_for_status().content
        )
        total = int(root.findtext("{http://a9.com/-/spec/opensearch/1.1/}totalResults"))
        for entry in root.iterfind(f"{ATOM}entry"):
            name, _, version = entry.findtext(f"{ATOM}id").rpartition("/abs/")[2].rpartition("v")
            shown[name] = (
                datetime.fromisoformat(entry.findtext(f"{ATOM}updated")),
                int(version),
            )
            start += 1
    time.sleep(gap_seconds + 0.1 if gap_seconds else 0)  # the gate knows nothing of these
    return shown


def named_by_feed(base_url: str) -> set[str]:
    body = httpx.get(f"{base_url}/atom/{'+'.join(CATEGORIES)}", timeout=60).content
    ids = (entry.findtext(f"{ATOM}id") for entry in etree.fromstring(body).iterfind(f"{ATOM}entry"))
    return {str(name).rpartition(":")[2].partition("v")[0] for name in ids}


def expected(found: World, since_at: datetime, gap_seconds: float = GAP_SECONDS) -> set[str]:
    shown = shown_by_api(found.base_url, gap_seconds)
    span = {name for name, (updated_at, _) in shown.items() if updated_at >= since_at}
    return span | named_by_feed(found.base_url)
