"""Identity on real titles and authors, where the loopback world's data is there."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tracker.identity.claims import Claim
from tracker.identity.merging import plan_merge
from tracker.identity.title import title_key, witnesses_of
from tracker.values import Alias, Kind

_WORKS = Path(__file__).parents[3] / "shared/world/data/arxiv.jsonl.gz"

pytestmark = pytest.mark.skipif(not _WORKS.exists(), reason="the loopback world is not here")


def test_titles_join_a_papers_published_form_and_nothing_else() -> None:
    with gzip.open(_WORKS, "rt", encoding="utf-8") as lines:
        works = [json.loads(line) for line in lines]
    claims = [
        Claim(
            frozenset({alias}),
            title_key(work["title"]),
            witnesses_of(work["authors"]),
            Kind.PAPER,
        )
        for work in works
        for alias in (Alias("arxiv", work["id"]), Alias("doi", f"10.5555/{work['id']}"))
    ]
    plan = plan_merge([], claims)
    pairs = [group for group in plan.groups if len(group.new) > 1]
    assert all(group.new == (group.new[0], group.new[0] + 1) for group in pairs)
    assert all(group.new[0] % 2 == 0 for group in pairs)
    assert len(pairs) > 0.99 * len(works)
