"""Lists and sections in the manner of the post's own engine, whatever that is."""

from __future__ import annotations

import pytest

from tests.posts.test_publication import _NOW, _entry, _plan, _published
from tracker.markdown import apply_edits
from tracker.posts.document import find_section, parse_post
from tracker.posts.undo import plan_undo
from tracker.values import PublishedEntry

TWO = "**New** - b.\n\nMore.\n\n- x\n- y"


@pytest.mark.parametrize(
    ("item", "lines"),
    [
        ("1. a\n\n    b", ["2. **New** - b.", "", "    More.", "", "    - x", "    - y"]),
        ("- a\n\n    b", ["- **New** - b.", "", "    More.", "", "    - x", "    - y"]),
        ("1. a\n\n   b", ["2. **New** - b.", "", "   More.", "", "   - x", "   - y"]),
        ("1.  a\n\n    b", ["2.  **New** - b.", "", "    More.", "", "    - x", "    - y"]),
        ("1. a\n\n   b\n\n1. c\n\n    d", ["    More."]),
        ("1. a\n\n       code", ["   More."]),
    ],
)
def test_further_paragraphs_are_indented_as_the_lists_own_are(item: str, lines: list[str]) -> None:
    added = _published(f"## Papers\n\n{item}\n", TWO).splitlines()
    assert [line for line in added if line in lines][-len(lines) :] == lines


def test_a_draft_of_four_blanks_goes_into_a_list_of_three() -> None:
    entry = "1. **New** - b.\n\n    More."
    added = _published("## Papers\n\n1. a\n\n   b\n", entry)
    assert added.endswith("2. **New** - b.\n\n   More.\n")


@pytest.mark.parametrize(
    "equation", ["$$\n- x\n+ y\n$$", "\\[\n- x\n\\]", "\\begin{align}\n- x\n\\end{align}"]
)
def test_a_displayed_equation_is_no_list(equation: str) -> None:
    post = f"## Papers\n\n1. a\n\n{equation}\n"
    assert _published(post, "New.") == f"## Papers\n\n1. a\n2. New.\n\n{equation}\n"


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("{::comment}", "{:/comment}"),
        ("{% comment %}", "{% endcomment %}"),
        ("{{% comment %}}", "{{% /comment %}}"),
        ("{/*", "*/}"),
        ("{#", "#}"),
        ("<!--", "-->"),
        ("%%", "%%"),
        ("%% to do", "%%"),
        ("{ /*", "*/ }"),
        ("{{!", "}}"),
        ("{% if nil %}", "{% endif %}"),
        ("{% unless true %}", "{% endunless %}"),
        ("{% # old", "%}"),
        ("::: {.content-hidden}", ":::"),
        (':::: {.content-hidden when-format="html"}', "::::"),
        ("<template>\n", "</template>"),
        ("<div hidden>\n", "\n</div>"),
        ("<section style='display: none'>\n", "\n</section>"),
        ("<%--", "--%>"),
        ("<%#", "%>"),
    ],
)
def test_a_section_that_is_commented_out_is_not_there(opening: str, closing: str) -> None:
    hidden = f"{opening}\n## Papers\n\n- old https://arxiv.org/abs/2505.00001\n{closing}\n"
    post = parse_post(f"# Post\n\n{hidden}\n## Tools\n\n- t\n".encode())
    assert find_section(post, "Papers") is None
    plan = _plan(f"{hidden}\n## Papers\n\n- a\n", _entry("See https://arxiv.org/abs/2505.00001."))
    assert not plan.skipped
    assert _published(f"{hidden}\n## Papers\n\n- a\n", "New.").endswith("- a\n- New.\n")


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("{{< details >}}", "{{< /details >}}"),
        ("{% details More %}", "{% enddetails %}"),
        ("::: tip", ":::"),
        ("/// note", "///"),
        ("<Tabs>", "</Tabs>"),
        ("{% callout %}", "{% /callout %}"),
        ("{::options /}", "{:/}"),
        ("{{ if .Draft }}", "{{ end }}"),
        ("{{#if x}}", "{{/if}}"),
        ("<>", "</>"),
        ("[box]", "[/box]"),
        ("::: tip", ":::  <!-- end of tip -->"),
    ],
)
@pytest.mark.parametrize("position", ["end", "start"])
def test_a_list_that_ends_at_a_closing_line_stays_within_it(
    opening: str, closing: str, position: str
) -> None:
    post = f"## Papers\n\n{opening}\n\n- a\n- b\n{closing}\n\nText.\n"
    added = _published(post, "New.", position=position)
    items = ["- a", "- b", "- New."] if position == "end" else ["- New.", "- a", "- b"]
    kept = [line for line in added.splitlines() if line]
    assert kept == ["## Papers", opening, *items, closing, "Text."]
    plan = _plan(post, _entry("New."), position=position)
    placed = [
        PublishedEntry(key=each.key, post="p", text=each.text, published_at=_NOW)
        for each in plan.placed
    ]
    undone = plan_undo(parse_post(added.encode()), placed)
    assert apply_edits(added.encode(), undone.edits).decode() == post


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("<!-- BLOG-POST-LIST:START -->", "<!-- BLOG-POST-LIST:END -->", "BLOG-POST-LIST:START"),
        ("<!--START_SECTION:feed-->", "<!--END_SECTION:feed-->", "START_SECTION:feed"),
        ("<!-- START doctoc generated -->", "<!-- END doctoc generated -->", "START doctoc"),
        ("<!-- BEGIN_TF_DOCS -->", "<!-- END_TF_DOCS -->", "BEGIN_TF_DOCS"),
        ("<!-- AUTO:START (x=1) -->", "<!-- AUTO:END -->", "AUTO:START"),
        ("<!-- toc -->", "<!-- tocstop -->", "toc"),
    ],
)
def test_a_place_that_a_program_writes_is_told(first: str, last: str, name: str) -> None:
    post = f"## Papers\n\n{first}\n- a\n{last}\n\n## Tools\n\n- t\n"
    plan = _plan(post, _entry("New."), _entry("Other.", "Tools", 2))
    (line,) = plan.cautions
    assert line.startswith(f'line 3: a program writes what stands from here to line 5 ("{name}')
    assert "1 new entries" in line
    assert not _plan(post, _entry("Other.", "Tools", 2)).cautions


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("{% highlight md %}", "{% endhighlight %}"),
        ("{% comment %}", "{% endcomment %}"),
        ("{::comment}", "{:/comment}"),
    ],
)
@pytest.mark.parametrize("fence", ["```", "~~~ md", "   `````"])
@pytest.mark.parametrize("end", ["", "\n```\n~~~\n`````\n"])
def test_code_that_only_the_engine_ends_is_told(
    opening: str, closing: str, fence: str, end: str
) -> None:
    post = f"# A\n\n{opening}\n{fence}\n{closing}\n\n## Papers\n\n- a\n{end}"
    (line,) = _plan(post, _entry("New.")).cautions
    assert line.startswith("line 4: the code that opens here ends in line 5 for your site's engine")
    assert "1 new entries" in line
    closed = post.replace(closing, f"{fence.replace('md', '').strip()}\n{closing}")
    assert not _plan(closed, _entry("New.")).cautions
    above = f"## Papers\n\n- a\n\n{post.replace('## Papers', '## B')}"
    assert not _plan(above, _entry("New.")).cautions


@pytest.mark.parametrize(
    "post",
    [
        "## Papers\n\n<!-- prettier-ignore-start -->\n- a\n<!-- prettier-ignore-end -->\n",
        "## Papers\n\n<!-- start here -->\n- a\n",
        "```\n<!-- X:START -->\n```\n## Papers\n\n- a\n\n```\n<!-- X:END -->\n```\n",
    ],
)
def test_other_comments_are_no_such_place(post: str) -> None:
    assert not _plan(post, _entry("New.")).cautions


@pytest.mark.parametrize(
    "heading",
    [
        "Papers [↑](#contents)",
        "Papers [🔝](#top)",
        "Papers [back to top](#top)",
        "Papers [¶](#papers)",
        "Papers <a href='#top'>↑</a>",
        "Papers [](#papers) {#papers}",
        "[Papers](#papers)",
        "Papers [↑](#contents) ##",
    ],
)
def test_a_way_back_is_no_part_of_a_heading(heading: str) -> None:
    assert find_section(parse_post(f"## {heading}\n".encode()), "Papers")


@pytest.mark.parametrize("heading", ["Papers [and code](#code)", "Papers [2](https://a.b)"])
def test_another_link_is(heading: str) -> None:
    assert not find_section(parse_post(f"## {heading}\n".encode()), "Papers")


@pytest.mark.parametrize(
    "opening", ["{::comment}", "{% comment %}", "$$", "{/*", "- a\n\n  {% comment %}"]
)
def test_an_entry_that_opens_what_it_does_not_close_is_left_out(opening: str) -> None:
    (skipped,) = _plan("## Papers\n\n- a\n", _entry(f"New.\n\n{opening}\nb")).skipped
    assert "never ends" in skipped.reason


def test_an_entry_that_closes_what_it_opens_is_placed() -> None:
    text = "New.\n\n$$\nx\n$$\n\n{% comment %}a{% endcomment %}\n\n- a\n\n  $$\n  x\n  $$"
    assert not _plan("## Papers\n\n- a\n", _entry(text)).skipped
