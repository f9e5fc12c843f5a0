"""The model is learned once, kept, and never out of date."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ranking.learning.samples import DAY, contexts
from tests.support.desk import Desk
from tests.support.project_folder import PHRASES
from tests.support.sightings import blog, paper
from tracker.ranking.learning.model import Model
from tracker.store import memory, sources, votes
from tracker.store.author import decisions
from tracker.store.works import prune
from tracker.values import Alias, Kind, SourceState, Verdict, Vote
from tracker.workflows.derived.reindex import reindex
from tracker.workflows.learning.kept_model import _RULES
from tracker.workflows.learning.lessons import Lesson, Lessons

DOI = "https://doi.org/10.1234/loom"
GOOD = "feed:https://good.example/feed"
BOARD = "attention:huggingface"


@pytest.fixture
def learned(desk: Desk) -> Desk:
    """Two weeks of drafts, of which much was decided, and what the author likes in a file."""
    (desk.home / "liked.txt").write_text("https://arxiv.org/abs/2505.00011\n")
    desk.configure(ranking='seeds = "liked.txt"')
    with desk.open() as db:
        sources.put(db, SourceState(key=GOOD, kind="feed", name="A Log", succeeded_at=desk.now))
    desk.see(*(paper(n, summary=f"{'loom ' * n} kiln {n % 3}") for n in range(1, 13)))
    desk.see(replace(blog("x", "A chain of thought"), url=DOI, kind=Kind.PAPER))
    desk.draft(limit=4)
    first, second, *_ = (entry.key.work_id for entry in desk.read.entries)
    desk.decide(Verdict.APPROVED, first)
    desk.decide(Verdict.REJECTED, second, reason="not thinking")
    desk.publish()
    desk.later(days=7)
    desk.see(paper(20), paper(21), paper(22))
    desk.draft(limit=2)
    desk.decide(Verdict.APPROVED, some(desk))
    return desk


def model(desk: Desk, **mode: bool) -> Model:
    with desk.session(**mode) as session:
        return session.model


def anew(desk: Desk) -> Model:
    with desk.session() as session:
        return session.lessons().learn()


def kept(desk: Desk) -> str:
    with desk.open() as db:
        return memory.get(db, "model")


def forgotten(desk: Desk) -> Desk:
    with desk.open() as db:
        memory.put(db, "model", "")
    return desk


def some(desk: Desk) -> int:
    """A work that waits in the open draft."""
    entries = desk.read.entries
    return next(entry.key.work_id for entry in entries if entry.verdict is Verdict.UNDECIDED)


def taken(desk: Desk, verdict: Verdict) -> int:
    """The work that was last so decided."""
    with desk.open() as db:
        return decisions.newest(db, verdict, limit=1)[0].work_id


def join(desk: Desk) -> None:
    """Two works, of which one was passed over, turn out to be one."""
    feed = "feed:https://spindle.example/feed"
    desk.see(replace(paper(12), source=feed, paper=None, also=(DOI,)))


def vote(desk: Desk) -> None:
    """Votes for all papers of the first day; they count from now."""
    with desk.open() as db, db.transaction():
        given = [Vote(Alias("arxiv", f"2505.{n:05d}"), 40) for n in range(1, 30)]
        votes.add(db, BOARD, given, now=desk.now - timedelta(days=30))


def link(desk: Desk) -> None:
    """A feed turns out to have linked a paper before it was judged."""
    desk.now, now = desk.now - timedelta(days=30), desk.now
    desk.see(*(replace(blog("x", "", feed=GOOD, url=paper(n).url)) for n in range(1, 13)))
    desk.now = now


def revise(desk: Desk) -> None:
    """The work that was approved gets another title and text."""
    number = taken(desk, Verdict.APPROVED)
    with desk.open() as db:
        url = db.value("SELECT url FROM works WHERE id = ?", [number])
    desk.see(replace(paper(1, "A chain of thought, woven", version=3, days_ago=-8), url=url))


def forget(desk: Desk) -> None:
    """What was not chosen is let go of."""
    with desk.open() as db, db.transaction():
        prune.prune(db, before=desk.now + timedelta(days=900))


def rule(desk: Desk) -> None:
    with desk.open() as db:
        reindex(db, desk.project.watchlists, now=desk.now)


def write(name: str, text: str) -> Callable[[Desk], object]:
    return lambda desk: (desk.home / name).write_text(text)


def publish(desk: Desk) -> None:
    desk.mark("[x]", some(desk))
    desk.publish()


def expire(desk: Desk) -> None:
    desk.configure(ranking='seeds = "liked.txt"\nexpire_drafts = 1')
    desk.later(days=1)


def draft_again(desk: Desk) -> None:
    desk.later(days=3)
    desk.see(paper(91))
    desk.draft()


# What is done, and whether something else is to be learned then.
DEEDS: dict[str, tuple[Callable[[Desk], object], bool]] = {
    "nothing": (lambda desk: None, False),
    "approve": (lambda desk: desk.decide(Verdict.APPROVED, some(desk)), True),
    "reject": (lambda desk: desk.decide(Verdict.REJECTED, some(desk)), True),
    "restore": (
        lambda desk: desk.decide(Verdict.UNDECIDED, taken(desk, Verdict.REJECTED)),
        True,
    ),
    "publish": (publish, True),
    "undo": (lambda desk: desk.undo(), False),
    "other seeds": (write("liked.txt", "https://arxiv.org/abs/2505.00012\n"), True),
    "no seeds": (lambda desk: desk.configure(), True),
    "another post": (write("post.md", "# All\n\n[it](https://arxiv.org/abs/2505.00010)\n"), True),
    "a topic's title": (
        lambda desk: desk.watch("reasoning", heading="Thinking", any_of=PHRASES),
        True,
    ),
    "expiry": (expire, True),
    "a work of today": (lambda desk: desk.see(paper(90)), False),
    "a new version": (revise, True),
    "votes": (vote, True),
    "links": (link, True),
    "two works are one": (join, True),
    "works let go": (forget, False),
    "other rules": (rule, False),
    "a day": (lambda desk: desk.later(days=1), True),
    "days and a draft": (draft_again, True),
}


@pytest.mark.parametrize("name", DEEDS)
def test_after_each_deed_the_kept_model_is_the_one_learned_anew(learned: Desk, name: str) -> None:
    desk, (deed, changes) = learned, DEEDS[name]
    before = model(desk)
    deed(desk)
    assert (anew(desk) != before) is changes
    for _ in range(2):  # learned or kept, then certainly kept
        assert model(desk) == anew(desk)


def test_what_is_kept_is_used_until_the_lessons_change(learned: Desk) -> None:
    desk = learned
    found = model(desk)
    with desk.open() as db:  # a mark by which it is told
        marked = memory.get(db, "model").replace('"decisions":', '"decisions":7')
        memory.put(db, "model", marked)
    assert str(model(desk).decisions) == f"7{found.decisions}"
    assert str(model(desk, reads_only=True).decisions) == f"7{found.decisions}"
    desk.decide(Verdict.APPROVED, some(desk))
    assert model(desk) == anew(desk)


def test_a_model_of_other_rules_is_learned_anew(learned: Desk) -> None:
    desk = learned
    found = model(desk)
    with desk.open() as db:
        memory.put(db, "model", "0" + memory.get(db, "model").replace('"start":', '"start":9'))
    assert model(desk) == found == anew(desk)


def test_a_run_that_only_reads_keeps_it_too(learned: Desk) -> None:
    desk = forgotten(learned)
    found = model(desk, reads_only=True)
    assert kept(desk)
    assert model(desk, reads_only=True) == found


def test_while_another_run_writes_it_is_not_kept_and_nobody_waits(learned: Desk) -> None:
    desk = forgotten(learned)
    with desk.open() as db, db.transaction():
        found = model(desk, reads_only=True)
        assert not memory.get(db, "model")
    assert not kept(desk)
    assert found == anew(desk)


def test_where_the_disk_is_full_it_is_only_learned(learned: Desk) -> None:
    desk = forgotten(learned)
    with desk.session(reads_only=True) as session, desk.full_disk("INSERT ON memory"):
        assert session.model == session.lessons().learn()
    assert not kept(desk)


def test_without_lessons_nothing_is_kept(desk: Desk) -> None:
    desk.see(paper(1))
    assert not model(desk).decisions
    assert not kept(desk)


def test_all_that_learning_is_made_of_is_among_the_rules() -> None:
    said = (
        "import sys, tracker.ranking.learning.learner\n"
        "print(*(name for name in sys.modules if name.startswith('tracker.')))"
    )
    names = subprocess.run(
        [sys.executable, "-c", said], capture_output=True, text=True, check=True
    ).stdout.split()
    assert {name.split(".")[1] for name in names} == {*_RULES}


# --- the digest ---------------------------------------------------------------------------

lessons = st.builds(
    Lesson,
    work_id=st.integers(1, 3),
    on=st.just(DAY),
    packed=st.binary(max_size=3),
    context=contexts,
    reason=st.text(max_size=2),
    topic=st.sampled_from(["a", "b"]),
    is_off_topic=st.booleans(),
)


@given(lessons, lessons)
def test_lessons_that_differ_are_told_apart(one: Lesson, other: Lesson) -> None:
    assert (Lessons(passed=(one,)).digest() == Lessons(passed=(other,)).digest()) is (one == other)
    assert Lessons(passed=(one,)).digest() != Lessons(rejected=(one,)).digest()


@given(st.lists(lessons, max_size=4))
def test_their_order_says_nothing(some: list[Lesson]) -> None:
    assert Lessons(passed=(*some,)).digest() == Lessons(passed=(*reversed(some),)).digest()


@given(lessons)
def test_each_field_counts(one: Lesson) -> None:
    others = (
        replace(one, reason=f"{one.reason}x"),
        replace(one, packed=one.packed + b"\0"),
        replace(one, is_off_topic=not one.is_off_topic),
        replace(one, context=replace(one.context, feeds=(*one.context.feeds, "C Log"))),
        replace(one, context=replace(one.context, blind=one.context.blind | {"feed:C Log"})),
    )
    assert len({bytes(each) for each in (one, *others)}) == 6


def test_it_is_the_same_in_each_process() -> None:
    said = (
        "from datetime import date\n"
        "from tracker.ranking.context.signals import Context\n"
        "from tracker.workflows.learning.lessons import Lesson, Lessons\n"
        "seen = Context(blind=frozenset(map(str, range(9))))\n"
        "one = Lesson(work_id=1, on=date(2025, 5, 5), packed=b'x', context=seen)\n"
        "print(Lessons(passed=(one,)).digest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", said],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in "12"
    }
    assert len(told) == 1
