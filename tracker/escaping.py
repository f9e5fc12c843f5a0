"""Untrusted text on its way out: one function an output. Text out of a source never acts.

``markdown`` holds for CommonMark 0.31, GitHub's extensions, kramdown (Jekyll) and Goldmark
(Hugo) at once, at a line's start and within it. It escapes only where something could begin,
so that authors read ``fine-tuning``, ``C++`` and ``20 %``. A backslash is used where all four
engines know it; braces become entities, since Liquid and Hugo's shortcodes are expanded before
any Markdown is read, in code as well, and know no backslash.

All functions fold white space to single blanks and drop what cannot be seen but acts.
"""

from __future__ import annotations

import json
import re
from urllib.parse import quote, urlsplit

from tracker.text.invisible import outgoing, without_sequences

_BLANKS = re.compile(r"\s+")


def fold(text: str) -> str:
    """The text on one line, without what cannot be seen."""
    return _BLANKS.sub(" ", outgoing(text)).strip(" ")


def terminal(text: str) -> str:
    """The text on one line, safe to print: no escape sequence, no control character."""
    return fold(without_sequences(text))


def terminal_line(text: str) -> str:
    """A line that was laid out for a terminal: ``terminal`` with its runs of blanks kept."""
    return re.sub(r"[^\S ]", " ", outgoing(without_sequences(text)))


# --- Markdown -----------------------------------------------------------------------------

_INLINE = re.compile(
    r"""(?P<backslash>
        [\\`*\[\]$|]
      | (?<![A-Za-z])_ | _(?![^\W_])         # behind a letter it never opens emphasis
      | (?<![^\s\#])\#                     # a heading's opening and closing; "C#" is none
      | :(?=//) | (?<=www)\.               # bare addresses (GitHub, Goldmark)
    )
    | (?P<entity>
        [{}]                               # Liquid, shortcodes, attributes ("{:", "{.")
      | <(?![\s\d=])                       # tags, autolinks, "<<"; "p < 0.05" is none
      | (?<![\w\s])>                       # quotes at a line's start, "-->"; "a > b" is none
      | &(?=\#?\w+(?:;|$)|\#?$)            # what would be read as an entity
      | ~(?!(?<=\s~)\d|(?<=^~)\d)          # strikes, fences; "~7B" is none
      | (?<=\w)@(?=[\w-]+\.\w)             # e-mail addresses; "pass@1" is none
      | \A\^                              # "[^" is never a link (kramdown)
    )""",
    re.VERBOSE,
)
# What makes a block of a line only where the line starts.
_LINE_START = re.compile(
    r"""(?P<before>\d{1,9})(?P<mark>[.)])(?=\s|$)      # ordered lists
      | (?P<bullet>[-+](?=\s|$) | [-+=]{2,}$ | [-+=]{3} | =$ | :(?!//))  # lists, rules, underlines
    """,
    re.VERBOSE,
)


def markdown(text: str) -> str:
    """The text as inline Markdown that renders to the very same text, wherever it stands."""
    text = fold(text)
    start = _LINE_START.match(text)
    head = ""
    if start:
        lead = start["before"] or ""
        head, text = f"{lead}\\{text[len(lead)]}", text[len(lead) + 1 :]
    return head + _escape_inline(text, after=head[-1:])


def _escape_inline(text: str, after: str = "") -> str:
    """``after`` is the character that precedes the text on its line, if any."""
    return _INLINE.sub(_escape_one, after + text)[len(after) :]


def _escape_one(match: re.Match[str]) -> str:
    if match["backslash"]:
        return "\\" + match["backslash"]
    return _entity(match["entity"])


_NAMED = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def _entity(character: str) -> str:
    return _NAMED.get(character) or f"&#{ord(character)};"


def braces(text: str) -> str:
    """The text with its braces as entities, and nothing else changed."""
    return re.sub(r"[{}]", lambda match: _entity(match[0]), text)


def markdown_url(url: str) -> str:
    """The address as a link's destination, or "" for one that is not http or https.

    What could end the link or start markup of any engine is percent-encoded, which names the
    same resource (RFC 3986 §2.1). Characters beyond ASCII are encoded as UTF-8. User names and
    passwords go: no reader needs them, and what looks like a host may be one (§7.6).
    """
    try:
        parts = urlsplit(fold(url).replace(" ", "%20"))
        host, _ = parts.hostname, parts.port  # which there is only up to 65535
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not host:
        return ""
    address = f"{parts.scheme}://{quote(parts.netloc.rpartition('@')[2], safe=_SAFE_IN_HOST)}"
    address += quote(parts.path, safe=_SAFE)
    address += f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    address += f"#{quote(parts.fragment, safe=_SAFE)}" if parts.fragment else ""
    return re.sub(r"&(?=#?\w+;)", "&amp;", address)


# RFC 3986's reserved characters and "%" (encoded once already), less ( ) [ ] * ' and "$".
_SAFE = "/:@!&+,;=?%~-._"
_SAFE_IN_HOST = _SAFE + "[]"


def comment(text: str) -> str:
    """The text within an HTML comment: it cannot end the comment, nor act in Liquid."""
    text = re.sub(r"[<>{}]", lambda match: _entity(match[0]), fold(text))
    return re.sub(r"-(?=-)", "- ", text).removesuffix("-")


# --- front matter -------------------------------------------------------------------------


def yaml_string(text: str) -> str:
    """A double-quoted YAML 1.2 scalar (§7.3.1), on one line."""
    return json.dumps(fold(text), ensure_ascii=False)


def toml_string(text: str) -> str:
    """A basic TOML 1.0 string, on one line."""
    return json.dumps(fold(text), ensure_ascii=False)
