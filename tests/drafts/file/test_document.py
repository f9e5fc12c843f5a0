"""A draft in whatever shape a person leaves it: read, told, and nothing lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.drafts.file.document import Draft, parse_draft, plan_checkbox
from tracker.errors import DraftError
from tracker.values import EntryKey, Verdict

ONE, TWO, THREE = EntryKey(1, "a"), EntryKey(2, "a"), EntryKey(3, "b")
FOOT = "\n<!-- tracker draft\n\nHow to decide.\n-->\n"


def parsed(text: str) -> Draft:
    return parse_draft(text.encode(), path="drafts/x.md")


def draft(*entries: str) -> str:
    return "---\ntitle: x\n---\n\n## Head\n\n" + "\n\n".join(entries) + "\n" + FOOT


def entry(number: int = 1, mark: str = " ", body: str = "Text.", topic: str = "a") -> str:
    return f"- [{mark}] <!-- tracker {number} {topic} -->\n{body}"


def body_of(text: str) -> str:
    read = parsed(draft(entry(body=text)))
    assert not read.problems, read.problems
    (found,) = read.entries
    return found.body


def problems_of(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in parsed(text).problems]


def test_a_draft_is_read_entry_by_entry() -> None:
    read = parsed(draft(entry(1, "x", "One."), entry(2, "-", "Two."), entry(3, topic="b")))
    assert [(found.key, found.verdict, found.body) for found in read.entries] == [
        (ONE, Verdict.APPROVED, "One."),
        (TWO, Verdict.REJECTED, "Two."),
        (THREE, Verdict.UNDECIDED, "Text."),
    ]
    assert [found.line for found in read.entries] == [7, 10, 13]
    assert not read.problems
    assert not read.is_emptied


def test_an_entry_s_span_is_its_bytes() -> None:
    data = draft(entry(1, body="Übung."), entry(2)).encode()
    first, second = parse_draft(data, path="x").entries
    assert data[first.start : first.end].decode() == entry(1, body="Übung.") + "\n\n"
    assert data[second.start : second.end].decode() == entry(2) + "\n\n"


# --- what of an entry is published ---------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Text.", "Text."),
        ("\n\n  Text.  \n\n\n", "Text."),
        ("One.\n\nTwo.", "One.\n\nTwo."),
        ("Hard  \nbreak.", "Hard  \nbreak."),
        # comments for the author go, with their lines
        ("One.\n\n<!-- tracker: why -->\n<!-- tracker: x -->\n\nTwo.", "One.\n\nTwo."),
        ("One.\n<!-- tracker: why -->\nTwo.", "One.\nTwo."),
        ("One. <!-- tracker: why -->", "One."),
        ("<!-- tracker: a\nb\n\nc -->\nOne.", "One."),
        ("   <!-- tracker: why --> One.", "One."),
        # what the author writes is the author's
        ("One <!-- mine --> two.", "One <!-- mine --> two."),
        ("{{ site.time }} {% x %} <b>bold</b>", "{{ site.time }} {% x %} <b>bold</b>"),
        ("`<!-- tracker: x` stays\\`", "`<!-- tracker: x` stays\\`"),
        ("```\n<!-- tracker: x -->\n```", "```\n<!-- tracker: x -->\n```"),
        # the form's own number or bullet
        ("1. **A** - b.", "**A** - b."),
        ("12) **A** - b.", "**A** - b."),
        ("- **A** - b.", "**A** - b."),
        ("1. A\n\n   > q\n\n   B", "A\n\n> q\n\nB"),
        ("1. A\n   b\nc", "A\nb\nc"),
        ("1. A\n\nB", "A\n\nB"),
        ("1. A\n\nB\n\n    code", "A\n\nB\n\n    code"),
        ("1. A\n\n   - x\n   - y", "A\n\n- x\n- y"),
        ("1. A\n\n   ```\n     x\n   ```", "A\n\n```\n  x\n```"),
        ("1. A\n\n```\n   x\n```", "A\n\n```\n   x\n```"),
        ("1.\tA\n\n\tB", "A\n\nB"),
        # a list of the author's
        ("- a\n- b", "- a\n- b"),
        ("1. a\n2. b\n\ntext", "1. a\n2. b\n\ntext"),
        ("1. a\n\n- x\n- y", "a\n\n- x\n- y"),
        ("Text:\n\n- a\n- b", "Text:\n\n- a\n- b"),
        ("*emphasis* first", "*emphasis* first"),
        ("1.5 points", "1.5 points"),
        ("-dash", "-dash"),
        # moved in below the checkbox, as its list item's own lines
        ("  One.\n\n  Two.", "One.\n\nTwo."),
        ("  1. A\n\n     B", "A\n\nB"),
        # a nested list of tasks is content
        ("Do:\n\n  - [ ] this", "Do:\n\n  - [ ] this"),
        ("```\n# no heading\n- [ ] no entry\n```", "```\n# no heading\n- [ ] no entry\n```"),
        ("~~~~ md\n```\n# x\n~~~~", "~~~~ md\n```\n# x\n~~~~"),
        ("<!-- mine\n# no heading\n-->\nText.", "<!-- mine\n# no heading\n-->\nText."),
        ("#hashtag is no heading", "#hashtag is no heading"),
        ("A [link](https://a.b) and [x] in text", "A [link](https://a.b) and [x] in text"),
        ("[x]: https://a.b", "[x]: https://a.b"),
        ("One.\n\n---\n\nTwo.", "One.\n\n---\n\nTwo."),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
    ],
)
def test_what_stands_in_an_entry_is_published(text: str, body: str) -> None:
    assert body_of(text) == body


def test_line_endings_do_not_matter() -> None:
    text = draft(entry(1, "x", "1. One.\n\n   Two."), entry(2, "-", "Three."))
    unix, dos, mac = (parse_draft(text.replace("\n", end).encode(), path="x") for end in ENDINGS)
    for read in (dos, mac):
        assert [(e.key, e.verdict, e.body, e.line) for e in read.entries] == [
            (e.key, e.verdict, e.body, e.line) for e in unix.entries
        ]


ENDINGS = ("\n", "\r\n", "\r")


def test_a_byte_order_mark_does_not_matter() -> None:
    for text in (draft(entry()), entry()):
        (found,) = parse_draft(b"\xef\xbb\xbf" + text.encode(), path="x").entries
        assert found.key == ONE


@pytest.mark.parametrize("end", ["## Next", "# Next", "Next\n====", "Next\n---", "   ### Next ##"])
def test_an_entry_ends_at_a_heading(end: str) -> None:
    read = parsed(f"{entry(1)}\n\n{end}\n\n{entry(2)}\n")
    assert [found.body for found in read.entries] == ["Text.", "Text."]
    assert not read.problems


def test_an_entry_ends_at_the_foot_and_without_one_at_the_file_s_end() -> None:
    assert parsed(entry() + "\n" + FOOT).entries[0].body == "Text."
    assert parsed(entry()).entries[0].body == "Text."


# --- mistakes -------------------------------------------------------------------------------


def test_an_odd_checkbox_is_told_and_decides_nothing() -> None:
    read = parsed(draft(entry(1, "?"), entry(2, "x")))
    assert [found.verdict for found in read.entries] == [Verdict.UNDECIDED, Verdict.APPROVED]
    (problem,) = read.problems
    assert (problem.line, problem.key) == (7, ONE)
    assert problem.message == '"[?]" is no decision; write [x] to approve, [-] to reject, or [ ]'


@pytest.mark.parametrize(
    "line",
    [
        *("- [x] <!-- tracker 1 -->", "- [x] <!-- tracker 1 a --", "- [x] <!- tracker 1 a -->"),
        *("- [x] <!-- tracker x a -->", "- [x] tracker 1 a -->", "- [x]", "- [ ] ", "* [-] why"),
        *("<!-- tracker 1 -->", "- [x <!-- tracker 1 a --", "- [?] <!-- tracker -->"),
    ],
)
def test_an_entry_with_a_broken_marker_is_told_and_runs_into_no_other(line: str) -> None:
    read = parsed(draft(entry(2, "x", "Two."), f"{line}\nBroken text.", entry(3, "x", "Three.")))
    assert [(found.key.work_id, found.body) for found in read.entries] == [
        (2, "Two."),
        (3, "Three."),
    ]
    (problem,) = read.problems
    assert (problem.line, problem.key) == (10, None)


@pytest.mark.parametrize(
    "line", ["<!-- tracker 1 a -->", "[x <!-- tracker 1 a -->", "x] <!-- tracker 1 a -->"]
)
def test_an_entry_without_its_checkbox_is_told_by_its_name(line: str) -> None:
    read = parsed(draft(entry(2, "x", "Two."), f"{line}\nText."))
    assert [(found.key, found.verdict) for found in read.entries] == [
        (TWO, Verdict.APPROVED),
        (ONE, Verdict.UNDECIDED),
    ]
    (problem,) = read.problems
    assert (problem.line, problem.key) == (10, ONE)
    assert "checkbox" in problem.message


def test_an_entry_that_stands_twice_decides_nothing() -> None:
    read = parsed(draft(entry(1, "x"), entry(2, "x"), entry(1, "-")))
    assert [found.verdict for found in read.entries] == [
        *(Verdict.UNDECIDED, Verdict.APPROVED, Verdict.UNDECIDED)
    ]
    assert problems_of(draft(entry(1, "x"), entry(2, "x"), entry(1, "-"))) == [
        (13, "the entry of line 7 stands here again; keep one of the two")
    ]


def test_two_markers_on_one_line_are_told_for_both() -> None:
    read = parsed(draft(entry(1, "x", "").strip() + " " + entry(2, "x")))
    assert {problem.key for problem in read.problems} == {ONE, TWO}


def test_an_approved_entry_of_no_words_is_told() -> None:
    text = draft(entry(1, "x", "<!-- tracker: why -->"), entry(2, " ", ""))
    assert problems_of(text) == [(7, "approved, but nothing stands below the checkbox to publish")]
    assert parsed(text).entries[0].verdict is Verdict.UNDECIDED


def test_a_fence_that_nothing_closes_swallows_no_entry() -> None:
    text = draft(entry(1, "x", "```\ncode"), entry(2, "x", "Two."))
    read = parsed(text)
    assert [found.key for found in read.entries] == [ONE, TWO]
    assert [found.verdict for found in read.entries] == [Verdict.UNDECIDED, Verdict.APPROVED]
    assert problems_of(text) == [(8, "a code fence begins here that nothing closes")]


def test_a_fence_that_nothing_closes_does_not_swallow_the_foot() -> None:
    assert problems_of(draft(entry(1, "x", "```\ncode"))) == [
        (8, "a code fence begins here that nothing closes")
    ]


def test_a_comment_that_nothing_closes_swallows_no_entry() -> None:
    text = draft(entry(1, "x", "One. <!-- mine\n"), entry(2, "x", "Two."))
    assert [found.body for found in parsed(text).entries][1] == "Two."
    assert problems_of(text) == [(8, "a comment begins here that nothing closes")]


def test_text_that_belongs_to_no_entry_is_told() -> None:
    told = "this text belongs to no entry and is not published; move it below a checkbox"
    assert problems_of(draft("Loose.\n\nMore.", entry())) == [(7, told)]
    assert problems_of(draft(entry(), "### Sub\n\nLoose.")) == [(12, told)]
    assert problems_of(draft(entry()) + "\nLoose.\n") == [(15, told)]
    assert problems_of("Loose.") == [(1, told)]


def test_words_in_the_comment_with_the_prompt_are_told() -> None:
    text = draft(entry(1, "x", "A.\n<!-- tracker: your words: I like it -->"), entry(2, "x"))
    assert problems_of(text) == [
        (7, "you wrote into the comment with the prompt, and comments are not published")
    ]


@pytest.mark.parametrize("left", ["", "what does it", "what does it change, and for whom?"])
def test_the_prompt_may_be_left_or_cut(left: str) -> None:
    assert not problems_of(draft(entry(1, "x", f"A.\n<!-- tracker: your words: {left} -->")))


@pytest.mark.parametrize("text", ["", "\n\n", " \r\n", FOOT, "<!-- note -->\n" + FOOT, "\ufeff"])
def test_an_emptied_draft_is_seen(text: str) -> None:
    read = parsed(text)
    assert read.is_emptied
    assert not read.entries
    assert not read.problems


def test_a_draft_whose_entries_were_deleted_one_by_one_is_not_an_emptied_one() -> None:
    assert not parsed(draft()).is_emptied


def test_a_draft_that_is_not_utf_8_is_refused_in_a_line() -> None:
    with pytest.raises(
        DraftError, match=r"^drafts/x.md:2: not UTF-8 \(byte 0xe9\); save the draft"
    ):
        parse_draft(b"a\ncaf\xe9\n", path="drafts/x.md")


@pytest.mark.parametrize("rule", ["---", "+++"])
def test_front_matter_is_no_heading_and_no_text(rule: str) -> None:
    text = f"{rule}\n# comment\ntitle: x\n- [ ] y\n{rule}\n\n## Head\n\n{entry()}\n"
    read = parsed(text if rule == "+++" else text.replace("- [ ] y\n", ""))
    assert not [found for found in read.problems if found.line > 6]


# --- checkboxes set by command --------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_checkbox_is_set_and_all_other_bytes_stay(end: str) -> None:
    data = draft(entry(1), entry(2, "x"), entry(3, topic="b")).replace("\n", end).encode()
    changed = plan_checkbox(data, TWO, Verdict.REJECTED, "too narrow")
    old, new = f"- [x] <!-- tracker 2 a -->{end}", f"- [-] too narrow <!-- tracker 2 a -->{end}"
    assert changed == data.replace(old.encode(), new.encode())
    found = parse_draft(changed, path="x").entries[1]
    assert (found.verdict, found.reason) == (Verdict.REJECTED, "too narrow")


def test_a_checkbox_after_a_byte_order_mark_is_set() -> None:
    data = b"\xef\xbb\xbf" + entry(1).encode()
    assert plan_checkbox(data, ONE, Verdict.APPROVED) == b"\xef\xbb\xbf" + entry(1, "x").encode()


def test_without_such_an_entry_a_draft_stays_as_it_is() -> None:
    data = draft(entry(1)).encode()
    assert plan_checkbox(data, THREE, Verdict.APPROVED) == data


# --- laws -----------------------------------------------------------------------------------

WHOLE_ONE, WHOLE_TWO = "- [ ] <!-- tracker 1 a -->", "- [x] <!-- tracker 2 a -->"
LINES = st.sampled_from(
    [
        *("", "text", "# h", "## h", "h\n---", "```", "~~~", "```py", "<!--", "-->", "<!-- a -->"),
        *(WHOLE_ONE, WHOLE_TWO, "- [?] <!-- tracker 3 a -->"),
        *("<!-- tracker 4 b -->", "- [ ] task", "<!-- tracker: why -->", "<!-- tracker: why"),
        *("- item", "1. item", "   more", "\tmore", "    code", "> q", "---", "+++", "\0", "é"),
        *(
            "<!-- tracker draft",
            "<!-- tracker 5",
            "`<!--",
            "x <!-- tracker 6 b -->",
            "\x0b\x0c\x85",
        ),
    ]
)
FILES = st.lists(st.one_of(LINES, st.text(max_size=20)), max_size=25)


@given(FILES, st.sampled_from(["\n", "\r\n", "\r"]))
def test_any_file_can_be_read_and_no_marker_is_lost(lines: list[str], end: str) -> None:
    data = end.join(lines).encode(errors="replace")
    read = parse_draft(data, path="x")
    spans = [(found.start, found.end) for found in read.entries]
    assert all(0 <= start < stop <= len(data) for start, stop in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    for found in read.entries:
        assert found.body == found.body.strip("\n")
        assert data[found.start : found.end].splitlines()[0].count(b"tracker")
    seen = {problem.key for problem in read.problems} | {found.key for found in read.entries}
    for key, line in ((ONE, WHOLE_ONE), (TWO, WHOLE_TWO)):
        assert line not in lines or key in seen


@given(FILES, st.sampled_from(Verdict), st.text(max_size=20))
def test_setting_a_checkbox_changes_that_line_alone(
    lines: list[str], verdict: Verdict, reason: str
) -> None:
    data = "\n".join(lines).encode(errors="replace")
    changed = plan_checkbox(data, ONE, verdict, reason)
    before, after = data.splitlines(), changed.splitlines()
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        assert old == new or b"tracker 1 a" in old


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "<!-- tracker",
            "<!-- tracker: x ",
            "```\n",
            "- [ ] <!-- tracker 1 a -->\n",
            "1. a\n",
            "`",
        ),
        *("# h\n", "   a\n\n", "a\n---\n", "<!--", "-->", "> ", "- [x]\n", "\n", "\t", "a\n"),
    ],
)
def test_a_long_hostile_draft_takes_linear_time(piece: str) -> None:
    parse_draft((entry() + "\n" + piece * 20_000).encode(), path="x")


def test_every_byte_that_an_author_wrote_is_published() -> None:
    assert body_of("Te\0xt\0.\n\n\0") == "Te\0xt\0.\n\n\0"
    assert body_of("A\0 <!-- tracker: why --> b.\n<!-- tracker: why -->\n\0") == "A\0  b.\n\0"
