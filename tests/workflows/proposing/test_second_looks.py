"""A second look: what was put aside comes once more when the author's own feeds insist."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.desk import Desk
from tests.support.sightings import blog, paper
from tracker.ranking.explain import why
from tracker.store.author import decisions
from tracker.values import Kind, Link, Sighting, State, Verdict
from tracker.workflows.drafting.draft import DraftReport

PAPER = "https://arxiv.org/abs/2505.00001"


def link(name: str, *, to: str = PAPER) -> Sighting:
    """A link-blog shows the work."""
    seen = blog(name, "What I read", feed=f"feed:https://{name}.example/feed", url=to)
    via = replace(seen, via=blog(name, "x", via=f"https://{name}.example/1").via)
    return replace(via, kind=Kind.PAPER)


def post(name: str, *, on: str = PAPER) -> Sighting:
    """A blog's post about the work."""
    seen = blog(name, f"Notes by {name}", feed=f"feed:https://{name}.example/feed")
    return replace(seen, url=f"https://{name}.example/notes", links=(Link(on, "the paper"),))


def new(report: DraftReport) -> list[int]:
    return [entry.work.id for entry in report.entries if entry.is_new]


def linked(desk: Desk, *sightings: Sighting) -> DraftReport:
    """A day later these come in, and the author drafts."""
    desk.later(days=1)
    desk.see(*(sightings or (link("ada"), link("ben"))))
    return desk.draft()


@pytest.fixture
def rejected(desk: Desk) -> Desk:
    """Works 1 and 2 were proposed, and 1 rejected in the draft, which is open still."""
    desk.see(paper(1), paper(2))
    desk.draft()
    desk.mark("[-]", 1, after=" too narrow")
    desk.review()
    return desk


@pytest.fixture
def closed(desk: Desk) -> Desk:
    """Work 1 was rejected in a draft that is done."""
    desk.see(paper(1), paper(2))
    desk.draft()
    desk.mark("[-]", 1, after=" too narrow")
    desk.mark("[x]", 2)
    assert desk.publish().closed
    return desk


def test_two_feeds_that_link_it_later_bring_it_back(closed: Desk) -> None:
    report = linked(closed)
    (entry,) = report.entries
    assert (entry.work.id, entry.is_new) == (1, True)
    told = "a second look: linked since by https://ada.example/feed and 1 more"
    assert why(entry.score).startswith(told)
    assert f"<!-- tracker: {told}" in closed.text
    assert "<!-- tracker: you rejected it 2025-05-02: too narrow -->" in closed.text


def test_an_entry_that_was_rejected_comes_back_into_the_draft_that_it_left(rejected: Desk) -> None:
    report = linked(rejected)
    assert new(report) == [1]
    assert [(e.key.work_id, e.verdict) for e in rejected.read.entries].count(
        (1, Verdict.UNDECIDED)
    ) == 1
    told = "a second look: linked since by https://ada.example/feed and 1 more"
    assert f"<!-- tracker: {told}" in rejected.text
    assert "<!-- tracker: you rejected it 2025-05-02: too narrow -->" in rejected.text
    assert "- [-] <!-- tracker 1 reasoning --> too narrow" in rejected.done[0].read_text()
    assert any(told in notice for notice in report.notices)


def test_posts_about_it_count_as_links(closed: Desk) -> None:
    assert new(linked(closed, post("ada"), link("ben"))) == [1]


@pytest.mark.parametrize(
    "sightings",
    [
        (link("ada"),),
        (link("ada"), replace(link("ada"), url="https://arxiv.org/pdf/2505.00001v1")),
        (link("ada"), post("ada")),
        (link("ada"), replace(link("ben"), source="arxiv-listing")),
    ],
    ids=["one", "one twice", "one and its post", "no feed"],
)
def test_fewer_than_two_feeds_are_not_enough(closed: Desk, sightings: tuple[Sighting]) -> None:
    assert new(linked(closed, *sightings)) == []


def test_links_from_before_the_decision_do_not_count(desk: Desk) -> None:
    desk.see(paper(1), paper(2), link("ada"))
    desk.draft()
    desk.decide(Verdict.REJECTED, 1)
    assert 1 not in new(linked(desk, link("ben")))
    assert 1 in new(linked(desk, link("cem")))


def test_rejected_again_is_final(closed: Desk) -> None:
    linked(closed)
    closed.mark("[-]", 1)
    closed.review()
    assert closed.states()[1] == {State.REJECTED}
    assert new(linked(closed, link("cem"), link("dan"), link("eve"))) == []
    closed.publish()
    assert new(linked(closed, link("fay"), link("gus"))) == []


def test_it_comes_once_even_when_it_stays_undecided(closed: Desk) -> None:
    linked(closed)
    before = closed.text
    assert new(linked(closed, link("cem"), link("dan"))) == []
    assert closed.text == before


def test_its_state_is_told_by_the_history(closed: Desk) -> None:
    assert closed.states()[1] == {State.REJECTED}
    linked(closed)
    assert closed.states()[1] == {State.PROPOSED}
    with closed.open() as db:
        said = [(each.verdict, each.origin, each.reason) for each in decisions.history(db, 1)]
    assert said == [
        (Verdict.REJECTED, "draft", "too narrow"),
        (Verdict.UNDECIDED, "second look", "linked since by https://ada.example/feed and 1 more"),
    ]


def test_it_can_be_approved_published_and_taken_back(closed: Desk) -> None:
    linked(closed)
    closed.mark("[x]", 1)
    assert closed.publish().placed
    assert closed.states()[1] == {State.PUBLISHED}
    closed.undo()
    assert closed.states()[1] == {State.APPROVED}
    assert new(linked(closed, link("cem"), link("dan"))) == []


def test_a_rejection_that_was_restored_is_the_authors_own_affair(closed: Desk) -> None:
    closed.decide(Verdict.UNDECIDED, 1)
    assert new(linked(closed)) == []


def test_a_deletion_can_have_a_second_look_in_the_same_draft(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.draft()
    desk.cut(1)
    desk.review()
    assert desk.states()[1] == {State.REJECTED}
    assert new(linked(desk)) == [1]
    assert desk.states()[1] == {State.PROPOSED}
    assert len(desk.read.entries) == 2


def test_a_work_decided_without_a_draft_can_have_one(desk: Desk) -> None:
    desk.see(paper(1))
    desk.decide(Verdict.REJECTED, 1)
    assert new(linked(desk)) == [1]


@pytest.mark.parametrize("box", ["[x]", "[ ]"])
def test_what_the_draft_says_by_now_goes_first(rejected: Desk, box: str) -> None:
    rejected.mark(box, 1)
    assert new(linked(rejected)) == []


def test_what_the_post_links_by_now_does_not_come(closed: Desk) -> None:
    closed.post_path.write_text(closed.post + f"\n[It]({PAPER})\n")
    assert new(linked(closed)) == []


def test_what_no_topic_wants_any_more_does_not_come(closed: Desk) -> None:
    closed.watch("reasoning", heading="Reasoning", any_of=["tree of thoughts"])
    assert new(linked(closed)) == []


def test_an_approval_in_another_topic_is_word_enough(desk: Desk) -> None:
    desk.see(paper(1, summary="A low-rank adapter."))
    desk.decide(Verdict.REJECTED, 1, topic="reasoning")
    desk.decide(Verdict.APPROVED, 1, topic="tuning")
    assert new(linked(desk)) == []


def test_it_waits_while_it_stands_in_another_open_draft(rejected: Desk) -> None:
    rejected.see(paper(3, "A low-rank adapter"))
    rejected.later(days=1)
    rejected.see(link("ada"), link("ben"))
    rejected.draft(topic="tuning")
    rejected.draft(topic="reasoning")
    texts = "".join(path.read_text() for path in rejected.drafts)
    assert texts.count("<!-- tracker 1 reasoning -->") == 1


def test_a_second_look_takes_a_place_before_what_ranks_higher(closed: Desk) -> None:
    closed.later(days=1)
    closed.see(*(paper(n) for n in range(10, 15)), link("ada"), link("ben"))
    assert 1 in new(closed.draft(limit=2))


def test_looking_only_says_it_and_notes_nothing(rejected: Desk) -> None:
    rejected.later(days=1)
    rejected.see(link("ada"), link("ben"))
    before = rejected.text
    report = rejected.draft(to_stdout=True)
    assert new(report) == [1]
    assert "a second look" in report.text
    assert rejected.text == before
    assert rejected.states()[1] == {State.REJECTED}


# --- expired ------------------------------------------------------------------------------


@pytest.fixture
def expired(desk: Desk) -> Desk:
    """Work 1 was left undecided through one later day of drafting."""
    desk.configure(ranking="expire_drafts = 1")
    desk.see(paper(1))
    desk.draft()
    desk.later(days=1)
    desk.see(paper(2))
    desk.draft()
    return desk


def test_an_expired_entry_has_a_second_look_where_it_stands(expired: Desk) -> None:
    expired.later(days=1)
    assert expired.draft().as_json()["notices"]
    report = linked(expired)
    assert new(report) == [1]
    assert expired.text.count("<!-- tracker 1 reasoning -->") == 1
    told = "linked since by https://ada.example/feed and 1 more; left undecided since 2025-05-02"
    assert f"<!-- tracker: a second look: {told} -->" in expired.text
    assert not next(e for e in report.entries if e.work.id == 1).is_expired


def test_links_while_it_waited_bring_no_second_look(expired: Desk) -> None:
    expired.see(link("ada"), link("ben"))
    expired.later(days=1)
    report = expired.draft()
    assert new(report) == []
    assert [e.work.id for e in report.entries if e.is_expired] == [1]


def test_a_second_look_expires_in_its_turn_and_that_is_final(expired: Desk) -> None:
    expired.later(days=1)
    linked(expired)
    for n in (3, 4):
        expired.later(days=1)
        expired.see(paper(n))
        expired.draft()
    assert 1 in [e.work.id for e in expired.draft().entries if e.is_expired]
    assert new(linked(expired, link("cem"), link("dan"))) == []


def test_a_second_look_whose_draft_is_thrown_away_leaves_the_rejection(closed: Desk) -> None:
    linked(closed)
    closed.draft_path.unlink()
    closed.later(days=1)
    assert new(closed.draft()) == []
    assert closed.states()[1] == {State.REJECTED}
    assert new(linked(closed, link("cem"), link("dan"))) == []


def test_an_expired_entry_whose_draft_is_thrown_away_comes_as_any_other(expired: Desk) -> None:
    expired.later(days=1)
    linked(expired)
    expired.draft_path.unlink()
    assert sorted(new(expired.draft())) == [1, 2]


# --- killed and undone --------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["rejected", "closed"])
def test_a_run_killed_between_file_and_store_is_made_good(
    kind: str, request: pytest.FixtureRequest
) -> None:
    desk: Desk = request.getfixturevalue(kind)
    desk.later(days=1)
    desk.see(link("ada"), link("ben"))
    with desk.forgetful():
        desk.draft()
    desk.draft()
    text = desk.text  # one draft
    assert text.count("<!-- tracker 1 reasoning -->") == 1
    assert text.count("<!-- tracker: a second look") == 1
    assert desk.states()[1] == {State.PROPOSED}


def test_an_old_draft_that_comes_back_does_not_decide_again(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.draft()
    desk.mark("[-]", 1)
    desk.mark("[x]", 2)
    desk.publish()
    linked(desk)
    desk.undo()
    assert len(desk.drafts) == 2
    desk.draft()
    assert desk.states()[1] == {State.PROPOSED}
    desk.publish()
    assert desk.states()[1] == {State.PROPOSED}
