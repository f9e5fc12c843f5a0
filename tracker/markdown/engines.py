"""What site engines read before, or beside, Markdown: rules for the parser of blocks.

Some passages hold nothing that a reader sees as Markdown: code and comments in the manner of Liquid
(Jekyll), Hugo, kramdown, MDX, Jinja, Go, Handlebars, Markdoc, Quarto, ERB and Obsidian, and
displayed equations (kramdown, MathJax, KaTeX). A line in them that looks like a heading or a list's
item is none. What is never closed is no such passage.

Others wrap Markdown, and a line of its own closes them: a shortcode, a Liquid block, a ``:::`` or
``///`` fence, an element. To CommonMark alone such a line would go on in the item above it.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

# How a passage opens, and the pattern that closes it; in that, what the opening has named.
_PASSAGES = tuple(
    (re.compile(opening), closing)
    for opening, closing in (
        (r"\{%-?\s*(highlight|comment)\b[^\n]*?%\}", r"\{%-?\s*(?:end|/){name}\s*-?%\}"),
        (r"\{%-?\s*(if)\s+(?:false|nil|null|0)\s*-?%\}", r"\{%-?\s*end{name}\s*-?%\}"),
        (r"\{%-?\s*(unless)\s+true\s*-?%\}", r"\{%-?\s*end{name}\s*-?%\}"),
        (r"\{%-?\s*#(?!.*%\})", r"%\}"),
        (r"\{\{[<%]\s*(highlight|comment)\b", r"\{\{[<%]\s*/\s*{name}\b"),
        (r"\{::(comment|nomarkdown)\b[^{}]*(?<!/)\}", r"\{:/(?:{name})?\}"),
        (r"\{\s*/\*", r"\*/\s*\}"),
        (r"\{\{-?\s*/\*", r"\*/\s*-?\}\}"),
        (r"\{\{!--", r"--\}\}"),
        (r"\{\{!(?!--)", r"\}\}"),
        (r"\{#(?=[\s-]|$)", r"#\}"),
        (r"%%(?!.*%%)", r"%%[ \t]*$"),
        (r"(:{3,})[ \t]*\{[^{}\n]*\.content-hidden\b[^{}\n]*\}", r"^{name}[ \t]*$"),
        (r"<(template)\b[^<>\n]*>", r"</{name}\s*>"),
        (
            r"<(div|section)\b[^<>\n]*(?:\shidden\b|\bdisplay:\s*none\b)[^<>\n]*>",
            r"</{name}\s*>",
        ),
        (r"<%(?:--|#)", r"%>"),
        (r"\$\$(?=[ \t]*$|.*\$\$[ \t]*$)", r"\$\$[ \t]*$"),
        (r"\\?\\\[(?=[ \t]*$|.*\\\][ \t]*$)", r"\\\][ \t]*$"),
        (r"\\begin\{([a-z]+\*?)\}", r"\\end\{{name}\}"),
    )
)
_CLOSING_LINE = re.compile(
    r"(?:\{\{[<%]\s*/[^{}\n]*[%>]\}\}|\{\{-?\s*(?:end\b|/)[^{}\n]*\}\}"
    r"|\{%-?\s*(?:end|/)[^{}\n]*%\}|\{:/\w*\}|:{3,}(?:[ \t]*<!--[^\n]*-->)?|/{3,}"
    r"|\[/[A-Za-z][\w-]*\]|</(?:[A-Za-z][\w.:-]*)?\s*>)[ \t]*$"
)


def use_engines(parser: MarkdownIt) -> None:
    """Make the parser know both."""
    parser.block.ruler.before("fence", "passage", _passage, {"alt": ["paragraph"]})
    parser.block.ruler.before("fence", "closing_line", _closing_line, {"alt": ["paragraph"]})


def opens_passage(line: str) -> bool:
    """Whether a line opens a passage, which is closed then on this line or a later one."""
    return any(opening.match(line.lstrip()) for opening, _ in _PASSAGES)


def _passage(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    start, stop = _span(state, first)
    if state.is_code_block(first) or state.src[start : start + 1] not in "{%$\\:<":
        return False
    line = state.src[start:stop]
    for opening, closing in _PASSAGES:
        if match := opening.match(line):
            name = re.escape(match[1]) if match.re.groups else ""
            pattern = closing.replace("{name}", name)
            last = _last_line(state, pattern, match.end(), first=first, end=end)
            if last is not None:
                return silent or _push(state, "code_block", "code", first, last)
    return False


def _last_line(state: StateBlock, closing: str, opened: int, *, first: int, end: int) -> int | None:
    """The line that closes a passage; what was searched for in vain is remembered. ``opened`` is
    where the first line goes on behind the opening."""
    missing: set[str] = state.env.setdefault("missing closings", set())
    if closing in missing:
        return None
    pattern = re.compile(closing)
    for line in range(first, end):
        start, stop = _span(state, line)
        if pattern.search(state.src[start:stop], opened if line == first else 0):
            return line
    if end == state.lineMax and state.level == 0:
        missing.add(closing)
    return None


def _closing_line(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    start, stop = _span(state, first)
    if state.src[start : start + 1] not in "{:/<[" or state.is_code_block(first):
        return False
    if not _CLOSING_LINE.match(state.src[start:stop]):
        return False
    if state.src[start] == "<":  # it is only kept from going on above: HTML has a rule of its own
        return silent
    return silent or _push(state, "html_block", "", first, first)


def _push(state: StateBlock, kind: str, tag: str, first: int, last: int) -> bool:
    state.line = last + 1
    token = state.push(kind, tag, 0)
    token.map = [first, state.line]
    if kind == "html_block":
        token.content = state.getLines(first, state.line, state.blkIndent, True)
    return True


def _span(state: StateBlock, line: int) -> tuple[int, int]:
    return state.bMarks[line] + state.tShift[line], state.eMarks[line]
