"""Every deed that writes waits for another writer, then says so in a line and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.store.samples import NOW, paper
from tracker.errors import StoreError
from tracker.store import polls, sources
from tracker.store.author import additions, decisions, entries, publications
from tracker.store.author.additions import Addition
from tracker.store.author.entries import NewEntry
from tracker.store.choice import matches
from tracker.store.database import Database
from tracker.store.works import prune
from tracker.store.works.add import add_sightings, reindex
from tracker.values import Decision, EntryKey, Match, PublishedEntry, SourceState, Verdict

KEY = EntryKey(1, "mills")
SAID = Decision(work_id=1, topic="mills", verdict=Verdict.REJECTED, decided_at=NOW)
PLACED = PublishedEntry(key=KEY, post="post.md", text="x", published_at=NOW)

WRITES: dict[str, Callable[[Database], object]] = {
    "add_sightings": lambda db: add_sightings(db, [paper(2)], now=NOW),
    "reindex": lambda db: reindex(db, now=NOW),
    "matches": lambda db: matches.put(db, [1], [Match(work_id=1, topic="mills", reasons=())]),
    "decisions": lambda db: decisions.append(db, [SAID]),
    "entries": lambda db: entries.add(db, "a.md", [NewEntry(key=KEY, text="x")], now=NOW),
    "close": lambda db: entries.close(db, "a.md", moved_to="b.md", now=NOW),
    "reopen": lambda db: entries.reopen(db, "a.md", moved_to="b.md"),
    "forget_draft": lambda db: entries.forget_draft(db, "a.md"),
    "publications": lambda db: publications.append(db, [PLACED]),
    "withdraw": lambda db: publications.withdraw(db, [PLACED], now=NOW),
    "sources": lambda db: sources.put(db, SourceState(key="arxiv", kind="arxiv")),
    "begin": lambda db: polls.begin(db, now=NOW),
    "end": lambda db: polls.end(db, 1, {}, now=NOW),
    "additions": lambda db: additions.append(db, Addition(work_id=1, added_at=NOW)),
    "complete": lambda db: additions.complete(db, [1], now=NOW),
    "prune": lambda db: prune.prune(db, before=NOW + timedelta(days=900)),
}


@pytest.mark.parametrize("name", WRITES)
def test_a_writer_under_a_held_lock_is_told_and_can_try_again(path: Path, name: str) -> None:
    with Database.open(path) as holder, Database.open(path, busy_seconds=0.05) as db:
        add_sightings(db, [paper(1)], now=NOW)
        with holder.transaction():
            before = holder.value("SELECT total_changes()")
            with pytest.raises(StoreError, match="another tracker is writing") as error:
                WRITES[name](db)
            assert "\n" not in str(error.value)
            assert holder.value("SELECT total_changes()") == before
        WRITES[name](db)
