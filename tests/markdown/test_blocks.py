"""Blocks and where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.markdown import BlockKind, Outline, parse_outline, split_lines


def _kinds(outline: Outline) -> list[str]:
    return [str(block.kind) for block in outline.blocks]


@given(st.lists(st.sampled_from(("a", "- b", "\n", "\r", "\r\n", "\x0b", "\x0c", "\u2028", "é"))))
def test_lines_cover_every_byte(pieces: list[str]) -> None:
    data = "".join(pieces).encode()
    lines = split_lines(data)
    assert b"".join(data[a:b] for a, b in zip(lines.starts, lines.nexts, strict=True)) == data
    assert all(lines.at(start) == number for number, start in enumerate(lines.starts))


@given(st.sampled_from(("\n", "\r\n", "\r")), st.booleans(), st.booleans())
def test_blocks_stand_on_the_files_own_lines(newline: str, mark: bool, front: bool) -> None:
    lines = ["# A\x0cb", "", "text\u2028on\x00", "on", "- x", "", "  y", "", "", "---"]
    start = ["---", "a: b", "---"] if front else []
    data = ("\ufeff" * mark + newline.join(start + lines)).encode()
    found = [
        (b.kind, b.first - len(start), b.last - len(start)) for b in parse_outline(data).blocks
    ]
    assert found == [
        (BlockKind.HEADING, 0, 0),
        (BlockKind.PARAGRAPH, 2, 3),
        (BlockKind.LIST, 4, 6),
        (BlockKind.RULE, 9, 9),
    ]


@pytest.mark.parametrize(
    ("text", "is_toml", "last"),
    [
        ("---\na: b\n---\ntext", False, 2),
        ("---  \na: b\n...\ntext", False, 2),
        ("+++\na = 1\n+++", True, 2),
        ("---\n---\n", False, 1),
    ],
)
def test_front_matter_is_set_apart(text: str, is_toml: bool, last: int) -> None:
    front_matter = parse_outline(text.encode()).front_matter
    assert front_matter is not None
    assert (front_matter.is_toml, front_matter.last) == (is_toml, last)


@pytest.mark.parametrize(
    "text", ["---\na: b\n", "\n---\na: b\n---\n", "+++\na\n---\n", "", "----\n---\n"]
)
def test_what_is_not_closed_or_not_first_is_no_front_matter(text: str) -> None:
    assert parse_outline(text.encode()).front_matter is None


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("{% highlight md %}\n# a\n\n- b\n{% endhighlight %}\n# c", ["code", "heading"]),
        ("{%- comment -%}\n# a\n{%- endcomment -%}", ["code"]),
        ('{{< highlight go "x" >}}\n# a\n{{< /highlight >}}', ["code"]),
        ("{% highlight md %}\n# a\n", ["paragraph", "heading"]),
        ("{::comment}\n# a\n{:/comment}\n# b", ["code", "heading"]),
        ("{::comment}\n# a\n{:/}\n# b", ["code", "heading"]),
        ("{::nomarkdown}\n# a\n{:/nomarkdown}", ["code"]),
        ("{{% comment %}}\n# a\n{{% /comment %}}\n# b", ["code", "heading"]),
        ("{{/* a\n# a\n*/}}\n# b", ["code", "heading"]),
        ("{/*\n# a\n*/}\n# b", ["code", "heading"]),
        ("{# a\n# a\n#}\n# b", ["code", "heading"]),
        ("{{!-- a\n# a\n--}}\n# b", ["code", "heading"]),
        ("{% if false %}\n# a\n{% endif %}\n# b", ["code", "heading"]),
        ("{% comment %}\n# a\n{% /comment %}\n# b", ["code", "heading"]),
        ("%%\n# a\n%%\n# b", ["code", "heading"]),
        ("{::comment}\n# a", ["paragraph", "heading"]),
        ("{#id}\n# a", ["paragraph", "heading"]),
        ("%% a %%\n# a\n%%", ["paragraph", "heading", "paragraph"]),
        ("{% # a %}\n# a\n%}", ["paragraph", "heading", "paragraph"]),
        ("<div class='hidden-xs'>\n\n# a\n\n</div>", ["html", "heading", "html"]),
        ("::: {.content-visible}\n# a\n:::", ["html", "heading", "html"]),
        ("[/a]: https://x.example/\n# a", ["heading"]),
        # displayed equations
        ("$$\n- x\n+ y\n$$\n- a", ["code", "list"]),
        ("text\n$$\n- x\n$$\ntext", ["paragraph", "code", "paragraph"]),
        ("\\[\n- x\n\\]", ["code"]),
        ("\\\\[\n- x\n\\\\]", ["code"]),
        ("\\begin{align*}\n- x\n\\end{align*}", ["code"]),
        ("$$ 5 $$\n- a", ["code", "list"]),
        ("$$ for two\n- a\n- b $$", ["paragraph", "list"]),
        # lines that close what wraps Markdown
        ("- a\n{{< /details >}}\ntext", ["list", "html", "paragraph"]),
        ("- a\n{{% /note %}}", ["list", "html"]),
        ("- a\n{% enddetails %}", ["list", "html"]),
        ("- a\n{% /callout %}", ["list", "html"]),
        ("- a\n:::", ["list", "html"]),
        ("- a\n:::::", ["list", "html"]),
        ("- a\n///", ["list", "html"]),
        ("- a\n{:/div}", ["list", "html"]),
        ("- a\n</TabItem>", ["list", "html"]),
        ("- a\n::: goes on", ["list"]),
        ("- a\n{{ x }}", ["list"]),
        ("{% raw %}\n# a\n{% endraw %}", ["html", "heading", "html"]),
        # lines that open what another one closes, or show nothing
        ("- a\n{% raw %}\ntext\n{% endraw %}", ["list", "html", "paragraph", "html"]),
        ("- a\n{%- if x -%}\n- b\n{% else %}\n- c\n{%- endif -%}", ["list", "html"] * 3),
        ("- a\n{% assign x = 1 %}\ntext", ["list", "html", "paragraph"]),
        ("- a\n{% tab x=1 %}\ntext\n{% /tab %}", ["list", "html", "paragraph", "html"]),
        ("- a\n{{< d t >}}\nb\n{{< /d >}}", ["list", "html", "paragraph", "html"]),
        ("- a\n{{% d %}}\nb\n{{% /d %}}", ["list", "html", "paragraph", "html"]),
        ("- a\n{{#if x}}\nb\n{{/if}}", ["list", "html", "paragraph", "html"]),
        ("- a\n{{ if .X }}\nb\n{{ end }}", ["list", "html", "paragraph", "html"]),
        ("- a\n::: tip\nb\n:::", ["list", "html", "paragraph", "html"]),
        ("- a\n:::note\rb\r:::\r", ["list", "html", "paragraph", "html"]),
        ("- a\n/// note\nb\n///", ["list", "html", "paragraph", "html"]),
        ("- a\n<Tabs x={1}>\nb\n</Tabs>", ["list", "html"]),
        ("- a\n{: .x}\ntext", ["list", "html", "paragraph"]),
        ("text\n{: .x}", ["paragraph", "html"]),
        ("> text\n{: .x}", ["quote", "html"]),
        ("> text\n{% endif %}\ntext", ["quote", "html", "paragraph"]),
        ("> text\n{% comment %}\n{% endcomment %}\ntext", ["quote", "code", "paragraph"]),
        ("- a\n{% include raw.html %}\ntext\n{% endraw %}", ["list", "html"]),
        ("- a\n{% raw %}\ntext", ["list"]),
        ("</div>\n{% endif %}\n# a", ["html", "html", "heading"]),
        ("<pre>\n{% endif %}\n# a\n</pre>", ["html"]),
        ("- a\n{% if x %}\n  of a\n{% endif %}\ntext", ["list", "html", "paragraph"]),
        ("- a\n{% raw %} b {% endraw %}\ntext", ["list"]),
        ("- a\n{{< figure >}}\ntext", ["list"]),
        ("- a\n{{ x }}\ntext\n{{ end }}", ["list", "html"]),
        ("text\n{% comment %}x{% endcomment %}\ntext", ["paragraph", "code", "paragraph"]),
    ],
)
def test_template_blocks_hold_code(text: str, kinds: list[str]) -> None:
    assert _kinds(parse_outline(text.encode())) == kinds


@pytest.mark.parametrize(
    ("text", "marker", "column", "number"),
    [
        ("1. a", "1.", 3, 1),
        ("  01)  a", "01)", 7, 1),
        ("-\ta", "-", 4, None),
        ("-     code", "-", 2, None),
        ("*", "*", 2, None),
    ],
)
def test_items_tell_marker_and_column(
    text: str, marker: str, column: int, number: int | None
) -> None:
    item = parse_outline(text.encode()).blocks[0].items[0]
    assert (item.marker, item.column, item.number) == (marker, column, number)


@pytest.mark.parametrize("text", [">" * 5000, "- " * 5000, "1. " * 5000, "[" * 500 + "]" * 500])
def test_deep_nesting_does_no_harm(text: str) -> None:
    assert len(parse_outline(text.encode()).blocks) <= 1
