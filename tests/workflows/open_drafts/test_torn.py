"""A draft that was cut off anywhere: nothing is rejected, no half is published, all comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.support.sightings import paper
from tracker.errors import DraftError
from tracker.values import State, Verdict

CUTS = [*range(0, 940, 37), 305, 324, 605]  # at these three, within a character


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "project")
    desk.configure()
    desk.see(*(paper(number) for number in range(1, 4)))
    desk.draft()
    desk.edit(lambda text: text.replace("- [ ] ", "- [x] "))
    return desk


def whole(desk: Desk) -> list[bool]:
    """Of each entry in the post, whether it ends as it was written."""
    return [line.endswith("training.") for line in desk.post.splitlines() if "A chain of" in line]


def _remarked(text: str, words: str) -> str:
    """With words of the author's below the second entry."""
    end = "problem 2 that halves the cost of training.\n"
    return text.replace(end, f"{end}\n   {words}", 1)


def rejected(desk: Desk) -> list[int]:
    return [number for number, states in desk.states().items() if State.REJECTED in states]


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("zeros", [0, 512])
def test_a_draft_that_was_cut_anywhere_loses_nothing_and_publishes_no_half(
    desk: Desk, cut: int, zeros: int
) -> None:
    path = desk.draft_path
    path.write_bytes(path.read_bytes()[:cut] + b"\0" * zeros)
    desk.publish()
    assert all(whole(desk))
    assert rejected(desk) == []
    if desk.drafts:
        desk.decide(Verdict.UNDECIDED, f"drafts/{path.name}")
        desk.edit(lambda text: text.replace("- [ ] ", "- [x] "))
        assert desk.publish().reading.problems == ()
    assert whole(desk) == [True] * 3


def test_a_torn_entry_is_told_with_its_line_and_what_to_do(desk: Desk) -> None:
    desk.edit(lambda text: text[: text.index("method for problem 2")])
    report = desk.publish(dry_run=True)
    assert len(report.placed) == 1
    (line,) = (line for line in report.reading.lines if "cut off in" in line)
    number = desk.text.split("\n").index("- [x] <!-- tracker 2 reasoning -->") + 1
    assert f"{desk.draft_path.name}:{number}: the file was cut off in 2 in reasoning" in line
    assert "put back as it was written, undecided (it was approved)" in line
    assert len(desk.publish().placed) == 1
    assert "A method for problem 2 that halves the cost of training." in desk.text


def test_the_authors_own_words_in_a_torn_entry_stay_and_wait(desk: Desk) -> None:
    desk.edit(lambda text: _remarked(text, "This changes how we pla"))
    desk.edit(lambda text: text[: text.index("how we pla") + 10])
    desk.publish()
    desk.publish()
    assert "how we pla" not in desk.post
    assert desk.text.count("This changes how we pla") == 1
    desk.edit(lambda text: text.replace("how we pla", "how we plan."))
    desk.mark("[x]", 2)
    desk.publish()
    assert "how we plan." in desk.post


def test_an_approval_by_command_falls_where_the_entry_was_torn(desk: Desk) -> None:
    desk.review()
    desk.edit(lambda text: text[: text.index("method for problem 2")])
    desk.review()
    assert desk.states()[2] == {State.PROPOSED}
    assert len(desk.publish().placed) == 1


def test_a_block_of_zeros_in_the_midst_rejects_nothing(desk: Desk) -> None:
    def zero(text: str) -> str:
        start, end = text.index("for problem 1 that"), text.index("for problem 3 that")
        return text[:start] + "\0" * (end - start) + text[end:]

    desk.edit(zero)
    problems = desk.publish().reading.problems
    assert any("zero bytes" in problem for problem in problems)
    assert whole(desk) == []
    assert rejected(desk) == []


def test_what_is_not_utf8_in_the_midst_is_still_told(desk: Desk) -> None:
    path = desk.draft_path
    path.write_bytes(path.read_bytes().replace(b"method", b"m\xe9thod", 1))
    with pytest.raises(DraftError, match="not UTF-8"):
        desk.publish()
