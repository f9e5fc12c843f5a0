"""The reader: where the author has set a model, it reads a topic's first works and orders them.

- It is asked once a topic and draft, in two orders, and only where the draft has room for a work
  that it may move. Where its second reading fails, the first counts.
- Its answer is kept, and holds as long as it has read nine in ten of the works that it would be
  asked about now, none of the others is news, and what it named is not used up. So drafting again
  asks nothing again, and a week's works can be gone through in several drafts.
- What goes wrong leaves the plain order, and is told in a line. A model that could not be asked
  about one topic is not asked about the others: each would wait as long.
- What is kept is both orders as a draft went by them, so that they can be compared later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.ranking.question import (
    LONGEST_ANSWER,
    Taste,
    joined,
    questions,
    reordered,
    stands_first,
    to_read,
)
from tracker.ranking.selection import Ranked
from tracker.reader.asking import ask
from tracker.store.author import read_orders
from tracker.store.author.read_orders import ReadOrder
from tracker.store.database import Database
from tracker.workflows.project import Project
from tracker.workflows.proposing.filling import most_of_a_topic
from tracker.workflows.proposing.order import Order

Tell = Callable[[str], None]
_UNREAD = 0.1  # of the first works: those that move up when a draft takes ten
_OF_A_TOPIC = 10  # works of a topic that a draft may well take
_DRAFTS = 3  # it names enough for so many: the answer stays short, and some may be decided on


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The order as it was read, and what kept topics from being read, in lines."""

    order: Order
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """The model that the author has set, and what it is asked by; ``titles`` are the topics'."""

    model: str  # "" for none
    timeout_seconds: float
    places: int  # of a topic, that it is asked to fill
    titles: Mapping[str, str]
    taste: Callable[[str], Taste]  # of a topic

    @classmethod
    def of(cls, project: Project, taste: Callable[[str], Taste]) -> Reader:
        """By the project's settings and watchlists."""
        settings = project.settings
        of_a_topic = min(most_of_a_topic(settings.draft), _OF_A_TOPIC)
        return cls(
            model=settings.ranking.reader,
            timeout_seconds=settings.ranking.reader_timeout_seconds,
            places=_DRAFTS * of_a_topic,
            titles={watchlist.slug: watchlist.title for watchlist in project.watchlists},
            taste=taste,
        )


def read_first(
    db: Database, reader: Reader, whole: Order, taken: Iterable[Ranked], *, keep: bool, tell: Tell
) -> Read:
    """The order as the reader puts the topics of which a draft would take such works.

    With ``keep`` the orders are stored. ``tell`` hears when the model is asked. Raises StoreError.
    """
    if not reader.model:
        return Read(order=whole)
    topics = {ranked_work.topic for ranked_work in taken if not stands_first(ranked_work)}
    run = _Run(db, reader, whole, tell)
    ranked: list[Ranked] = []
    for topic, same in _by_topic(whole).items():
        read_order = run.order_of(topic, to_read(same)) if topic in topics else None
        if read_order is not None and keep:
            read_orders.add(db, read_order)
        ranked += _as_read(same, read_order) if read_order else same
    return Read(order=replace(whole, ranked=tuple(ranked)), problems=run.problems)


def as_read_before(db: Database, model: str, whole: Order) -> Order:
    """The order as answers that are kept put it; nothing is asked and nothing stored."""
    if not model:
        return whole
    ranked: list[Ranked] = []
    for topic, same in _by_topic(whole).items():
        read_order = _kept(db, topic, model, to_read(same), now=whole.now)
        ranked += _as_read(same, read_order) if read_order else same
    return replace(whole, ranked=tuple(ranked))


def _by_topic(whole: Order) -> dict[str, list[Ranked]]:
    topics: dict[str, list[Ranked]] = {}
    for ranked in whole.ranked:
        topics.setdefault(ranked.topic, []).append(ranked)
    return topics


class _Run:
    """One run: what was asked of the model, until it failed."""

    def __init__(self, db: Database, reader: Reader, whole: Order, tell: Tell) -> None:
        self._db, self._reader, self._whole, self._tell = db, reader, whole, tell
        self._model, self._now = reader.model, whole.now
        self._problem = ""
        self._unread: list[str] = []
        self._unchosen: list[str] = []
        self._once: list[str] = []

    @property
    def problems(self) -> tuple[str, ...]:
        """What kept topics from being read, in a line each."""
        unchosen, unread = ", ".join(self._unchosen), ", ".join(self._unread)
        once = ", ".join(self._once)
        return (
            *([f"{self._problem}; read once: {once}"] if once else ()),
            *([f"{self._model} chose no work of {unchosen}: plain order"] if unchosen else ()),
            *([f"{self._problem}; plain order in {unread}"] if unread else ()),
        )

    def order_of(self, topic: str, first: Sequence[Ranked]) -> ReadOrder | None:
        """How the reader puts these works, by what it has said of them or says now."""
        if len(first) < 2:
            return None
        if kept := _kept(self._db, topic, self._model, first, now=self._now):
            return kept
        named = () if self._problem else self._ask(topic, first)
        if named:
            if self._problem:
                self._once.append(topic)
            return _ordered(topic, self._model, first, named, now=self._now)
        (self._unread if self._problem else self._unchosen).append(topic)
        return None

    def _ask(self, topic: str, first: Sequence[Ranked]) -> tuple[int, ...]:
        """The works that the model names, by number."""
        self._tell(f"asking {self._model} about {len(first)} works of {topic}")
        asked = questions(
            self._reader.titles[topic],
            [ranked.work.title for ranked in first],
            taste=self._reader.taste(topic),
            places=self._reader.places,
        )
        readings = []
        for question in asked:
            answer = ask(
                self._model,
                question.text,
                timeout_seconds=self._reader.timeout_seconds,
                longest=LONGEST_ANSWER,
            )
            self._problem = answer.problem
            readings.append(question.order(answer.text))
            if not readings[0]:
                break  # it failed, or chose nothing: a second reading would be like the first
        return tuple(first[place].work.id for place in joined(readings))


def _kept(
    db: Database, topic: str, model: str, first: Sequence[Ranked], *, now: datetime
) -> ReadOrder | None:
    """What the reader has said of these works, if that holds still."""
    last = read_orders.last_asked(db, topic, model)
    if last is None:
        return None
    unread = [ranked.work for ranked in first if ranked.work.id not in last.plain]
    here = {ranked.work.id for ranked in first}
    named = tuple(number for number in last.read[: last.named] if number in here)
    is_news = any(work.first_seen_at > last.asked_at for work in unread)
    if is_news or len(unread) > _UNREAD * len(first) or not named:
        return None
    return replace(_ordered(topic, model, first, named, now=now), asked_at=last.asked_at)


def _ordered(
    topic: str, model: str, first: Sequence[Ranked], named: tuple[int, ...], *, now: datetime
) -> ReadOrder:
    plain = tuple(ranked.work.id for ranked in first)
    return ReadOrder(
        topic=topic,
        model=model,
        asked_at=now,
        used_at=now,
        plain=plain,
        read=tuple(dict.fromkeys([*named, *plain])),
        named=len(named),
    )


def _as_read(same: Sequence[Ranked], read_order: ReadOrder) -> tuple[Ranked, ...]:
    by_number = {ranked.work.id: ranked for ranked in same}
    named = read_order.read[: read_order.named]
    return reordered(
        same, [replace(by_number[number], read_by=read_order.model) for number in named]
    )
