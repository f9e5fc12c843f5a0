"""HTML of strangers as plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.sources.pages.text import MAX_TITLE, absolute, cut, read_html, title_text
from tracker.text.invisible import clean, incoming
from tracker.values import Link

BASE = "https://notes.example/a/"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain words", "plain words"),
        ("a < b and c > d", "a < b and c > d"),
        ("a &lt; b &amp; c", "a < b & c"),
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("One<br>Two<br/>Three", "One\nTwo\nThree"),
        ("<ul><li>One<li>Two</ul>", "One\nTwo"),
        ("in<b>side</b> a w<i>or</i>d", "inside a word"),
        ("<p>a\n  b</p>", "a b"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("<script>x</script>a<style>y</style>b<!-- z -->c", "abc"),
        ("a<div hidden>no<p>nor this</p></div>b", "a\nb"),
        ("<template>no</template>yes", "yes"),
        ("<svg><text>no</text></svg>yes", "yes"),
        ("<td>One</td><td>Two</td>", "One\nTwo"),
        ("&#x202e;a&#27;[31mb&nbsp;c", "ab c"),
        ("<p>unclosed <b>bold <a href='x'>link", "unclosed bold link"),
        ("", ""),
        ("<!---->", ""),
    ],
)
def test_markup_becomes_text(markup: str, text: str) -> None:
    assert read_html(markup, BASE).text == text


@given(st.text(st.sampled_from("ab  \t\n\xa0\u2003\x1c\r\u200b\u2028é"), max_size=30))
def test_each_line_is_its_words_and_no_line_is_empty(text: str) -> None:
    lines = [" ".join(line.split()) for line in incoming(text).split("\n")]
    assert read_html(text, BASE).text == "\n".join(line for line in lines if line)


def test_links_bring_their_text_and_what_stands_before_the_first() -> None:
    read = read_html('<p>See <b>this</b>: <a href="../b?x=1&amp;y=2">a <i>note</i></a>, or', BASE)
    assert read.links == (Link("https://notes.example/b?x=1&y=2", "a note"),)
    assert read.lead == "See this:"


def test_each_link_counts_once() -> None:
    read = read_html('<a href="/b">x</a> <a href="/b">x</a>', BASE)
    assert read.links == (Link("https://notes.example/b", "x"),)


def test_a_paper_named_in_the_text_counts_as_a_link() -> None:
    read = read_html("<p>arXiv:2504.12345 and arxiv: cs.CL/0101001, not arXiv:25</p>", BASE)
    assert [link.url for link in read.links] == [
        "https://arxiv.org/abs/2504.12345",
        "https://arxiv.org/abs/cs.CL/0101001",
    ]


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("b", "https://notes.example/a/b"),
        ("//other.example/x", "https://other.example/x"),
        ("HTTPS://Other.example/x y", "https://Other.example/x%20y"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("http://", ""),
        ("http://[", ""),
        ("", ""),
        ("x" * 5000, ""),
    ],
)
def test_addresses_are_absolute_or_none(address: str, url: str) -> None:
    assert absolute(address, BASE) == url


def test_titles_are_one_bounded_line() -> None:
    assert title_text("A <b>bold</b>\nclaim &amp; <br> more") == "A bold claim & more"
    assert title_text("x < y") == "x < y"
    assert len(title_text("word " * 1000)) <= MAX_TITLE


@given(st.text(), st.integers(2, 50))
def test_cutting_keeps_the_limit(text: str, limit: int) -> None:
    assert len(cut(text, limit)) <= limit


@given(st.text())
def test_clean_text_stays_clean(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    clean(text).encode("utf-8")


fragments = st.sampled_from(
    ["<p>", "</p>", "<a href='x'>", "</a>", "<script>", "</script>", "<div hidden>", "</div>"]
)


@given(st.lists(fragments | st.text(max_size=5), max_size=30).map("".join))
def test_any_markup_gives_text_without_script(markup: str) -> None:
    read = read_html(markup, BASE)
    assert all(link.url.startswith("https://notes.example/") for link in read.links)
    assert read.text == "\n".join(line.strip() for line in read.text.split("\n"))
