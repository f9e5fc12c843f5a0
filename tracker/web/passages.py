"""Markdown to HTML that cannot act: CommonMark with tables and footnotes, as most engines read it.

What a site's own engine would do more (Liquid, shortcodes, attributes) stands there as text, and so
does HTML, but for comments, which no reader sees. No image is loaded, since its server would learn
who reads: its words are a link to it. A link leads to http, https or mail, or within the passage;
any other is its words alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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


def to_html(markdown: str, *, name: str = "", most: int = MOST_CHARACTERS) -> Markup:
    """The passage as HTML; one of more than ``most`` characters as plain text. ``name`` keeps its
    footnotes apart from those of others on the page."""
    if len(markdown) > most:
        said = f"longer than {most:,} characters, and shown as it is written"
        plain = Markup('<p class="problem">{}</p>\n<pre>{}</pre>\n')
        return plain.format(said, outgoing(markdown[:most]))
    rendered = _parser().render(outgoing(markdown), {"docId": name} if name else {})
    return Markup(rendered)  # noqa: S704 - all of it is escaped by the renderer below


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", renderer_cls=_Harmless).enable(["table", "strikethrough"])
    return parser.use(footnote_plugin)


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
