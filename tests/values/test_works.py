"""What a sighting is as a value."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from tests.store.samples import paper, post
from tracker.values import Sighting

SIGHTING = replace(post(links=("https://reed.example/a",), via="https://b.example/"), entry="1")


@pytest.mark.parametrize("sighting", [SIGHTING, paper()])
def test_a_sighting_comes_out_of_a_pipe_as_it_went_in(sighting: Sighting) -> None:
    copy = pickle.loads(pickle.dumps(sighting))  # noqa: S301
    assert copy == sighting
    with pytest.raises(FrozenInstanceError):
        copy.title = "another"
