"""Links as a reader can follow them, and the words that are shown."""

from __future__ import annotations

import pytest

from tracker.markdown import links_of, words_of


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("[a](https://x.example/a_(b) 't')", ["https://x.example/a_(b)"]),
        ("[a][r] [r] [r][]\n\n[r]: https://x.example/", ["https://x.example/"]),
        ("<https://x.example/>", ["https://x.example/"]),
        ("see https://x.example/a.", ["https://x.example/a"]),
        ("(https://x.example/a_(b))", ["https://x.example/a_(b)"]),
        ("**https://x.example/a**", ["https://x.example/a"]),
        ("www.x.example/a, that", ["http://www.x.example/a"]),
        ("# [a](https://x.example/)", ["https://x.example/"]),
        ("> - [a](https://x.example/)", ["https://x.example/"]),
        ("| a |\n|---|\n| [a](https://x.example/) |", ["https://x.example/"]),
        ('<a class="b" href="https://x.example/?a=1&amp;b">', ["https://x.example/?a=1&b"]),
        ("<div>\n<a href='https://x.example/'>\n</div>", ["https://x.example/"]),
        ("a <A\nHREF=https://x.example/>b</A>", ["https://x.example/"]),
        ("[![i](https://x.example/i.png)](https://x.example/)", ["https://x.example/"]),
        ("[a](https://x.example/) [b](https://x.example/)", ["https://x.example/"]),
        ("![i](https://x.example/i.png)", []),
        ("`https://x.example/`", []),
        ("```\nhttps://x.example/\n```", []),
        ("<!-- <a href='https://x.example/'> -->", []),
        ("---\nlink: https://x.example/\n---\n", []),
        ("\ufeff---\r\nlink: https://x.example/\r\n---\r\n", []),
    ],
)
def test_links(text: str, links: list[str]) -> None:
    assert list(links_of(text.encode())) == links


def test_bytes_that_are_no_text_do_no_harm() -> None:
    assert links_of(b"\xff [a](https://x.example/)\x00") == ("https://x.example/",)


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("*a* [b](c) `d` <i>e</i> ![f](g) &amp; \\*", "a b d e f & *"),
        ("a\nb", "a b"),
        ("", ""),
    ],
)
def test_words(markdown: str, words: str) -> None:
    assert words_of(markdown) == words


@pytest.mark.parametrize(
    ("html", "links"),
    [
        ("<div>\n<a title='b'\n href = 'https://x.example/'>", ["https://x.example/"]),
        ("<div>\n<a data-href='https://x.example/'>", []),
        ("<div>\n<abbr href='https://x.example/'>", []),
        ("<div>\n<a b <a href='https://x.example/'>", ["https://x.example/"]),
        ("<div>\n<a href='https://x.example/'", []),
    ],
)
def test_links_in_html(html: str, links: list[str]) -> None:
    assert list(links_of(html.encode())) == links
