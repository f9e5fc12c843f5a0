"""A draft that has lost all its entries: one line, and one command that brings them back."""

import pytest

from tests.support.desk import Desk
from tests.support.sightings import paper
from tracker.values import State, Verdict

OTHERS = (
    "Milk, bread, and a lamp for the hall.\n",
    "# Another note\n\n```sh\nmake demo\n```\n",
    "---\ntitle: x\n---\n\n## Reasoning\n\nNothing.\n\n- [ ] buy a lamp\n",
    "- [x] <!-- tracker 99 reasoning -->\n  **Something of another draft**\n",
)


@pytest.mark.parametrize("other", OTHERS)
def test_a_draft_with_something_else_in_it_decides_nothing_and_says_so_in_a_line(
    drafted: Desk, other: str
) -> None:
    drafted.draft_path.write_text(other)
    for reading in (drafted.publish().reading, drafted.review().reading, drafted.draft().reading):
        (line,) = reading.problems
        assert "none of the entries that were written here is left" in line
        assert line.endswith("tracker restore drafts/2025-05-02-post.md")
        assert not reading.decisions
    assert State.REJECTED not in set.union(*drafted.states().values())
    assert drafted.text == other


@pytest.mark.parametrize("other", OTHERS)
def test_one_command_brings_back_what_was_lost_as_it_was_written(drafted: Desk, other: str) -> None:
    before = {entry.key: (entry.body, entry.verdict) for entry in drafted.read.entries}
    drafted.draft_path.write_text(other)
    report = drafted.decide(Verdict.UNDECIDED, "drafts/2025-05-02-post.md")
    assert len(report.lines) == len(before)
    assert not report.problems
    now = {entry.key: (entry.body, entry.verdict) for entry in drafted.read.entries}
    assert {key: now[key] for key in before} == before
    assert all(line in drafted.text for line in other.splitlines())


def test_an_emptied_draft_is_brought_back_in_the_same_way(drafted: Desk) -> None:
    drafted.draft_path.write_text("")
    reading = drafted.publish().reading
    assert "tracker restore drafts/2025-05-02-post.md" in reading.lines[0]
    drafted.decide(Verdict.UNDECIDED, "2025-05-02-post.md")
    assert len(drafted.read.entries) == 4


def test_what_was_rejected_stays_away_and_what_was_approved_is_undecided(drafted: Desk) -> None:
    drafted.decide(Verdict.REJECTED, 1)
    drafted.decide(Verdict.APPROVED, 2)
    drafted.draft_path.write_text("Milk.\n")
    drafted.decide(Verdict.UNDECIDED, drafted.draft_path.name)
    assert [entry.key.work_id for entry in drafted.read.entries] == [2, 3, 4]
    assert not drafted.publish().placed
    assert drafted.states()[2] == {State.PROPOSED}


def test_new_entries_get_a_file_of_their_own_beside_a_lost_draft(drafted: Desk) -> None:
    drafted.draft_path.write_text("Milk.\n")
    drafted.see(paper(9))
    drafted.later(days=1)
    report = drafted.draft()
    assert report.path != "drafts/2025-05-02-post.md"
    assert [entry.work.id for entry in report.entries] == [5]


def test_what_is_lost_in_part_is_restored_too(drafted: Desk) -> None:
    drafted.cut(3)
    (line,) = drafted.decide(Verdict.UNDECIDED, "drafts/2025-05-02-post.md").lines
    assert line.startswith("3 in reasoning: back in drafts/2025-05-02-post.md, undecided")
    (line,) = drafted.decide(Verdict.UNDECIDED, "drafts/2025-05-02-post.md").lines
    assert "lacks nothing" in line


def test_a_draft_whose_markers_an_editor_took_out_is_not_lost(drafted: Desk) -> None:
    drafted.edit(lambda text: text.replace("<!--", "").replace("-->", ""))
    assert not drafted.publish().reading.decisions
    assert not any("none of the entries" in line for line in drafted.publish().reading.problems)
