"""Edits are made as if from last to first, and all other bytes stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.markdown import Edit, apply_edits, lines_written, split_lines


@given(st.binary(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.binary(max_size=5))))
def test_insertions_leave_every_byte(data: bytes, insertions: list[tuple[int, bytes]]) -> None:
    edits = [Edit(min(at, len(data)), min(at, len(data)), new) for at, new in insertions]
    expected = data
    for edit in sorted(edits, key=lambda edit: edit.start)[::-1]:
        expected = expected[: edit.start] + edit.new + expected[edit.start :]
    assert apply_edits(data, edits) == expected


def test_insertions_at_one_place_keep_their_order() -> None:
    assert apply_edits(b"ab", [Edit(1, 1, b"1"), Edit(1, 2, b"x"), Edit(1, 1, b"2")]) == b"a12x"


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(0, 2, b""), Edit(1, 1, b"")],
        [Edit(0, 2, b""), Edit(1, 3, b"")],
        [Edit(2, 1, b"")],
        [Edit(3, 9, b"")],
        [Edit(-1, 0, b"")],
    ],
)
def test_edits_that_overlap_or_lie_outside_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="overlaps"):
        apply_edits(b"abcd", edits)


@given(
    old=st.lists(st.sampled_from(["a", "", "b b"]), max_size=6),
    new=st.lists(st.tuples(st.integers(0, 6), st.sampled_from(["x", "y y\nx", "\nx\n"]))),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_the_lines_that_edits_wrote_are_all_that_is_new(
    old: list[str], new: list[tuple[int, str]], ending: str
) -> None:
    lines = [f"{line}{ending}".encode() for line in old]
    edits = [
        Edit(at, at, f"{text}\n".replace("\n", ending).encode())
        for at, text in ((len(b"".join(lines[:number])), text) for number, text in new)
    ]
    edited = apply_edits(b"".join(lines), edits)
    every = split_lines(edited)
    written = [line for span in lines_written(edited, edits) for line in span]
    assert [every.content(line) for line in written] == [
        line.encode()
        for _, text in sorted(new, key=lambda each: min(each[0], len(old)))
        for line in text.strip("\n").split("\n")
    ]


def test_what_only_takes_away_writes_no_line() -> None:
    assert list(lines_written(b"c\n", [Edit(0, 4, b"")])) == []
