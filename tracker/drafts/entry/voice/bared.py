"""A sentence without its frame, and how a text speaks of the work: the values of this room."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from tracker.drafts.entry.voice.verbs import Deed


class Form(IntEnum):
    """What a bared sentence says, by what it was."""

    IS = 0  # what the work is: "a X that ..."
    DOES = 1  # what it does: "Enables ..."
    TELLS = 2  # what its authors do: "Studies ..."
    SHOWS = 3  # what they found: "Shows that ..."
    RESULT = 4  # the same, without them
    PLAIN = 5  # a sentence in which nobody speaks


@dataclass(frozen=True, slots=True)
class Bared:
    """A sentence without its frame. ``own`` says whether it was of the work by its name."""

    text: str
    form: Form
    deed: Deed = Deed.OTHER
    own: bool = False
    paper: bool = False  # the paper as a whole was the subject


@dataclass(frozen=True, slots=True)
class Subject:
    """How a text speaks of its work: by ``names``, and, once it is ``introduced``, as "this method"
    as well, if it is ``this``: not before anything was made, nor right behind a part of it. Once it
    is ``named``, what is made without its name is a part of it; what stands before is ``early``.
    ``keeps_name`` leaves the names in front of what they are."""

    names: tuple[str, ...] = ()
    introduced: bool = True
    this: bool = True
    named: bool = False
    early: bool = False
    keeps_name: bool = False
