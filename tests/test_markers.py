"""Markers and checkboxes are read as tolerantly as a hand writes them, and never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.markers import (
    find_markers,
    has_broken_marker,
    parse_entry_line,
    remove_markers,
    render_entry_line,
    render_marker,
    set_verdict,
)
from tracker.values import EntryKey, Verdict

KEY = EntryKey(17, "reasoning-frameworks")
MARKER = "<!-- tracker 17 reasoning-frameworks -->"
KEYS = st.builds(
    EntryKey, st.integers(1, 10**12), st.from_regex(r"[a-z0-9][a-z0-9_-]{0,40}", fullmatch=True)
)


def test_an_entry_s_line_is_a_checkbox_with_an_invisible_marker() -> None:
    assert render_entry_line(KEY) == f"- [ ] {MARKER}"


@given(KEYS, st.sampled_from(Verdict), st.text())
def test_what_is_written_reads_back(key: EntryKey, verdict: Verdict, reason: str) -> None:
    read = parse_entry_line(render_entry_line(key, verdict, reason))
    assert read is not None
    assert (read.key, read.verdict) == (key, verdict)
    assert "\n" not in read.reason


@given(KEYS)
def test_a_marker_stands_in_a_post_without_a_checkbox(key: EntryKey) -> None:
    text = f"- an entry {render_marker(key)}\r\n"
    assert find_markers(text) == (key,)
    assert remove_markers(text) == "- an entry \r\n"


@pytest.mark.parametrize(
    ("line", "verdict", "reason"),
    [
        (f"- [ ] {MARKER}", Verdict.UNDECIDED, ""),
        (f"- [] {MARKER}", Verdict.UNDECIDED, ""),
        (f"- [x] {MARKER}", Verdict.APPROVED, ""),
        (f"- [X] {MARKER}\r\n", Verdict.APPROVED, ""),
        (f"- [ x ]{MARKER}", Verdict.APPROVED, ""),
        (f"* [x]   {MARKER}   ", Verdict.APPROVED, ""),
        (f"  - [x] {MARKER}", Verdict.APPROVED, ""),
        (f"[x] {MARKER}", Verdict.APPROVED, ""),
        (f"1. [x] {MARKER}", Verdict.APPROVED, ""),
        (f"- [-] {MARKER}", Verdict.REJECTED, ""),
        (f"- [–] {MARKER}", Verdict.REJECTED, ""),
        (f"- [-] too narrow {MARKER}", Verdict.REJECTED, "too narrow"),
        (f"- [-]too narrow{MARKER}", Verdict.REJECTED, "too narrow"),
        (f"- [-] {MARKER} too narrow\r\n", Verdict.REJECTED, "too narrow"),
        (f"- [-] too {MARKER} narrow", Verdict.REJECTED, "too narrow"),
        ("- [x] <!--tracker 17 reasoning-frameworks-->", Verdict.APPROVED, ""),
        # what Obsidian and its plugins put behind a task is no reason
        (f"- [-] {MARKER} too narrow ^a1b2c3", Verdict.REJECTED, "too narrow"),
        (f"- [-] {MARKER} ❌ 2026-11-30", Verdict.REJECTED, ""),
        (
            f"- [-] old hat {MARKER} ➕ 2026-11-28 ✅ 2026-11-30 ^a1b2c3",
            Verdict.REJECTED,
            "old hat",
        ),
        (f"- [-] {MARKER} x ^2 is not new", Verdict.REJECTED, "x ^2 is not new"),
        ("- [x] <!--  tracker\t17  reasoning-frameworks  -->", Verdict.APPROVED, ""),
        (f"- [?] {MARKER}", None, ""),
        (f"- [yes] {MARKER}", None, ""),
        (f"- [xx] {MARKER}", None, ""),
    ],
)
def test_a_checkbox_is_read_as_a_hand_writes_it(
    line: str, verdict: Verdict | None, reason: str
) -> None:
    read = parse_entry_line(line)
    assert read is not None
    assert (read.key, read.verdict, read.reason) == (KEY, verdict, reason)


@pytest.mark.parametrize(
    "line",
    [
        *("", "text", "# Heading", "- item", "- [link](https://a.b)", "[x", "- x]", MARKER),
        *(f"text {MARKER}", "> - [x] quoted", "- [far too long for a checkbox] x"),
    ],
)
def test_another_line_has_no_checkbox(line: str) -> None:
    assert parse_entry_line(line) is None


@pytest.mark.parametrize(
    "text",
    [
        *("<!-- tracker 17 -->", "<!-- tracker x reasoning -->", "<!- tracker 17 reasoning -->"),
        *(
            "<!-- tracker 17 Reasoning -->",
            "<!-- tracker: 17 reasoning -->",
            "tracker 17 reasoning",
        ),
        *("<!-- tracker -17 reasoning -->", "<!-- tracker 17 a b -->", "<!-- 17 reasoning -->"),
        f"<!-- tracker {'9' * 19} reasoning -->",
    ],
)
def test_what_is_not_quite_a_marker_is_none(text: str) -> None:
    assert find_markers(text) == ()


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        (MARKER, False),
        (MARKER[:-1], True),
        (MARKER[1:], True),
        (MARKER[3:], True),
        (MARKER[:-3], True),
        ("<!-- tracker 17 -->", True),
        ("<!-- tracker x17 reasoning -->", True),
        ("<!- tracker 17 reasoning -->", True),
        ("<!-- tracker: chosen for 17 reasons -->", False),
        ("a word -- tracker is fine", False),
        ("we use tracker 2 weeks -> months", False),
        ("", False),
    ],
)
def test_the_remains_of_a_marker_are_seen(line: str, broken: bool) -> None:
    assert has_broken_marker(line) is broken


@pytest.mark.parametrize(
    ("line", "verdict", "reason", "result"),
    [
        (f"- [ ] {MARKER}\r\n", Verdict.APPROVED, "", f"- [x] {MARKER}\r\n"),
        (f"* [X] a  b {MARKER} c\n", Verdict.UNDECIDED, "", f"* [ ] a  b {MARKER} c\n"),
        (f"- [X] {MARKER}", Verdict.APPROVED, "", f"- [X] {MARKER}"),
        (f"- [] {MARKER}", Verdict.UNDECIDED, "", f"- [] {MARKER}"),
        (f"- [ ] {MARKER}\n", Verdict.REJECTED, "too narrow", f"- [-] too narrow {MARKER}\n"),
        (f"- [-] why {MARKER} so\n", Verdict.UNDECIDED, "", f"- [ ] {MARKER}\n"),
        (f"- [-] why {MARKER}\n", Verdict.REJECTED, "", f"- [-] why {MARKER}\n"),
        (f"- [-] old {MARKER}\r\n", Verdict.REJECTED, "new", f"- [-] new {MARKER}\r\n"),
        ("- [ ] a task\n", Verdict.APPROVED, "", "- [ ] a task\n"),
        ("text", Verdict.APPROVED, "", "text"),
    ],
)
def test_a_verdict_is_set_and_all_else_stays(
    line: str, verdict: Verdict, reason: str, result: str
) -> None:
    assert set_verdict(line, verdict, reason) == result


@given(KEYS, st.text(), st.sampled_from(Verdict))
def test_a_reason_cannot_bring_a_marker_of_its_own(
    key: EntryKey, reason: str, verdict: Verdict
) -> None:
    line = set_verdict(render_entry_line(key), verdict, f"{reason} {MARKER} -->\n- [x] {MARKER}")
    assert find_markers(line) == (key,)


@given(st.text(max_size=200))
def test_any_line_can_be_read(line: str) -> None:
    parse_entry_line(line)
    has_broken_marker(line)


@pytest.mark.parametrize("piece", ["<!-- tracker ", "- [", "tracker 1 ", "<!--", " ", "1", "-"])
def test_a_long_hostile_line_takes_linear_time(piece: str) -> None:
    line = "- [x] " + piece * 100_000
    parse_entry_line(line)
    has_broken_marker(line)
    find_markers(line)
