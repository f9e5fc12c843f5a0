"""How far back a draft looks.

To the last draft, and ten days before it: a third of what an editor picks is a week old, and what
was shown is not shown again. A feed's archive is no news, so the first draft looks back thirty
days, as does the first of a topic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

FIRST = timedelta(days=30)
BEFORE_LAST = timedelta(days=10)


def looks_back_to(
    rounds: Iterable[Mapping[str, datetime]], topics: Sequence[str], *, now: datetime
) -> datetime:
    """Works dated from then on can be proposed under these topics.

    ``rounds`` tell of each day of drafting when each topic last had a new entry, the oldest first.
    """
    last: dict[str, datetime] = {}
    for round_ in rounds:
        last |= round_
    if any(topic not in last for topic in topics):
        return now - FIRST
    return min(now, max(last.values(), default=now)) - BEFORE_LAST
