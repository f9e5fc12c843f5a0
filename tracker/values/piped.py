"""Small values as they go through a pipe.

A dataclass's own way looks up its fields for each value anew, and the parsers of a poll send tens
of thousands.
"""

from __future__ import annotations

from typing import Any


def made_of(value: Any) -> tuple[type, tuple[Any, ...]]:
    """A ``__reduce__`` for dataclasses with slots that are made of their fields in order."""
    return type(value), tuple([getattr(value, name) for name in value.__slots__])


def state_of(value: Any) -> tuple[Any, ...]:
    """A ``__getstate__`` for those that are made of fields by name."""
    return tuple([getattr(value, name) for name in value.__slots__])


def take_state(value: Any, state: tuple[Any, ...]) -> None:
    """The ``__setstate__`` that goes with it."""
    for name, part in zip(value.__slots__, state, strict=True):
        object.__setattr__(value, name, part)
