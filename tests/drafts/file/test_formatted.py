"""What formatters change in an entry, taken back."""

import time

import pytest

from tests.drafts.file.test_document import draft
from tracker.drafts.file.document import parse_draft, plan_checkbox
from tracker.drafts.file.formatted import escape_again, without_joined_lines
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
