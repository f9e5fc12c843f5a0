"""Laws of shards: each host in one at a time, nothing lost, the same cut each time."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import FetchError
from tracker.sources.feeds.source import Follower
from tracker.sources.http.redirects import Trail
from tracker.values import SourceState
from tracker.values.source_kinds import FEED
from tracker.workflows.intake.scale.shards import Errand, Shards


def errand(url: str, *, moved_to: str = "", trail: str = "") -> Errand:
    state = SourceState(key=FEED.key(url), kind=FEED.name, url=url, moved_to=moved_to)
    left = Trail(url=trail, requests=1) if trail else None
    return Errand(url=url, followers=(Follower(state=state),), trail=left)


URLS = st.builds(
    "{}://{}{}/{}".format,
    st.sampled_from(("http", "https")),
    st.sampled_from([f"blog{n}.example" for n in range(12)] + ["BLOG1.example", "[2001:db8::1]"]),
    st.sampled_from(("", ":8080", ":80")),
    st.integers(0, 40),
)
ERRANDS = st.lists(URLS, unique=True, max_size=60).map(lambda urls: [errand(u) for u in urls])
SIZES = st.integers(1, 20)


@given(ERRANDS, SIZES)
def test_each_host_is_in_one_shard_and_each_errand_in_one(errands: list[Errand], size: int) -> None:
    shards = list(Shards(errands, size=size))
    in_shards = Counter(host for shard in shards for host in shard.hosts)
    assert set(in_shards.values()) <= {1}
    assert Counter(one.key for shard in shards for one in shard.errands) == Counter(
        one.key for one in errands
    )


@given(ERRANDS, SIZES)
def test_the_same_errands_are_cut_alike(errands: list[Errand], size: int) -> None:
    def cut() -> list[list[str]]:
        return [[one.key for one in shard.errands] for shard in Shards(errands, size=size)]

    assert cut() == cut()


@given(ERRANDS, SIZES)
def test_a_shard_is_full_with_its_size_but_for_one_large_host(
    errands: list[Errand], size: int
) -> None:
    for shard in Shards(errands, size=size):
        last = shard.errands[-1].host
        others = [one for one in shard.errands if one.host != last]
        assert len(others) < size


@given(ERRANDS, ERRANDS, SIZES, st.integers(0, 5))
def test_what_comes_back_goes_into_its_hosts_shard(
    errands: list[Errand], back: list[Errand], size: int, taken: int
) -> None:
    shards = Shards(errands, size=size)
    for _ in range(taken):
        if shards:
            shards.take()
    for one in back:
        waiting = {host: shard for shard in shards for host in shard.hosts}
        shards.add(one)
        home = next(shard for shard in shards if one in shard.errands)
        assert waiting.get(one.host, home) is home
    assert set(Counter(host for shard in shards for host in shard.hosts).values()) <= {1}


def test_a_feed_goes_where_it_is_asked_first() -> None:
    url = "http://old.example/feed"
    assert errand(url).host == ("old.example", None)
    assert errand(url, moved_to="https://new.example:8443/feed").host == ("new.example", 8443)
    assert errand(url, trail="https://third.example/feed").host == ("third.example", None)
    with pytest.raises(FetchError):
        _ = errand("gopher://old.example/feed").host


def test_of_several_who_follow_a_feed_none_knows_its_move_alone() -> None:
    url = "http://old.example/feed"
    knows, not_yet = errand(url, moved_to="http://new.example/feed"), errand(url)
    both = Errand(url=url, followers=knows.followers + not_yet.followers)
    assert both.host == ("old.example", None)
