"""Reasons that recur, and what they take away from works like those so rejected."""

from __future__ import annotations

import random
import tracemalloc
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ranking.learning.samples import DAY, FLAT, contexts, decided, features
from tests.support.growth import assert_growth
from tracker.ranking.context.signals import Context
from tracker.ranking.explain import LONGEST, why
from tracker.ranking.features.packed import Features
from tracker.ranking.features.words import count, tokens
from tracker.ranking.learning.learner import train
from tracker.ranking.learning.model import AGAINST, Model
from tracker.ranking.learning.reasons import (
    MOST,
    MOST_AGAINST,
    Refused,
    normal,
    recurring_reasons,
)
from tracker.ranking.learning.rows import Judged
from tracker.ranking.prior import shipped_prior
from tracker.values import Score, ScorePart

LOOM = "looms weave long threads into cloth on a wooden frame"
KILN = "a kiln burns clay into pots at great heat"
OTHERS = ("ships sail along the coast with salt and wool", "bees gather honey in the hills")


def made(text: str) -> Features:
    return Features.of(words=count([], tokens(text)))


def judged(number: int, text: str, reason: str = "", on: date = DAY) -> Judged:
    return Judged(work_id=number, on=on, features=made(text), reason=reason)


def usual(count: int) -> list[Judged]:
    """Works passed over, of four kinds."""
    kinds = (LOOM, KILN, *OTHERS)
    return [judged(1_000 + n, f"{kinds[n % 4]} with new tools") for n in range(count)]


def learned(*reasons: str, text: str = KILN) -> Model:
    """A model after works on kilns were rejected for these reasons, one each."""
    rejected = [judged(500 + n, f"{text} {n}", reason) for n, reason in enumerate(reasons)]
    approved = [judged(400, LOOM)]
    passed = usual(100)
    return train(approved, passed, rejected=rejected, prior=shipped_prior())


def against(model: Model, text: str) -> tuple[str, float]:
    reason, value = model.against(made(text))
    return str(reason or ""), value


def test_a_reason_given_three_times_speaks_against_what_is_like_it() -> None:
    model = learned("Benchmark only", "benchmark only.", "benchmark  only")
    told, value = against(model, KILN)
    assert told == "like 3 you rejected as “Benchmark only”"
    assert -MOST_AGAINST <= value < -1
    assert against(model, OTHERS[1]) == ("", 0.0)


def test_a_reason_that_fits_works_of_every_kind_speaks_against_none() -> None:
    kinds = (LOOM, KILN, *OTHERS)
    rejected = [judged(500 + n, f"{kind} with new tools", "not for me") for n, kind in
                enumerate(kinds)]  # fmt: skip
    model = train([], usual(100), rejected=rejected, prior=shipped_prior())
    assert [each.count for each in model.reasons.recurring] == [4]
    assert [against(model, f"{kind} with new tools") for kind in kinds] == [("", 0.0)] * 4


def test_nothing_is_told_of_reasons_before_it_is_known_what_is_usual() -> None:
    rejected = [judged(500 + n, KILN, "x") for n in range(3)]
    for passed, told in ((99, 0), (100, 1)):
        model = train([], usual(passed), rejected=rejected, prior=shipped_prior())
        assert len(model.reasons.recurring) == told


@pytest.mark.parametrize(
    "reasons",
    [("x", "x"), ("x", "x", "y"), ("", "", ""), ("!", "!", "?!"), ("x", "x", "")],
)
def test_fewer_than_three_and_no_words_are_no_reason(reasons: tuple[str, ...]) -> None:
    assert learned(*reasons).reasons.recurring == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Too narrow", "  too   narrow!", True),
        ("zu ENG", "zu eng", True),
        ("too narrow", "narrow", False),
        ("太窄", "太窄。", True),
        ("x" * 10**6, "x" * 10**6 + "y", True),
    ],
)
def test_case_and_signs_make_no_difference(one: str, other: str, same: bool) -> None:
    assert (normal(one) == normal(other)) is same


def test_the_strongest_reason_alone_counts() -> None:
    model = learned("x", "x", "x", "y", "y", "y")
    assert [str(each) for each in model.reasons.recurring] == [
        "like 3 you rejected as “x”", "like 3 you rejected as “y”",
    ]  # fmt: skip
    assert against(model, KILN)[1] >= -MOST_AGAINST


def in_topic(number: int, reason: str, topic: str, *, off_topic: bool = False) -> Judged:
    return replace(judged(number, f"{KILN} {number}", reason), topic=topic, is_off_topic=off_topic)


def test_a_reason_counts_in_the_topic_where_it_was_given() -> None:
    rejected = [in_topic(500 + n, "old news", "pots") for n in range(3)]
    rejected += [in_topic(600 + n, "old news", "cloth") for n in range(2)]
    model = train([judged(400, LOOM)], usual(100), rejected=rejected, prior=shipped_prior())
    (only,) = model.reasons.recurring
    assert (only.count, only.topic) == (3, "pots")
    assert model.against(made(KILN), "pots")[1] < -1
    assert model.against(made(KILN), "cloth") == (None, 0.0)
    context = judged(1, KILN).context
    for topic in ("pots", "cloth"):
        score = model.score(made(KILN), context, topic=topic)
        assert score.total == pytest.approx(model.total(made(KILN), context, topic), abs=1e-9)


def test_what_is_off_topic_speaks_against_its_like_there_and_is_no_dislike() -> None:
    off = [in_topic(500, "not pots", "pots", off_topic=True)]
    approved, passed = [judged(400, LOOM)], usual(100)
    model = train(approved, passed, rejected=off, prior=shipped_prior())
    without = train(approved, passed, prior=shipped_prior())
    assert model.against(made(KILN), "pots")[1] < -1
    context = judged(1, KILN).context
    elsewhere = model.total(made(KILN), context, "cloth")
    assert elsewhere == pytest.approx(without.total(made(KILN), context), abs=1e-9)


def test_the_most_frequent_reason_stands_first_as_it_was_mostly_written() -> None:
    rows = [Refused(reason, [(1, 1.0)]) for reason in ("b", "B", "B", "a", "a", "a", "a")]
    assert [(each.text, each.count) for each in recurring_reasons(rows, {1: 1.0}).recurring] == [
        ("a", 4), ("B", 3),
    ]  # fmt: skip


def test_the_part_is_named_in_sum_and_line_and_adds_up() -> None:
    model = learned(*["benchmark only"] * 4)
    kiln = made(KILN)
    score = model.score(kiln, judged(1, KILN).context)
    (part,) = (part for part in score.parts if part.family == AGAINST)
    assert part.name == "like 4 you rejected as “benchmark only”"
    assert score.total == pytest.approx(model.total(kiln, judged(1, KILN).context), abs=1e-9)
    assert why(score).endswith("; but like 4 you rejected as “benchmark only”")
    assert len(why(score)) <= LONGEST


@pytest.mark.parametrize("longest", [1, 40, 120])
def test_the_line_stays_short_whatever_the_reason_is(longest: int) -> None:
    model = learned(*["reason " * 50] * 12)
    parts = model.score(made(KILN), judged(1, "").context).parts
    part = next(part for part in parts if part.family == AGAINST)
    score = Score((ScorePart("s" * longest, 2.0), part))
    assert len(why(score)) <= LONGEST
    assert len(why(score, read_by="m" * 80)) <= LONGEST


def test_what_is_small_beside_the_rest_is_not_told_in_the_line() -> None:
    part = ScorePart("like 3 you rejected as “x”", -0.1, AGAINST)
    assert why(Score((ScorePart("a survey", 2.0), part))) == "a survey"


def test_the_order_of_rejections_changes_nothing() -> None:
    texts = [f"{KILN} {LOOM} {n}" for n in range(9)]
    rejected = [
        judged(n, text, "xyz"[n % 3], DAY - timedelta(days=n % 2)) for n, text in enumerate(texts)
    ]
    models = []
    for seed in range(3):
        random.Random(seed).shuffle(rejected)
        passed = [*usual(100), *(judged(100 + n, text) for n, text in enumerate(texts))]
        models.append(train([], passed, rejected=rejected, prior=FLAT))
    assert models[0] == models[1] == models[2]


REASONS = st.sampled_from(["", "too narrow", "Too narrow.", "benchmark only"])


@st.composite
def with_reasons(draw: st.DrawFn, first: int) -> list[Judged]:
    plain = draw(decided(first))
    return [replace(one, reason=draw(REASONS)) for one in plain]


@settings(max_examples=150, deadline=None)
@given(
    approved=decided(1),
    passed=decided(50),
    rejected=with_reasons(100),
    own=features,
    reason=REASONS,
)
def test_a_work_never_rises_by_being_rejected_for_a_reason(
    approved: list[Judged],
    passed: list[Judged],
    rejected: list[Judged],
    own: Features,
    reason: str,
) -> None:
    one = Judged(work_id=999, on=DAY, features=own, reason=reason)
    passed = [replace(each, work_id=n) for n, each in enumerate(passed * 100, 2_000)] or usual(100)
    before = train(approved, passed, rejected=rejected, prior=FLAT)
    after = train(approved, passed, rejected=[*rejected, one], prior=FLAT)
    was, now = (model.against(own)[1] for model in (before, after))
    assert now <= was + 1e-9
    assert -MOST_AGAINST <= now <= 0


@settings(max_examples=60, deadline=None)
@given(
    approved=decided(1),
    passed=decided(50),
    rejected=with_reasons(100),
    own=features,
    context=contexts,
)
def test_what_is_learned_beside_a_reason_is_the_same_as_without_it(
    approved: list[Judged],
    passed: list[Judged],
    rejected: list[Judged],
    own: Features,
    context: Context,
) -> None:
    """So what holds of rejections without a reason holds of those with one."""
    plain = [replace(one, reason="") for one in rejected]
    with_, without = (
        train(approved, [*passed, *usual(100)], rejected=some, prior=FLAT)
        for some in (rejected, plain)
    )
    beside = with_.total(own, context) - with_.against(own)[1]
    assert beside == pytest.approx(without.total(own, context), abs=1e-9)


def test_hundreds_of_reasons_take_little_room_and_cost_what_their_number_does() -> None:
    chance = random.Random(1)

    def row() -> list[tuple[int, float]]:
        return [(key, 0.1) for key in sorted(chance.sample(range(30_000), 100))]

    rejected = [Refused(f"reason {n // 3}", row()) for n in range(1_800)]
    usual = [row() for _ in range(1_000)]
    rarity = dict.fromkeys(range(30_000), 1.0)
    tracemalloc.start()
    made = recurring_reasons(rejected, rarity, usual)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size < 20_000_000
    assert len(made.recurring) == MOST
    assert_growth(lambda some: recurring_reasons(some, rarity, usual), rejected[:450], rejected)
