"""Posts, entries and an author's edits as hypothesis makes them up."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import strategies as st

from tracker.values import ApprovedEntry, EntryKey

NAMES = ("Papers", "Code & tools", "2025", "Café 🚀", "What’s next?")
_WORDS = st.sampled_from(
    (
        "alpha",
        "beta *gamma*",
        "naïve λ",
        "`code`",
        "[link](https://a.example/x)",
        "1986.",
        "\x0cfeed\u2028sep",
    )
)
_SENTENCE = st.lists(_WORDS, min_size=1, max_size=3).map(" ".join)


@st.composite
def _heading(draw: Any) -> str:
    name = draw(st.sampled_from(NAMES))
    style = draw(st.integers(0, 6))
    if style == 0 and name != "2025":
        return f"{name}\n{draw(st.sampled_from(('===', '---', '-')))}"
    level = "#" * draw(st.integers(1, 4))
    tail = draw(st.sampled_from(("", "", " ##", " {#an-id}", " {: .wide}")))
    return (
        f"{draw(st.sampled_from(('', '  ')))}{level} {name.upper() if style == 1 else name}{tail}"
    )


@st.composite
def _item_text(draw: Any, column: int) -> list[str]:
    pad = " " * column
    first: str = draw(_SENTENCE)
    further = draw(
        st.sampled_from(
            (
                [],
                [],
                [],
                [f"{pad}goes on"],
                ["lazily goes on"],
                ["", f"{pad}another paragraph"],
                [f"{pad}- inner", f"{pad}- list"],
                ["", f"{pad}```", f"{pad}## Papers", f"{pad}```"],
                ["", f"{pad}> quoted", "", f"{pad}    indented code"],
                [f"{pad} 1. odd", f"{pad} 2. indent"],
                [f"{pad}{{% raw %}}", f"{pad}text", f"{pad}{{% endraw %}}"],
                ["{% raw %}", "text", "{% endraw %}"],
            )
        )
    )
    return [first, *further]


@st.composite
def _list(draw: Any) -> str:
    count = draw(st.integers(1, 4))
    indent = " " * draw(st.sampled_from((0, 0, 0, 1, 3)))
    marker = draw(st.sampled_from(("-", "*", "+", ".", ")", ".")))
    start = draw(st.sampled_from((1, 1, 0, 3, 8, 9, 97, 999_999_997)))
    step = draw(st.sampled_from((1, 1, 1, 0, 2)))
    padding = draw(st.sampled_from((" ", " ", "  ", "   ", "\t")))
    zeros = draw(st.sampled_from((1, 1, 1, 2)))
    task = draw(st.sampled_from(("", "", "", "[ ] ", "[x] ")))
    gap = draw(st.sampled_from(([], [""])))
    lines: list[str] = []
    for place in range(count):
        number = min(start + step * place, 999_999_999)
        name = f"{number:0{zeros}d}{marker}" if marker in ".)" else marker
        head = f"{indent}{name}{padding}"
        text = draw(_item_text(len(head.expandtabs(4))))
        lines += [*(gap if place else []), f"{head}{task}{text[0]}", *text[1:]]
    if draw(st.integers(0, 7)) == 0:
        lines.append("{: .fancy}")
    return "\n".join(lines)


_OTHER = st.sampled_from(
    (
        "```\n## Papers\n\n1. no item\n```",
        "~~~~ md\n```\n# 2025\n~~~~",
        "<div>\n## Papers\n1. no item\n</div>",
        "<!--\n\n## Papers\n\n- no item\n\n-->",
        "<!--more-->",
        "> ## Papers\n>\n> 1. quoted\n> 2. items",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "[ref]: https://b.example/ 'title'",
        "[^1]: A footnote.\n\n    Its second paragraph.",
        "{% highlight md %}\n## Papers\n\n1. no item\n{% endhighlight %}",
        "{% raw %}\ntext\n{% endraw %}",
        "{% assign x = 1 %}",
        "{: .note}",
        "    indented code\n\n    ## Papers",
        "---",
        "* * *",
        "<details>\n<summary>More</summary>\n\ninside\n\n</details>",
        "a line  \nand a break",
        "***bold***\ttab \t",
    )
)
_BLOCK = st.one_of(_SENTENCE, _list(), _heading(), _heading(), _list(), _OTHER)
_FRONT_MATTER = st.sampled_from(
    (
        "",
        "",
        "---\ntitle: A post\nlast_modified_at: 2024-02-01 # day\ntags: [a]\n---\n",
        "---\nlast_modified_at: '2024-02-01 10:00:00 +0200'\ndate: 2024-01-01\n...\n",
        "+++\ntitle = 'x'\nlast_modified_at = 2024-02-01T10:00:00Z\n+++\n",
        "---\n# Papers\nnot closed\n",
    )
)
_FOOTER = st.sampled_from(("", "", "\n---\n\n*A footer.*\n", "\n***\nfooter\n\n- with\n- links\n"))
_END = st.sampled_from(("", "", "", "\n```\nnever closed", "\n<!-- never closed\n"))


@st.composite
def posts(draw: Any) -> bytes:
    """A whole post: front matter, blocks in any order, line endings of any kind, a footer."""
    text: str = draw(_FRONT_MATTER)
    for block in draw(st.lists(_BLOCK, max_size=9)):
        text += block + "\n" * draw(st.sampled_from((1, 2, 2, 2, 3)))
    text += draw(_FOOTER) + draw(_END)
    if draw(st.booleans()):
        text = text.rstrip("\n")
    newline = draw(st.sampled_from(("\n", "\n", "\r\n", "\r", "mixed")))
    if newline == "mixed":
        endings = iter(
            draw(st.lists(st.sampled_from(("\n", "\r\n", "\r")), min_size=3, max_size=9)) * 99
        )
        text = re.sub("\n", lambda _: next(endings, "\n"), text)
    else:
        text = text.replace("\n", newline)
    mark: bytes = draw(st.sampled_from((b"", b"", b"", b"\xef\xbb\xbf")))
    return mark + text.encode()


_ENTRY_FORMS = (
    "**{word}** ([paper](https://arxiv.example/{word})) - what it does.",
    "**{word}** - what it does.",
    "1. **{word}** - what it does.",
    "- **{word}** - what it does.\n\n  and more\n\n  > a quote",
    "1. **{word}** - does.\n\nCommentary at the margin.",
    "**{word}**\n\nA paragraph.\n\n> A quote\n> of two lines\n\nVia [x](https://x.example/)",
    "**{word}**\nsecond line\n\n```py\nprint(1)\n\n## no heading\n```",
    "{word}:\n\n- one\n- two\n  - three",
    "- {word} one\n- two",
    "> {word} quoted",
    "- {word}:\n\n      code",
    "+ {word}\n\n  * * *\n\n  more",
    "1986. {word}",
    "{word}\\\nbroken line\n\n<div>html</div>",
)


_TOPICS = (*NAMES, "papers", "New one", "2025 > Papers", "2026 > Code")


@st.composite
def entries(draw: Any, first_id: int = 1) -> list[ApprovedEntry]:
    """Some entries for headings that the post may have or lack; each holds a word of its own."""
    made = []
    for number in range(first_id, first_id + draw(st.integers(1, 4))):
        heading = draw(
            st.sampled_from((*NAMES, "papers", "New one", "2025 > Papers", "2026 > Code"))
        )
        text = draw(st.sampled_from(_ENTRY_FORMS)).format(word=word_of(number))
        made.append(
            ApprovedEntry(key=EntryKey(number, "topic"), heading=heading, title="x", text=text)
        )
    return made


def word_of(number: int) -> str:
    return f"entry{number}x"


_DEEDS = ("delete", "double", "indent", "## Papers", "", "- item", "7. item", "text", "---", "```")


@st.composite
def author_edits(draw: Any) -> tuple[float, str]:
    """Where (a share of the lines) an author does what to a line."""
    return draw(st.floats(0, 1)), draw(st.sampled_from(_DEEDS))


def edited(data: bytes, edit: tuple[float, str]) -> bytes:
    """The post after an author's edit."""
    lines = data.splitlines(keepends=True) or [b""]
    place = min(int(edit[0] * len(lines)), len(lines) - 1)
    if edit[1] == "delete":
        del lines[place]
    elif edit[1] == "double":
        lines.insert(place, lines[place])
    elif edit[1] == "indent":
        lines[place] = b"  " + lines[place]
    else:
        lines.insert(place, edit[1].encode() + b"\n")
    return b"".join(lines)
