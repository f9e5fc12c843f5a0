"""Law: whoever asks the feeds, and in however many shards, the same is stored and told."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.blogs import Blogs
from tests.workflows.intake.scale.engines import sharded
from tests.workflows.intake.scale.polled import desk_of, outcome

DAYS = 2  # cold; with validators and after faults


@pytest.fixture(scope="module")
def blogs() -> Iterator[Blogs]:
    with Blogs(hosts=7, feeds=45) as running:
        yield running


@pytest.fixture(scope="module")
def locally(blogs: Blogs, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What polls in one process store and tell."""
    return outcome(desk_of(tmp_path_factory.mktemp("local"), blogs.urls), blogs, DAYS)


@settings(max_examples=5)
@given(size=st.sampled_from((1, 2, 7, 20, 1000)), workers=st.integers(1, 4))
def test_any_number_of_shards_and_workers_stores_the_same(
    size: int,
    workers: int,
    blogs: Blogs,
    locally: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    home = tmp_path_factory.mktemp("sharded")
    desk = desk_of(home, blogs.urls, scale=f"shard_size = {size}")
    with ThreadPoolExecutor(workers) as executor:
        assert outcome(desk, blogs, DAYS, sharded(executor, workers)) == locally


def test_other_processes_store_the_same(
    blogs: Blogs, locally: dict[str, Any], tmp_path: Path
) -> None:
    desk = desk_of(tmp_path, blogs.urls, scale="shard_size = 10")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        assert outcome(desk, blogs, DAYS, sharded(executor)) == locally


def test_the_faults_are_those_of_the_world(locally: dict[str, Any]) -> None:
    cold, warm = locally["told"]
    assert {status.value for _, status, *_ in cold} == {"ok", "failed"}
    assert {status.value for _, status, *_ in warm} == {"unchanged", "failed", "skipped"}
    errors = " ".join(error for *_, error, _ in cold)
    for word in ("404", "500", "410", "429", "web page", "cut off", "redirects"):
        assert word in errors
