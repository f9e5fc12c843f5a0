"""A new version takes the place of the entry that stands in the post, and never stands twice."""

from __future__ import annotations

import re

import pytest

from tests.support.author import POST
from tests.support.desk import Desk
from tests.support.sightings import paper
from tests.workflows.publishing.samples import LINK, section
from tracker.values import State

MINE = "My own sentence on it."
LOOSE = POST.replace("Known long since.", "Known long since.\n\n   > A quote of it.")


@pytest.fixture(params=[POST, LOOSE], ids=["one line", "quotes"])
def published(request: pytest.FixtureRequest, desk: Desk) -> Desk:
    """A desk whose post has two papers in the author's words."""
    desk.post_path.write_text(request.param)
    desk.see(paper(1), paper(2), paper(3))
    desk.draft()
    desk.edit(lambda text: re.sub(r"(abs/2505.00001\)\)).*", rf"\1 - {MINE}", text, count=1))
    desk.mark("[x]", 1, 2)
    desk.publish()
    desk.later(days=1)
    return desk


def revise(desk: Desk, number: int = 1, version: int = 2, **fields: str) -> None:
    desk.see(paper(number, version=version, days_ago=0, first_days_ago=1, **fields))


def test_it_carries_the_published_words_and_says_what_changed(published: Desk) -> None:
    revise(published, comment="12 pages; added experiments on tables")
    published.draft()
    entry = next(e for e in published.read.entries if e.key.work_id == 1)
    assert MINE in entry.body
    assert "new version, v2: comment: “added experiments on tables”" in published.text
    assert "puts what stands here in the place of its entry" in published.text


def test_one_that_changed_nothing_in_substance_is_not_proposed(published: Desk) -> None:
    revise(published, comment="Fixed typos. 13 pages, ICML 2025")
    assert not [entry for entry in published.draft().entries if entry.is_new]
    revise(published, version=3, comment="Added experiments")
    assert [e.work.id for e in published.draft().entries if e.is_new] == [1]


def test_it_stands_below_new_works(published: Desk) -> None:
    revise(published)
    published.see(paper(7), paper(8))
    published.draft()
    new = [entry.key.work_id for entry in published.read.entries]
    assert new.index(1) > max(new.index(number) for number in new if number > 3)


def test_approving_it_replaces_the_standing_entry(published: Desk) -> None:
    before = published.post
    revise(published)
    published.draft()
    published.edit(lambda text: text.replace(MINE, "My second sentence on it."))
    published.mark("[x]", 1)
    report = published.publish()
    assert len(report.placed) == 1
    assert published.post == before.replace(MINE, "My second sentence on it.").replace(
        "2025-05-02 #", "2025-05-03 #"
    )
    assert not published.draft().notices[1:]
    assert not [entry for entry in published.draft().entries if entry.work.id == 1]
    published.undo()
    assert published.post == before
    assert "My second sentence on it." in published.text
    published.publish()
    assert "My second sentence on it." in published.post


def test_what_grew_to_several_paragraphs_keeps_the_list(published: Desk) -> None:
    before = published.post
    revise(published)
    published.draft()
    published.edit(lambda text: text.replace(MINE, f"{MINE}\n\n   More of it."))
    published.mark("[x]", 1)
    published.publish()
    body = section(published.post, "Reasoning")
    assert [line[:2] for line in body.splitlines() if line[:1].isdigit()] == ["1.", "2.", "3."]
    assert "\n   More of it." in body
    published.undo()
    assert published.post == before


def test_an_entry_that_the_author_changed_since_is_not_replaced(published: Desk) -> None:
    published.post_path.write_text(published.post.replace(MINE, "Other words of mine."))
    before = published.post
    revise(published)
    published.draft()
    assert "a note: the post has this work in words that are not as they were" in published.text
    published.mark("[x]", 1)
    (line,) = published.publish().skipped
    assert "a new version, but its entry does not stand as it was published" in line
    assert published.post == before
    assert published.states()[1] == {State.PUBLISHED}
    assert not [entry for entry in published.draft().entries if entry.work.id == 1]


def test_what_changed_in_the_post_after_the_draft_is_not_replaced(published: Desk) -> None:
    revise(published)
    published.draft()
    published.edit(lambda text: text.replace(MINE, "Second."))
    published.mark("[x]", 1)
    published.post_path.write_text(published.post.replace(MINE, "Other words of mine."))
    before = published.post
    assert published.publish().skipped
    assert published.post == before


def test_words_that_the_author_wrote_by_hand_are_never_replaced(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.draft()
    desk.mark("[x]", 1)
    by_hand = POST.replace("Nothing here yet.", f"By hand: [one]({LINK.format(1)}).")
    desk.post_path.write_text(by_hand)
    assert desk.publish().skipped
    desk.later(days=1)
    revise(desk)
    desk.draft()
    assert "a note: the post has this work" in desk.text
    desk.mark("[x]", 1)
    assert desk.publish().skipped
    assert desk.post == by_hand


HAND = POST.replace("Nothing here yet.", f"I keep [one]({LINK.format(1)}) at hand.")


def new_in(desk: Desk) -> list[int]:
    return [entry.work.id for entry in desk.draft().entries if entry.is_new]


@pytest.fixture
def linked(desk: Desk) -> Desk:
    """A desk whose post links a paper by hand that no entry ever held."""
    desk.post_path.write_text(HAND)
    desk.see(paper(1), paper(2))
    assert new_in(desk) == [2]
    desk.later(days=1)
    return desk


def test_of_a_link_by_hand_a_new_version_is_offered_as_a_note(linked: Desk) -> None:
    revise(linked, comment="Added experiments on tables")
    assert new_in(linked) == [1]
    assert "new version, v2: comment: “Added experiments on tables”" in linked.text
    assert "a note: the post has this work in words that you wrote by hand" in linked.text
    linked.mark("[x]", 1)
    (line,) = linked.publish().skipped
    assert "in no words that tracker placed; nothing was changed" in line
    assert linked.post == HAND
    assert linked.states()[1] == {State.PUBLISHED}
    assert not new_in(linked)
    revise(linked, version=3, comment="Added experiments on tables. Fixed an error in figure 2")
    assert new_in(linked) == [1]


@pytest.mark.parametrize("box", ["", "[x]"])
def test_what_stands_in_a_draft_and_is_linked_by_hand_waits_there_alone(
    desk: Desk, box: str
) -> None:
    desk.see(paper(1, "A low-rank adapter"), paper(2))
    desk.draft()
    if box:
        desk.mark(box, 1)
    desk.post_path.write_text(HAND)
    desk.draft()
    desk.later(days=1)
    revise(desk, title="A chain of thought that adapts", comment="Added experiments on tables")
    desk.draft()
    assert [entry.key.work_id for entry in desk.read.entries].count(1) == 1


def test_of_a_link_by_hand_a_version_is_offered_once(linked: Desk) -> None:
    revise(linked, comment="Fixed typos")
    assert not new_in(linked)
    revise(linked, version=3, comment="Fixed typos. Added experiments")
    assert new_in(linked) == [1]
    linked.mark("[-]", 1)
    assert not new_in(linked)
    assert linked.post == HAND


def test_what_is_known_of_a_link_by_hand_is_the_version_at_first_sight(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    revise(desk, comment="Added experiments")
    desk.post_path.write_text(HAND)
    assert new_in(desk) == [2]
    desk.post_path.write_text(POST)
    desk.later(days=1)
    desk.draft()
    desk.post_path.write_text(HAND)
    revise(desk, version=3, comment="Added experiments. Fixed an error in figure 2")
    assert not new_in(desk)


def test_a_link_by_hand_that_no_topic_wants_stands_under_its_heading(desk: Desk) -> None:
    desk.post_path.write_text(HAND)
    desk.see(paper(1, title="On boats", summary="Boats float."))
    desk.draft()
    desk.later(days=1)
    revise(desk, title="On boats", summary="Boats float.", comment="Added experiments")
    (entry,) = desk.draft().entries
    assert entry.work.id == 1


def test_a_version_that_was_rejected_is_compared_with_what_comes_after_it(published: Desk) -> None:
    revise(published, comment="Added experiments")
    published.draft()
    published.mark("[-]", 1)
    revise(published, version=3, comment="Added experiments. Fixed typos")
    assert not [entry for entry in published.draft().entries if entry.is_new]


@pytest.mark.parametrize("position", ["start", "end"])
def test_beside_new_entries_of_the_same_list(published: Desk, position: str) -> None:
    published.configure(post=f'path = "post.md"\nposition = "{position}"')
    before = published.post
    revise(published, 2)
    published.draft()
    published.edit(lambda text: text.replace("for problem 2**", "for problem 2, again**"))
    published.mark("[x]", 2, 3)
    published.publish()
    assert published.post.count(LINK.format(2)) == published.post.count(LINK.format(3)) == 1
    assert "for problem 2, again**" in published.post
    published.undo()
    assert published.post == before
