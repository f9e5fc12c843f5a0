"""Entries are kept as they were written, in drafts that are open until they are closed."""

from __future__ import annotations

import pytest

from tests.store.deeds import DRAFT, KEY, open_works, propose, publish, state
from tests.store.samples import NOW
from tracker.store.author import entries
from tracker.store.database import Database
from tracker.values import State

pytestmark = pytest.mark.usefixtures("one_match")


def test_an_entry_is_kept_as_it_was_written(db: Database) -> None:
    propose(db)
    (entry,) = entries.of_draft(db, DRAFT)
    assert (entry.key, entry.work_id, entry.text, entry.version) == (KEY, 1, "- [ ] x", 1)
    assert (entry.draft, entry.proposed_at, entry.is_published) == (DRAFT, NOW, False)
    assert entries.of_works(db, [1, 2]) == (entry,)
    publish(db)
    assert entries.of_draft(db, DRAFT)[0].is_published


def test_drafts_are_open_until_they_are_closed(db: Database) -> None:
    propose(db)
    propose(db, draft="drafts/other.md")
    assert {draft.path for draft in entries.drafts(db, open_only=True)} == {
        DRAFT,
        "drafts/other.md",
    }
    entries.close(db, DRAFT, moved_to="drafts/done/a.md", now=NOW)
    assert [draft.path for draft in entries.drafts(db, open_only=True)] == ["drafts/other.md"]
    assert len(entries.drafts(db)) == 2
    assert len(entries.of_draft(db, "drafts/done/a.md")) == 1
    propose(db)  # the name is free again
    entries.reopen(db, "drafts/done/a.md", moved_to="drafts/b.md")
    assert len(entries.drafts(db, open_only=True)) == 3


def test_a_draft_whose_file_is_gone_gives_its_works_back(db: Database) -> None:
    propose(db)
    entries.forget_draft(db, DRAFT)
    assert (state(db), open_works(db)) == (State.MATCHED, [1])
    assert entries.drafts(db) == ()
