"""What formatters change in an entry, taken back."""

import time

import pytest

from tests.drafts.file.test_document import draft
from tracker.drafts.file.document import parse_draft, plan_checkbox
from tracker.drafts.file.formatted import escape_again, without_joined_lines
from tracker.drafts.file.rewriting import plan_text
from tracker.values import EntryKey, Verdict

KEY = EntryKey(7, "t")
MARKER = "<!-- tracker 7 t -->"
WRITTEN = "**[A &#123;x&#125; of B](https://a.b/1)**\n\nBy C."


@pytest.mark.parametrize(
    ("text", "body"),
    [
        # the first paragraph alone is indented: it continues the checkbox's own line
        ("      **A**\n\nB", "**A**\n\nB"),
        ("      **A**\n      a\n\nB\n\n    code", "**A**\na\n\nB\n\n    code"),
        ("      **A**\n\n  B\n\nC", "**A**\n\nB\n\nC"),
        ("    **A**\n<!-- tracker: x -->\n\nB", "**A**\n\nB"),
        ("<!-- tracker: x -->\n      **A**\n\nB", "**A**\n\nB"),
        ("\t**A**\n\n\tB", "**A**\n\nB"),
        # it belongs to the checkbox's item
        ("\n  **A**\n\n  B\n\nC\n\n    code", "**A**\n\nB\n\nC\n\n    code"),
        ("\n  1. **A**\n\n     B\n\n  C", "**A**\n\nB\n\nC"),
        # Logseq's own notes below the checkbox
        ("  id:: 65f0c1a2-0000\n**A**", "**A**"),
        ("\tcollapsed:: true\n\tid:: 1\n\n**A**\n\nB", "**A**\n\nB"),
        ("**A**\n\nid:: mine", "**A**\n\nid:: mine"),
        ("**A**\n\n  see:: mine", "**A**\n\n  see:: mine"),
        # code is code, and an author's own blanks stay
        ("```\n    code\n```\n\nB", "```\n    code\n```\n\nB"),
        ("**A**\n\n      code\n\nB", "**A**\n\n      code\n\nB"),
        (" **A**\n\nB", " **A**\n\nB"),
    ],
)
def test_the_indentation_of_the_checkboxs_item_goes(text: str, body: str) -> None:
    (entry,) = parse_draft(draft(f"- [x] {MARKER}\n{text}\n").encode(), path="x").entries
    assert entry.body == body


def test_the_bullets_own_width_counts() -> None:
    text = f"*   \\[x] {MARKER}\n\n    **A**\n\nB\n"
    (entry,) = parse_draft(draft(text).encode(), path="x").entries
    assert (entry.body, entry.verdict) == ("**A**\n\nB", Verdict.APPROVED)


@pytest.mark.parametrize("box", ["\\[x]", "\\[x\\]", "[x\\]", "\\[ X \\]"])
def test_an_escaped_checkbox_is_one(box: str) -> None:
    data = f"* {box} {MARKER}\n\n  **A**\n".encode()
    (entry,) = parse_draft(data, path="x").entries
    assert entry.verdict is Verdict.APPROVED
    rejected = plan_checkbox(data, KEY, Verdict.REJECTED, "too narrow")
    (entry,) = parse_draft(rejected, path="x").entries
    assert (entry.verdict, entry.reason, entry.body) == (Verdict.REJECTED, "too narrow", "**A**")


@pytest.mark.parametrize(
    ("lines", "reason", "body"),
    [
        (f"{MARKER} **[A {{x}} of B](https://a.b/1)**\n\nBy C.", "", 0),
        (f"too old {MARKER} **[A &#123;x&#125; of B](https://a.b/1)**\n\nBy C.", "too old", 0),
        (f"{MARKER} **[A {{x}} of\n  B](https://a.b/1)**\n\nBy C.", "", 1),
        (f"{MARKER} **[A {{x}} of B](https://a.b/1)** Mine.", "", 2),
        (f"{MARKER} a note of mine\n**[A](https://a.b/1)**", "a note of mine", 3),
        (f"{MARKER} A\n**[A](https://a.b/1)**", "A", 3),
    ],
)
def test_text_that_was_joined_to_the_checkbox_is_text(lines: str, reason: str, body: int) -> None:
    data = draft(f"- [x] {lines}\n").encode()
    read = without_joined_lines(parse_draft(data, path="x"), data, {KEY: WRITTEN})
    (entry,) = read.entries
    bodies = (
        "**[A {x} of B](https://a.b/1)**\n\nBy C.",
        "**[A {x} of\nB](https://a.b/1)**\n\nBy C.",
        "**[A {x} of B](https://a.b/1)** Mine.",
        "**[A](https://a.b/1)**",
    )
    text = entry.body.replace("&#123;", "{").replace("&#125;", "}")
    assert (entry.reason, text, read.problems) == (reason, bodies[body], ())


LONG = "too narrow for this post, and the numbers in its second table do not agree"
START, REST = LONG[:48], LONG[49:]  # as an editor breaks it at eighty columns


@pytest.mark.parametrize(
    "text",
    [
        f"{START}\n{REST}\n{WRITTEN}",
        f"{START}\n  {REST}\n1. {WRITTEN}",
        f"{START}\r\n  {REST}\r\n\r\n{WRITTEN}",
        f"{START}\n  {REST[:19]}\n  {REST[20:]}\n<!-- tracker: new version -->\n1. {WRITTEN}",
        f"{START}\n  {REST} {WRITTEN}",
        f"{START}\n  {REST} **[A {{x}}\n  of B](https://a.b/1)**\n\nBy C.",
    ],
)
@pytest.mark.parametrize("box", ["[-]", "[x]", "[ ]"])
def test_a_reason_that_was_broken_into_lines_is_read_whole(text: str, box: str) -> None:
    data = draft(f"- {box} {MARKER} {text}\n").encode()
    (entry,) = without_joined_lines(parse_draft(data, path="x"), data, {KEY: WRITTEN}).entries
    assert entry.reason == LONG
    body = entry.body.replace("&#123;", "{").replace("&#125;", "}")
    assert " ".join(body.split()) == "**[A {x} of B](https://a.b/1)** By C."
    taken_back = plan_checkbox(data, KEY, Verdict.UNDECIDED, reason_end=entry.reason_end)
    assert (REST[-5:].encode() in taken_back) is (box != "[-]")
    instead = plan_checkbox(data, KEY, Verdict.REJECTED, "dull", reason_end=entry.reason_end)
    assert (b"dull" in instead, REST[-5:].encode() in instead) == (True, False)
    (again,) = parse_draft(instead, path="x").entries
    assert again.body.split()[-2:] == ["By", "C."]
    rewritten = plan_text(data, entry, "Mine.")
    (entry,) = parse_draft(rewritten, path="x").entries
    assert REST[-5:].encode() in rewritten
    assert b"By C." not in rewritten


@pytest.mark.parametrize(
    "text",
    [
        f"no\nMy own words on it.\n{WRITTEN}",
        f"{START}\n\n{REST}\n{WRITTEN}",
        f"{START}\n- {REST}\n\n{WRITTEN}",
        f"{START}\n{REST}\n\nMine alone.",
    ],
)
def test_words_that_are_no_reasons_stay_the_entrys(text: str) -> None:
    data = draft(f"- [x] {MARKER} {text}\n").encode()
    plain = parse_draft(data, path="x")
    assert without_joined_lines(plain, data, {KEY: WRITTEN}) == plain


def test_a_reason_that_an_editor_broke_before_the_marker_is_read_whole() -> None:
    data = draft(f"- [-] {START} of ours as it is\n{REST} {MARKER}\n{WRITTEN}\n").encode()
    (entry,) = parse_draft(data, path="x").entries
    assert (entry.reason, entry.verdict) == (f"{START} of ours as it is {REST}", Verdict.REJECTED)
    assert entry.body == WRITTEN


def test_a_decision_on_a_joined_line_leaves_its_text() -> None:
    data = f"- [-] no {MARKER} **[A](https://a.b/1)**\n\nB\n".encode()
    for verdict, reason in ((Verdict.UNDECIDED, ""), (Verdict.REJECTED, "because")):
        assert b"**[A](https://a.b/1)**" in plan_checkbox(data, KEY, verdict, reason)


@pytest.mark.parametrize(
    ("body", "escaped"),
    [
        ("**A {x} of B**", "**A &#123;x&#125; of B**"),
        ("__A {x} of\n  B__", "__A &#123;x&#125; of\n  B__"),
        ("**A &#123;x&#125; of B** {mine}", "**A &#123;x&#125; of B** {mine}"),
        ("**A &#123;x&#125; of B** See {x} there.", "**A &#123;x&#125; of B** See {x} there."),
        ("{% include a %}\n\n**A {x} of B**", "{% include a %}\n\n**A &#123;x&#125; of B**"),
        ("`A {x} of B`", "`A {x} of B`"),
        ("```\nA {x} of B\n```", "```\nA {x} of B\n```"),
        ("Rewritten {y}.", "Rewritten {y}."),
    ],
)
def test_braces_of_the_source_are_escaped_again_and_the_authors_own_stay(
    body: str, escaped: str
) -> None:
    assert escape_again(body, "**A &#123;x&#125; of B**") == escaped


def test_braces_of_a_template_of_ones_own_are_ones_own() -> None:
    assert (
        escape_again("{{< a 1 >}} {x}", "{{< a 1 >}} &#123;x&#125;") == "{{< a 1 >}} &#123;x&#125;"
    )


@pytest.mark.parametrize("piece", ["{", "`", "``` ", "a {x} ", "\\", "&#123;"])
def test_escaping_a_long_hostile_text_ends_soon(piece: str) -> None:
    start = time.monotonic()
    escape_again(piece * 100_000, "&#123;x&#125; " * 5_000)
    assert time.monotonic() - start < 20


@pytest.mark.parametrize(
    "front",
    [
        "***\n\ntitle: x\ndate: 2025-01-01\n----------------\n",
        f"{'_' * 70}\n\n## title: x date: 2025-01-01\n",
        "---\n\ntitle: x\ndate: 2025-01-01\n",
    ],
)
def test_front_matter_that_a_formatter_took_for_text_is_no_text(front: str) -> None:
    text = f"{front}\n## Reasoning\n\n- [x] {MARKER}\n**A**\n"
    read = parse_draft(text.encode(), path="x")
    assert not read.problems
    assert read.entries[0].heading == "Reasoning"


@pytest.mark.parametrize("text", ["***\n\nMy own words.\n", "___\n\nnote: buy milk\n"])
def test_other_text_at_the_top_is_told(text: str) -> None:
    assert parse_draft(f"{text}\n## R\n\n- [x] {MARKER}\n**A**\n".encode(), path="x").problems
