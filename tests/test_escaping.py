"""Text out of a source never acts, and stays readable where nothing could."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tracker.escaping import (
    comment,
    fold,
    markdown,
    markdown_url,
    terminal,
    toml_string,
    yaml_string,
)

ENGINE = MarkdownIt("commonmark").enable(["table", "strikethrough"])

# Whatever means something to an engine, in short pieces that meet each other often.
PIECES = st.sampled_from(
    [
        *"*_`[](){}<>#+-=.!|~^$&:;@\\/\"'% \n\tab1",
        *("{{", "}}", "{%", "%}", "{{<", ">}}", "{{%", "{:", "{#id}", "<!--", "-->", "--", "---"),
        *("```", "~~~", "~~", "**", "__", "$$", "1. ", "10) ", "# ", "> ", "- ", "* ", "+ ", ": "),
        *("www.", "http://a.b", "a@b.co", "&amp;", "&#123;", "<b>", "</p>", "[^1]", "![x](y)"),
        *("===", "|--|", "[x]: http://a.b", "<http://a.b>", "\x1b[31m", "\u202e", "\u200b", "\0"),
        *("é", "ß", "日本", "مرحبا", "𝔸", "\ud800", "\u2028", "\x85", "\xa0", "\r\n", "word"),
    ]
)
HOSTILE = st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join))


def rendered(source: str) -> str:
    """The text that a line of Markdown renders to; fails when it is more than plain text."""
    blocks = ENGINE.parse(source)
    assert [block.type for block in blocks] == ["paragraph_open", "inline", "paragraph_close"]
    inline = blocks[1].children or []
    assert {token.type for token in inline} <= {"text", "text_special"}, inline
    return "".join(token.content for token in inline)


@given(HOSTILE)
def test_escaped_text_renders_to_the_very_text_wherever_a_line_starts(text: str) -> None:
    escaped = markdown(text)
    if fold(text):
        assert rendered(escaped) == fold(text)
    else:
        assert escaped == ""


@given(HOSTILE)
def test_escaped_text_renders_to_the_very_text_within_a_line(text: str) -> None:
    assert rendered(f"a {markdown(text)} b").split() == f"a {fold(text)} b".split()


@given(HOSTILE, HOSTILE)
def test_two_escaped_texts_on_a_line_open_nothing_together(one: str, other: str) -> None:
    source = f"x {markdown(one)} y {markdown(other)} z"
    assert rendered(source).split() == f"x {fold(one)} y {fold(other)} z".split()


@given(HOSTILE)
def test_escaped_text_stays_within_emphasis_and_links(text: str) -> None:
    if not re.search(r"\w", text):
        return
    source = f"1. **a {markdown(text)} b** ([paper](https://a.b)) - c"
    types = [token.type for token in ENGINE.parse(source)[3].children or []]
    kept = [kind for kind in types if kind not in {"text", "text_special"}]
    assert kept == ["strong_open", "strong_close", "link_open", "link_close"]


@given(HOSTILE)
def test_no_template_language_is_left(text: str) -> None:
    for escaped in (markdown(text), comment(text), markdown_url(f"https://a.b/{text}")):
        assert not set(escaped) & set("{}\n\r\x1b")


@given(HOSTILE)
def test_no_bare_address_is_left(text: str) -> None:
    bare = r"(?:https?|ftp)://|www\.|[\w.+-]@[\w-]+\.\w"
    assert not re.search(bare, markdown(text), re.ASCII | re.IGNORECASE)


@pytest.mark.parametrize(
    "text",
    [
        "fine-tuning",
        "C++ and C# at 20 %",
        "p < 0.05, a > b and x = y",
        "R&D (Q&A)",
        "~7B parameters, pass@1",
        "snake_case_name",
        "GPT-4o: 3.5x faster -- really?",
        "“Quoted”, 'single' and \"double\"",
        "50/50; e.g. this, 1.5 B",
        "Ünïcode — 日本語 עברית",
        "a^2 + b^2, x ^ y",
    ],
)
def test_text_that_opens_nothing_stays_as_it_is(text: str) -> None:
    assert markdown(text) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("1. One", "1\\. One"),
        ("2025) Two", "2025\\) Two"),
        ("# Head", "\\# Head"),
        ("- item", "\\- item"),
        ("+ item", "\\+ item"),
        ("---", "\\---"),
        ("===", "\\==="),
        (": definition", "\\: definition"),
        ("> quote", "&gt; quote"),
        ("~~~", "&#126;&#126;&#126;"),
        ("*a* _b_ `c`", "\\*a\\* \\_b\\_ \\`c\\`"),
        ("[a](b)", "\\[a\\](b)"),
        ("^1 note", "&#94;1 note"),  # kramdown: a link's label does not begin with it
        ("x2_a and b_", "x2\\_a and b\\_"),  # kramdown: only behind a letter it opens nothing
        ("x²_a", "x²\\_a"),
        ("{{ site.title }}", "&#123;&#123; site.title &#125;&#125;"),
        ("{% include x %}", "&#123;% include x %&#125;"),
        ("{{< youtube x >}}", "&#123;&#123;< youtube x >&#125;&#125;"),
        ("{: .class}", "&#123;: .class&#125;"),
        ("<script>", "&lt;script>"),
        ("a --> b", "a --&gt; b"),
        ("&lt;", "&amp;lt;"),
        ("see https://a.b", "see https\\://a.b"),
        ("www.a.b", "www\\.a.b"),
        ("me@a.org", "me&#64;a.org"),
        ("a | b", "a \\| b"),
        ("$x$ costs $5", "\\$x\\$ costs \\$5"),
        ("\\alpha_{i}", "\\\\alpha\\_&#123;i&#125;"),
    ],
)
def test_what_could_open_something_is_escaped(text: str, escaped: str) -> None:
    assert markdown(text) == escaped


def test_text_is_folded_to_one_line() -> None:
    assert markdown("  a\r\n\tb\u2028c\x85d\x0be ") == "a b c d e"


def test_half_of_a_surrogate_pair_can_be_written_to_a_file() -> None:
    assert markdown("a\ud800b").encode() == "a\ufffdb".encode()


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//a.b",
        "/path",
        "",
        "http://",
        "https://[",
        "a",
        "https://a.b:99999999/",
        "https://a.b:x/",
        "https://me@/",
    ],
)
def test_an_address_that_is_not_of_the_web_is_none(url: str) -> None:
    assert markdown_url(url) == ""


@pytest.mark.parametrize(
    ("url", "destination"),
    [
        ("https://arxiv.org/abs/2205.14135", "https://arxiv.org/abs/2205.14135"),
        ("https://a.b/x_(y) z", "https://a.b/x_%28y%29%20z"),
        ("https://a.b/{{x}}{%y%}", "https://a.b/%7B%7Bx%7D%7D%7B%y%%7D"),
        ("https://a.b/?a=1&copy;=2", "https://a.b/?a=1&amp;copy;=2"),
        ("https://a.b/?a=1&b=2#c", "https://a.b/?a=1&b=2#c"),
        ("https://a.b/é%20x", "https://a.b/%C3%A9%20x"),
        ("HTTPS://A.b/", "https://A.b/"),
        ("https://user:pw@a.b:8080/x@y", "https://a.b:8080/x@y"),
        ("https://arxiv.org@evil.example/", "https://evil.example/"),
        ("https://a.b/<b>\"'`|", "https://a.b/%3Cb%3E%22%27%60%7C"),
    ],
)
def test_an_address_becomes_a_destination(url: str, destination: str) -> None:
    assert markdown_url(url) == destination


@given(HOSTILE)
def test_a_link_leads_where_the_address_says_and_ends_there(text: str) -> None:
    url = markdown_url(f"https://a.b/{text}")
    tokens = ENGINE.parse(f"([x]({url}) y)")
    inline = tokens[1].children or []
    assert [token.type for token in inline if token.type != "text_special"] == [
        *("text", "link_open", "text", "link_close", "text")
    ]
    assert str(inline[1].attrs["href"]).startswith("https://a.b/")


@given(HOSTILE)
def test_a_terminal_gets_no_control_character(text: str) -> None:
    shown = terminal(text)
    assert not [char for char in shown if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}]
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize(
    "sequence",
    [
        *("\x1b[31m", "\x1b[2J", "\x9b31m", "\x1b]0;title\x07", "\x1b]8;;http://x\x1b\\", "\x1bc"),
        *("\x1bP1$r\x1b\\", "\x1b(B", "\x90payload\x9c", "\x1b]52;c;aGk=\x07"),
    ],
)
def test_a_terminal_gets_no_part_of_an_escape_sequence(sequence: str) -> None:
    assert terminal(f"be{sequence}fore") == "before"


@given(HOSTILE)
def test_a_comment_cannot_be_ended_from_within(text: str) -> None:
    inner = f" {comment(text)} "
    assert "--" not in inner
    assert not set(inner) & set("<>{}")


@given(HOSTILE)
def test_front_matter_strings_read_back(text: str) -> None:
    assert tomllib.loads(f"title = {toml_string(text)}") == {"title": fold(text)}
    assert json.loads(yaml_string(text)) == fold(text)


@given(HOSTILE)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert terminal(terminal(text)) == terminal(text)


@pytest.mark.parametrize("piece", ["\x1b]", "\x1b[", "<", "{{", "_", "&a", "~", "a@", "\x1b", ":"])
def test_a_long_hostile_text_takes_linear_time(piece: str) -> None:
    text = piece * 200_000
    assert len(markdown(text)) < 12 * len(text)
    terminal(text)
    comment(text)
