"""Markdown to HTML that cannot act: CommonMark with tables and footnotes, as most engines read it.

What a site's own engine would do more (Liquid, shortcodes, attributes) stands there as text, and so
does HTML, but for comments, which no reader sees. No image is loaded, since its server would learn
who reads: its words are a link to it. A link leads to http, https or mail, or within the passage;
any other is its words alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup
from mdit_py_plugins.footnote import footnote_plugin

from tracker.text.invisible import outgoing

MOST_CHARACTERS = 20_000  # of an entry; the parser's time grows with the square of hostile marks
_LEADS_OUT = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


def to_html(
    markdown: str,
    *,
    name: str = "",
    most: int = MOST_CHARACTERS,
    new: Sequence[range] = (),
) -> Markup:
    """The passage as HTML; one of more than ``most`` characters as plain text. ``name`` keeps its
    footnotes apart from those of others on the page. Blocks that begin on one of the ``new`` lines,
    counted from 0, have the class "new", and the first of them that name."""
    if len(markdown) > most:
        said = f"longer than {most:,} characters, and shown as it is written"
        plain = Markup('<p class="problem">{}</p>\n<pre>{}</pre>\n')
        return plain.format(said, outgoing(markdown[:most]))
    parser, env = _parser(), {"docId": name} if name else {}
    tokens = parser.parse(outgoing(markdown), env)
    _mark(tokens, {line for lines in new for line in lines})
    rendered = parser.renderer.render(tokens, parser.options, env)
    return Markup(rendered)  # noqa: S704 - all of it is escaped by the renderer below


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", renderer_cls=_Harmless).enable(["table", "strikethrough"])
    return parser.use(footnote_plugin)


def _mark(tokens: Sequence[Token], new: Set[int]) -> None:
    """Give the outermost blocks that are new their class; a list is none, but its items."""
    within, has_marked = 0, False  # the level of a marked block, until it ends
    for token in tokens:
        if within and token.level >= within:
            continue
        within = 0
        if token.map and token.map[0] in new and token.type not in _LISTS and token.nesting >= 0:
            token.attrJoin("class", "new")
            if not has_marked:
                token.attrSet("id", "new")
            has_marked = True
            within = token.level + 1 if token.nesting else 0


_LISTS = ("bullet_list_open", "ordered_list_open", "inline")


class _Harmless(RendererHTML):
    """The renderer's rules where a passage could act."""

    def html_block(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        """HTML on lines of its own, as text."""
        text = _without_comments(tokens[at].content).strip()
        return f"<pre>{escapeHtml(text)}</pre>\n" if text else ""

    def html_inline(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        """A tag within a paragraph, as text."""
        return escapeHtml(_without_comments(tokens[at].content))

    def image(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        """An image's words, as a link to it."""
        token = tokens[at]
        words = self.renderInlineAsText(token.children or [], options, env) or "image"
        address = str(token.attrs.get("src", ""))
        if not _LEADS_OUT.match(address):
            return escapeHtml(f"[{words}]")
        return f'<a href="{escapeHtml(address)}" rel="noreferrer">[{escapeHtml(words)}]</a>'

    def link_open(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        """A link, if it leads out or stays within the passage."""
        token = tokens[at]
        address = str(token.attrs.get("href", ""))
        if _LEADS_OUT.match(address):
            token.attrs["rel"] = "noreferrer"
        elif not address.startswith("#"):
            token.attrs.pop("href", None)
        return self.renderToken(tokens, at, options, env)


def _without_comments(text: str) -> str:
    """Not by a pattern: its time would grow with the square of comments that nothing closes."""
    kept, start = [], 0
    while (opened := text.find("<!--", start)) >= 0 and (closed := text.find("-->", opened)) >= 0:
        kept.append(text[start:opened])
        start = closed + len("-->")
    return "".join(kept) + text[start:]
