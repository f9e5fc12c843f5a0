"""What is believed before the author has decided anything: the first weights of plain traits.

``prior.json`` holds, for each trait, its weight, and its mean and spread in arXiv's listings;
the same for a work's age; and fixed weights for authors approved before and for what the
author's own feeds show. It knows no words and no names. ``benchmarks/make_prior.py`` learns it;
``docs/ranking.md`` tells from what.
"""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tracker.ranking.features.traits import KEYS

AGES = 15  # days since a work was first seen: 0 to 13, and older


@dataclass(frozen=True, slots=True)
class TraitPrior:
    """Of one trait: the weight to start from, and its mean and spread over a listing."""

    weight: float = 0.0
    mean: float = 0.0
    spread: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """Where learning starts. ``learned_before`` is the first day that it knows nothing of."""

    traits: tuple[TraitPrior, ...] = (TraitPrior(),) * len(KEYS)  # in the order of KEYS
    ages: tuple[float, ...] = (0.0,) * AGES
    authors: float = 1.5  # of a work whose authors were approved often
    signals: Mapping[str, float] = field(default_factory=dict)
    learned_before: str = ""


def parse_prior(text: str) -> Prior:
    """A prior from its file. Traits that it does not name start from nothing."""
    data: dict[str, Any] = json.loads(text)
    traits = {key: TraitPrior(*map(float, row)) for key, row in data["traits"].items()}
    return Prior(
        traits=tuple(traits.get(key, TraitPrior()) for key in KEYS),
        ages=tuple(map(float, data["ages"])),
        authors=float(data["authors"]),
        signals={name: float(weight) for name, weight in data["signals"].items()},
        learned_before=data["learned_before"],
    )


def render_prior(prior: Prior) -> str:
    """The file of a prior: a line a trait, so that a change can be read."""
    rows = ",\n".join(
        f"    {json.dumps(key)}: [{trait.weight:.3f}, {trait.mean:.3f}, {trait.spread:.3f}]"
        for key, trait in zip(KEYS, prior.traits, strict=True)
    )
    rest = {
        "ages": [round(weight, 3) for weight in prior.ages],
        "authors": round(prior.authors, 3),
        "signals": {name: round(weight, 3) for name, weight in sorted(prior.signals.items())},
        "learned_before": prior.learned_before,
    }
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in rest.items())
    return f'{{\n  "traits": {{\n{rows}\n  }},\n{lines}\n}}\n'


@cache
def shipped_prior() -> Prior:
    """The prior that comes with tracker."""
    return parse_prior((pkgutil.get_data("tracker.ranking", "prior.json") or b"").decode())
