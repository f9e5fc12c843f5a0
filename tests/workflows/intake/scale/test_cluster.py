"""A real Dask cluster on loopback: a scheduler and workers as processes, one of them killed."""

from __future__ import annotations

import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.blogs import Blogs
from tests.support.dask_processes import DaskProcesses, dask_processes
from tests.workflows.intake.scale.polled import desk_of, outcome, poll_on
from tracker.errors import ConfigError

pytest.importorskip("distributed", reason="the extra dask is not installed")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskProcesses]:
    with dask_processes(tmp_path_factory.mktemp("dask"), workers=2) as running:
        yield running


def scale(address: str, size: int = 25) -> str:
    return f'engine = "dask"\naddress = "{address}"\nshard_size = {size}'


def test_a_worker_killed_in_the_middle_changes_nothing_that_is_stored(
    cluster: DaskProcesses, tmp_path: Path
) -> None:
    with Blogs(hosts=50, feeds=500) as blogs:
        here = desk_of(tmp_path / "local", blogs.urls)
        locally = outcome(here, blogs, days=1)
        blogs.asked.clear()
        victim = cluster.workers[0]
        killer = threading.Thread(target=_kill_in_the_middle, args=(victim, blogs))
        killer.start()
        there = desk_of(tmp_path / "dask", blogs.urls, scale=scale(cluster.address))
        assert outcome(there, blogs, days=1) == locally
        killer.join()
    assert victim.poll() == -9
    cluster.start_workers(1)


def _kill_in_the_middle(victim: object, blogs: Blogs) -> None:
    while blogs.asked.total() < 150:
        time.sleep(0.01)
    victim.kill()  # type: ignore[attr-defined]


def test_private_addresses_are_refused_on_workers_as_here(
    cluster: DaskProcesses, tmp_path: Path
) -> None:
    with Blogs(hosts=2, feeds=20) as blogs:
        desk = desk_of(tmp_path, blogs.urls[14:16], scale=scale(cluster.address))
        desk.configure(scale=scale(cluster.address))
        report = poll_on(desk)
        assert blogs.asked.total() == 0
    assert report.scale is not None
    assert report.scale.shards == 1
    assert {"loopback" in one.error for one in report.sources} == {True}


def test_a_worker_of_another_version_refuses_in_a_line(
    cluster: DaskProcesses, tmp_path: Path
) -> None:
    other = tmp_path / "other" / "tracker" / "workflows" / "intake" / "scale"
    other.mkdir(parents=True)
    for folder in (other, *other.parents[:3]):
        (folder / "__init__.py").write_text('__version__ = "0.0.1"\n')
    (other / "worker.py").write_text("def version():\n    return '0.0.1'\n")
    (stale,) = cluster.start_workers(1, path=tmp_path / "other")
    try:
        with Blogs(hosts=2, feeds=20) as blogs:
            desk = desk_of(tmp_path, blogs.urls, scale=scale(cluster.address))
            with pytest.raises(ConfigError, match=r"has tracker 0\.0\.1; install tracker"):
                poll_on(desk)
            assert blogs.asked.total() == 0
    finally:
        stale.kill()
        stale.wait()


def test_a_worker_that_hangs_is_told_in_a_line(cluster: DaskProcesses, tmp_path: Path) -> None:
    hung = cluster.workers[1]
    hung.send_signal(signal.SIGSTOP)
    try:
        desk = desk_of(tmp_path, [], scale=scale(cluster.address))
        with pytest.raises(ConfigError, match="does not answer within 10 s; start it anew"):
            poll_on(desk)
    finally:
        hung.send_signal(signal.SIGCONT)


@pytest.mark.parametrize(
    ("address", "cause"),
    [
        ("tcp://127.0.0.1:9", r"Timed out .*; start one with `dask scheduler`"),
        ("tls://127.0.0.1:9", r".*TLS.*; start one with its certificates"),  # none are named
        ("tcp://127.0.0.1:9/x y", ".*"),
    ],
)
def test_a_scheduler_that_is_not_there_is_told_in_a_line(
    address: str, cause: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    desk = desk_of(tmp_path, [], scale=scale(address))
    with pytest.raises(
        ConfigError, match=rf"no Dask scheduler answers at {address} \({cause}"
    ) as e:
        poll_on(desk)
    assert "\n" not in str(e.value)
    assert capfd.readouterr().err == ""


def test_something_that_never_answers_is_no_scheduler(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        desk = desk_of(tmp_path, [], scale=scale(f"tcp://127.0.0.1:{silent.getsockname()[1]}"))
        with pytest.raises(ConfigError, match=r"no Dask scheduler answers at .* \(no answer\)"):
            poll_on(desk)


def test_a_scheduler_that_ends_in_the_middle_is_told_in_a_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with (
        dask_processes(tmp_path / "dask", workers=1) as running,
        Blogs(hosts=20, feeds=60) as blogs,
    ):
        desk = desk_of(tmp_path, blogs.urls, scale=scale(running.address, size=3))
        ender = threading.Thread(target=_end_in_the_middle, args=(running, blogs))
        ender.start()
        report = poll_on(desk)
        ender.join()
    assert "no worker could poll this shard (the scheduler is gone)" in report.problem
    assert "\n" not in report.problem
    assert capfd.readouterr().err == ""


def _end_in_the_middle(running: DaskProcesses, blogs: Blogs) -> None:
    while blogs.asked.total() < 5:
        time.sleep(0.01)
    running.kill_scheduler()
