"""One request as a test makes it, with what it may set."""

from __future__ import annotations

import asyncio

import pytest

from tracker.errors import FetchError
from tracker.settings import NetworkSettings
from tracker.sources.http.client import Http
from tracker.values import Document

BODY = b"<rss><channel><title>Loops</title></channel></rss>" * 20


def settings(**changes: object) -> NetworkSettings:
    chosen: dict[str, object] = {
        "allow_private_hosts": True,
        "timeout_seconds": 2,
        "max_body_mb": 1,
        **changes,
    }
    return NetworkSettings(**chosen)  # type: ignore[arg-type]


def get(
    url: str, *, network: NetworkSettings | None = None, etag: str = "", last_modified: str = ""
) -> Document:
    async def ask() -> Document:
        async with Http(network or settings()) as http:
            return await http.get(url, etag=etag, last_modified=last_modified)

    return asyncio.run(ask())


def refused(url: str, **kwargs: object) -> FetchError:
    with pytest.raises(FetchError) as caught:
        get(url, network=settings(**kwargs))
    return caught.value
