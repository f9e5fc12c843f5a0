"""Features, contexts and decisions, drawn by hypothesis."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from tracker.ranking.context.signals import Context
from tracker.ranking.features.packed import Features
from tracker.ranking.features.traits import KEYS
from tracker.ranking.learning.rows import Judged
from tracker.ranking.prior import Prior, TraitPrior

DAY = date(2025, 5, 5)
FLAT = Prior(traits=(TraitPrior(0.0, 0.1, 0.3),) * len(KEYS))
pairs = st.dictionaries(st.integers(0, 12), st.integers(1, 3), max_size=5).map(
    lambda found: tuple(sorted(found.items()))
)
authors = st.lists(st.integers(1, 6), max_size=4, unique=True).map(tuple)
features = st.builds(Features.of, traits=pairs, words=pairs, authors=authors)
contexts = st.builds(
    Context,
    age_days=st.none() | st.integers(-3, 40),
    feeds=st.lists(st.sampled_from(["A Log", "B Log"]), max_size=3).map(tuple),
    own_post=st.booleans(),
    soon=st.booleans(),
    votes=st.lists(
        st.tuples(st.sampled_from(["A Board", "B Board"]), st.integers(0, 2_000)),
        max_size=2,
        unique_by=lambda pair: pair[0],
    ).map(tuple),
    blind=st.sets(st.sampled_from(["*", "feed:A Log", "votes:A Board"]), max_size=1).map(frozenset),
)


@st.composite
def decided(draw: st.DrawFn, first: int = 1) -> list[Judged]:
    made = draw(st.lists(st.tuples(features, contexts, st.integers(0, 3)), max_size=7))
    return [
        Judged(
            work_id=first + number,
            on=date.fromordinal(DAY.toordinal() + day),
            features=made_features,
            context=context,
        )
        for number, (made_features, context, day) in enumerate(made)
    ]
