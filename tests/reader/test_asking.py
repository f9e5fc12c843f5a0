"""A question to a model of the llm package: answered, or told why not, and always ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.readers import ROOT, prompts
from tracker.reader.asking import Answer, ask

PROMPT = '{"id": 1, "title": "On looms"}\n{"id": 2, "title": "Über Mühlen"}'


def asked(model: str, *, seconds: float = 60, longest: int = 1000) -> Answer:
    return ask(model, PROMPT, timeout_seconds=seconds, longest=longest)


def test_a_model_answers(models: Path) -> None:
    assert asked("backwards") == Answer("2 1 ")
    assert prompts(models) == [PROMPT]


def test_what_a_plugin_prints_is_no_answer(models: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert asked("noisy") == Answer("2 1 ")
    assert capfd.readouterr() == ("", "")


def test_a_model_that_cannot_stream_answers_at_once(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READER_MODELS_KEY", "secret")
    assert asked("with-a-key") == Answer("2 1 ")


def test_a_missing_key_is_told_with_the_way_to_set_it(models: Path) -> None:
    answer = asked("keyed")
    assert answer.text == ""
    assert "llm keys set reader-models" in answer.problem


@pytest.mark.parametrize("name", ["no-such-model", "-m", "a\x00b", "{x}", "ü" * 10_000])
def test_an_unknown_model_is_told(models: Path, name: str) -> None:
    assert "llm models" in asked(name).problem


@pytest.mark.parametrize(
    ("model", "told"),
    [
        ("raises", "raises failed (no such"),
        ("leaves", "leaves failed (0)"),
        ("crashes", "crashes failed (its process ended with -9)"),
        ("numbers", "numbers failed ("),
        ("endless", "endless does not stop"),
        ("giant", "giant does not stop"),
    ],
)
def test_what_goes_wrong_is_told(models: Path, model: str, told: str) -> None:
    answer = asked(model)
    assert answer.text == ""
    assert answer.problem.startswith(told)
    assert len(answer.problem) < 600


def test_a_model_that_says_nothing_for_ever_is_ended(models: Path) -> None:
    assert "has not answered in 3 s" in asked("hollow", seconds=3).problem


def test_a_model_that_sleeps_is_ended_with_all_that_it_started(models: Path) -> None:
    assert "has not answered in 10 s" in asked("sleeps", seconds=10).problem  # of its 600
    assert not alive(models)


def test_an_interrupt_ends_the_model(models: Path) -> None:
    program = f"from tracker.reader.asking import ask\nask('sleeps', {PROMPT!r}, "
    program += "timeout_seconds=100, longest=10)"
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stderr=subprocess.DEVNULL
    ) as author:
        while not (models / "sleepers").exists():
            assert author.poll() is None
            time.sleep(0.05)
        author.send_signal(signal.SIGINT)
        author.wait(10)
    assert not alive(models)


def test_a_model_ends_by_itself_when_nobody_waits_for_it(models: Path) -> None:
    program = f"from tracker.reader.asking import ask\nask('sleeps', {PROMPT!r}, "
    program += "timeout_seconds=10, longest=10)"
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT) as author:
        while not (models / "sleepers").exists():
            assert author.poll() is None
            time.sleep(0.05)
        author.kill()
    _, child = (int(number) for number in (models / "sleepers").read_text().split())
    os.kill(child, signal.SIGKILL)
    assert not alive(models, seconds=30)


def alive(models: Path, *, seconds: float = 5) -> list[int]:
    """Those of the sleeping processes that are still there after so long."""
    numbers = [int(number) for number in (models / "sleepers").read_text().split()]
    assert numbers
    for _ in range(int(seconds / 0.05)):
        left = [number for number in numbers if _is_running(number)]
        if not left:
            break
        time.sleep(0.05)
    return left


def _is_running(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"  # ended, but nobody has asked


def test_without_the_package_it_is_told_what_to_install(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (models / "gone").mkdir()
    (models / "gone" / "llm.py").write_text("raise ModuleNotFoundError('llm', name='llm')\n")
    monkeypatch.setenv("PYTHONPATH", str(models / "gone"))
    assert 'with its extra "llm"' in asked("backwards").problem


def test_a_broken_package_is_told(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (models / "broken").mkdir()
    (models / "broken" / "llm.py").write_text("import no_such_thing\n")
    monkeypatch.setenv("PYTHONPATH", str(models / "broken"))
    assert "No module named 'no_such_thing'" in asked("backwards").problem


def test_nothing_is_logged_or_left_behind(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (models / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(models / "temporary"))
    before = sorted(models.rglob("*"))
    asked("backwards")
    asked("hollow", seconds=3)
    assert sorted(models.rglob("*")) == sorted([*before, models / "prompts.jsonl"])


def test_no_folder_is_made_for_an_author_without_one(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = models / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("LLM_USER_PATH")
    assert asked("backwards") == Answer("2 1 ")
    assert list(home.iterdir()) == []


def test_keys_and_aliases_of_the_author_are_used(models: Path) -> None:
    own = Path(os.environ["LLM_USER_PATH"])
    (own / "keys.json").write_text('{"reader-models": "secret"}')
    (own / "aliases.json").write_text('{"mine": "keyed"}')
    assert asked("mine") == Answer("2 1 ")
