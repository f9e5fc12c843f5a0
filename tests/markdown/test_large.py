"""A large file is read to the same effect as a small one, and in time."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.posts.generated import posts
from tracker.markdown import Block, children_of, links_of, parse_outline

PIECES = st.sampled_from(
    [
        *(
            "# A",
            "## B ##",
            "### c#",
            "#",
            "#tag",
            "  # d",
            "text",
            "more text",
            "**b** c",
            "*a* b",
        ),
        *("- a", "- b c", "* a", "+ a", "1. a", "2. b", "1) a", "10. a", "-", "1.", "- [ ] t"),
        *("  goes on", "   goes on", "    deep", "  - inner", "    - inner", "\tx", " y", "  # h"),
        *("- # h", "- > q", "- ```", "- - x", "-     code", "- ---", "- [a]: b", "- {% comment %}"),
        *("> q", "```", "  ```", "~~~", "---", "***", "* * *", "===", "--", "___", "- - -"),
        *("<div>", "</div>", "<!-- x", "-->", "<!-- y -->", "<a>", "</Tabs>", ":::", "{{< /d >}}"),
        *("{% comment %}", "{% endcomment %}", "$$", "{::comment}", "{:/}", "%%", "{: .x}", "\\["),
        *(
            "[a]: https://a.b",
            "[^1]: note",
            "[a",
            "| a | b |",
            "|---|---|",
            "2024. x",
            "2024 x",
            "\0",
        ),
        *("::: {.content-hidden}", "<template>", "</template>", "<div hidden>", "{{! x", "}}"),
        *("%% x", "[/box]", "{{ end }}", "</>", "<%-- x", "%>", "{% unless true %}", "- :::"),
        *("", "", "", "", "  "),
    ]
)
LINES = st.lists(PIECES, max_size=24)


def outline(data: bytes, large: int) -> list[Block]:
    read = parse_outline(data, large=large)
    return [
        replace(
            block,
            items=tuple(replace(i, children=children_of(i, read.lines)) for i in block.items),
        )
        for block in read.blocks
    ]


@settings(max_examples=600, deadline=None)
@given(LINES, st.sampled_from(["\n", "\n", "\r\n", "\r"]), st.booleans())
def test_line_by_line_is_as_the_parser_reads_it(lines: list[str], end: str, ends: bool) -> None:
    data = (end.join(lines) + end * ends).encode()
    assert outline(data, 0) == outline(data, len(data) + 1)


@settings(max_examples=100, deadline=None)
@given(posts())
def test_a_post_is_as_the_parser_reads_it(data: bytes) -> None:
    assert outline(data, 0) == outline(data, len(data) + 1)


INLINE = st.sampled_from(
    """[a](https://a.b/c)|![i](https://a.b/i.png)|[![i](/i.png)](https://a.b/d)|word|www.a.b|*|(
https://a.b/e.|(https://a.b/f)|<https://a.b/g>|`[a](/code)`|[a][r]|[r]|[a](/rel)|[a](#frag)|[x]|!
[a](mailto:x@a.b)|\\[a](/esc)|&amp;|https://a.b/x_y_z|https://a.b/*x*|**[b](https://a.b/h)**
[a b](https://a.b/?q=1&r=2)|[https://a.b/i](https://a.b/j)|<a href='https://a.b/k'>
<!-- tracker 7 a-b -->|<!-- a--b -->|<!-->|-->|[a <!-- b --> c](https://a.b/n)|[a](<!-- b -->/o)
[a](https://a.b/p<!-- b -->)|https://a.b/q<!-- b -->r|<!-- b -->https://a.b/s|\\<!-- www.a.c -->
[é](https://a.b/é)|https://a.b?c=[d]|[a](<https://a.b/l>)|[a](https://A.B/M)|[a](javascript:x)
""".strip()
    .replace("\n", "|")
    .split("|")
)
PASSAGES = st.lists(INLINE, max_size=5).map(" ".join)
STARTS = st.sampled_from(
    ["", "- ", "1. ", "> ", "## ", "  - ", "    ", "[r]: https://a.b/r\n\n", "\n"]
)


@settings(max_examples=600, deadline=None)
@given(st.lists(st.tuples(STARTS, PASSAGES), max_size=10))
def test_links_of_a_large_file_are_those_of_a_small_one(lines: list[tuple[str, str]]) -> None:
    data = "\n".join(start + text for start, text in lines).encode()
    found, expected = set(links_of(data, large=0)), set(links_of(data, large=len(data) + 1))
    assert expected <= found
    # A line of a large file that looks like a definition is taken for one, wherever it stands.
    assert found - expected <= {"https://a.b/r"}


def test_plain_lists_of_links_are_read_without_the_parser() -> None:
    program = """
import sys
from tracker.markdown import links_of, parse_outline
data = ("## Notes\\n\\n" + "- [A work](https://a.b/1): what it says.\\n" * 300).encode()
print(len(parse_outline(data).blocks), links_of(data), "markdown_it" in sys.modules)
"""
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout == "2 ('https://a.b/1',) False\n"
