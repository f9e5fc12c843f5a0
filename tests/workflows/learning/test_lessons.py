"""What the ranking learns from: decisions, the post, the seeds, and what was passed over."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from tests.support.author import Author
from tests.support.desk import Desk
from tests.support.fake_arxiv import FakeArxiv, FakePaper
from tests.support.sightings import START, paper
from tracker.errors import ConfigError
from tracker.store.author import decisions
from tracker.store.choice import features
from tracker.values import Decision, Verdict
from tracker.workflows.derived.features import features_of
from tracker.workflows.learning import lessons as learned_from
from tracker.workflows.learning.lessons import Lessons
from tracker.workflows.learning.liked_before import parse_seeds


def taught(desk: Desk) -> Lessons:
    with desk.session() as session:
        return session.lessons()


def numbers(desk: Desk) -> tuple[list[int], list[int], list[int]]:
    found = taught(desk)
    return tuple(  # type: ignore[return-value]
        sorted(one.work_id for one in group)
        for group in (found.approved, found.rejected, found.passed)
    )


def test_without_decisions_nothing_is_learned_from(desk: Desk) -> None:
    desk.see(*(paper(n) for n in range(1, 5)))
    assert taught(desk) == Lessons()


def test_approvals_rejections_and_what_was_passed_over_are_told_apart(desk: Desk) -> None:
    desk.see(*(paper(n) for n in range(1, 7)))
    desk.draft(limit=3)
    one, two, three = sorted(entry.key.work_id for entry in desk.read.entries)
    desk.decide(Verdict.APPROVED, one)
    desk.decide(Verdict.REJECTED, two)
    desk.later(days=1)
    desk.see(paper(20))
    approved, rejected, passed = numbers(desk)
    assert (approved, rejected) == ([one], [two])
    assert sorted([*passed, one, two, three]) == [1, 2, 3, 4, 5, 6]


def test_before_the_first_draft_the_works_at_hand_stand_for_what_was_passed_over(
    desk: Desk,
) -> None:
    desk.see(paper(1), paper(2), paper(3))
    desk.decide(Verdict.REJECTED, 1)
    assert numbers(desk) == ([], [1], [2, 3])


def test_a_work_that_the_post_links_teaches_with_no_age(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.post_path.write_text(desk.post + "\n[x]: https://arxiv.org/abs/2505.00001\n[it][x]\n")
    found = taught(desk)
    assert [(one.work_id, one.context.age_days) for one in found.approved] == [(1, None)]


def test_a_decision_is_judged_on_the_day_of_its_draft(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.later(days=3)
    desk.draft()
    desk.later(days=2)
    desk.decide(Verdict.APPROVED, 1)
    (only,) = taught(desk).approved
    assert (only.on, only.context.age_days) == (date(2025, 5, 5), 3)


def test_an_entry_that_stays_undecided_is_passed_over_in_time(desk: Desk) -> None:
    desk.configure(ranking="expire_drafts = 2")
    desk.see(paper(1), paper(99))
    desk.draft()
    desk.decide(Verdict.APPROVED, 2)
    for n in range(3, 7):
        assert numbers(desk)[2] == ([] if n < 6 else [1])
        desk.later(days=1)
        desk.see(paper(n))
        desk.draft()


def test_what_was_passed_over_is_of_the_draft_in_which_the_approval_stood(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learned_from, "PASSED_LIMIT", 3)
    desk.see(*(paper(n) for n in range(1, 7)))
    desk.draft(limit=1)
    (entry,) = desk.read.entries
    drafted = desk.now.date()
    for first in (20, 40):
        desk.later(days=7)
        desk.see(*(paper(n) for n in range(first, first + 6)))
        desk.draft(limit=1)
    desk.decide(Verdict.APPROVED, entry.key.work_id)
    assert [one.on for one in taught(desk).passed] == [drafted] * 3


def test_features_outlive_their_work(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.decide(Verdict.REJECTED, 2)
    with desk.open() as db:
        features_of(db, [1], keep=True)
        db.execute("DELETE FROM works WHERE id = 1")
    assert numbers(desk) == ([], [2], [1])


def test_features_are_small_and_made_once_when_they_are_asked_for(desk: Desk) -> None:
    desk.see(paper(1, summary="word " * 3000), paper(2))
    with desk.open() as db:
        assert not any(one.data for one in features.of_works(db, [1, 2]).values())
        features_of(db, [1, 2], keep=True)
        kept = features.of_works(db, [1, 2])
        assert set(kept) == {1, 2}
        assert all(0 < len(one.data) < 1_500 for one in kept.values())
    desk.see(paper(1, "A chain of thought, anew", version=2, days_ago=0.5))
    with desk.open() as db:
        features_of(db, [1, 2], keep=True)
        again = features.of_works(db, [1, 2])
    assert again[1].stamp != kept[1].stamp
    assert again[2] == kept[2]


def test_the_order_of_decisions_in_one_second_changes_nothing(desk: Desk) -> None:
    desk.see(*(paper(n) for n in range(1, 13)))
    said = [
        Decision(
            work_id=n,
            topic="reasoning",
            verdict=Verdict.APPROVED if n % 3 else Verdict.REJECTED,
            decided_at=START,
        )
        for n in range(1, 9)
    ]
    models = []
    for seed in range(3):
        random.Random(seed).shuffle(said)
        with desk.open() as db:
            db.execute("DELETE FROM decisions")
            decisions.append(db, said)
        models.append(taught(desk).learn())
    assert models[0] == models[1] == models[2]


# --- seeds --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("https://arxiv.org/abs/2106.09685", ["arxiv:2106.09685"]),
        ("2106.09685  # low rank", ["arxiv:2106.09685"]),
        ("arXiv:2106.09685v2", ["arxiv:2106.09685"]),
        ("- see https://arxiv.org/abs/2106.09685, and more", ["arxiv:2106.09685"]),
        ('<outline text="x" htmlUrl="https://arxiv.org/pdf/2106.09685"/>', ["arxiv:2106.09685"]),
        ("  eprint = {2106.09685},", ["arxiv:2106.09685"]),
        (
            '  eprint={2106.09685}, doi = "10.1145/3292500",',
            ["arxiv:2106.09685", "doi:10.1145/3292500"],
        ),
        ("@article{hu2021, title = {Low Rank}}", []),
        ("# 2106.09685", []),
        ("", []),
    ],
)
def test_seeds_are_found_in_any_of_their_forms(text: str, named: list[str]) -> None:
    assert sorted(map(str, parse_seeds(text))) == sorted(named)


def test_a_seed_teaches_and_is_never_proposed(desk: Desk) -> None:
    (desk.home / "liked.txt").write_text("https://arxiv.org/abs/2505.00001\n")
    desk.configure(ranking='seeds = "liked.txt"')
    desk.see(paper(1), paper(2))
    assert [one.work_id for one in taught(desk).approved] == [1]
    assert [entry.work.id for entry in desk.draft().entries] == [2]


def test_a_file_of_seeds_that_is_not_there_is_told(desk: Desk) -> None:
    desk.configure(ranking='seeds = "liked.txt"')
    with pytest.raises(ConfigError, match="no file liked"):
        desk.draft()


def test_what_the_post_links_is_fetched_once_and_not_proposed(
    author: Author, arxiv: FakeArxiv
) -> None:
    author.configure(arxiv.base_url)
    author.watch("reasoning", heading="Reasoning", any_of=["chain of thought", "old"])
    old = arxiv.now - timedelta(days=400)
    arxiv.papers.append(FakePaper(id="2201.00001", title="An old one", updated_at=old))
    author.ok("poll")
    asked = [request for request in arxiv.requests if "id_list" in request.query]
    assert [request.query["id_list"] for request in asked] == ["2201.00001"]
    assert "An old one" in author.ok("show", "2201.00001")
    author.ok("poll")  # asks for its versions, as once a week from now on
    author.ok("poll")
    assert len([request for request in arxiv.requests if "id_list" in request.query]) == 2
    author.ok("draft", "--since", "2000-01-01")
    assert "An old one" not in author.drafts[0].read_text()


@pytest.mark.parametrize(
    ("reason", "is_off_topic"),
    [
        ("not reasoning", True),
        ("Not  REASONING!", True),
        ("off topic", True),
        ("not new", False),
        ("not reasoning, only search", False),
        ("", False),
    ],
)
def test_a_rejection_that_says_only_not_this_topic_is_told_from_a_dislike(
    desk: Desk, reason: str, is_off_topic: bool
) -> None:
    desk.see(*(paper(n) for n in range(1, 5)))
    desk.decide(Verdict.REJECTED, 1, reason=reason)
    (rejected,) = taught(desk).rejected
    assert (rejected.topic, rejected.reason) == ("reasoning", reason)
    assert rejected.is_off_topic is is_off_topic
