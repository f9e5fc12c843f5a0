"""Messages to the author of a wrong template: which name does not exist, and which do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any, NoReturn

from jinja2 import StrictUndefined
from jinja2.runtime import LoopContext
from jinja2.utils import missing

from tracker.drafts.entry.facts import EntryView, LinkView

ENTRY_FIELDS = tuple(field.name for field in fields(EntryView))
LINK_FIELDS = tuple(field.name for field in fields(LinkView))
LOOP_FIELDS = ("index", "index0", "revindex", "revindex0", "first", "last", "length")
NO_LIST = 'a list cannot be printed: use join, as in entry.links|join(", ")'


class Unknown(StrictUndefined):
    """A name that a template does not know: the message suggests the nearest that it knows."""

    __slots__ = ()

    def _fail_with_undefined_error(self, *_: Any, **__: Any) -> NoReturn:
        raise self._undefined_exception(unknown_name(self._undefined_obj, self._undefined_name))

    __str__ = __iter__ = __len__ = __bool__ = _fail_with_undefined_error
    __eq__ = __ne__ = __hash__ = _fail_with_undefined_error


def unknown_name(where: object, name: object) -> str:
    """Of a name that ``where`` lacks: a template value, or ``missing`` for a template itself."""
    if isinstance(where, Sequence) and not isinstance(where, str) and isinstance(name, int):
        return f"there is no [{name}] in a list of {len(where)}; ask with if, or use first or last"
    if where is missing and name == "loop":
        return '"loop" is there within {% for %} alone'
    names, otherwise = _there(where)
    return f'unknown name "{name}"{_hint(str(name), names, otherwise)}'


def _there(where: object) -> tuple[Sequence[str], str]:
    """The names that a value (or a template itself) has, and the words that list them."""
    if isinstance(where, LinkView):
        return LINK_FIELDS, f"a link has {_listed(LINK_FIELDS)}"
    if isinstance(where, LoopContext):
        return LOOP_FIELDS, f"loop has {_listed(LOOP_FIELDS)}"
    if where is missing:
        whole = ("entry", "loop", *(f"entry.{name}" for name in ENTRY_FIELDS))
        return whole, 'a template sees "entry"; docs/templates.md lists its fields'
    return ENTRY_FIELDS, "docs/templates.md lists the fields"


def unknown_function(what: str, name: str, names: Iterable[str]) -> str:
    """Of a filter or a test."""
    listed = sorted(names)
    return f'there is no {what} "{name}"{_hint(name, listed, f"there are {_listed(listed)}")}'


def not_printed(value: object) -> str:
    """Of a value that is neither text, number nor link."""
    if isinstance(value, list | tuple):
        return NO_LIST
    if isinstance(value, EntryView):
        return "an entry cannot be printed whole: print its fields, as in entry.title"
    if isinstance(value, LoopContext):
        return f"loop cannot be printed: print its fields, {_listed(LOOP_FIELDS)}"
    return "this is no text, number or link, so it cannot be printed; print the fields of entry"


def wrong_type(error: TypeError) -> str:
    """Of what Python says of values that do not go together."""
    message = " ".join(str(error).split())
    if "not iterable" in message or "no len()" in message or "not subscriptable" in message:
        return "a list or text is needed here, such as entry.links, entry.tags or entry.title"
    return f"these values do not go together: {message}"


def _hint(name: str, names: Iterable[str], otherwise: str) -> str:
    near = difflib.get_close_matches(name, names, 1)
    return f'; did you mean "{near[0]}"?' if near else f"; {otherwise}"


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
