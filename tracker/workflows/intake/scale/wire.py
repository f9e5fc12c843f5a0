"""Values as JSON between processes, and back: what comes is checked against the values' own types.

A dataclass is an object of the fields that are not as by default; a tuple is an array; instants are
RFC 3339 text. Neither side loads what the other wrote as code. Whatever comes back is input like
any other: an unknown field, another type, a text or an array beyond its bound is a ``WireError``.
"""

from __future__ import annotations

import json
import math
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from tracker.errors import ScaleError

MAX_BYTES = 256_000_000  # of a message: no honest shard makes a quarter of it
MAX_TEXT = 200_000  # characters: twice what is stored of the longest
MAX_LIST = 20_000  # elements
_MAX_NUMBER = 2**53

T = TypeVar("T")
_Read = Callable[[Any], Any]


class WireError(ScaleError):
    """What came from another process is not what was asked for."""


def dump(value: object) -> bytes:
    """The value as UTF-8 JSON. Lone surrogates, which no database could hold, become ``?``."""
    text = json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def load(kind: type[T], message: object) -> T:
    """The value of this type in a message. Raises WireError."""
    if not isinstance(message, bytes):
        raise WireError(f"a message is {type(message).__name__[:40]}, not bytes")
    if len(message) > MAX_BYTES:
        raise WireError(f"a message has {len(message):,} bytes, more than {MAX_BYTES:,}")
    try:
        plain = json.loads(message.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise WireError("a message is no JSON") from error
    value: T = _reader(cast(Any, kind))(plain)
    return value


# --- out ----------------------------------------------------------------------------------


def _plain(value: Any) -> Any:
    if value is None or (isinstance(value, (str, int, float)) and not isinstance(value, Enum)):
        return value
    if is_dataclass(value):
        return {
            name: _plain(held)
            for name, default in _defaults(cast(Any, type(value)))
            if (held := getattr(value, name)) is not default and held != default
        }
    if isinstance(value, (tuple, list)):
        return [_plain(element) for element in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(held) for key, held in value.items()}
    return value.value if isinstance(value, Enum) else value.isoformat()


@cache
def _defaults(kind: type) -> tuple[tuple[str, Any], ...]:
    """Each field, with what is left out for it: ``MISSING`` where it must stand."""
    return tuple(
        (
            field.name,
            field.default_factory() if field.default_factory is not MISSING else field.default,
        )
        for field in fields(kind)
    )


# --- in -----------------------------------------------------------------------------------


@cache
def _reader(kind: Any) -> _Read:
    """What reads a plain value as one of this type."""
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if get_origin(kind) in (Union, types.UnionType):
        (inner,) = (one for one in get_args(kind) if one is not type(None))
        return _optional(_reader(inner))
    if get_origin(kind) is tuple:
        return _array(_reader(get_args(kind)[0]))
    if is_dataclass(kind):
        return _object(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _enumerated(kind)
    return _mapping


def _optional(inner: _Read) -> _Read:
    return lambda plain: None if plain is None else inner(plain)


def _array(inner: _Read) -> _Read:
    def read(plain: Any) -> tuple[Any, ...]:
        if not isinstance(plain, list) or len(plain) > MAX_LIST:
            raise _wrong(plain, f"an array of at most {MAX_LIST:,}")
        return tuple(map(inner, plain))

    return read


def _object(kind: Any) -> _Read:
    hints = get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}
    needed = {name for name, default in _defaults(kind) if default is MISSING}

    def read(plain: Any) -> Any:
        if not isinstance(plain, dict) or not needed <= plain.keys() <= readers.keys():
            raise _wrong(plain, f"a {kind.__name__}")
        return kind(**{name: readers[name](held) for name, held in plain.items()})

    return read


def _enumerated(kind: type[Enum]) -> _Read:
    members = {member.value: member for member in kind}

    def read(plain: Any) -> Enum:
        if not isinstance(plain, str) or plain not in members:
            raise _wrong(plain, f"a {kind.__name__}")
        return members[plain]

    return read


def _mapping(plain: Any, depth: int = 2) -> Mapping[str, Any]:
    """A small table of plain values, or of such tables; deeper ones cross no wire."""
    if not isinstance(plain, dict) or len(plain) > 100 or not depth:
        raise _wrong(plain, "a small table")
    return {_text(key): _held(held, depth - 1) for key, held in plain.items()}


def _held(plain: Any, depth: int) -> Any:
    if isinstance(plain, dict):
        return _mapping(plain, depth)
    if plain is None or isinstance(plain, bool):
        return plain
    return _text(plain) if isinstance(plain, str) else _number(plain)


def _text(plain: Any) -> str:
    if not isinstance(plain, str) or len(plain) > MAX_TEXT:
        raise _wrong(plain, f"a text of at most {MAX_TEXT:,} characters")
    if not plain.isascii():
        try:
            plain.encode()
        except UnicodeEncodeError as error:
            raise _wrong(plain, "Unicode text") from error
    return plain


def _whole(plain: Any) -> int:
    if not isinstance(plain, int) or isinstance(plain, bool) or abs(plain) > _MAX_NUMBER:
        raise _wrong(plain, "a whole number")
    return plain


def _number(plain: Any) -> float:
    if isinstance(plain, float) and math.isfinite(plain):  # 1e999 is read as infinite
        return plain
    return _whole(plain)


def _truth(plain: Any) -> bool:
    if not isinstance(plain, bool):
        raise _wrong(plain, "true or false")
    return plain


def _instant(plain: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(plain))
        return moment.astimezone(UTC) if moment.tzinfo else _naive(plain)
    except (ValueError, OverflowError) as error:
        raise _wrong(plain, "an instant") from error


def _naive(plain: Any) -> datetime:
    raise _wrong(plain, "an instant with its zone")


def _day(plain: Any) -> date:
    try:
        return date.fromisoformat(_text(plain))
    except ValueError as error:
        raise _wrong(plain, "a day") from error


_SIMPLE: dict[Any, _Read] = {
    str: _text,
    int: _whole,
    float: _number,
    bool: _truth,
    datetime: _instant,
    date: _day,
}


def _refuse(constant: str) -> float:
    raise ValueError(constant)


def _wrong(plain: Any, wanted: str) -> WireError:
    if isinstance(plain, (list, dict)):  # to write out a large one takes long
        return WireError(f"a {type(plain).__name__} stands where {wanted} should")
    text = plain[:60] if isinstance(plain, str) else str(plain)[:60]
    shown = " ".join(text.encode("ascii", "replace").decode().split())
    return WireError(f"{shown!r} ({type(plain).__name__}) stands where {wanted} should")
