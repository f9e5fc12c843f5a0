"""How a reader's orders would have done beside the plain ones."""

from __future__ import annotations

from datetime import datetime

from tests.support.desk import Desk
from tests.support.sightings import paper
from tracker.store.author import read_orders
from tracker.store.author.read_orders import ReadOrder
from tracker.values import Verdict
from tracker.workflows.reports.reader_check import Had, ReaderCheck, check_readers


def used(
    desk: Desk, plain: list[int], read: list[int], *, model: str = "m", topic: str = "reasoning"
) -> datetime:
    desk.later(hours=1)
    with desk.open() as db:
        read_orders.add(
            db,
            ReadOrder(
                topic=topic,
                model=model,
                asked_at=desk.now,
                used_at=desk.now,
                plain=tuple(plain),
                read=tuple(read),
                named=len(read),
            ),
        )
    return desk.now


def checked(desk: Desk) -> tuple[ReaderCheck, ...]:
    with desk.open() as db:
        return check_readers(db, shown=2)


def seen(desk: Desk, count: int = 6) -> None:
    desk.see(*(paper(number, f"A chain of thought for {number} mills") for number in range(count)))


def test_without_a_reader_nothing_is_told(desk: Desk) -> None:
    seen(desk)
    assert checked(desk) == ()


def test_each_order_has_what_it_put_first(desk: Desk) -> None:
    seen(desk)
    used(desk, [1, 2, 3, 4, 5], [4, 3, 1, 2, 5])
    desk.decide(Verdict.APPROVED, 1, 3, 4, 5)
    desk.decide(Verdict.REJECTED, 2)
    assert checked(desk) == (
        ReaderCheck(
            model="m",
            orders=1,
            shown=2,
            approved=Had(decided=4, plain=1, read=2),
            rejected=Had(decided=1, plain=1, read=0),
        ),
    )


def test_a_work_counts_once_however_many_orders_had_it(desk: Desk) -> None:
    seen(desk)
    used(desk, [1, 2, 3, 4], [1, 3, 4, 2])
    used(desk, [2, 3, 4, 1], [1, 3, 2, 4])
    desk.decide(Verdict.APPROVED, 1, 2)
    (check,) = checked(desk)
    assert check.approved == Had(decided=2, plain=2, read=1)


def test_what_was_decided_before_it_was_read_does_not_count(desk: Desk) -> None:
    seen(desk)
    desk.decide(Verdict.APPROVED, 1)
    used(desk, [1, 2], [2, 1])
    desk.decide(Verdict.APPROVED, 2)
    (check,) = checked(desk)
    assert check.approved == Had(decided=1, plain=1, read=1)


def test_a_decision_that_was_taken_back_does_not_count(desk: Desk) -> None:
    seen(desk)
    used(desk, [1, 2], [2, 1])
    desk.decide(Verdict.APPROVED, 1)
    desk.decide(Verdict.UNDECIDED, 1)
    assert checked(desk)[0].approved == Had()


def test_a_published_work_counts_as_approved(desk: Desk) -> None:
    seen(desk, 2)
    desk.draft()
    used(desk, [1, 2], [2, 1])
    desk.mark("[x]", 1)
    desk.publish()
    assert checked(desk)[0].approved == Had(decided=1, plain=1, read=1)


def test_each_reader_and_topic_is_looked_at_for_itself(desk: Desk) -> None:
    seen(desk)
    used(desk, [1, 2, 3], [3, 2, 1], model="old")
    used(desk, [1, 2, 3], [1, 3, 2], model="new")
    used(desk, [1, 2, 3], [3, 2, 1], model="new", topic="tuning")
    desk.decide(Verdict.APPROVED, 1)
    new, old = checked(desk)
    assert (new.model, new.orders, new.approved) == ("new", 2, Had(decided=1, plain=1, read=1))
    assert (old.model, old.orders, old.approved) == ("old", 1, Had(decided=1, plain=1, read=0))
