"""What was placed in which post, and what is out of date there."""

from __future__ import annotations

import pytest

from tests.store.deeds import propose, publish, state
from tests.store.samples import NOW, paper
from tracker.store.author import entries, publications
from tracker.store.database import Database
from tracker.store.works.add import add_sightings
from tracker.values import State

pytestmark = pytest.mark.usefixtures("one_match")


def test_the_last_publication_is_one_post_at_one_moment(db: Database) -> None:
    assert publications.last(db) == ()
    first = publish(db, 1)
    second = publish(db, 2)
    assert publications.last(db) == (second,)
    assert publications.of_post(db, "post.md") == (first, second)
    publications.withdraw(db, [second], now=NOW)
    assert publications.last(db) == (first,)
    assert publications.of_works(db, [1]) == {1: (first,)}


def test_a_new_version_of_a_published_work_can_be_proposed_once(db: Database) -> None:
    propose(db)
    publish(db)
    assert publications.outdated(db) == {}
    add_sightings(db, [paper(1, 2), paper(2, 2)], now=NOW)
    assert publications.outdated(db) == {1: ("mills",)}
    propose(db, version=2, is_update=True, draft="drafts/next.md")
    assert publications.outdated(db) == {}
    (_, update) = entries.of_works(db, [1])
    assert update.is_update
    assert state(db) is State.PUBLISHED
