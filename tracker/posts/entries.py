"""Whether an entry's text is closed: what follows it in a post is read as Markdown of its own."""

from __future__ import annotations

from tracker.markdown import normalised, parse_outline

_SENTINEL = "sentinel"


def is_closed(text: str) -> bool:
    """Whether no code fence, HTML comment or script is opened in the text that never ends."""
    blocks = parse_outline(f"{normalised(text)}\n\n{_SENTINEL}\n".encode()).blocks
    return bool(blocks) and blocks[-1].text == _SENTINEL
