"""The fourth mode of ``choice.py``: living lists, a topic at a time, as their maintainers begin.

A lists file is ``{topic: {list: [ids]}}``; a maintainer is just the author that tracker is for, but
what a list does not hold says nothing, so recall alone is told. Each paper is looked for in its
topic's order of the week in which it was first seen, among all that the topic holds of that week.

First with nothing decided, beside the plain match score. Then each list for itself taught by ten
seeds: its newest ten papers of before that week, and as passed over what matched in the four weeks
before. Lists of at least 25 later papers and at most 200 in all are told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from choice_data import Listed, Week, context_of
from choice_reach import Topics, ordered

from tracker.ranking.context.signals import BLIND, Context
from tracker.ranking.learning.learner import train
from tracker.ranking.learning.model import Model
from tracker.ranking.learning.rows import Judged
from tracker.ranking.prior import Prior
from tracker.ranking.selection import Ranked

WEEK = timedelta(days=7)
SEEDS = 10
PASSED = timedelta(days=28)
FEWEST, MOST = 25, 200  # later papers of a list that is told, and papers in all
CUTS = (10, 30)

Lists = Mapping[str, Mapping[str, Sequence[Listed]]]


@dataclass(frozen=True, slots=True)
class Span:
    """A week of a listing: what was first seen in it and matches."""

    week: Week

    def places(self, order: Sequence[Ranked], topic: str) -> dict[int, int]:
        """The place of each work in the topic's order, 0 first."""
        same = [one.work.id for one in order if one.topic == topic]
        return {number: place for place, number in enumerate(same)}


def read_lists(path: Path, works: Sequence[Listed]) -> Lists:
    """The lists of each topic, the oldest paper first; what the listing lacks is left out."""
    by_id = {work.id: work for work in works}
    return {
        topic: {
            name: sorted((by_id[id_] for id_ in ids if id_ in by_id), key=lambda w: (w.on, w.id))
            for name, ids in lists.items()
        }
        for topic, lists in json.loads(path.read_text(encoding="utf-8")).items()
    }


def report_lists(
    works: Sequence[Listed], lists: Lists, topics: Topics, prior: Prior, first: date
) -> None:
    """Prints the shares of papers among the first of their topic's week, in percent."""
    spans = list(_spans([work for work in works if topics.matches[work.number]], first))
    nothing = train([], [], prior=prior)
    plain = [ordered(span.week, topics, nothing, without=()) for span in spans]
    print(f"{len(spans)} weeks from {first}; shares in percent at {CUTS}")
    for topic, of_topic in lists.items():
        if topic not in topics.names:
            continue
        papers = {work.number for own in of_topic.values() for work in own}
        matched = [sorted(order, key=lambda one: -one.match.score) for order in plain]
        print(f"\n{topic}")
        _print("nothing decided", _found(spans, plain, topic, papers))
        _print("by match alone", _found(spans, matched, topic, papers))
        for name, own in of_topic.items():
            if len(own) <= MOST and sum(work.on >= first for work in own) >= FEWEST:
                _print(f"  {name[-34:]}", _taught(works, spans, topics, topic, own, prior))


def _spans(works: Sequence[Listed], first: date) -> Iterator[Span]:
    last = max(work.on for work in works)
    start = first
    while start + WEEK <= last:
        end = start + WEEK - timedelta(days=1)
        pool = tuple(work for work in works if start <= work.on <= end)
        yield Span(Week(start=start, end=end, pool=pool, picks=()))
        start += WEEK


def _found(
    spans: Sequence[Span], orders: Sequence[Sequence[Ranked]], topic: str, papers: set[int]
) -> list[int]:
    """The place of each of these papers that the topic holds."""
    return [
        place
        for span, order in zip(spans, orders, strict=True)
        for number, place in span.places(order, topic).items()
        if number in papers
    ]


def _taught(
    works: Sequence[Listed],
    spans: Sequence[Span],
    topics: Topics,
    topic: str,
    own: Sequence[Listed],
    prior: Prior,
) -> list[int]:
    """The places of a list's papers, each week taught by the ten before it."""
    papers = {work.number for work in own}
    matching = [work for work in works if topics.matches[work.number]]
    orders = []
    for span in spans:
        start = span.week.start
        seeds = [work for work in own if work.on < start][-SEEDS:]
        passed = [
            work
            for work in matching
            if start - PASSED <= work.on < start and work.number not in papers
        ]
        model = _learned(seeds, passed, start, prior)
        orders.append(ordered(span.week, topics, model, without=()))
    return _found(spans, orders, topic, papers)


def _learned(seeds: Sequence[Listed], passed: Sequence[Listed], day: date, prior: Prior) -> Model:
    blind = Context(blind=BLIND)
    return train(
        [_judged(work, work.on, lambda _: blind) for work in seeds],
        [_judged(work, day, lambda work: context_of(work, day)) for work in passed],
        prior=prior,
    )


def _judged(work: Listed, on: date, context: Callable[[Listed], Context]) -> Judged:
    return Judged(work_id=work.number, on=on, features=work.features, context=context(work))


def _print(name: str, places: Sequence[int]) -> None:
    shares = "".join(
        f"{100 * sum(place < cut for place in places) / max(len(places), 1):8.1f}" for cut in CUTS
    )
    print(f"{name:38}{len(places):6} papers{shares}")
