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
from typing import TYPE_CHECKING

from tracker.markdown.blocks import BOM, LARGE, parse_outline
from tracker.markdown.bounds import MOST_MARKS
from tracker.markdown.engines import use_engines
from tracker.markdown.front_matter import find_front_matter
from tracker.markdown.lines import split_lines
from tracker.markdown.outline import BlockKind

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_BARE = re.compile(r"(?<![\w/@])(?:https?://|www\.)[^\s<>\"`]+", re.IGNORECASE)
_ANCHOR = re.compile(r"<a(?=\s)([^>]*)>", re.IGNORECASE)
_HREF = re.compile(r"\shref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+))", re.IGNORECASE)
_MARKS = re.compile(r"[\[*_<`]")
_MARKUP = re.compile(r"[\\`*_\[\]<>&!\0]")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def links_of(data: bytes, *, large: int = LARGE) -> tuple[str, ...]:
    """Every link of a Markdown file, in order, each once; bytes that are no UTF-8 are replaced.

    One of ``large`` bytes or more is read block by block, to the same effect.
    """
    if len(data) >= large:
        return tuple(dict.fromkeys(_links_by_block(data.decode("utf-8", "replace").encode())))
    lines = split_lines(data, len(BOM) if data.startswith(BOM) else 0)
    front_matter = find_front_matter(lines)
    start = lines.nexts[front_matter.last] if front_matter else len(BOM) * data.startswith(BOM)
    tokens = _parser().parse(data[start:].decode("utf-8", "replace"))
    return tuple(dict.fromkeys(_links(tokens)))


def words_of(markdown: str) -> str:
    """What an inline passage (a heading's text) shows: no markup, no HTML tags."""
    if not _MARKUP.search(markdown):
        return markdown.replace("\n", " ")
    shown: list[str] = []
    for token in _parser().parseInline(markdown.replace("\n", " "))[0].children or ():
        if token.type in {"text", "code_inline", "image"}:
            shown.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            shown.append(" ")
    return "".join(shown)


# --- block by block -----------------------------------------------------------------------

_DEFINITION = re.compile(rb"^[ >]{0,12}\[[^\]\r\n]+\]:.*", re.MULTILINE)
_PLAIN_LINK = re.compile(
    r"(?P<image>!?)\[(?P<label>[^\[\]]*)\]\((?P<href>(?:https?://[\w.:-]+)?[/?#][\w./?#:@,;=+~-]*)\)",
    re.ASCII,
)
_UNPLAIN = re.compile(r"[`\\<]|&#?\w+;|\]\(|\]\[|\0")
_PLAIN_COMMENT = re.compile(r"<!--[\w -]*?-->", re.ASCII)  # as an entry's marker is one
_IN_ADDRESS = re.compile(r"(?:://|www\.)[^\s<>\"`]*[*_~]", re.IGNORECASE)


def _links_by_block(data: bytes) -> Iterator[str]:
    outline = parse_outline(data)
    definitions = b"\n".join(_DEFINITION.findall(data)).decode()
    for block in outline.blocks:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            yield from _links_in(block.text, definitions)
        elif block.kind is BlockKind.LIST:
            for item in block.items:
                text = outline.text(item.first, item.last)
                if item.children == (BlockKind.PARAGRAPH,) and item.first == item.last:
                    yield from _links_in(
                        text[item.indent + len(item.marker) :].strip(), definitions
                    )
                else:
                    yield from _links_of_text(text, definitions)
        elif block.kind is not BlockKind.CODE:
            yield from _links_of_text(outline.text(block.first, block.last), definitions)


def _links_in(text: str, definitions: str) -> Iterator[str]:
    """The links of a passage without blocks."""
    whole = f"x {text}"  # so that it opens no block
    text = _PLAIN_COMMENT.sub(" ", text)
    parts = _PLAIN_LINK.split(text)  # text, then image, label, address and text of each
    rest = " ".join(parts[::4])
    if _UNPLAIN.search(rest) or (definitions and "[" in rest):
        yield from _links_of_text(whole, definitions)
        return
    shown = " ".join((rest, *parts[2::4])).lower()
    if not ("://" in shown or "www." in shown):  # no bare ones, as in most lines
        yield from (href for image, href in zip(parts[1::4], parts[3::4], strict=True) if not image)
        return
    if _IN_ADDRESS.search(rest):
        yield from _links_of_text(whole, definitions)
        return
    done = 0
    for match in _PLAIN_LINK.finditer(text):
        yield from _bare_links(text[done : match.start()])
        if not match["image"]:
            yield match["href"]
            yield from _bare_links(match["label"])
        done = match.end()
    yield from _bare_links(text[done:])


def _links_of_text(text: str, definitions: str) -> Iterator[str]:
    tokens = _parser().parse(f"{text}\n\n{definitions}" if "[" in text and definitions else text)
    yield from _links(tokens)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark")
    use_engines(parser)
    parser.core.ruler.at("inline", _inline)
    return parser


def _inline(state: StateCore) -> None:
    for token in state.tokens:
        if token.type != "inline":
            continue
        if len(_MARKS.findall(token.content)) > MOST_MARKS:
            token.children = [type(token)("text", "", 0, content=token.content)]
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
