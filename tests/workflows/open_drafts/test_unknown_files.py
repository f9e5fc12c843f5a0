"""Files in drafts/ that are none of this database's."""

import re

import pytest

from tests.support.desk import Desk
from tracker.errors import DraftError


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
