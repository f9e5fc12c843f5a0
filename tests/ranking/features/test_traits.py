"""A work has the traits whose patterns its text has, as they are written in the vocabulary."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from tracker.ranking.features.subjects import VOCABULARY
from tracker.ranking.features.traits import KEYS, traits
from tracker.values import Kind, Work

CLAIMS = {
    key: re.compile("|".join(pattern["any"]))
    for key, pattern in VOCABULARY["patterns"].items()
    if key.startswith("claim.")
}
WORDS = sorted(
    {word for pattern in CLAIMS.values() for word in re.findall("[a-z]+", pattern.pattern)}
)
TEXTS = st.lists(st.sampled_from([*WORDS, *" _.-3%"])).flatmap(
    lambda words: st.sampled_from(["", " "]).map(lambda between: between.join(words))
)


@given(TEXTS)
def test_a_claim_is_found_where_its_pattern_is(text: str) -> None:
    work = Work(
        id=1,
        kind=Kind.PAPER,
        title="",
        url="",
        summary=text.capitalize(),
        first_seen_at=datetime(2025, 5, 1, tzinfo=UTC),
    )
    found = {KEYS[place] for place, _ in traits(work)}
    expected = {key for key, pattern in CLAIMS.items() if pattern.search(text)}
    assert {key for key in found if key.startswith("claim.")} == expected
