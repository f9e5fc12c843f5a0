"""The review as one file without a server: to be read, sent, or put beside a scheduled draft.

It is made of the page's own templates and stylesheet. The style stands in it, and a policy in its
head lets nothing act but that very style, by its digest (Content Security Policy Level 3), nor
anything be loaded. There is no form in it: decisions are made where the draft is.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from markupsafe import Markup

from tracker import files
from tracker.errors import ConfigError
from tracker.web.pages.review import ENTRY_TERMS
from tracker.web.rendering import FOLDER, render
from tracker.workflows.reports.open_draft import show_draft
from tracker.workflows.session import Session

SIGN = "<!-- made by: tracker review --html -->"  # at the beginning: such a file may be replaced


def review_as_page(session: Session, draft: str = "") -> str:
    """The open draft at that path, else the newest, as a whole HTML document. Raises DraftError."""
    style = (FOLDER / "static" / "style.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return render(
        "review_file.html",
        sign=Markup(SIGN),  # noqa: S704 - our own, as the style is
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'",
        style=Markup(style),  # noqa: S704
        draft=show_draft(session, draft),
        now=session.now,
        **ENTRY_TERMS,
    )


def write_page(path: Path, page: str) -> None:
    """Write the page, in place of an earlier one. Raises ConfigError where a file stands there that
    is none, OSError."""
    try:
        stamped = files.read(path)
    except FileNotFoundError:
        files.create(path, page.encode())
        return
    if SIGN.encode() not in stamped.data[:200]:
        raise ConfigError(f"{path} holds something else; name another file")
    files.replace(path, page.encode(), expected=stamped.stamp)
