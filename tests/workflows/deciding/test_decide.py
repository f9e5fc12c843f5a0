"""Deciding without an editor, by any of a work's names."""

import pytest

from tests.support.desk import Desk
from tests.support.sightings import paper
from tracker.errors import ConfigError
from tracker.values import State, Verdict


@pytest.fixture
def drafted(desk: Desk) -> Desk:
    desk.see(*(paper(n) for n in range(1, 4)))
    desk.draft(limit=2)
    return desk


def boxes(desk: Desk) -> dict[int, Verdict]:
    return {entry.key.work_id: entry.verdict for entry in desk.read.entries}


@pytest.mark.parametrize(
    "reference",
    [
        "1",
        "2505.00001",
        "arXiv:2505.00001v2",
        "arxiv:2505.00001",
        "https://arxiv.org/pdf/2505.00001",
        "10.48550/arXiv.2505.00001",
        "https://www.alphaxiv.org/abs/2505.00001",
    ],
)
def test_any_name_of_a_work_decides_on_it(drafted: Desk, reference: str) -> None:
    report = drafted.decide(Verdict.APPROVED, reference)
    assert not report.problems
    assert boxes(drafted)[1] is Verdict.APPROVED
    assert drafted.states()[1] == {State.APPROVED}


def test_several_are_decided_at_once_and_an_unknown_one_stops_none(drafted: Desk) -> None:
    report = drafted.decide(Verdict.REJECTED, 1, "2505.99999", 2, 1)
    assert len(report.lines) == 2
    assert len(report.problems) == 1
    assert "2505.99999" in report.problems[0]
    assert boxes(drafted) == {1: Verdict.REJECTED, 2: Verdict.REJECTED}


def test_a_reason_stands_in_the_draft_and_in_the_history(drafted: Desk) -> None:
    drafted.decide(Verdict.REJECTED, 1, reason="too narrow --> really")
    assert "- [-] too narrow - -&gt; really <!-- tracker 1 reasoning -->" in drafted.text
    with drafted.open() as db:
        assert db.value("SELECT reason FROM decisions") == "too narrow --> really"
    assert drafted.review().reading.problems == ()


def test_only_the_checkbox_changes_in_the_draft(drafted: Desk) -> None:
    drafted.edit(lambda text: text.replace("<!-- tracker: your", "Mine.\r\n<!-- tracker: your"))
    before = drafted.text
    drafted.decide(Verdict.APPROVED, 1)
    old = "- [ ] <!-- tracker 1 "
    assert drafted.text == before.replace(old, "- [x] <!-- tracker 1 ")


def test_what_the_draft_says_of_others_is_kept(drafted: Desk) -> None:
    drafted.mark("[x]", 2)
    drafted.decide(Verdict.REJECTED, 1)
    assert drafted.states()[2] == {State.APPROVED}
    assert boxes(drafted) == {1: Verdict.REJECTED, 2: Verdict.APPROVED}


def test_approving_a_work_that_stands_in_no_draft_writes_its_entry(drafted: Desk) -> None:
    report = drafted.decide(Verdict.APPROVED, 3)
    assert not report.problems
    assert boxes(drafted)[3] is Verdict.APPROVED
    assert drafted.publish().placed == ("A chain of thought for problem 3",)


def test_approving_without_any_draft_opens_one(desk: Desk) -> None:
    desk.see(paper(1))
    assert not desk.decide(Verdict.APPROVED, 1).problems
    assert boxes(desk) == {1: Verdict.APPROVED}


def test_a_work_of_no_topic_wants_one_named(desk: Desk) -> None:
    desk.see(paper(1, "Weather from satellites"))
    (problem,) = desk.decide(Verdict.APPROVED, 1).problems
    assert "--topic" in problem
    assert not desk.decide(Verdict.APPROVED, 1, topic="tuning").problems
    assert "## Tuning" in desk.text
    assert desk.states()[1] == {State.APPROVED}


def test_an_unknown_topic_is_refused(desk: Desk) -> None:
    desk.see(paper(1))
    with pytest.raises(ConfigError, match="tunning"):
        desk.decide(Verdict.APPROVED, 1, topic="tunning")


def test_a_published_work_is_not_decided_again(drafted: Desk) -> None:
    drafted.decide(Verdict.APPROVED, 1)
    drafted.publish()
    for verdict in Verdict:
        (problem,) = drafted.decide(verdict, 1).problems
        assert "tracker undo" in problem
    assert drafted.states()[1] == {State.PUBLISHED}


def test_the_update_of_a_published_work_can_be_decided(desk: Desk) -> None:
    desk.see(paper(1))
    desk.decide(Verdict.APPROVED, 1)
    desk.publish()
    desk.later(days=1)
    desk.see(paper(1, version=2, days_ago=0, first_days_ago=1))
    desk.draft()
    assert not desk.decide(Verdict.APPROVED, 1).problems
    assert boxes(desk) == {1: Verdict.APPROVED}
    desk.edit(lambda text: text.replace("for problem 1**", "for problem 1, again**"))
    assert desk.publish().placed


@pytest.fixture
def found(desk: Desk) -> Desk:
    """A desk whose post had a work before it was published."""
    desk.see(paper(1), paper(2))
    desk.draft()
    desk.mark("[x]", 1)
    desk.mark("[-]", 2)
    desk.post_path.write_text(desk.post + "\nSee https://arxiv.org/abs/2505.00001.\n")
    desk.publish()
    assert desk.states()[1] == {State.PUBLISHED}
    return desk


@pytest.mark.parametrize("verdict", [Verdict.REJECTED, Verdict.UNDECIDED])
def test_what_is_said_of_an_update_leaves_what_was_found_in_the_post(
    found: Desk, verdict: Verdict
) -> None:
    found.later(days=1)
    found.see(paper(1, version=2, days_ago=0, first_days_ago=1))
    found.draft()
    assert not found.decide(verdict, 1).problems
    assert State.PUBLISHED in found.states()[1]


def test_what_was_found_in_the_post_stays_for_another_topic(found: Desk) -> None:
    (problem,) = found.decide(Verdict.REJECTED, 1, topic="tuning").problems
    assert "is published" in problem
    assert found.states()[1] == {State.PUBLISHED}


def test_the_words_of_what_was_found_in_the_post_are_kept(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.draft()
    desk.mark("[x]", 1)
    desk.edit(lambda text: text.replace("<!-- tracker: your", "MINE.\n\n<!-- tracker: your"))
    before = desk.post
    desk.post_path.write_text(before + "\nSee https://arxiv.org/abs/2505.00001.\n")
    desk.publish()
    assert not desk.decide(Verdict.APPROVED, 1).problems
    assert len(desk.drafts) == 1
    desk.post_path.write_text(before)
    assert len(desk.publish().placed) == 1
    assert "MINE." in desk.post


def test_what_was_found_in_the_post_can_be_rejected_in_its_draft(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.draft()
    desk.mark("[x]", 1)
    desk.post_path.write_text(desk.post + "\nSee https://arxiv.org/abs/2505.00001.\n")
    desk.publish()
    desk.decide(Verdict.REJECTED, 1)
    assert desk.states()[1] == {State.REJECTED}
    assert not desk.publish().placed
    assert desk.states()[1] == {State.REJECTED}


def test_a_decision_that_fails_rejects_nothing_of_a_draft_that_is_gone(drafted: Desk) -> None:
    drafted.draft_path.unlink()
    with drafted.full_disk("INSERT ON decisions"):
        assert drafted.decide(Verdict.APPROVED, 1).problems
    drafted.publish()
    assert State.REJECTED not in drafted.states()[2]


def test_a_decision_that_fails_takes_nothing_back(found: Desk) -> None:
    (done,) = found.done
    done.unlink()  # so its entry has to be written anew
    found.configure(draft='template = "nosuch"')
    assert found.decide(Verdict.UNDECIDED, 1).problems
    assert found.states()[1] == {State.PUBLISHED}


def test_restoring_makes_a_work_undecided_again(drafted: Desk) -> None:
    drafted.decide(Verdict.REJECTED, 1)
    report = drafted.decide(Verdict.UNDECIDED, 1)
    assert "undecided again" in report.lines[0]
    assert boxes(drafted)[1] is Verdict.UNDECIDED
    assert drafted.states()[1] == {State.PROPOSED}


def test_the_reason_of_a_rejection_goes_with_it(drafted: Desk) -> None:
    before = drafted.text
    drafted.decide(Verdict.REJECTED, 1, reason="too narrow")
    drafted.decide(Verdict.UNDECIDED, 1)
    assert drafted.text == before


def test_a_work_rejected_without_a_draft_can_be_proposed_after_restoring(desk: Desk) -> None:
    desk.see(paper(1))
    desk.decide(Verdict.REJECTED, 1)
    assert desk.draft().path == ""
    desk.decide(Verdict.UNDECIDED, 1)
    assert [entry.work.id for entry in desk.draft().entries] == [1]


def test_restoring_a_deleted_entry_writes_it_back(drafted: Desk) -> None:
    drafted.cut(1)
    drafted.review()
    assert not drafted.decide(Verdict.UNDECIDED, 1).problems
    assert boxes(drafted)[1] is Verdict.UNDECIDED
    drafted.publish()
    assert drafted.states()[1] == {State.PROPOSED}


def test_restoring_after_the_draft_is_done_writes_it_into_another(drafted: Desk) -> None:
    drafted.decide(Verdict.REJECTED, 1, 2)
    drafted.publish()
    assert not drafted.drafts
    assert not drafted.decide(Verdict.UNDECIDED, 1).problems
    assert boxes(drafted) == {1: Verdict.UNDECIDED}
    assert drafted.states()[1] == {State.PROPOSED}


def test_restoring_what_was_never_decided_says_so(drafted: Desk) -> None:
    (problem,) = drafted.decide(Verdict.UNDECIDED, 3).problems
    assert "3" in problem


def test_a_draft_that_cannot_be_written_is_told_and_nothing_is_decided(drafted: Desk) -> None:
    drafted.draft_path.chmod(0o444)
    report = drafted.decide(Verdict.APPROVED, 1)
    assert len(report.problems) == 1
    with drafted.open() as db:
        assert db.value("SELECT count(*) FROM decisions") == 0


def test_what_is_said_after_the_clock_was_set_back_counts(desk: Desk) -> None:
    desk.see(paper(1), paper(2), paper(3))
    desk.draft()
    desk.decide(Verdict.REJECTED, 2)
    desk.later(days=-2)
    desk.decide(Verdict.APPROVED, 2)
    desk.mark("[x]", 1)
    assert desk.states()[2] == {State.APPROVED}
    assert len(desk.review().reading.lines) == 1
    assert desk.review().reading.lines == ()
    assert desk.states()[1] == {State.APPROVED}
