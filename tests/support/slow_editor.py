"""An editor that opens its own copy of a file, and saves it once a test says so."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self, TypeVar

T = TypeVar("T")


class SlowEditor:
    """A context manager; ``command`` is what an author would set as $VISUAL."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="editor-"))
        editor = self._folder / "editor.sh"
        self._buffer, self._go = self._folder / "buffer", self._folder / "go"
        editor.write_text(
            f'cp "$1" {self._folder}/opening; mv {self._folder}/opening {self._buffer}\n'
            f'until [ -e {self._go} ]; do sleep 0.01; done; cat {self._buffer} > "$1"\n'
        )
        self.command = f"sh {editor}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        shutil.rmtree(self._folder)

    def edit(
        self, run: Callable[[], T], meanwhile: Callable[[], object], change: Callable[[str], str]
    ) -> T:
        """What ``run`` gives, which opens this editor: ``meanwhile`` happens, then it saves."""
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(run)
            try:
                while not (self._buffer.exists() or running.done()):
                    time.sleep(0.01)
                if self._buffer.exists():
                    meanwhile()
                    self._buffer.write_bytes(change(self._buffer.read_bytes().decode()).encode())
            finally:
                self._go.touch()
            return running.result()
