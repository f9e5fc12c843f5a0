"""Orders that a reader gave are found again, by the numbers that works have today."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.store.samples import NOW, paper, post
from tracker.errors import StoreError
from tracker.store.author import read_orders
from tracker.store.author.read_orders import ReadOrder
from tracker.store.database import Database
from tracker.store.works.add import add_sightings
from tracker.values import EntryKey

LATER = timedelta(days=1)
ORDER = ReadOrder(
    topic="looms",
    model="a-model",
    asked_at=NOW,
    used_at=NOW,
    plain=(1, 2, 3),
    read=(3, 1, 2),
    named=2,
)


def test_an_order_is_found_again(db: Database) -> None:
    read_orders.add(db, ORDER)
    assert read_orders.last_asked(db, "looms", "a-model") == ORDER
    assert read_orders.newest(db, limit=10) == (ORDER,)


def test_the_last_answer_of_the_model_on_the_topic_is_found(db: Database) -> None:
    read_orders.add(db, replace(ORDER, read=(2, 1, 3)))
    again = replace(ORDER, asked_at=NOW + LATER, used_at=NOW + LATER)
    used = replace(again, used_at=NOW + 2 * LATER, plain=(1,), read=(1,), named=1)
    for order in (again, used, replace(used, topic="mills"), replace(again, model="another")):
        read_orders.add(db, order)
    # The other model's has taken its place: a topic's draft goes by one order.
    assert read_orders.last_asked(db, "looms", "a-model") == replace(ORDER, read=(2, 1, 3))
    assert read_orders.last_asked(db, "looms", "another") == replace(again, model="another")
    assert read_orders.last_asked(db, "kilns", "a-model") is None
    assert [order.used_at for order in read_orders.newest(db, limit=2)] == [NOW + 2 * LATER] * 2


def test_the_reader_of_an_entry_is_told_by_when_it_was_proposed(db: Database) -> None:
    read_orders.add(db, ORDER)
    keys = [EntryKey(number, "looms") for number in (1, 2, 3)]
    proposed = [(key, NOW) for key in keys]
    assert read_orders.readers(db, proposed) == {keys[0]: "a-model", keys[2]: "a-model"}
    assert read_orders.readers(db, [(key, NOW + LATER) for key in keys]) == {}
    assert read_orders.readers(db, [(EntryKey(3, "mills"), NOW)]) == {}
    assert read_orders.readers(db, []) == {}


def test_a_work_that_became_part_of_another_stands_as_that_one(db: Database) -> None:
    link = "https://mill.example/looms"
    first = add_sightings(db, [paper(1)], now=NOW).new
    second = add_sightings(db, [post()], now=NOW).new
    numbers = (*second, *first, 77)
    read_orders.add(db, replace(ORDER, plain=numbers, read=(*first, *second, 77), named=2))
    joined = replace(paper(1, 2), also=(link,))
    add_sightings(db, [joined], now=NOW + LATER)
    (one,) = {*read_orders.newest(db, limit=1)[0].plain} - {77}
    assert read_orders.newest(db, limit=1)[0].plain == (one, 77)
    assert read_orders.newest(db, limit=1)[0].read == (one, 77)
    assert read_orders.newest(db, limit=1)[0].named == 1


def test_a_held_lock_is_told(db: Database, path: Path) -> None:
    with Database.open(path, busy_seconds=0.1) as other, db.transaction():
        with pytest.raises(StoreError, match="another tracker is writing"):
            read_orders.add(other, ORDER)
        assert read_orders.newest(other, limit=1) == ()
        assert read_orders.last_asked(other, "looms", "a-model") is None
        assert read_orders.readers(other, [(EntryKey(1, "looms"), NOW)]) == {}
