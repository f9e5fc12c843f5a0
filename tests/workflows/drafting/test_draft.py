"""Drafting: what is proposed, once, and what stays of what the author wrote."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.author import POST
from tests.support.desk import Desk
from tests.support.sightings import START, blog, paper
from tracker.errors import ConfigError, DraftError, PostError
from tracker.values import State, Verdict
from tracker.workflows.drafting.draft import DraftOptions, draft


def keys(desk: Desk) -> list[int]:
    return [entry.key.work_id for entry in desk.read.entries]


def insertions_only(old: str, new: str) -> bool:
    """Whether all lines of ``old`` stand in ``new`` in their order."""
    lines = iter(new.splitlines(keepends=True))
    return all(line in lines for line in old.splitlines(keepends=True))


def test_drafting_twice_changes_no_byte(desk: Desk) -> None:
    desk.configure(draft="size = 10")
    desk.see(*(paper(n) for n in range(1, 15)))
    desk.draft()
    before = desk.draft_path.read_bytes()
    report = desk.draft()
    assert desk.draft_path.read_bytes() == before
    assert not any(entry.is_new for entry in report.entries)
    assert len(report.entries) == 10


def test_nothing_to_propose_writes_no_draft(desk: Desk) -> None:
    desk.see(paper(1, "Weather from satellites"))
    report = desk.draft()
    assert report.path == ""
    assert report.as_json() == {"path": None, "entries": [], "not_shown": 0, "notices": []}
    assert not desk.drafts


def test_what_has_come_since_is_added_on_top_of_what_is_undecided(desk: Desk) -> None:
    desk.configure(draft="size = 10")
    desk.see(*(paper(n) for n in range(1, 13)))
    assert desk.draft().not_shown == 2
    desk.later(days=1)
    desk.see(paper(20), paper(21))
    report = desk.draft()
    assert len(desk.drafts) == 1
    assert sum(entry.is_new for entry in report.entries) == 2
    assert len(report.entries) == 12


def test_a_decision_makes_room_for_the_next_best(desk: Desk) -> None:
    desk.see(*(paper(n) for n in range(1, 13)))
    first = {entry.work.id for entry in desk.draft(limit=3).entries}
    desk.mark("[-]", min(first))
    report = desk.draft(limit=3)
    new = [entry.work.id for entry in report.entries if entry.is_new]
    assert len(new) == 1
    assert not set(new) & first


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_byte_that_a_person_typed_stays(desk: Desk, newline: str) -> None:
    desk.see(paper(1), paper(2))
    desk.draft()

    def typed(text: str) -> str:
        text = text.replace("<!-- tracker: your", "Mine,\tall “mine”.  \n\n<!-- tracker: your", 1)
        return text.replace("\n", newline)

    desk.edit(typed)
    before = desk.text
    desk.later(days=1)
    desk.see(paper(3))
    desk.draft()
    after = desk.text
    assert insertions_only(before, after)
    assert len(after) > len(before)
    assert after.count("\n") == after.count(newline)
    assert "Mine,\tall “mine”.  " in after


def test_a_work_of_two_topics_stands_once_under_the_one_it_fits_best(desk: Desk) -> None:
    desk.see(paper(1, "A low-rank adapter", summary="For a chain of thought. It helps."))
    report = desk.draft()
    assert [entry.topic for entry in report.entries] == ["tuning"]
    assert "nothing new" not in desk.text
    assert not any(entry.is_new for entry in desk.draft(topic="reasoning").entries)


@pytest.mark.parametrize("verdict", [Verdict.APPROVED, Verdict.REJECTED])
def test_what_was_decided_does_not_come_again(desk: Desk, verdict: Verdict) -> None:
    desk.see(paper(1))
    desk.draft()
    desk.decide(verdict, 1)
    desk.publish()
    assert len(desk.done) == 1
    desk.later(days=1)
    desk.see(paper(1))
    assert desk.draft().path == ""


def test_a_work_rejected_by_command_is_not_proposed(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.decide(Verdict.REJECTED, 1)
    assert [entry.work.id for entry in desk.draft().entries] == [2]


@pytest.mark.parametrize(
    "link",
    [
        "https://arxiv.org/abs/2505.00001",
        "http://www.arxiv.org/pdf/2505.00001v3.pdf#page=2",
        "https://huggingface.co/papers/2505.00001",
        "https://doi.org/10.48550/arXiv.2505.00001",
        "https://ar5iv.labs.arxiv.org/html/2505.00001",
    ],
)
def test_what_the_living_post_links_is_never_proposed(desk: Desk, link: str) -> None:
    desk.post_path.write_text(f"{POST}\n[x]: {link}\n\nSee [it][x].\n")
    desk.see(paper(1), paper(2))
    assert [entry.work.id for entry in desk.draft().entries] == [2]


def test_a_new_version_is_proposed_only_of_what_was_published(desk: Desk) -> None:
    desk.see(paper(1), paper(2), paper(3))
    desk.draft()
    desk.mark("[x]", 1)
    desk.mark("[-]", 2, 3)
    desk.publish()
    desk.later(days=2)
    desk.see(*(paper(n, version=2, days_ago=0, first_days_ago=1) for n in (1, 2, 3)))
    report = desk.draft()
    assert [entry.work.id for entry in report.entries] == [1]
    assert "new version, v2" in desk.text
    assert not any(entry.is_new for entry in desk.draft().entries)


def test_a_later_version_is_new_only_if_its_first_lies_within_the_window(desk: Desk) -> None:
    desk.see(
        paper(1, version=2, days_ago=1, first_days_ago=400),
        paper(2, version=2, days_ago=1, first_days_ago=5),
    )
    assert [entry.work.id for entry in desk.draft().entries] == [2]


def test_a_later_version_that_a_feed_brings_is_proposed(desk: Desk) -> None:
    desk.see(
        paper(1, version=2, days_ago=1, first_days_ago=400),
        blog("", "A chain of thought for problem 1", url="https://arxiv.org/abs/2505.00001"),
    )
    assert len(desk.draft().entries) == 1


def test_withdrawn_works_are_not_proposed(desk: Desk) -> None:
    desk.see(paper(1, version=2, comment="This paper has been withdrawn by the authors"))
    assert desk.draft().path == ""


def test_old_works_are_no_news_unless_since_asks_for_them(desk: Desk) -> None:
    desk.see(paper(1, days_ago=50), paper(2, days_ago=5))
    assert [e.work.id for e in desk.draft(to_stdout=True).entries] == [2]
    wide = desk.draft(to_stdout=True, since_at=START - timedelta(days=90))
    assert {e.work.id for e in wide.entries} == {1, 2}
    assert desk.draft(to_stdout=True, since_at=START - timedelta(days=3)).path == ""


def test_a_topic_has_a_draft_of_its_own(desk: Desk) -> None:
    desk.see(paper(1), paper(2, "A low-rank adapter"))
    report = desk.draft(topic="tuning")
    assert Path(report.path).name == f"{START:%Y-%m-%d}-tuning.md"
    assert [entry.work.id for entry in report.entries] == [2]
    assert [entry.work.id for entry in desk.draft().entries] == [1]


def test_an_unknown_topic_is_refused_with_those_there_are(desk: Desk) -> None:
    with pytest.raises(ConfigError, match="reasoning, tuning"):
        desk.draft(topic="tunning")


def test_the_limit_counts_for_each_topic(desk: Desk) -> None:
    desk.see(*(paper(n) for n in range(1, 6)), *(paper(n, "Low-rank adapters") for n in (8, 9)))
    topics = [entry.topic for entry in desk.draft(limit=1).entries]
    assert topics == ["reasoning", "tuning"]


def test_looking_only_writes_and_stores_nothing(desk: Desk) -> None:
    desk.see(paper(1))
    report = desk.draft(to_stdout=True)
    assert "problem 1" in report.text
    assert not desk.drafts
    assert desk.states() == {1: {State.MATCHED}}


def test_json_lists_the_whole_open_draft_and_says_what_is_new(desk: Desk) -> None:
    desk.see(paper(1))
    desk.draft()
    desk.later(days=1)
    desk.see(paper(2))
    entries = desk.draft().as_json()["entries"]
    assert isinstance(entries, list)
    assert [(entry["id"], entry["new"]) for entry in entries] == [("2", True), ("1", False)]


def test_a_paper_and_the_posts_about_it_are_one_entry_with_via(desk: Desk) -> None:
    desk.see(
        blog(
            "", "A chain of thought for problem 1", url="https://arxiv.org/abs/2505.00001",
            via="https://links.example/1", days_ago=2,
        ),
        paper(1),
    )  # fmt: skip
    assert len(desk.draft().entries) == 1
    assert "via [" in desk.text
    assert "https://links.example/1" in desk.text


def test_a_deleted_draft_gives_its_undecided_entries_back(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.draft()
    desk.mark("[-]", 1)
    desk.review()
    desk.draft_path.unlink()
    report = desk.draft()
    assert [(entry.work.id, entry.is_new) for entry in report.entries] == [(2, True)]
    assert any("gone" in notice for notice in report.notices)


def test_a_renamed_draft_is_known_by_its_entries(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.draft()
    desk.mark("[x]", 1)
    renamed = desk.draft_path.rename(desk.home / "drafts" / "this-week.md")
    report = desk.draft()
    assert desk.drafts == [renamed]
    assert report.path == "drafts/this-week.md"
    desk.later(days=1)
    desk.see(paper(3))
    desk.draft()
    assert desk.drafts == [renamed]
    assert keys(desk) == [3, 1, 2]
    assert desk.publish().placed == ("A chain of thought for problem 1",)


def test_a_run_killed_between_file_and_store_loses_no_entry(desk: Desk) -> None:
    desk.see(*(paper(n) for n in range(1, 13)))
    desk.draft()
    desk.edit(lambda text: text.replace("<!-- tracker: your", "Mine.\n\n<!-- tracker: your", 1))
    with desk.open() as db, db.transaction():  # the state in which such a run leaves the store
        db.execute("DELETE FROM entries")
        db.execute("DELETE FROM drafts")
        db.execute("UPDATE matches SET open = 1")
    before = desk.text
    desk.later(days=2)
    desk.draft()
    assert desk.text == before
    assert len(desk.drafts) == 1
    desk.mark("[x]")
    report = desk.publish()
    assert len(report.placed) == 12
    assert not report.reading.problems


def test_a_run_killed_while_it_added_to_a_draft_loses_no_entry(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.draft(limit=1)
    desk.draft(limit=2)
    with desk.open() as db, db.transaction():  # the state in which such a run leaves the store
        db.execute("DELETE FROM entries WHERE marker_id = 2")
        db.execute("UPDATE matches SET open = 1 WHERE work_id = 2")
    assert not any(entry.is_new for entry in desk.draft(topic="reasoning").entries)
    assert len(desk.drafts) == 1
    desk.mark("[x]")
    assert len(desk.publish().placed) == 2


def test_what_a_killed_run_added_is_found_in_a_renamed_draft(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.draft(limit=1)
    desk.draft(limit=2)
    with desk.open() as db, db.transaction():
        db.execute("DELETE FROM entries WHERE marker_id = 2")
        db.execute("UPDATE matches SET open = 1 WHERE work_id = 2")
    desk.draft_path.rename(desk.home / "drafts" / "mine.md")
    desk.mark("[x]")
    report = desk.publish()
    assert not report.reading.problems
    assert len(report.placed) == 2


def test_while_another_draft_is_gone_a_killed_run_loses_no_entry(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.draft(topic="reasoning", limit=1)
    gone = desk.draft_path
    desk.draft()
    (kept,) = {*desk.drafts} - {gone}
    with desk.open() as db, db.transaction():
        db.execute("DELETE FROM entries WHERE marker_id = 2")
        db.execute("DELETE FROM drafts WHERE path LIKE '%post.md'")
        db.execute("UPDATE matches SET open = 1 WHERE work_id = 2")
    gone.unlink()
    desk.draft()
    assert "tracker 2 reasoning" in kept.read_text()
    assert sum("tracker 2 reasoning" in path.read_text() for path in desk.drafts) == 1


def test_a_strangers_file_in_drafts_is_left_alone(desk: Desk) -> None:
    stranger = desk.home / "drafts" / "2025-05-02-post.md"
    stranger.parent.mkdir()
    stranger.write_text("# My own notes\n\n- [ ] <!-- tracker 1 reasoning -->\nAnother thing.\n")
    desk.see(paper(1))
    report = desk.draft()
    assert report.path == "drafts/2025-05-02-post-2.md"
    assert stranger.read_text().endswith("Another thing.\n")


def test_the_own_template_wins(desk: Desk) -> None:
    desk.configure(draft='template = "mine"')
    (desk.home / "templates").mkdir()
    (desk.home / "templates" / "mine.j2").write_text("* {{ entry.name }}!!\n")
    desk.see(paper(1))
    desk.draft()
    assert "* A chain of thought for problem 1!!" in desk.text


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("{{ entry.name ", r"mine\.j2:1"),
        ("\n{{ entry.nam }}", r"mine\.j2:2.*name"),
        ("{% for a in entry %}", r"mine\.j2:1"),
        ("## {{ entry.name }}", r"mine\.j2"),
        ("", r"mine\.j2"),
    ],
)
def test_a_broken_template_is_told_with_its_line_and_nothing_is_written(
    desk: Desk, template: str, told: str
) -> None:
    desk.configure(draft='template = "mine"')
    (desk.home / "templates").mkdir()
    (desk.home / "templates" / "mine.j2").write_text(template)
    desk.see(paper(1))
    with pytest.raises(ConfigError, match=told):
        desk.draft()
    assert not desk.drafts
    assert desk.states() == {1: {State.MATCHED}}


def test_a_template_that_is_not_there_is_told(desk: Desk) -> None:
    desk.configure(draft='template = "linkblog"')
    with pytest.raises(ConfigError, match="link-blog"):
        desk.draft()


def test_hugo_front_matter_on_request(desk: Desk) -> None:
    desk.configure(draft='front_matter = "hugo"')
    desk.see(paper(1))
    desk.draft()
    assert re.match(r'\+\+\+\ntitle = "What is next"\ndate = 2025-05-02\n\+\+\+\n', desk.text)


def test_a_draft_bears_the_title_of_its_post(desk: Desk) -> None:
    desk.see(paper(1))
    desk.draft()
    assert desk.text.startswith('---\ntitle: "What is next"\n')


def test_a_draft_for_a_post_without_a_title_is_headed_by_its_name(desk: Desk) -> None:
    desk.post_path.write_text("## Reasoning\n")
    desk.see(paper(1))
    desk.draft()
    assert desk.text.startswith('---\ntitle: "Post"\n')


def test_a_post_that_is_not_there_is_told_in_a_line(desk: Desk) -> None:
    desk.post_path.unlink()
    desk.see(paper(1))
    with pytest.raises(PostError, match=r"post\.md"):
        desk.draft()
    assert not desk.drafts


def test_a_folder_as_post_is_told_in_a_line(desk: Desk) -> None:
    desk.post_path.unlink()
    desk.post_path.mkdir()
    with pytest.raises(PostError, match="cannot be read"):
        desk.draft()


def test_a_post_of_another_encoding_is_told_in_a_line(desk: Desk) -> None:
    desk.post_path.write_bytes("# Zürich\n".encode("latin-1"))
    with pytest.raises(PostError, match=r"post\.md.*UTF-8"):
        desk.draft()


def test_without_a_post_a_draft_is_an_update(desk: Desk) -> None:
    desk.configure(post="")
    desk.see(paper(1))
    assert desk.draft().path == "drafts/2025-05-02-update.md"


def test_what_the_draft_says_is_read_before_new_entries_are_chosen(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.draft()
    desk.mark("[-]", 1, after=" too narrow")
    report = desk.draft()
    assert any("too narrow" in line for line in report.reading.lines)
    desk.draft_path.unlink()
    assert [entry.work.id for entry in desk.draft().entries] == [2]


def test_drafting_does_not_take_a_deletion_for_a_rejection(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.draft()
    cut = desk.cut(1)
    desk.draft()
    assert desk.states()[1] == {State.PROPOSED}
    desk.edit(lambda text: text.replace("- [ ] <!-- tracker 2", f"{cut}- [ ] <!-- tracker 2"))
    assert not desk.draft().reading.problems


def test_a_broken_entry_is_told_with_its_line_and_good_decisions_count(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.draft()
    desk.mark("[x]", 1)
    desk.mark("[?]", 2)
    report = desk.draft()
    (problem,) = report.reading.problems
    assert re.match(r"drafts/\S+\.md:\d+: ", problem)
    assert desk.states() == {1: {State.APPROVED}, 2: {State.PROPOSED}}


def test_changed_watchlists_count_at_once(desk: Desk) -> None:
    desk.see(paper(1, "Weather from satellites"))
    assert desk.draft().path == ""
    desk.watch("reasoning", any_of=["satellite"], heading="Reasoning")
    assert [entry.work.id for entry in desk.draft().entries] == [1]


def test_near_duplicates_stand_in_one_entry_for_good(desk: Desk) -> None:
    desk.see(
        paper(1, "A chain of thought for long proofs"),
        paper(2, "Long proofs by a chain of thought"),
    )
    (only,) = desk.draft().entries
    other = 3 - only.work.id
    assert f"also: {'Long' if other == 2 else 'A chain'}" in desk.text
    desk.mark("[-]")
    desk.later(days=1)
    assert not any(entry.is_new for entry in desk.draft().entries)


def test_what_stays_undecided_for_long_makes_room_and_is_told(desk: Desk) -> None:
    desk.configure(draft="per_topic = 2", ranking="expire_drafts = 1")
    desk.see(paper(1), paper(2), paper(3))
    desk.draft()
    desk.later(days=1)
    assert desk.draft().notices == ()
    desk.see(paper(4))
    desk.draft()
    desk.later(days=1)
    report = desk.draft()
    assert len(report.entries) == 4
    assert "2 entries stay undecided for long" in report.notices[0]


def test_what_the_ranking_would_not_show_is_marked(desk: Desk) -> None:
    desk.configure(ranking="explore = 0.5", draft="per_topic = 2")
    desk.see(*(paper(n) for n in range(1, 9)))
    desk.decide(Verdict.REJECTED, 8)
    desk.draft()
    assert desk.text.count("<!-- tracker: explore: ") == 1


def test_two_drafts_at_once_propose_nothing_twice(desk: Desk) -> None:
    desk.see(paper(1), paper(2), paper(3))
    desk.configure(ranking='reader = "none"')

    def meanwhile(asking: str) -> None:
        desk.configure()
        assert len(desk.draft().entries) == 3

    with (
        desk.session() as session,
        pytest.raises(DraftError, match="another draft was written meanwhile"),
    ):
        draft(session, DraftOptions(), tell=meanwhile)
    assert len(desk.read.entries) == 3
    assert not any(entry.is_new for entry in desk.draft().entries)
