"""Values between processes: what goes out comes back, and nothing else is taken."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.settings import NetworkSettings
from tracker.sources.feeds.source import Follower
from tracker.sources.http.redirects import Trail
from tracker.values import Batch, Kind, Link, PollStatus, Sighting, SourceState, Via
from tracker.workflows.intake.scale import wire
from tracker.workflows.intake.scale.shards import Errand, HostTime, Order, Outcome, Reply

NOW = datetime(2025, 5, 2, 18, 0, 0, 250, tzinfo=UTC)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
MOMENTS = st.none() | st.timedeltas(
    min_value=timedelta(days=-9000), max_value=timedelta(days=9)
).map(NOW.__add__)
STATES = st.builds(
    SourceState,
    key=TEXTS,
    kind=TEXTS,
    name=TEXTS,
    etag=TEXTS,
    polled_at=MOMENTS,
    retired_at=MOMENTS,
    failures=st.integers(0, 9),
    extra=st.dictionaries(TEXTS, st.booleans() | TEXTS | st.none(), max_size=3),
)
SIGHTINGS = st.builds(
    Sighting,
    source=TEXTS,
    url=TEXTS,
    seen_at=st.just(NOW),
    kind=st.sampled_from(Kind),
    published_at=MOMENTS,
    authors=st.lists(TEXTS, max_size=3).map(tuple),
    via=st.none() | st.builds(Via, TEXTS, TEXTS),
    links=st.lists(st.builds(Link, TEXTS, TEXTS), max_size=3).map(tuple),
    is_part=st.booleans(),
)
BATCHES = st.builds(
    Batch,
    sightings=st.just(()),
    state=STATES,
    status=st.sampled_from(PollStatus),
    requests=st.integers(0, 5),
    notices=st.lists(TEXTS, max_size=2).map(tuple),
)
TRAILS = st.builds(
    Trail,
    url=TEXTS,
    is_permanent=st.booleans(),
    spent_seconds=st.floats(0, 100),
    requests=st.just(2),
)
ORDERS = st.builds(
    Order,
    version=TEXTS,
    now=st.just(NOW),
    network=st.builds(NetworkSettings, contact=TEXTS, concurrency=st.integers(1, 200)),
    errands=st.lists(
        st.builds(
            Errand,
            url=TEXTS,
            followers=st.lists(
                st.builds(Follower, state=STATES, name=st.none() | TEXTS), max_size=2
            ).map(tuple),
            trail=st.none() | TRAILS,
        ),
        max_size=3,
    ).map(tuple),
)
REPLIES = st.builds(
    Reply,
    outcomes=st.lists(
        st.builds(
            Outcome,
            errand=st.integers(0, 9),
            sightings=st.lists(SIGHTINGS, max_size=3).map(tuple),
            batches=st.lists(BATCHES, max_size=2).map(tuple),
            brings=st.lists(st.booleans(), max_size=2).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
    refused=TEXTS,
)


@given(ORDERS | REPLIES)
def test_what_goes_out_comes_back(value: Any) -> None:
    assert wire.load(type(value), wire.dump(value)) == value


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | TEXTS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
        max_leaves=6,
    )
)
def test_anything_else_is_refused(plain: Any) -> None:
    if plain != {}:  # an empty reply, which is refused where it is checked
        with pytest.raises(wire.WireError):
            wire.load(Reply, json.dumps(plain).encode())


def test_a_lone_surrogate_becomes_what_the_store_makes_of_it() -> None:
    sighting = Sighting(source="a", url="b", seen_at=NOW, title="\ud800x")
    assert wire.load(Sighting, wire.dump(sighting)).title == "?x"


@pytest.mark.parametrize("seconds", ["1e999", "-1e999", "NaN"])
def test_a_number_beyond_all_is_refused(seconds: str) -> None:
    with pytest.raises(wire.WireError):
        wire.load(HostTime, f'{{"host": "a", "requests": 1, "seconds": {seconds}}}'.encode())


SIGHTING = '"source": "a", "url": "b", "seen_at": "2025-05-02T18:00:00+00:00"'


@pytest.mark.parametrize(
    "message",
    [
        None,
        "{}",
        b"\x80\x04.",
        b"{",
        b"[" * 100_000,
        b'{"source": "a"}',
        f'{{{SIGHTING}, "more": 1}}'.encode(),
        f'{{{SIGHTING}, "title": 1}}'.encode(),
        f'{{{SIGHTING}, "title": "\\ud800"}}'.encode(),
        f'{{{SIGHTING}, "title": "{"x" * 200_001}"}}'.encode(),
        f'{{{SIGHTING}, "kind": "planet"}}'.encode(),
        f'{{{SIGHTING}, "kind": ["post"]}}'.encode(),
        f'{{{SIGHTING}, "authors": "Ada"}}'.encode(),
        f'{{{SIGHTING}, "authors": {json.dumps([""] * 20_001)}}}'.encode(),
        f'{{{SIGHTING}, "is_part": 1}}'.encode(),
        f'{{{SIGHTING}, "via": {{"url": "c", "name": null}}}}'.encode(),
        f'{{{SIGHTING}, "published_at": "2025-05-02T18:00:00"}}'.encode(),
        f'{{{SIGHTING}, "published_at": "yesterday"}}'.encode(),
        f'{{{SIGHTING}, "published_at": NaN}}'.encode(),
        f'{{{SIGHTING}, "paper": {{"version": {10**20}}}}}'.encode(),
        f'{{{SIGHTING}, "paper": {{"version": 1e999}}}}'.encode(),
        f'{{{SIGHTING}, "paper": {{"version": 1.5}}}}'.encode(),
    ],
    ids=lambda message: str(message)[-40:],
)
def test_what_is_no_sighting_is_refused_in_a_line(message: object) -> None:
    with pytest.raises(wire.WireError) as caught:
        wire.load(Sighting, message)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("plain", [[1] * 30, {str(n): n for n in range(30)}])
def test_a_large_value_in_a_wrong_place_is_not_written_out(plain: object) -> None:
    with pytest.raises(wire.WireError, match=r"^a (list|dict) stands where "):
        wire.load(HostTime, json.dumps(plain).encode())
