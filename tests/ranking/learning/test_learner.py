"""What is learned from decisions, and the laws that hold whatever they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ranking.learning.samples import DAY, FLAT, contexts, decided, features
from tracker.ranking import explain
from tracker.ranking.context.signals import Context
from tracker.ranking.features.packed import Features
from tracker.ranking.features.traits import KEYS
from tracker.ranking.features.words import hash_of
from tracker.ranking.learning.learner import train
from tracker.ranking.learning.model import LACKS, START, Model
from tracker.ranking.learning.rows import Judged
from tracker.ranking.prior import TraitPrior, parse_prior, render_prior, shipped_prior
from tracker.values import Score, ScorePart

AGENTS = KEYS.index("titled.agents")
MEDICINE = KEYS.index("titled.medicine")


def judged(number: int, *traits: int, words: str = "", authors: tuple[int, ...] = ()) -> Judged:
    hashes = tuple(sorted(hash_of(word) for word in words.split()))
    return Judged(
        work_id=number,
        on=DAY,
        features=Features(tuple((place, 1) for place in sorted(traits)), hashes, (), authors),
        context=Context(age_days=2),
    )


def order(model: Model, works: Sequence[Judged]) -> list[int]:
    ranked = sorted(works, key=lambda one: -model.total(one.features, one.context))
    return [one.work_id for one in ranked]


def test_without_decisions_the_prior_alone_speaks() -> None:
    traits = list(FLAT.traits)
    traits[AGENTS] = TraitPrior(1.5, 0.1, 0.3)
    model = train([], [judged(n) for n in range(9)], prior=replace(FLAT, traits=tuple(traits)))
    assert model.total(judged(1, AGENTS).features, Context()) == pytest.approx(1.5)
    assert order(model, [judged(1), judged(2, AGENTS)]) == [2, 1]


def test_what_was_approved_comes_first_and_what_was_rejected_last() -> None:
    approved = [judged(n, AGENTS, words="kite wind") for n in range(1, 9)]
    passed = [judged(n, words="stone sea") for n in range(20, 60)]
    rejected = [judged(n, MEDICINE, words="rain cloud") for n in range(70, 76)]
    model = train(approved, passed, rejected=rejected, prior=FLAT)
    seen = [judged(100, MEDICINE), judged(101), judged(102, AGENTS, words="kite")]
    assert order(model, seen) == [102, 101, 100]


def test_decisions_against_the_prior_win_in_the_end() -> None:
    traits = list(FLAT.traits)
    traits[MEDICINE] = TraitPrior(-1.0, 0.1, 0.3)
    prior = replace(FLAT, traits=tuple(traits))
    passed = [judged(n, *([MEDICINE] if n % 10 == 0 else [])) for n in range(1_000, 1_200)]
    weights = [
        train([judged(n, MEDICINE) for n in range(count)], passed, prior=prior).traits[MEDICINE]
        for count in (0, 5, 100)
    ]
    assert weights[0] == -1.0
    assert weights[0] < weights[1] < weights[2]
    assert weights[2] > 0


def test_only_the_newest_decisions_count() -> None:
    old = [replace(judged(n, MEDICINE), on=date(2024, 1, 1)) for n in range(400)]
    new = [judged(n, AGENTS) for n in range(1_000, 1_300)]
    passed = [judged(n) for n in range(2_000, 2_020)]
    assert train(old + new, passed, prior=FLAT) == train(new, passed, prior=FLAT)


@settings(max_examples=60, deadline=None)
@given(approved=decided(1), passed=decided(50), rejected=decided(100), dice=st.randoms())
def test_the_order_of_decisions_changes_nothing(
    approved: list[Judged], passed: list[Judged], rejected: list[Judged], dice: object
) -> None:
    def model() -> Model:
        return train(approved, passed, rejected=rejected, prior=FLAT)

    before = model()
    for many in (approved, passed, rejected):
        dice.shuffle(many)  # type: ignore[attr-defined]
    assert model() == before  # to the last bit


@settings(max_examples=60, deadline=None)
@given(approved=decided(1), passed=decided(50), rejected=decided(100), data=st.data())
def test_a_rejected_work_never_rises_by_being_rejected(
    approved: list[Judged], passed: list[Judged], rejected: list[Judged], data: st.DataObject
) -> None:
    one = Judged(work_id=999, on=DAY, features=data.draw(features), context=data.draw(contexts))
    before = train(approved, passed, rejected=rejected, prior=FLAT)
    after = train(approved, passed, rejected=[*rejected, one], prior=FLAT)
    was, now = (model.total(one.features, one.context) for model in (before, after))
    assert now <= was + 1e-6


def test_a_rejected_work_gains_no_word_by_being_rejected() -> None:
    approved = [judged(n, AGENTS, words="kite" if n == 1 else "wind") for n in range(1, 9)]
    passed = [judged(n, words="stone sea") for n in range(20, 60)]
    one = judged(99, words="kite")
    before = train(approved, passed, prior=FLAT)
    after = train(approved, passed, rejected=[one], prior=FLAT)
    was, now = (model.total(one.features, one.context) for model in (before, after))
    assert set(after.words) == set(before.words)
    assert now < was


def test_among_hundreds_like_it_a_rejected_work_does_not_rise_either() -> None:
    approved = [judged(n, AGENTS, words="wind") for n in range(1, 61)]
    passed = [judged(n, words="stone sea") for n in range(100, 300)]
    refused = [judged(n, words="stone sea") for n in range(900, 906)]
    totals = [
        train(approved, passed, rejected=refused[:count], prior=FLAT).total(
            refused[0].features, refused[0].context
        )
        for count in range(7)
    ]
    assert all(now < was for was, now in pairwise(totals))


@settings(max_examples=100, deadline=None)
@given(approved=decided(1), passed=decided(50), one=features, other=features)
def test_approving_a_work_never_lowers_the_authors_part_of_another(
    approved: list[Judged], passed: list[Judged], one: Features, other: Features
) -> None:
    before = train(approved, passed, prior=FLAT).of_authors(other)[1]
    more = [*approved, Judged(work_id=999, on=DAY, features=one)]
    after = train(more, passed, prior=FLAT).of_authors(other)[1]
    assert after >= before >= 0


@settings(max_examples=100, deadline=None)
@given(approved=decided(1), passed=decided(50), one=features, context=contexts)
def test_the_parts_of_a_score_add_up_and_their_line_is_short(
    approved: list[Judged], passed: list[Judged], one: Features, context: Context
) -> None:
    model = train(approved, passed, prior=shipped_prior())
    score = model.score(one, context, {key: f"word{key}" for key, _ in one.words})
    assert score.total == pytest.approx(model.total(one, context), abs=1e-9)
    assert len({part.name for part in score.parts}) == len(score.parts)
    assert 0 < len(explain.why(score)) < 100


def test_the_line_names_people_feeds_and_then_what_the_author_approved() -> None:
    approved = [judged(n, AGENTS, words="kite", authors=(7,)) for n in range(1, 9)]
    passed = [judged(n, words="stone") for n in range(20, 60)]
    model = train(approved, passed, prior=replace(FLAT, signals={"feeds": 3.0}))
    work = judged(100, AGENTS, words="kite", authors=(7, 8))
    context = Context(age_days=1, feeds=("Simon's Log", "Else"))
    score = model.score(work.features, context, {hash_of("kite"): "kite"})
    line = explain.why(score)
    assert line.startswith("linked by Simon's Log and 1 more; ")
    told = ["1 author you approved before", "like what you approved: “kite”"]
    assert line.split("; ")[1:3] == told


def test_where_nothing_speaks_for_a_work_the_line_says_so() -> None:
    score = train([], [], prior=FLAT).score(Features(), Context())
    assert explain.why(score) == explain.NOTHING
    assert {part.name for part in score.parts} <= {START, LACKS}


def test_a_prior_reads_back_and_the_shipped_one_knows_every_trait() -> None:
    shipped = shipped_prior()
    assert parse_prior(render_prior(shipped)) == shipped
    assert sum(trait.weight != 0 for trait in shipped.traits) > 100


def test_a_reader_is_named_before_what_is_part_of_the_sum() -> None:
    score = Score((ScorePart("a short title", 1.5), ScorePart("x" * 90, 1.0)))
    assert explain.why(score, read_by="a-model") == "read by a-model; a short title"
    assert explain.why(score, read_by="m" * 500) == f"read by {'m' * 40}; a short title"
    assert explain.why(Score(()), read_by="a-model") == "read by a-model"


def test_a_phrase_in_two_places_is_named_once() -> None:
    score = Score((
        ScorePart("“LoRA” in title", 1.0, "a phrase in the title"),
        ScorePart("“LoRA” in abstract", 0.9, "a phrase in the abstract"),
        ScorePart("“adapter” in abstract", 0.8, "a phrase in the abstract"),
        ScorePart("a survey", 0.7),
    ))  # fmt: skip
    told = "“LoRA” in title and abstract, “adapter” in abstract; a survey"
    assert explain.why(score) == told
