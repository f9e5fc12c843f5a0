"""An entry's text in its file, put in another's place."""

from __future__ import annotations

import pytest

from tracker.drafts.file.document import parse_draft
from tracker.drafts.file.rewriting import plan_text
from tracker.errors import DraftError
from tracker.values import DraftEntry

DRAFT = """\
---
title: "Next"
---

## Reasoning

- [ ] <!-- tracker 17 reasoning -->
1. **Chains** ([paper](https://x.example/17)) - Looks at chains.

   <!-- tracker: “Chains of thought” -->
   <!-- tracker: your words: what does it change, and for whom? -->

- [x] <!-- tracker 18 reasoning -->
**Trees** ([paper](https://x.example/18)) - Looks at trees.

> A quote.

<!-- tracker: abstract
two lines of it,
and no more
-->
"""


def entry(data: bytes, number: int = 17) -> DraftEntry:
    found = parse_draft(data, path="").entries
    return next(each for each in found if each.key.work_id == number)


def rewritten(text: str, number: int = 17, draft: str = DRAFT) -> str:
    data = draft.encode()
    return plan_text(data, entry(data, number), text).decode()


def test_words_go_below_the_text_and_above_the_comments() -> None:
    body = entry(DRAFT.encode()).body
    made = rewritten(f"{body}\n\nMy words.")
    before = "Looks at chains.\n\n   <!--"
    assert made == DRAFT.replace(before, "Looks at chains.\n\n   My words.\n\n   <!--")


def test_the_same_text_changes_no_byte() -> None:
    for number in (17, 18):
        assert rewritten(entry(DRAFT.encode(), number).body + "\r\n \r\n", number) == DRAFT


def test_all_outside_the_entry_stays() -> None:
    start, _, rest = DRAFT.partition("1. **Chains**")
    made = rewritten("Other words.")
    assert made.startswith(start)
    assert made.endswith(rest[rest.index("\n- [x]") :])


def test_a_comment_over_several_lines_stays_whole() -> None:
    made = rewritten("**Trees** - In other words.", 18)
    assert "<!-- tracker: abstract\ntwo lines of it,\nand no more\n-->\n" in made
    assert made.index("In other words") < made.index("abstract")


def test_line_endings_are_the_files() -> None:
    made = rewritten("One.\n\nTwo.", draft=DRAFT.replace("\n", "\r\n"))
    assert "1. One.\r\n\r\n   Two.\r\n\r\n   <!--" in made
    assert "\n" not in made.replace("\r\n", "")


def test_a_list_marker_that_is_typed_is_the_entrys() -> None:
    assert "\n1. **New** words.\n" in rewritten("1. **New** words.")


def test_code_and_lists_of_the_authors_read_back() -> None:
    text = (
        "Words.\n\n```python\n    x = 1\n\n# no heading\n```\n\n- one\n- two\n\n| a |\n|---|\n| b |"
    )
    for number in (17, 18):
        assert entry(rewritten(text, number).encode(), number).body == text


@pytest.mark.parametrize(
    "text",
    [
        "Words.\n\n## A heading\n\nMore.",
        "Words.\n\n- [x] <!-- tracker 99 reasoning -->\nMore.",
        "Words.\n\n<!-- tracker draft\n\nThe rest.",
        "Words.\n\n```\nnever closed",
        "Words <!-- never closed",
        "<!-- tracker: goes away -->",
    ],
)
def test_what_would_not_read_back_is_refused(text: str) -> None:
    with pytest.raises(DraftError, match="not saved"):
        rewritten(text)


def test_a_file_that_begins_with_the_entry_keeps_its_byte_order_mark() -> None:
    draft = "\ufeff- [ ] <!-- tracker 17 reasoning -->\nWords."
    assert rewritten("Others.", draft=draft) == draft.replace("Words.", "Others.\n")


def test_a_task_list_is_refused_where_it_would_be_an_entry() -> None:
    tasks = "Words.\n\n- [x] done"
    assert entry(rewritten(tasks).encode()).body == tasks
    with pytest.raises(DraftError, match="without a marker"):
        rewritten(tasks, 18)
