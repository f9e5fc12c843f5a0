"""A model as plain values, to be kept as JSON, and the same model from them, to the last bit.

What goes by word stands in columns: that is read several times faster than a pair a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.ranking.learning.model import Model
from tracker.ranking.learning.reasons import Reasons, Recurring
from tracker.ranking.prior import Prior


def to_plain(model: Model) -> dict[str, Any]:
    """The model without its prior, as lists, texts and numbers."""
    reasons = model.reasons
    return {
        "start": model.start,
        "traits": list(model.traits),
        "ages": list(model.ages),
        "words": [
            list(model.words),
            [weight for weight, _ in model.words.values()],
            [rarity for _, rarity in model.words.values()],
        ],
        "signals": dict(model.signals),
        "approvals": _pairs(model.approvals),
        "recurring": [[reason.text, reason.count, reason.topic] for reason in reasons.recurring],
        "shares": _pairs(reasons.shares),
        "usual": _pairs(reasons.usual),
        "along": list(reasons.along),
        "decisions": model.decisions,
    }


def from_plain(plain: Mapping[str, Any], prior: Prior) -> Model:
    """The model that ``to_plain`` told, with the prior that it was learned from."""
    keys, weights, rarities = plain["words"]
    shares = zip(*plain["shares"], strict=True)
    return Model(
        prior=prior,
        start=plain["start"],
        traits=tuple(plain["traits"]),
        ages=tuple(plain["ages"]),
        words=dict(zip(keys, zip(weights, rarities, strict=True), strict=True)),
        signals=plain["signals"],
        approvals=dict(zip(*plain["approvals"], strict=True)),
        reasons=Reasons(
            tuple(Recurring(*row) for row in plain["recurring"]),
            {key: [(place, share) for place, share in row] for key, row in shares},
            dict(zip(*plain["usual"], strict=True)),
            tuple(plain["along"]),
        ),
        decisions=plain["decisions"],
    )


def _pairs(by_key: Mapping[int, Any]) -> list[list[Any]]:
    """Keys and values, since JSON has no numbers as keys."""
    return [list(by_key), list(by_key.values())]
