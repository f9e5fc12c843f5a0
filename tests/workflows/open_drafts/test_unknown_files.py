"""Files in drafts/ that are none of this database's."""

import re
from collections.abc import Callable

import pytest

from tests.support.desk import Desk
from tracker.errors import DraftError
from tracker.values import State
from tracker.workflows.deciding.review import ReviewReport
from tracker.workflows.publishing.publish import PublishReport


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_draft_of_another_database_is_told(drafted: Desk, dry_run: bool) -> None:
    drafted.mark("[x]", 1)
    for path in drafted.home.glob("tracker.db*"):
        path.unlink()
    (problem,) = drafted.publish(dry_run=dry_run).reading.problems
    assert re.match(
        r"drafts/\S+ holds \d entries that this database does not know: .*bring the database",
        problem,
    )
    with pytest.raises(DraftError, match="this database does not know"):
        drafted.review()


def test_a_copy_of_a_draft_is_left_alone(drafted: Desk) -> None:
    (drafted.home / "drafts" / "copy.md").write_text(drafted.text)
    assert not drafted.publish().reading.problems


def move(desk: Desk, number: int, into: str) -> None:
    """What an author's hand does: cut it out of the draft, paste it into another file."""
    path = desk.home / "drafts" / into
    before = path.read_text() if path.exists() else "# Ideas\n\nMore on these later.\n\n"
    path.write_text(before + desk.cut(number))


@pytest.mark.parametrize("into", ["later.md", "2025-01-01-post.md", "notes (1).md"])
@pytest.mark.parametrize("deed", [Desk.review, Desk.publish])
def test_an_entry_that_was_moved_into_another_file_is_not_deleted(
    drafted: Desk, into: str, deed: Callable[[Desk], PublishReport | ReviewReport]
) -> None:
    draft = drafted.draft_path
    move(drafted, 2, into)
    for _ in range(2):
        reading = deed(drafted).reading
        assert not reading.decisions
        (line,) = (line for line in reading.lines if line.startswith("2 "))
        assert f"moved to drafts/{into}" in line
        drafted.later()
    assert drafted.states()[2] == {State.PROPOSED}
    assert "<!-- tracker 2 " not in draft.read_text()


def test_an_entry_that_is_moved_back_is_read_again(drafted: Desk) -> None:
    draft, before = drafted.draft_path, drafted.text
    move(drafted, 2, "later.md")
    drafted.review()
    (drafted.home / "drafts" / "later.md").unlink()
    draft.write_text(before)
    drafted.mark("[x]", 2)
    drafted.review()
    assert drafted.states()[2] == {State.APPROVED}


def test_an_entry_that_is_deleted_in_the_other_file_too_counts_as_deleted(drafted: Desk) -> None:
    move(drafted, 2, "later.md")
    drafted.review()
    (drafted.home / "drafts" / "later.md").unlink()
    drafted.review()
    assert drafted.states()[2] == {State.REJECTED}
