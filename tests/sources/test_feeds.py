"""Feeds as the world sends them: a table of documents, polled over loopback, and what they hold."""

from __future__ import annotations

import asyncio
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.server import Answer, Server
from tracker.settings import NetworkSettings
from tracker.sources.feeds.source import FeedSource
from tracker.sources.http.client import Http
from tracker.sources.parsing.pool import ParsePool
from tracker.values import Batch, Sighting, SourceState

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
TABLE: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("feeds.toml").read_text("utf-8")
)["feed"]
_BYTE = re.compile(rb"\\x([0-9a-f]{2})")


def _document(case: Mapping[str, Any], body: str) -> Answer:
    """A body as the table writes it: in the case's encoding, ``\\x..`` for single bytes."""
    encoded = body.encode(case.get("encoding", "utf-8"))
    data = _BYTE.sub(lambda match: bytes([int(match[1], 16)]), encoded)
    headers = {"Content-Type": case.get("type", "application/xml"), **case.get("headers", {})}
    return Answer(body=data, headers=headers)


async def _polled(server: Server) -> dict[str, Batch]:
    """The last batch of each feed, whose documents are polled one after the other."""
    network = NetworkSettings(allow_private_hosts=True)
    batches: dict[str, Batch] = {}
    async with Http(network) as http, ParsePool() as parser:
        for number, case in enumerate(TABLE):
            bodies = [case["body"], *case.get("then", ())]
            url = server.route(f"/{number}.xml", *(_document(case, body) for body in bodies))
            state = SourceState(key=f"feed:{url}", kind="feed", url=url)
            for at in range(len(bodies)):
                source = FeedSource(url, http=http, parser=parser, name="")
                async for batch in source.poll(state, now=NOW + timedelta(hours=at)):
                    batches[case["name"]], state = batch, batch.state
    return batches


@pytest.fixture(scope="module")
def polled() -> Iterator[dict[str, Batch]]:
    with Server() as server:
        yield asyncio.run(_polled(server))


def _field(sighting: Sighting, name: str) -> object:
    """A field as the table writes it."""
    if name == "via":
        return sighting.via.url if sighting.via else ""
    if name == "links":
        return [link.url for link in sighting.links]
    value = getattr(sighting, name)
    if name == "url":
        return re.sub(r"127\.0\.0\.1:\d+", "here.example", value)
    return list(value) if isinstance(value, tuple) else value if value is not None else ""


@pytest.mark.parametrize("case", TABLE, ids=[case["name"] for case in TABLE])
def test_a_feed_holds_what_its_document_says(
    case: Mapping[str, Any], polled: Mapping[str, Batch]
) -> None:
    batch = polled[case["name"]]
    expected: list[dict[str, object]] = case.get("entries", [])
    held = [
        {name: _field(sighting, name) for name in entry}
        for sighting, entry in zip(batch.sightings, expected, strict=False)
    ]
    assert held == expected
    assert len(batch.sightings) == len(expected), batch.sightings
    assert case.get("error", "") in batch.error
    assert ("error" in case) == bool(batch.error)
    assert all(any(notice in n for n in batch.notices) for notice in case.get("notices", ()))
    if "title" in case:
        assert batch.state.name == case["title"]


def test_no_feed_stands_twice_in_the_table() -> None:
    names = [case["name"] for case in TABLE]
    assert len(names) == len(set(names))
