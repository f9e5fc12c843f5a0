"""The order of all that could be proposed now; which of it a draft takes is for ``filling.py``.

Shared by ``draft``, which writes it, and ``missed``, which tells why a work is not in it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.ranking.learning.model import Model
from tracker.ranking.selection import Ranked, propose, rank
from tracker.store.database import Database
from tracker.values import Proposal
from tracker.workflows.hand_links import HandLink
from tracker.workflows.proposing.candidates import SecondLook, candidates_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """All that can be proposed, topic after topic, the best first, and what put it so."""

    ranked: tuple[Ranked, ...]
    model: Model
    now: datetime

    def propose(self, ranked: Ranked) -> Proposal:
        """The ranked work with its score in parts."""
        return propose(ranked, model=self.model, now=self.now)


def order(
    db: Database,
    topics: Sequence[str],
    *,
    model: Model,
    standing: Collection[int],
    since: datetime,
    now: datetime,
    again: Mapping[int, SecondLook] | None = None,
    by_hand: Mapping[int, HandLink] | None = None,
    keep: bool = False,
) -> Order:
    """What the next draft would choose from, with what comes ``again`` for a second look.

    ``standing`` are the works that the post links or the seeds name, ``by_hand`` those of them that
    the author linked and that have a later version. With ``keep``, features that
    had to be made anew are stored.
    """
    candidates = candidates_of(
        db, topics, standing=standing, since=since, again=again, by_hand=by_hand, keep=keep
    )
    return Order(
        ranked=rank(candidates, topics=topics, model=model, now=now, since=since),
        model=model,
        now=now,
    )
