"""What was chosen to stand behind a work's name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chosen:
    """What stands in the entry, and the sentence of the source that it was cut from."""

    text: str = ""
    source: str = ""
    points: float = 0.0
    is_plain: bool = False  # nobody spoke in it, and it is not of the work by its name
