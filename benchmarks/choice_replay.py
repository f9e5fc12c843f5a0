"""The third mode of ``choice.py``: the product's own drafts, week after week, as authors have them.

At the end of each week a draft is written: of what the watchlists match, of what came in since the
last draft and ten days before it (thirty days for the first), of what was neither shown nor picked
before, in the order that the product has learned from the picks of earlier weeks. The product
itself gives the places. A pick counts that was shown by the end of its week, in an entry of its own
or behind another one's "also".

The rows below the first give the places otherwise: the same without a least for each topic, with
room for the unlike, and ten for each topic.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from choice_data import Listed, Week
from choice_reach import Shown, Topics, first_of_each, numbers, ordered

from tracker.ranking.learning.model import Model
from tracker.ranking.places import choose
from tracker.ranking.selection import Ranked
from tracker.settings import DraftSettings
from tracker.workflows.open_drafts.window import BEFORE_LAST, FIRST
from tracker.workflows.proposing.filling import places_of, with_unlike_in

Choice = Callable[[Sequence[Ranked]], Sequence[Ranked]]

PLACES = places_of(DraftSettings())
UNLIKE = 0.1  # the share that such works had


def _with_unlike(ranked: Sequence[Ranked]) -> Sequence[Ranked]:
    return with_unlike_in(ranked, choose(ranked, PLACES), UNLIKE)


CHOICES: dict[str, Choice] = {
    f"{PLACES.size} places": lambda ranked: choose(ranked, PLACES),
    "  no least for a topic": lambda ranked: choose(ranked, replace(PLACES, least_per_topic=0)),
    "  with room for the unlike": _with_unlike,
    "  10 a topic": lambda ranked: first_of_each(ranked, 10),
}


def replay(
    works: Sequence[Listed],
    weeks: Sequence[Week],
    judged_weeks: Sequence[int],
    topics: Topics,
    models: Callable[[int], Model],
) -> dict[str, list[Shown]]:
    """What was shown of each week's picks, by who gets the places; the product's own is first."""
    matching = [work for work in works if topics.matches[work.number]]
    shown: dict[str, set[int]] = {name: set() for name in CHOICES}
    rows: dict[str, list[Shown]] = {name: [] for name in CHOICES}
    last: Week | None = None
    for place in judged_weeks:
        week, model = weeks[place], models(place)
        first = last.end - BEFORE_LAST if last else week.end - FIRST
        picked = {pick.number for past in weeks[:place] for pick in past.picks}
        pool = tuple(
            work for work in matching if first <= work.on <= week.end and work.number not in picked
        )
        for name, choice in CHOICES.items():
            ranked = ordered(replace(week, pool=pool), topics, model, without=shown[name])
            shown[name] |= numbers(choice(ranked))
            picks = ((topics.reach(pick), pick.number in shown[name]) for pick in week.picks)
            rows[name].append(Shown(tuple(picks)))
        last = week
    return rows
