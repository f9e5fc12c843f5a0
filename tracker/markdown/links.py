"""The links of a Markdown file, and the words that an inline passage shows.

A link is what a reader can follow: inline and reference links, autolinks, addresses that stand
bare in the text (GitHub Flavored Markdown 0.29 §6.9, which Jekyll and Hugo turn into links as
well), and ``href`` in HTML. What stands in code, in a comment or as an image is none. A
paragraph of so many marks that it would take long is read for its bare addresses alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from tracker.markdown.blocks import BOM
from tracker.markdown.bounds import MOST_MARKS
from tracker.markdown.engines import use_engines
from tracker.markdown.front_matter import find_front_matter
from tracker.markdown.lines import split_lines

_BARE = re.compile(r"(?<![\w/@])(?:https?://|www\.)[^\s<>\"`]+", re.IGNORECASE)
_ANCHOR = re.compile(r"<a(?=\s)([^>]*)>", re.IGNORECASE)
_HREF = re.compile(r"\shref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+))", re.IGNORECASE)
_MARKS = re.compile(r"[\[*_<`]")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def links_of(data: bytes) -> tuple[str, ...]:
    """Every link of a Markdown file, in order, each once; bytes that are no UTF-8 are replaced."""
    lines = split_lines(data, len(BOM) if data.startswith(BOM) else 0)
    front_matter = find_front_matter(lines)
    start = lines.nexts[front_matter.last] if front_matter else len(BOM) * data.startswith(BOM)
    tokens = _parser().parse(data[start:].decode("utf-8", "replace"))
    return tuple(dict.fromkeys(_links(tokens)))


def words_of(markdown: str) -> str:
    """What an inline passage (a heading's text) shows: no markup, no HTML tags."""
    shown: list[str] = []
    for token in _parser().parseInline(markdown.replace("\n", " "))[0].children or ():
        if token.type in {"text", "code_inline", "image"}:
            shown.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            shown.append(" ")
    return "".join(shown)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark")
    use_engines(parser)
    parser.core.ruler.at("inline", _inline)
    return parser


def _inline(state: StateCore) -> None:
    for token in state.tokens:
        if token.type != "inline":
            continue
        if len(_MARKS.findall(token.content)) > MOST_MARKS:
            token.children = [Token("text", "", 0, content=token.content)]
        else:
            token.children = state.md.inline.parse(token.content, state.md, state.env, [])


def _links(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield from _inline_links(token.children or [])
        elif token.type == "html_block":
            yield from _html_links(token.content)


def _inline_links(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "link_open":
            yield str(token.attrs.get("href", ""))
        elif token.type == "html_inline":
            yield from _html_links(token.content)
        elif token.type == "text":
            yield from _bare_links(token.content)


def _html_links(html: str) -> Iterator[str]:
    html = _COMMENT.sub("", html)
    for anchor in _ANCHOR.finditer(html, 0, html.rfind(">") + 1):
        if match := _HREF.search(anchor[1]):
            yield unescape(match[1] or match[2] or match[3] or "").strip()


def _bare_links(text: str) -> Iterator[str]:
    for match in _BARE.finditer(text):
        url = _without_trailing(match[0])
        yield url if "://" in url else f"http://{url}"


def _without_trailing(url: str) -> str:
    """The address without punctuation of the sentence around it, or a bracket closed too often."""
    end, excess = len(url), url.count(")") - url.count("(")
    while end and (url[end - 1] in "?!.,:*_~'\";" or (url[end - 1] == ")" and excess > 0)):
        end -= 1
        excess -= url[end] == ")"
    return url[:end]
