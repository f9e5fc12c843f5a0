"""The gate: one at a time, so far apart, across tasks and processes, whatever the clocks do."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import SourceError
from tracker.sources.arxiv.gate import Gate, wait_seconds

GAP = 0.2

# Another process of the same owner: takes turns, and tells when each began and ended.
ANOTHER = """
import asyncio, sys, time
from pathlib import Path
from tracker.sources.arxiv.gate import Gate

async def main(folder, gap, turns, held):
    gate = Gate(Path(folder), gap_seconds=gap)
    for _ in range(turns):
        async with gate.turn():
            begun = time.monotonic()
            print("begun", flush=True)
            await asyncio.sleep(held)
            ended = time.monotonic()
        print(begun, ended, flush=True)

asyncio.run(main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])))
"""


def another(folder: Path, *, turns: int, held: float, gap: float = GAP) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", ANOTHER, str(folder), str(gap), str(turns), str(held)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def told(process: subprocess.Popen[str]) -> list[tuple[float, float]]:
    output, _ = process.communicate(timeout=60)
    rows = [line.split() for line in output.splitlines() if line != "begun"]
    return [(float(begun), float(ended)) for begun, ended in rows]


async def take(gate: Gate, turns: int, *, held: float = 0.0) -> list[tuple[float, float]]:
    taken = []
    for _ in range(turns):
        async with gate.turn():
            begun = time.monotonic()
            await asyncio.sleep(held)
            taken.append((begun, time.monotonic()))
    return taken


def assert_apart(turns: list[tuple[float, float]], gap: float = GAP) -> None:
    ordered = sorted(turns)
    for (_, ended), (begun, _) in pairwise(ordered):
        assert begun - ended >= gap - 0.01


def test_a_first_turn_waits_for_nothing(tmp_path: Path) -> None:
    async def take_one() -> None:
        async with asyncio.timeout(60):
            await take(Gate(tmp_path / "not" / "there", gap_seconds=86_400), 1)

    asyncio.run(take_one())


def test_turns_lie_apart_from_end_to_beginning(tmp_path: Path) -> None:
    assert_apart(asyncio.run(take(Gate(tmp_path, gap_seconds=GAP), 3, held=0.05)))


def test_tasks_take_turns(tmp_path: Path) -> None:
    async def both() -> list[tuple[float, float]]:
        shared = Gate(tmp_path, gap_seconds=GAP)
        gates = (shared, shared, Gate(tmp_path, gap_seconds=GAP))
        taken = await asyncio.gather(*(take(gate, 2, held=0.05) for gate in gates))
        return [turn for turns in taken for turn in turns]

    turns = asyncio.run(both())
    assert len(turns) == 6
    assert_apart(turns)


def test_processes_take_turns(tmp_path: Path) -> None:
    processes = [another(tmp_path, turns=3, held=0.05) for _ in range(3)]
    turns = [turn for process in processes for turn in told(process)]
    assert len(turns) == 9
    assert_apart(turns)


def test_waiting_does_not_hold_up_others(tmp_path: Path) -> None:
    async def count_meanwhile() -> int:
        gate = Gate(tmp_path, gap_seconds=GAP)
        await take(gate, 1)
        waiting = asyncio.create_task(take(gate, 2))
        count = 0
        while not waiting.done():
            await asyncio.sleep(0.01)
            count += 1
        return count

    assert asyncio.run(count_meanwhile()) > 10


def test_a_process_that_dies_frees_the_gate_and_its_request_counts(tmp_path: Path) -> None:
    process = another(tmp_path, turns=1, held=60)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    died = time.monotonic()
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=10)
    ((begun, _),) = asyncio.run(take(Gate(tmp_path, gap_seconds=1.0), 1))
    assert begun - died > 0.5


def test_a_cancelled_turn_frees_the_gate(tmp_path: Path) -> None:
    async def cancel() -> None:
        gate = Gate(tmp_path, gap_seconds=GAP)
        held = asyncio.create_task(take(gate, 1, held=60))
        await asyncio.sleep(0.1)
        held.cancel()
        await asyncio.gather(held, return_exceptions=True)
        async with asyncio.timeout(10):
            await take(gate, 1)

    asyncio.run(cancel())


def test_a_request_that_fails_counts(tmp_path: Path) -> None:
    async def fail(gate: Gate) -> None:
        async with gate.turn():
            failed.append(time.monotonic())
            raise ValueError("failed")

    async def fail_then_take() -> float:
        gate = Gate(tmp_path, gap_seconds=GAP)
        with pytest.raises(ValueError, match="failed"):
            await fail(gate)
        ((begun, _),) = await take(gate, 1)
        return begun - failed[0]

    failed: list[float] = []
    assert asyncio.run(fail_then_take()) >= GAP - 0.001


def test_patience_ends_with_a_word(tmp_path: Path) -> None:
    process = another(tmp_path, turns=1, held=3)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    gate = Gate(tmp_path, gap_seconds=GAP, patience_seconds=0.3)
    with pytest.raises(SourceError, match="another tracker"):
        asyncio.run(take(gate, 1))
    told(process)


@pytest.mark.parametrize("text", ["", "soon", "nan nan", "inf", "-inf inf", "1e999 5", "\x00", "١"])
def test_a_spoilt_stamp_does_no_harm(tmp_path: Path, text: str) -> None:
    (tmp_path / "arxiv.last").write_text(text, "utf-8")
    assert_apart(asyncio.run(take(Gate(tmp_path, gap_seconds=GAP), 2)))


@pytest.mark.parametrize("shift", [-1e6, -0.1, 0.1, 1e6])
def test_a_wall_clock_that_was_set_does_not_hasten(tmp_path: Path, shift: float) -> None:
    (tmp_path / "arxiv.last").write_text(f"{time.time() + shift} {time.monotonic()}", "ascii")
    started = time.monotonic()
    ((begun, _),) = asyncio.run(take(Gate(tmp_path, gap_seconds=1.0), 1))
    assert begun - started > 0.9  # and no more than the gap: see the law below


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(SourceError, match="not writable"):
        asyncio.run(take(Gate(tmp_path / "state", gap_seconds=GAP), 1))


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(SourceError, match="state"):
        asyncio.run(take(Gate(tmp_path / "state", gap_seconds=GAP), 1))


def test_a_link_planted_in_the_locks_place_has_its_target_left_alone(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("words")
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "arxiv.lock").symlink_to(precious)
    with pytest.raises(SourceError, match="symbolic links"):
        asyncio.run(take(Gate(tmp_path / "state", gap_seconds=GAP), 1))
    assert precious.read_text() == "words"


@given(
    stamp=st.lists(st.floats(), max_size=2).map(tuple),
    clocks=st.tuples(st.floats(0, 1e12), st.floats(0, 1e12)),
    gap=st.floats(0, 3600),
)
def test_no_wait_is_negative_or_longer_than_the_gap(
    stamp: tuple[float, ...], clocks: tuple[float, float], gap: float
) -> None:
    assert 0 <= wait_seconds(stamp, clocks, gap) <= gap


def test_a_link_planted_in_the_stamps_place_has_its_target_left_alone(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("words")
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "arxiv.last").symlink_to(precious)

    async def ask() -> None:
        async with Gate(tmp_path / "state", gap_seconds=0.0).turn():
            pass

    asyncio.run(ask())
    assert precious.read_text() == "words"
