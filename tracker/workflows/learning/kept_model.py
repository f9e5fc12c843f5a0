"""The model that the lessons give: learned once, and kept until something else would come out.

Learning takes a second, and each look at a score wants the model. It follows from the lessons, the
rules of learning and the prior alone, so it is kept with a digest of all three. The lessons are
gathered each time, which is the cheap part: whatever changes a decision, a work, the post, the
seeds or the settings, or lets a day pass, counts exactly as far as it changes them. The rules are
digested as the files that hold them: no number has to be raised by hand.
"""

from __future__ import annotations

import contextlib
import hashlib
import sys
from functools import cache
from pathlib import Path

import tracker
from tracker.errors import StoreError
from tracker.ranking.learning.model import Model
from tracker.ranking.learning.plain import from_plain, to_plain
from tracker.ranking.prior import shipped_prior
from tracker.store import codec, memory
from tracker.store.database import Database
from tracker.workflows.learning.lessons import Lessons

_NAME = "model"  # its name in the store's memory
_RULES = ("ranking", "text", "values")  # the rooms that learning is made of
_KINDS = (".py", ".json", ".toml")


def model_of(db: Database, lessons: Lessons) -> Model:
    """The model of the lessons, as it was kept or learned anew.

    One learned anew is kept, also by a run that only reads or is dry, as the search index is: it
    says nothing that the store does not say already. Where that cannot be, it is only returned.
    """
    if lessons == Lessons():  # nothing to learn from
        return lessons.learn()
    digest = f"{_rules()} {lessons.digest()}"
    if model := _kept(db, digest):
        return model
    model = lessons.learn()
    with contextlib.suppress(StoreError):  # another run writes, or nobody may
        _keep(db, f"{digest}\n{codec.dump(to_plain(model))}")
    return model


def _kept(db: Database, digest: str) -> Model | None:
    before, _, plain = memory.get(db, _NAME).partition("\n")
    return from_plain(codec.load(plain), shipped_prior()) if before == digest else None


def _keep(db: Database, text: str) -> None:
    """Keep it without waiting for whoever writes just now. Raises StoreError."""
    with db.writing(busy_seconds=0) as writing, writing.transaction(waits=False):
        memory.put(writing, _NAME, text)


@cache
def _rules() -> str:
    """A digest of the rules of learning, the prior, and the arithmetic that they are run by."""
    whole = hashlib.sha256(f"{tracker.__version__} {sys.platform} {sys.version}".encode())
    for room in _RULES:
        files = (Path(tracker.__file__).parent / room).rglob("*.*")
        for file in sorted(file for file in files if file.suffix in _KINDS):
            whole.update(file.read_bytes())
    return whole.hexdigest()
