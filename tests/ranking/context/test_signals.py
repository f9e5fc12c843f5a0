"""What the store knows of works, learned from: links of feeds, votes, what could not be seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from tracker.ranking.context.signals import (
    BLIND,
    MAX_LEARNED,
    Columns,
    Context,
    Seen,
    of_feed,
    of_site,
    sizes,
)
from tracker.ranking.explain import why
from tracker.ranking.features.packed import Features
from tracker.ranking.features.traits import KEYS
from tracker.ranking.learning.learner import train
from tracker.ranking.learning.model import Model
from tracker.ranking.learning.rows import Judged
from tracker.ranking.prior import Prior, TraitPrior

DAY = date(2025, 5, 5)
PRIOR = Prior(
    traits=(TraitPrior(0.0, 0.1, 0.3),) * len(KEYS), signals={"feeds": 1.0, "votes": 0.15}
)
PLAIN = Context(age_days=2)


def judged(first: int, contexts: Iterable[Context]) -> list[Judged]:
    return [
        Judged(work_id=number, on=DAY, features=Features(), context=context)
        for number, context in enumerate(contexts, start=first)
    ]


def linked(*feeds: str) -> Context:
    return replace(PLAIN, feeds=feeds)


def voted(count: int, site: str = "A Board") -> Context:
    return replace(PLAIN, votes=((site, count),))


def learned(approved: Iterable[Context], passed: Iterable[Context]) -> Model:
    return train(judged(1, approved), judged(1_000, passed), prior=PRIOR)


def worth(model: Model, context: Context) -> float:
    """What the signals of a context add."""
    return model.total(Features(), context) - model.total(Features(), PLAIN)


def test_a_feed_whose_links_are_approved_rises_and_one_that_is_passed_over_falls() -> None:
    model = learned(
        [linked("Good")] * 10 + [PLAIN] * 10,
        [linked("Dull")] * 20 + [PLAIN] * 180,
    )
    assert worth(model, linked("Good")) > worth(learned([], []), linked("Good")) + 0.5
    assert worth(model, linked("Dull")) < worth(model, linked("New")) < worth(model, linked("Good"))


def test_the_feed_that_says_most_is_named() -> None:
    model = learned([linked("Good")] * 10, [linked("Dull")] * 40 + [PLAIN] * 60)
    told = why(model.score(Features(), linked("Dull", "Good")))
    assert "linked by Good and 1 more" in told


def test_votes_count_by_how_often_they_double_and_in_bounds() -> None:
    model = learned([], [])
    worths = [worth(model, voted(count)) for count in (0, 1, 42, 600, 10**6)]
    assert worths == pytest.approx([0.0, 0.15, 0.9, 1.5, 1.5])
    assert "42 votes at A Board" in why(model.score(Features(), voted(42)))
    assert "1 vote at A Board" in why(model.score(Features(), voted(1)))


def test_what_votes_are_worth_is_learned_for_each_site() -> None:
    model = learned([voted(80, "Good")] * 20, [voted(80, "Loud")] * 100 + [PLAIN] * 200)
    assert worth(model, voted(80, "Good")) > 0.15 * 7 > worth(model, voted(80, "Loud"))


def test_votes_that_could_not_be_seen_are_no_sign_against_them() -> None:
    """Approvals from before a site was asked, among works of today that it votes for."""
    before = replace(PLAIN, blind=frozenset({of_site("A Board")}))
    passed = [voted(80)] * 60 + [PLAIN] * 140
    fair = learned([before] * 40, passed)
    unfair = learned([PLAIN] * 40, passed)
    assert worth(fair, voted(80)) == pytest.approx(0.15 * 7, abs=0.12)
    assert worth(unfair, voted(80)) < worth(fair, voted(80)) - 0.3


def test_a_work_from_before_tracker_says_nothing_of_any_feed() -> None:
    passed = [linked("A Log")] * 60 + [PLAIN] * 140
    model = learned([Context(blind=BLIND)] * 40, passed)
    assert worth(model, linked("A Log")) == pytest.approx(1.0, abs=0.15)


def test_the_mean_of_a_signal_is_over_those_that_could_see_it() -> None:
    feed = of_feed("A")
    approved = [Seen(linked("A")), Seen(PLAIN)]
    passed = [Seen(linked("A")), Seen(PLAIN), *[Seen(Context(blind=BLIND))] * 9]
    columns = Columns.of(approved, passed, weight=1.0)
    assert columns.columns == {"feeds": (1.0, 0.5), feed: (1.0, 0.5)}
    for context, row in (
        (Context(blind=BLIND), [(feed, 0.5), ("feeds", 0.5)]),
        (Context(blind=frozenset({feed})), [(feed, 0.5)]),
        (linked("B"), [("feeds", 1.0)]),
    ):
        assert columns.row(Seen(context), is_sampled=False) == row


def test_as_few_are_looked_at_as_of_the_approved_could_see() -> None:
    approved = [Seen(linked("A")), Seen(Context(blind=BLIND))]
    passed = [Seen(linked("A"), draw) for draw in (0.1, 0.3, 0.7, 0.9)]
    columns = Columns.of(approved, passed, weight=1.0)
    assert columns.columns["feeds"] == (0.5, 1.0)
    plain = [columns.row(Seen(PLAIN, draw), is_sampled=True) for draw in (0.4, 0.6)]
    assert [dict(row).get("feeds", 0.0) for row in plain] == [0.0, 1.0]


def test_a_signal_that_one_work_has_is_not_learned_and_too_many_are_cut() -> None:
    one = Columns.of([Seen(linked("A")), Seen(linked("B"))], [], weight=1.0)
    assert list(one.columns) == ["feeds"]
    many = [Seen(linked(f"Log {n}")) for n in range(500) for _ in range(2)]
    assert len(Columns.of(many, [], weight=1.0).columns) == MAX_LEARNED


def test_no_work_has_more_than_a_few_signals() -> None:
    feeds = tuple(f"Log {n}" for n in range(10_000))
    assert len(sizes(linked(*feeds))) == 16
