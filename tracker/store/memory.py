"""Single values that outlast a run."""

from __future__ import annotations

from tracker.store.database import Database


def get(db: Database, name: str) -> str:
    """The value of this name, "" where there is none."""
    return str(db.value("SELECT value FROM memory WHERE name = ?", [name]) or "")


def put(db: Database, name: str, value: str) -> None:
    """Remember the value. Raises StoreError."""
    db.execute(
        "INSERT INTO memory (name, value) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [name, value],
    )
