"""Where entries go, and in which manner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from tracker.errors import PostError
from tracker.markdown import apply_edits
from tracker.posts.document import parse_post
from tracker.posts.publication import PublishPlan, plan_publication
from tracker.values import Alias, ApprovedEntry, EntryKey

_NOW = datetime(2025, 5, 2, 18, 0, tzinfo=UTC)


def _entry(text: str, heading: str = "Papers", number: int = 1, **more: object) -> ApprovedEntry:
    return ApprovedEntry(
        key=EntryKey(number, "topic"),
        heading=heading,
        title="A title",
        text=text,
        **more,  # type: ignore[arg-type]
    )


def _plan(
    post: str,
    *entries: ApprovedEntry,
    position: str = "end",
    markers: bool = False,
    siblings: Sequence[str] = (),
) -> PublishPlan:
    return plan_publication(
        parse_post(post.encode()),
        entries,
        position=position,
        markers=markers,
        date_key="last_modified_at",
        sibling_headings=siblings,
        now=_NOW,
    )


def _published(
    post: str,
    *entries: ApprovedEntry | str,
    position: str = "end",
    markers: bool = False,
    siblings: Sequence[str] = (),
) -> str:
    made = [
        entry if isinstance(entry, ApprovedEntry) else _entry(entry, number=number)
        for number, entry in enumerate(entries, 1)
    ]
    plan = _plan(post, *made, position=position, markers=markers, siblings=siblings)
    return apply_edits(post.encode(), plan.edits).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1. a\n2. b\n", "1. a\n2. b\n3. new\n"),
        ("1. a\n1. b\n", "1. a\n1. b\n1. new\n"),
        ("1) a\n2) b\n", "1) a\n2) b\n3) new\n"),
        ("0. a\n", "0. a\n1. new\n"),
        ("08. a\n09. b\n", "08. a\n09. b\n10. new\n"),
        ("1. a\n\n2. b\n", "1. a\n\n2. b\n\n3. new\n"),
        ("- a\n- b\n", "- a\n- b\n- new\n"),
        ("* a\n\n* b\n", "* a\n\n* b\n\n* new\n"),
        (" +   a\n", " +   a\n +   new\n"),
        ("-\ta\n", "-\ta\n-\tnew\n"),
        ("9.  a\n", "9.  a\n10. new\n"),
        ("- [x] a\n- [ ] b\n", "- [x] a\n- [ ] b\n- [ ] new\n"),
        ("1. a\n2. b", "1. a\n2. b\n3. new"),
        ("1. a\r\n2. b\r\n", "1. a\r\n2. b\r\n3. new\r\n"),
        ("1. a\n2. b\n\nProse.\n", "1. a\n2. b\n3. new\n\nProse.\n"),
        ("- x\n\ntext\n\n1. a\n2. b\n", "- x\n\ntext\n\n1. a\n2. b\n3. new\n"),
        ("1. a\n2. b\n---\n\nfoot\n", "1. a\n2. b\n3. new\n---\n\nfoot\n"),
        ("1. a\n   - inner\n\nProse.\n", "1. a\n   - inner\n2. new\n\nProse.\n"),
        ("1. a\nlazy\n{: .x}\n", "1. a\nlazy\n2. new\n{: .x}\n"),
        ("1. a\n{: .x}\ntext\n", "1. a\n2. new\n{: .x}\ntext\n"),
        ("1. a\n{% raw %}\nx\n{% endraw %}\n", "1. a\n2. new\n\n{% raw %}\nx\n{% endraw %}\n"),
        ("1. a\n{% assign x = 1 %}\nx\n", "1. a\n2. new\n\n{% assign x = 1 %}\nx\n"),
        ("1. a\n::: tip\nx\n:::\n", "1. a\n2. new\n\n::: tip\nx\n:::\n"),
        ("1. a\n{% include x.html %}\n", "1. a\n{% include x.html %}\n2. new\n"),
        ("-\n\n  ## Tools\n", "-\n- new\n\n<!-- -->\n\n  ## Tools\n"),
        ("1. ```\n   x\n   ```\nProse.\n", "1. ```\n   x\n   ```\n2. new\n\nProse.\n"),
        ("999999999. a\n", "999999999. a\n999999999. new\n"),
    ],
)
def test_a_list_is_continued_in_its_own_manner(before: str, after: str) -> None:
    assert _published(f"## Papers\n\n{before}", "new") == f"## Papers\n\n{after}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1. a\n2. b\n", "1. new\n2. a\n3. b\n"),
        ("1. a\n1. b\n", "1. new\n1. a\n1. b\n"),
        ("- a\n\n- b\n", "- new\n\n- a\n\n- b\n"),
        ("8. a\n9. b\n", "8. new\n9. a\n10. b\n"),
        ("1. a\n3. b\n", "1. new\n1. a\n3. b\n"),
        ("9. a\n\n   more\n", "9. new\n\n9. a\n\n   more\n"),  # 10. would lose "more"
    ],
)
def test_a_list_is_opened_and_renumbered_by_digits_alone(before: str, after: str) -> None:
    published = _published(f"## Papers\n\n{before}", "new", position="start")
    assert published == f"## Papers\n\n{after}"


@pytest.mark.parametrize(
    "body",
    [
        "Prose.\n",
        "Prose.",
        "",
        "> 1. quoted\n",
        "```\n1. code\n```\n",
        "<!--more-->\n",
    ],
)
def test_without_a_list_entries_end_the_own_body(body: str) -> None:
    post = f"## Papers\n\n{body}\n\n### Older\n\n1. old\n"
    published = _published(post, "new")
    assert published.replace("new\n", "", 1).replace("1. \n", "").split() == post.split()
    assert published.index("new") < published.index("### Older")


def test_an_entry_stays_before_a_closing_rule_and_is_no_heading() -> None:
    post = "## Papers\n\nProse.\n\n---\n\n## Notes\n\n> quote\n---\n\n*Footer*\n"
    first = _published(post, _entry("new"))
    assert first == post.replace("Prose.\n", "Prose.\n\nnew\n")
    last = _published(post, _entry("new", "Notes"))
    assert last == post.replace("> quote\n", "> quote\n\nnew\n\n")


def test_a_missing_heading_is_created_before_the_footer_with_the_siblings_level() -> None:
    post = "# Title\n\n### Code\n\n1. a\n\n2. b\n\n---\n*Footer*\n"
    published = _published(post, "new", siblings=("Code", "Papers"))
    assert published == post.replace("2. b\n", "2. b\n\n### Papers\n\n1. new\n")


def test_a_path_is_followed_and_its_missing_parts_are_created() -> None:
    post = "## 2025\n\n### Papers\n\n- a\n\n## 2024\n\n### Papers\n\n- b\n"
    entries = [
        _entry("in twenty-five", "2025 > Papers", 1),
        _entry("in twenty-four", "2024 > papers", 2),
        _entry("new part", "2025 > Code", 3),
        _entry("new year", "2026 > Papers", 4),
        _entry("new year's code", "2026 > Code", 5),
    ]
    assert _published(post, *entries, siblings=("2025 > Papers", "2025 > Code")) == (
        "## 2025\n\n### Papers\n\n- a\n- in twenty-five\n\n### Code\n\n- new part\n\n"
        "## 2024\n\n### Papers\n\n- b\n- in twenty-four\n\n"
        "## 2026\n\n### Papers\n\n- new year\n\n### Code\n\n- new year's code\n"
    )


@pytest.mark.parametrize(
    "heading",
    [
        "## papers",
        "# PAPERS #",
        "Papers\n===",
        "Papers\n--",
        "### 📄 Papers",
        "## Papers :rocket:",
        "## [Papers](https://a.example/) {#papers}",
        "## *Papers* {: .wide} ##",
        "## `Papers`",
    ],
)
def test_a_heading_is_found_by_its_words(heading: str) -> None:
    assert _published(f"{heading}\n\n- a\n", "new") == f"{heading}\n\n- a\n- new\n"


@pytest.mark.parametrize(
    "hidden",
    [
        "```\n## Papers\n```",
        "<div>\n## Papers\n</div>",
        "<!--\n\n## Papers\n\n-->",
        "    ## Papers",
        "> ## Papers",
        "{% highlight md %}\n## Papers\n{% endhighlight %}",
        "{% comment %}\n\n## Papers\n\n{% endcomment %}",
    ],
)
def test_headings_in_code_html_and_quotes_are_none(hidden: str) -> None:
    post = f"## Notes\n\n{hidden}\n"
    assert _published(post, "new") == f"{post}\n## Papers\n\nnew\n"


def test_the_first_of_several_headings_is_taken() -> None:
    post = "## Papers\n\n- a\n\n## Papers\n\n- b\n"
    assert _published(post, "new") == post.replace("- a\n", "- a\n- new\n")


def test_a_list_near_nine_digits_counts_no_further() -> None:
    post = "## Papers\n\n999999998. a\n"
    published = _published(post, "one", "two", "three")
    assert published == post + "999999999. one\n999999999. two\n999999999. three\n"


@pytest.mark.parametrize(
    ("texts", "after"),
    [
        (("new",), "1. new\n"),
        (("one", "two\n\n> q", "three"), "1. one\n\n2. two\n\n   > q\n\n3. three\n"),
        (("one\n\n> q", "two", "three"), "\n1. one\n\n   > q\n\n2. two\n3. three\n"),
    ],
)
def test_only_an_entry_that_holds_a_blank_line_is_set_apart(
    texts: Sequence[str], after: str
) -> None:
    assert _published("## Papers\n\n0. a\n", *texts) == f"## Papers\n\n0. a\n{after}"


def test_an_entry_that_holds_a_blank_line_is_set_apart_at_the_start_too() -> None:
    assert _published("## Papers\n\n1. a\n", "one", "two\n\n> q", position="start") == (
        "## Papers\n\n1. one\n\n2. two\n\n   > q\n\n3. a\n"
    )


def test_further_paragraphs_are_indented_to_the_items_content() -> None:
    text = "1. **New** - does.\n\n   > quote\n\nMy words.\n\n```py\nx = 1\n```"
    assert _published("## Papers\n\n10. a\n", text) == (
        "## Papers\n\n10. a\n\n11. **New** - does.\n\n    > quote\n\n    My words.\n\n"
        "    ```py\n    x = 1\n    ```\n"
    )


def test_an_entry_that_is_a_list_itself_is_nested() -> None:
    assert (
        _published("## Papers\n\n- a\n", "- one\n- two") == "## Papers\n\n- a\n- - one\n  - two\n"
    )


def test_definitions_and_footnotes_stay_at_the_end() -> None:
    post = (
        "## Papers\n\nProse[^1].\n\n[^1]: A note.\n\n    More of it.\n\n[ref]: https://a.example/\n"
    )
    assert _published(post, "new") == post.replace("[^1].\n", "[^1].\n\nnew\n")


def test_nothing_goes_after_code_that_never_ends() -> None:
    post = "## Papers\n\nProse.\n\n```\nopen\n"
    assert _published(post, "new") == post.replace("Prose.\n", "Prose.\n\nnew\n")


def test_an_entry_that_would_swallow_the_post_is_left_out_and_told() -> None:
    plan = _plan("## Papers\n\nProse.\n", _entry("new\n\n```\nopen"))
    assert not plan.edits
    assert "never ends" in plan.skipped[0].reason


def test_what_the_post_links_in_any_spelling_is_skipped_with_a_word() -> None:
    post = "## Papers\n\n- [a](http://arxiv.org/pdf/2505.00703v2.pdf)\n"
    entry = _entry("new", aliases=(Alias("arxiv", "2505.00703"),))
    plan = _plan(post, entry)
    assert (plan.edits, plan.skipped[0].reason) == ((), "the post links it already")
    update = _entry("new", aliases=entry.aliases, is_update=True)
    plan = _plan(post, update)
    assert (plan.edits, plan.skipped[0].stands) == ((), True)


def test_one_work_under_two_topics_goes_in_once() -> None:
    alias = (Alias("arxiv", "2505.00703"),)
    plan = _plan("", _entry("one", aliases=alias), _entry("two", "Code", 2, aliases=alias))
    assert len(plan.placed) == len(plan.skipped) == 1


def test_markers_stand_in_the_post_only_when_asked_for() -> None:
    published = _published("## Papers\n\n- a\n", "new\n\nmore", markers=True)
    assert published == "## Papers\n\n- a\n\n- new <!-- tracker 1 topic -->\n\n  more\n"


@pytest.mark.parametrize("post", ["", "\ufeff", "---\ntitle: x\n---\n", "\n\n", "---\n\n*foot*\n"])
def test_a_post_without_headings_gets_one(post: str) -> None:
    published = _published(post, "new")
    assert published.replace("## Papers\n\nnew", "").split() == post.split()
    assert parse_post(published.encode()).sections[0].heading.level == 2


def test_byte_order_mark_and_line_endings_stay() -> None:
    post = "\ufeff## Papers\r\n\r\nProse.\r\n"
    assert _published(post, "new\n\nmore") == f"{post}\r\nnew\r\n\r\nmore\r\n"


def test_other_encodings_are_refused() -> None:
    with pytest.raises(PostError, match="UTF-8"):
        parse_post("Café".encode("latin-1"))


def test_a_new_list_takes_the_manner_of_most_lists_and_sets_long_items_apart() -> None:
    post = "## One\n\n- a\n- b\n\n## Two\n\n1. c\n2. d\n\n## Three\n\n1. e\n2. f\n"
    published = _published(
        post,
        _entry("new\n\nmore", number=1, heading="Four"),
        _entry("other", number=2, heading="Four"),
    )
    assert published == post + "\n## Four\n\n1. new\n\n   more\n\n2. other\n"


def test_an_empty_section_lists_its_entries_where_any_topic_does() -> None:
    post = "## One\n\n1. c\n\n## Two\n\nProse.\n\n## Three\n\nProse.\n\n## Papers\n"
    siblings = ("One", "Two", "Three", "Papers")
    assert _published(post, "new", siblings=siblings) == post + "\n1. new\n"


@pytest.mark.parametrize("body", ["", "\nWhat is worth it:\n"])
def test_an_item_of_the_draft_stays_one(body: str) -> None:
    post = f"## Papers\n{body}"
    assert _published(post, _entry("new", marker="1.")) == f"{post}\n1. new\n"


def test_the_headings_that_are_created_are_told() -> None:
    entries = [_entry("a", "2025 > Paperss"), _entry("b", "2025 > Paperss", 2), _entry("c", "One")]
    assert _plan("# 2025\n\n## Papers\n", *entries[:2]).created == ("Paperss",)
    assert _plan("# One\n", *entries).created == ("2025", "Paperss")


@pytest.mark.parametrize("post", ["  ---\n\nA footer.\n", "\n  ---\n\nA footer.\n"])
def test_an_indented_rule_below_a_new_list_stays_outside_of_it(post: str) -> None:
    published = _published(post, "- **One**\n\n  and more")
    assert published.startswith("## Papers\n\n- **One**\n\n  and more\n\n<!-- -->\n")
    assert published.endswith("\n" + post.lstrip("\n"))


def test_an_underlined_heading_right_below_a_list_stays_a_heading() -> None:
    post = "# Papers\n\n- alpha\n\n  ```\n  code\n  ```\nBlogs\n===\n"
    after = _published(post, "new")
    assert [section.words for section in parse_post(after.encode()).sections] == ["papers", "blogs"]
