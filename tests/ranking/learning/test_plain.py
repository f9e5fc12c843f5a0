"""A model as plain values, and back."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given

from tests.ranking.learning.samples import FLAT, decided
from tracker.ranking.learning.learner import train
from tracker.ranking.learning.model import Model
from tracker.ranking.learning.plain import from_plain, to_plain
from tracker.ranking.learning.reasons import Refused, recurring_reasons
from tracker.ranking.learning.rows import Judged

REASONS = recurring_reasons(
    [
        Refused(reason, [(1, 0.6), (n, 0.8)], topic=topic, is_off_topic=not n % 2)
        for n, (reason, topic) in enumerate([("too narrow", "weaving"), ("no „loom“", "")] * 4, 2)
    ],
    {n: 1 / n for n in range(1, 10)},
    [[(1, 0.1), (3, 0.3)]],
)


def again(model: Model) -> Model:
    return from_plain(json.loads(json.dumps(to_plain(model))), model.prior)


@given(decided(), decided(100), decided(200))
def test_a_model_comes_back_as_it_was_to_the_last_bit(
    approved: list[Judged], passed: list[Judged], rejected: list[Judged]
) -> None:
    model = replace(train(approved, passed, prior=FLAT, rejected=rejected), reasons=REASONS)
    same = again(model)
    assert same == model
    for work in (*approved, *passed, *rejected):
        for topic in ("", "weaving"):
            total = model.total(work.features, work.context, topic)
            assert same.total(work.features, work.context, topic).hex() == total.hex()


def test_recurring_reasons_are_part_of_it() -> None:
    assert len(REASONS.recurring) == 2
    assert again(Model(prior=FLAT, reasons=REASONS)).reasons == REASONS
