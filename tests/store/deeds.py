"""What an author does with work 1, as the store keeps it."""

from __future__ import annotations

from datetime import timedelta

from tests.store.samples import NOW
from tracker.store.author import decisions, entries, publications
from tracker.store.author.entries import NewEntry
from tracker.store.choice import matches, states
from tracker.store.database import Database
from tracker.values import (
    Decision,
    EntryKey,
    Place,
    PublishedEntry,
    Reason,
    State,
    Verdict,
)

REASONS = (Reason("paper mill", Place.TITLE, 3.0), Reason("loom", Place.SUMMARY, 1.0))
KEY = EntryKey(1, "mills")
DRAFT = "drafts/2025-05-02-mills.md"


def state(db: Database, topic: str = "mills") -> State:
    found = [s.state for s in states.of_works(db, [1]).get(1, ()) if s.topic == topic]
    return found[0] if found else State.SEEN


def decide(db: Database, verdict: Verdict, *, topic: str = "mills", minutes: int = 0) -> None:
    when = NOW + timedelta(minutes=minutes)
    decisions.append(
        db, [Decision(work_id=1, topic=topic, verdict=verdict, decided_at=when, reason="so")]
    )


def propose(db: Database, *, version: int = 1, is_update: bool = False, draft: str = DRAFT) -> None:
    entry = NewEntry(key=KEY, text="- [ ] x", version=version, is_update=is_update)
    entries.add(db, draft, [entry], now=NOW)


def publish(db: Database, minutes: int = 5) -> PublishedEntry:
    when = NOW + timedelta(minutes=minutes)
    placed = PublishedEntry(key=KEY, post="post.md", text="1. x", published_at=when)
    publications.append(db, [placed])
    return placed


def open_works(db: Database) -> list[int]:
    return list(matches.candidates(db, ["mills", "looms"]))
