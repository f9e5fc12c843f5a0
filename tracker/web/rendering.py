"""Templates to HTML. What a source wrote is escaped where it is put in, and loses what cannot be
seen but acts (``text/invisible.py``) on the way; what an author wrote and will send back is kept to
the character: ``kept``."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from tracker.escaping import markdown_url
from tracker.text.invisible import outgoing
from tracker.values import day_in_words

FOLDER = Path(__file__).parent


def render(template: str, **values: object) -> str:
    """The page that a template makes of these values."""
    return _templates().get_template(template).render(**values)


def load_templates() -> None:
    """Read all templates, which are otherwise read when a page first needs them."""
    templates = _templates()
    for name in templates.list_templates():
        templates.get_template(name)


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_seen,
    )
    templates.filters |= {"day": _day, "instant": _instant, "link": _link, "kept": _kept}
    return templates


def _seen(value: Any) -> Any:
    """What a template puts out; only text from outside can hold what acts."""
    return outgoing(value) if type(value) is str else value


def _kept(text: str) -> Markup:
    """An author's own text, escaped, and otherwise as it is."""
    return escape(text)


def _day(at: date | datetime | None) -> str:
    if at is None:
        return ""
    return day_in_words(at.date() if isinstance(at, datetime) else at)


def _instant(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


def _link(url: str) -> str:
    """An address that a link may have: http or https, or "" where it is none."""
    return markdown_url(url).replace("&amp;", "&")
