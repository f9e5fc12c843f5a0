"""An author with models of their own."""

from pathlib import Path

import pytest

from tests.support.readers import installed


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an author whose llm has the tests' models."""
    for name, value in installed(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("READER_MODELS_KEY", raising=False)
    return tmp_path
