"""Sentences and names of real abstracts, which stand beside the repository and are not copied.

Of each work a few first words are held that its author would keep; all hold the laws.
"""

from __future__ import annotations

import re

import pytest

from tests.matching.test_shipped import LISTING, benchmark
from tracker.drafts.entry.facts import EntryView, view
from tracker.drafts.entry.voice import refusals
from tracker.values import Proposal, Score, Work

pytestmark = pytest.mark.skipif(not LISTING.is_file(), reason="the real listing is not here")

# How each begins and ends.
SENTENCES = {
    "2503.21776": ("The first attempt to", "MLLMs."),
    "2504.11468": ("SFT can significantly undermine", "models."),
    "2504.11536": ("Enhances long-form reasoning", "learning."),
    "2504.09037": ("Categorizes existing methods", "Architectures."),
    "2504.13500": ("A process prejudge strategy", "reasoning."),
    "2504.13837": ("The RL does not", "reasoning patterns."),
    "2505.00661": ("Finds that in data-matched settings", "fine-tuning."),
    "2504.18246": ("Significantly reduces the training time", "datasets."),
    "2504.10329": ("Improves SD v1.5", "baselines."),
    "2504.08590": ("An environment for producing", "offline and online."),
    "2504.13180": ("Studies building a Perception", "understanding."),
    "2504.13367": ("A training-free", "calibration."),
}
NAMES = {
    "2504.10187": "DeepTrans",
    "2504.10647": "ReDis",
    "2504.16828": "ThinkPRM",
    "2504.15376": "CameraBench",
}


@pytest.fixture(scope="module")
def listed() -> dict[str, Work]:
    measure = benchmark()
    rows = measure.read_rows(LISTING)
    return {row["id"]: measure.as_work(number, row) for number, row in enumerate(rows)}


def seen(work: Work) -> EntryView:
    return view(Proposal(work=work, topic="t", score=Score(())), heading="T")


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_is_the_one_that_its_author_would_cut(
    listed: dict[str, Work], name: str
) -> None:
    start, end = SENTENCES[name]
    sentence = seen(listed[name]).sentence
    assert sentence.startswith(start)
    assert sentence.endswith(end)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_the_title_hides_is_shown(listed: dict[str, Work], name: str) -> None:
    assert seen(listed[name]).name == NAMES[name]


def test_sentences_are_short_whole_and_in_the_author_s_voice(listed: dict[str, Work]) -> None:
    sentences = [seen(work).sentence for work in list(listed.values())[::20]]
    outside = [re.sub(r"“[^”]*”", "", sentence) for sentence in sentences]
    count = len(sentences)
    assert sum(map(bool, sentences)) > 0.93 * count
    assert sum("…" in sentence for sentence in sentences) <= 0.02 * count
    assert sum(bool(refusals.SPEAKS.search(text)) for text in outside) <= 0.03 * count
    assert sum(sentence.startswith("“") for sentence in sentences) <= 0.15 * count
    assert all(len(sentence) <= 170 for sentence in sentences)  # with what is escaped in it
