"""What site engines read before, or beside, Markdown: rules for the parser of blocks.

Some passages hold nothing that a reader sees as Markdown: code and comments in the manner of Liquid
(Jekyll), Hugo, kramdown, MDX, Jinja, Go, Handlebars, Markdoc, Quarto, ERB and Obsidian, and
displayed equations (kramdown, MathJax, KaTeX). A line in them that looks like a heading or a list's
item is none. What is never closed is no such passage.

Others wrap Markdown, and lines of their own open and close them: a shortcode, a Liquid block, a
``:::`` or ``///`` fence, an element. Such a line, one of kramdown's attributes (``{: .class}``),
and a tag that shows nothing itself (``{% assign %}``) end what is above them: Liquid leaves a
blank line there. To CommonMark alone they would go on in the item above, with what follows them.
What opens nothing that the file closes (``{% include %}``, ``{{< figure >}}``) does go on there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
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
    r"|\[/[A-Za-z][\w-]*\]|</(?:[A-Za-z][\w.:-]*)?\s*>|\{:(?!:)[^{}\n]*\}|\{::[^{}\n]*/\}"
    r"|\{%-?\s*(?:else|elsif|elseif|when|assign|set|break|continue)\b(?:(?!%\})[^\n])*%\})[ \t]*$"
)
# How a line opens what another one closes, and how that one names it, if it does.
_OPENING_LINES = tuple(
    re.compile(rf"{opening}[ \t]*$")
    for opening in (
        r"\{%-?\s*([A-Za-z][\w-]*)(?:(?!%\})[^\n])*(?<!/)%\}",
        r"\{\{[<%]\s*([A-Za-z][\w/.-]*)(?:(?![%>]\}\})[^\n])*(?<!/)[%>]\}\}",
        r"\{\{-?\s*#?([A-Za-z][\w-]*)[^{}\n]*\}\}",
        r"(:{3,}|/{3,})[ \t]*[\w{][^\n]*",
        r"<([A-Z][\w.]*)(?:\s[^<>\n]*)?(?<!/)>",
    )
)
_CLOSED = re.compile(
    r"(?:\A|(?<=[\r\n]))[ \t>]*(?:\{%-?\s*(?:end|/)\s*([\w-]+)|\{\{[<%]\s*/\s*([\w/.-]+)"
    r"|\{\{-?\s*(?:/|(?=end\b))([\w-]+)|(:{3,}|/{3,})[ \t]*(?=[\r\n<]|\Z)|</([A-Z][\w.]*))"
)
_ENDING: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}  # ends these
_GO_BLOCKS = {"if", "with", "range", "block", "define"}  # "end" closes all of them
_CLOSED_NAMES = "closed names"  # in the parser's environment


def use_engines(parser: MarkdownIt) -> None:
    """Make the parser know both."""
    parser.block.ruler.before("fence", "passage", _passage, _ENDING)
    parser.block.ruler.before("fence", "line_between", _line_between, _ENDING)
    parser.block.ruler.at("html_block", _html, _ENDING)


def opens_passage(line: str) -> bool:
    """Whether a line opens a passage, which is closed then on this line or a later one."""
    return any(opening.match(line.lstrip()) for opening, _ in _PASSAGES)


def environment(text: str) -> Callable[[], dict[str, object]]:
    """Makes what the parser is to know of the whole file, whichever part of it it reads."""
    names = {match[match.lastindex or 0] for match in _CLOSED.finditer(text)}
    names |= _GO_BLOCKS if "end" in names else set()
    return lambda: {_CLOSED_NAMES: names}


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


def _line_between(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    start, stop = _span(state, first)
    if state.src[start : start + 1] not in "{:/<[" or state.is_code_block(first):
        return False
    line = state.src[start:stop]
    if not _CLOSING_LINE.match(line) and not _opens(line, state.env.get(_CLOSED_NAMES, ())):
        return False
    if line.startswith("{%") and _goes_on_in_item(state, first, end):
        return False
    if state.src[start] == "<":  # it is only kept from going on above: HTML has a rule of its own
        return silent
    return silent or _push(state, "html_block", "", first, first)


def _html(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """HTML up to a blank line, and what Liquid leaves blank is one."""
    from markdown_it.rules_block import html_block

    if not html_block(state, first, end, silent):
        return False
    start, stop = _span(state, first)
    for line in range(first + 1, state.line) if not silent else ():
        if _VERBATIM.match(state.src[start:stop]):
            break
        at = _span(state, line)[0]
        if state.src.startswith("{%", at) and _line_between(state, line, end, silent=True):
            token = state.tokens[-1]
            state.line, token.map = line, [first, line]
            token.content = state.getLines(first, line, state.blkIndent, True)
            break
    return True


_VERBATIM = re.compile(r"<(?:script|pre|style|textarea|[!?])", re.IGNORECASE)  # blank lines and all


def _goes_on_in_item(state: StateBlock, line: int, end: int) -> bool:
    """Whether what follows is indented as the item's own: the blank line that Liquid leaves does
    not end the item then."""
    below = line + 1
    if not state.sCount[line] < state.blkIndent or below >= end or state.isEmpty(below):
        return False
    return state.sCount[below] >= state.blkIndent


def _opens(line: str, closed: Collection[str]) -> bool:
    """Whether a line opens what the file closes somewhere, and does nothing else."""
    found = (opening.match(line) for opening in _OPENING_LINES) if closed else ()
    return any(match[1] in closed for match in found if match)


def _push(state: StateBlock, kind: str, tag: str, first: int, last: int) -> bool:
    state.line = last + 1
    token = state.push(kind, tag, 0)
    token.map = [first, state.line]
    if kind == "html_block":
        token.content = state.getLines(first, state.line, state.blkIndent, True)
    return True


def _span(state: StateBlock, line: int) -> tuple[int, int]:
    return state.bMarks[line] + state.tShift[line], state.eMarks[line]
