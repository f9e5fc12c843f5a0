"""What a poll took: by what its sources were asked, and which hosts took longest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.values.polling import Host, Spent

SLOWEST = 10  # hosts that a report names


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """By what a poll's sources were asked, and which hosts took longest, the slowest first."""

    engine: str = "local"
    workers: int = 0
    shards: int = 0
    slowest: tuple[tuple[str, Spent], ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "engine": self.engine,
            "workers": self.workers,
            "shards": self.shards,
            "slowest_hosts": [
                {"host": host, "requests": spent.requests, "seconds": round(spent.seconds, 3)}
                for host, spent in self.slowest
            ],
        }

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> Scale:
        """What ``as_json`` gave."""
        return cls(
            engine=stored["engine"],
            workers=stored["workers"],
            shards=stored["shards"],
            slowest=tuple(
                (one["host"], Spent(one["requests"], one["seconds"]))
                for one in stored["slowest_hosts"]
            ),
        )


def slowest(spent: Mapping[Host, Spent]) -> tuple[tuple[str, Spent], ...]:
    """The hosts that took longest, by the names that people know."""
    ordered = sorted(spent.items(), key=lambda item: (-item[1].seconds, str(item[0])))
    return tuple((_name(host), cost) for host, cost in ordered[:SLOWEST])


def _name(host: Host) -> str:
    name, port = host
    shown = f"[{name}]" if ":" in name else name
    return shown if port is None else f"{shown}:{port}"
