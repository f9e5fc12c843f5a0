"""Drafts that are done."""

import pytest

from tests.support.desk import Desk
from tests.support.sightings import paper
from tracker.errors import DraftError


def test_a_decided_draft_moves_to_done_and_another_begins(drafted: Desk) -> None:
    drafted.mark("[x]", 1)
    drafted.mark("[-]", 2, 3)
    assert drafted.publish().closed == ()
    drafted.mark("[-]", 4)
    report = drafted.publish()
    assert report.closed == ("drafts/done/2025-05-02-post.md",)
    assert not drafted.drafts
    drafted.see(paper(5))
    drafted.draft()
    drafted.mark("[-]", 5)
    assert drafted.publish().closed == ("drafts/done/2025-05-02-post-2.md",)
    assert len(drafted.done) == 2


def test_a_folder_for_done_that_cannot_be_made_is_told(drafted: Desk) -> None:
    (drafted.home / "drafts" / "done").write_text("in the way")
    drafted.mark("[-]")
    with pytest.raises(DraftError, match="cannot be moved"):
        drafted.publish()
