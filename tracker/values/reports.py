"""What a command found or did, told alike to people and to scripts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Report(Protocol):
    """What a workflow returns, or a part of it: a command prints the same as text and as JSON."""

    def as_json(self) -> Mapping[str, object]:
        """The report in plain JSON values: objects, lists, strings, numbers, booleans and null.

        Scripts rely on the keys, which docs/commands.md lists: new ones may come, and none is
        ever renamed, left out or given another meaning. An instant is text in UTC (RFC 3339).
        """
        ...
