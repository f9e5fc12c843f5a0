"""What an older copy of a draft lacks, and how that comes back into it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.drafts.samples import NOW, TOPICS
from tracker.drafts.file.document import parse_draft
from tracker.drafts.unseen import (
    ReturnedEntry,
    WrittenEntry,
    find_standing,
    find_unseen,
    plan_return,
)
from tracker.markers import render_entry_line
from tracker.values import EntryKey

KEYS = {number: EntryKey(number, "vision") for number in range(1, 7)}
WRITES = {1: 0, 2: 0, 3: 1, 4: 1, 5: 2, 6: 3}  # by work, in which write it came


def written(*second_looks: int) -> list[WrittenEntry]:
    return [
        WrittenEntry(
            key=KEYS[number],
            body=f"**Work {number}**",
            written_at=NOW + timedelta(minutes=write),
            is_second_look=number in second_looks,
        )
        for number, write in WRITES.items()
    ]


def copy(*numbers: int, more: str = "", marker: str = "1. ") -> bytes:
    blocks = (f"{render_entry_line(KEYS[n])}\n{marker}**Work {n}**\n\n" for n in numbers)
    return ("## Seeing models\n\n" + "".join(blocks) + more).encode()


def unseen(data: bytes, *second_looks: int) -> set[int]:
    draft, all_written = parse_draft(data, path=""), written(*second_looks)
    standing = find_standing(draft, data, all_written)
    found = find_unseen(draft, data, all_written, standing, opened_at=NOW)
    return {key.work_id for key in found}


@pytest.mark.parametrize(
    ("stands", "lacks"),
    [
        ((1, 2, 3, 4, 5, 6), set()),
        ((1, 2, 3, 4, 5), {6}),
        ((1, 3, 5), {6}),
        ((1, 2, 3), {5, 6}),
        ((1,), {3, 4, 5, 6}),
        ((6,), set()),
        ((1, 2, 6), set()),
        ((), {3, 4, 5, 6}),
    ],
)
def test_an_older_copy_lacks_whole_writes_of_the_last(
    stands: tuple[int, ...], lacks: set[int]
) -> None:
    assert unseen(copy(*stands)) == lacks


def test_a_second_look_stands_there_with_its_remark_alone() -> None:
    remark = "<!-- tracker: a second look: linked since by two -->\n"
    assert unseen(copy(1, 2, 3, 4, 5, 6), 6) == {6}
    assert unseen(copy(1, 2, 3, 4, 5, 6, more=remark), 6) == set()


def test_an_entry_without_its_marker_is_known_by_its_first_line() -> None:
    assert unseen(copy(1, 2, 3, 4, 5, more="- [ ]\n2. **Work 6**\n")) == set()


def test_an_entry_under_a_number_that_nobody_knows_stands_for_no_other() -> None:
    line = render_entry_line(EntryKey(9, "vision"))
    assert unseen(copy(1, 2, more=f"{line}\n1. **Work 5**\n")) == {3, 4, 5, 6}


def test_what_was_put_back_has_been_seen_from_then_on() -> None:
    entries = [ReturnedEntry(key=KEYS[5], body="**Work 5**")]
    last = NOW + timedelta(minutes=2)
    data = plan_return(copy(1, 2, 3), entries, TOPICS, last_written_at=last)
    again = b"\n".join(line for line in data.split(b"\n") if b"tracker 5 " not in line)
    assert unseen(again.replace(b"Work 5", b"Work")) == {6}
    later = NOW + timedelta(minutes=3)
    data = plan_return(data, (), TOPICS, last_written_at=later)
    assert data.count(b"entries were put back") == 1
    assert unseen(copy(1, more=data.decode().splitlines()[-1])) == set()


@pytest.mark.parametrize("note", ["", "x", "2025-05-02", "9999-99-99T00:00:00+00:00"])
def test_a_note_that_cannot_be_read_is_none(note: str) -> None:
    line = f"<!-- tracker: entries were put back (up to {note}); more -->\n"
    assert unseen(copy(1, 2, more=line)) == {3, 4, 5, 6}


@pytest.mark.parametrize("marker", ["1. ", "- ", ""])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "body",
    [
        "**Work 5** ([paper](https://a.b/5)) - new.",
        "**Work 5**\n\nAda Byron, 1 May 2025\n\n> A quote.",
        "1. one\n2. two",
        "- one\n- two\n\nand more",
        "**Work 5**\n\n```python\nif x:\n    pass\n```",
        "~~~\n# no heading\n~~~",
        "**Work 5**\n\n- a list\n  - in it another",
    ],
)
def test_an_entry_comes_back_as_it_was_written(body: str, newline: str, marker: str) -> None:
    data = copy(1, 2, marker=marker).replace(b"\n", newline.encode())
    entries = [ReturnedEntry(key=KEYS[5], body=body)]
    back = plan_return(data, entries, TOPICS, last_written_at=NOW)
    draft = parse_draft(back, path="")
    assert not draft.problems
    assert [entry.body for entry in draft.entries if entry.key == KEYS[5]] == [body]
    assert [entry.key.work_id for entry in draft.entries] == [5, 1, 2]
    rest = iter(back.splitlines())
    assert all(line in rest for line in data.splitlines())


def test_a_topic_without_a_watchlist_goes_by_its_name() -> None:
    entry = ReturnedEntry(key=EntryKey(9, "gone"), body="**Work 9**")
    back = plan_return(copy(1), [entry], TOPICS, last_written_at=NOW)
    assert parse_draft(back, path="").entries[-1].heading == "gone"
