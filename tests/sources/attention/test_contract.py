"""The contract of every source, kept by a site of attention."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from tests.sources.contract import NOW, Known, Place, SourceContract
from tests.support.server import Answer, Seen, Server
from tracker.settings import AttentionSettings
from tracker.sources.attention.site import initial_state
from tracker.sources.attention.source import AttentionSource
from tracker.sources.http.client import Http
from tracker.values import Batch, Source, SourceState

TODAY = str(NOW.date())


class BoardPlace(Place):
    """A board with a list of papers a day, of which three are asked for."""

    paths = ("/api/daily_papers",)

    def __init__(self, server: Server, folder: Path) -> None:
        super().__init__(server, folder)
        self.lists: dict[str, list[tuple[str, object]]] = {}

    @property
    def _settings(self) -> AttentionSettings:
        return AttentionSettings(kind="huggingface", base_url=self.server.base_url, days=2)

    @property
    def initial(self) -> SourceState:
        return initial_state(self._settings)

    def source(self, http: Http, known: Known) -> Source:
        return AttentionSource(self._settings, http=http)

    def fill(self) -> set[str]:
        days = (TODAY, "2025-05-01", "2025-04-30")
        for number, day in enumerate(days):
            self.lists[day] = [(f"2505.{number}{row:04d}", 5) for row in range(4)]
        return {name for rows in self.lists.values() for name, _ in rows}

    def add_one(self, *, date: str | None = None, link: str | None = None) -> None:
        """Lists have neither, so they are odd in what a vote is for, and in how many there are."""
        name = "2505.00099" if link is None else link
        self.lists[TODAY].insert(1, (name, 5 if date is None else date))

    def answer(self, seen: Seen) -> Answer:
        rows = self.lists.get(seen.path.partition("date=")[2][:10], [])
        told = [{"paper": {"id": name, "upvotes": count}} for name, count in rows]
        body = json.dumps(told).encode()
        tag = f'"{hashlib.sha256(body).hexdigest()}"'
        is_known = seen.headers.get("if-none-match") == tag
        return Answer(status=304) if is_known else Answer(body=body, headers={"ETag": tag})

    def names(self, batch: Batch) -> set[str]:
        return {vote.alias.value for vote in batch.votes}


class TestBoard(SourceContract):
    place_type = BoardPlace
