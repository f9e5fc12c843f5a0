"""Why a work was not proposed: one true reason for each way to be missed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.support.desk import Desk
from tests.support.project_folder import PHRASES
from tests.support.sightings import START, blog, paper
from tracker.store import sources
from tracker.store.author import additions
from tracker.store.author.additions import Addition
from tracker.values import Kind, Link, SourceState, State, Verdict, rfc3339
from tracker.workflows.missed.case import Missed, Why
from tracker.workflows.missed.missed import missed
from tracker.workflows.missed.unseen import is_of_site, month_of, submitted_between
from tracker.workflows.reports.find import UnknownWorkError

PAPER = "https://arxiv.org/abs/2505.00001"
FEED = "https://blog.example/feed"
FEEDS = f'[[feeds]]\nurl = "{FEED}"\nname = "A blog"\n'


def ask(desk: Desk, reference: str | int) -> Missed:
    with desk.session(reads_only=True) as session:
        return missed(session, str(reference))


def why(desk: Desk, reference: str | int) -> Why:
    return ask(desk, reference).why


def polled(desk: Desk, *, begins_at: datetime, error: str = "", read_at: datetime = START) -> None:
    """arXiv was read in cs.CL and cs.CV from then to ``read_at``."""
    extra = {"categories": ["cs.CL", "cs.CV"], "begins_at": rfc3339(begins_at)}
    with desk.open() as db:
        state = SourceState(
            key="arxiv", kind="arxiv", succeeded_at=read_at, error=error, extra=extra
        )
        sources.put(db, state)


# --- never seen ---------------------------------------------------------------------------


def test_before_the_first_poll_arxiv_was_not_asked(desk: Desk) -> None:
    found = ask(desk, "2505.00703")
    assert found.why is Why.NEVER_SEEN
    assert "arXiv was not asked yet" in found.line
    assert not desk.project.database.exists()


def test_without_categories_arxiv_is_not_asked(desk: Desk) -> None:
    for slug in ("reasoning", "tuning"):
        (desk.home / "watchlists" / f"{slug}.toml").write_text('[match]\nany = ["x"]\n')
    assert "arXiv is not asked" in ask(desk, "2505.00703").line


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ("2103.00100", "arXiv was read back to 2025-04-24 only"),
        ("cs/0101001", "between 2000-12-25 and 2001-01-31, and arXiv was read back to 2025-04-24"),
        ("2505.00100", "and arXiv was read in cs.CL cs.CV, between 2025-04-24 and 2025-05-02"),
        ("2507.00100", "and arXiv was last read 2025-05-02"),
    ],
)
def test_a_papers_number_tells_whether_arxiv_was_read_when_it_came(
    desk: Desk, reference: str, told: str
) -> None:
    polled(desk, begins_at=START - timedelta(days=8))
    found = ask(desk, reference)
    assert found.why is Why.NEVER_SEEN
    assert told in found.line
    assert any("is not known without asking" in line for line in found.more)
    assert any(f"tracker add {reference}" in line for line in found.more)


def test_neighbours_in_number_tell_the_days(desk: Desk) -> None:
    polled(desk, begins_at=START - timedelta(days=60))
    assert "between 2025-03-25 and 2025-04-30" in ask(desk, "2504.00150").line
    sightings = [
        replace(paper(1, days_ago=days), url=f"https://arxiv.org/abs/2504.{number}")
        for number, days in (("00100", 30), ("00200", 29))
    ]
    desk.see(*sightings)
    found = ask(desk, "2504.00150")
    assert "between 2025-03-26 and 2025-04-10" in found.line
    assert "in none of these, or not announced yet" in found.line


def test_an_older_paper_is_reached_by_a_poll_that_goes_back(desk: Desk) -> None:
    polled(desk, begins_at=START - timedelta(days=8))
    assert any("tracker poll --since 2021-02-22" in line for line in ask(desk, "2103.00100").more)


def test_what_may_have_been_let_go_is_told(desk: Desk) -> None:
    polled(desk, begins_at=START - timedelta(days=2000))
    assert any("let go" in line for line in ask(desk, "2303.00100").more)
    assert not any("let go" in line for line in ask(desk, "2504.00100").more)


def test_the_last_failure_of_arxiv_is_told(desk: Desk) -> None:
    polled(desk, begins_at=START - timedelta(days=8), error="HTTP 503")
    assert any("HTTP 503" in line for line in ask(desk, "2505.00100").more)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (None, "was not asked yet"),
        ({"polled_at": START}, "was last read 2025-05-02"),
        ({"polled_at": START, "failures": 3, "error": "HTTP 500"}, "has failed: HTTP 500"),
        ({"polled_at": START, "retired_at": START}, "is gone since 2025-05-02"),
    ],
)
def test_a_followed_feed_of_the_same_site_is_told_with_how_it_fares(
    desk: Desk, facts: dict[str, Any] | None, told: str
) -> None:
    desk.watch("tuning", any_of=["adapter"], more=FEEDS)
    if facts is not None:
        with desk.open() as db:
            sources.put(db, SourceState(key=f"feed:{FEED}", kind="feed", **facts))
    found = ask(desk, "https://www.blog.example/unseen?utm_source=x")
    assert found.line == "never seen: a feed of blog.example is followed, and did not show it"
    assert found.more[0].startswith(f"{FEED} (tuning) {told}")


def test_a_site_that_nobody_follows_is_told_with_what_to_do(desk: Desk) -> None:
    found = ask(desk, "https://other.example/post")
    assert "no feed of other.example is followed" in found.line
    assert any("add-feed TOPIC https://other.example/" in line for line in found.more)


def test_the_link_blogs_that_have_shown_a_site_are_named(desk: Desk) -> None:
    desk.see(blog("a", "X", url="https://other.example/a", via="https://blog.example/1"))
    found = ask(desk, "https://other.example/post")
    assert any("feed:https://blog.example/feed (1)" in line for line in found.more)


def test_a_post_about_an_unseen_paper_is_told(desk: Desk) -> None:
    post = replace(
        blog("about", "On a new paper"), links=(Link("https://arxiv.org/abs/2505.00900"),)
    )
    (number,) = desk.see(post)
    assert any(f"seen: {number} (On a" in line for line in ask(desk, "2505.00900").more)


@pytest.mark.parametrize(
    ("page", "feed", "same"),
    [
        ("https://blog.example/a", "https://blog.example/feed", True),
        ("https://www.blog.example/a", "http://feeds.blog.example/x.xml", True),
        ("https://notes.blog.example/a", "https://blog.example/feed", True),
        ("https://myblog.example/a", "https://blog.example/feed", False),
        ("https://github.com/Ada/loom", "https://github.com/ada/mill/releases.atom", True),
        ("https://github.com/ada/loom", "https://github.com/ben/mill/releases.atom", False),
        ("https://www.youtube.com/watch?v=x", "https://www.youtube.com/feeds/videos.xml", False),
        ("", "", False),
    ],
)
def test_what_is_of_one_site(page: str, feed: str, same: bool) -> None:
    assert is_of_site(page, feed) is same


@pytest.mark.parametrize(
    ("number", "first", "last"),
    [
        ("2505.00703", "2025-05-01", "2025-05-31"),
        ("0704.0001", "2007-04-01", "2007-04-30"),
        ("9108.1234", "2091-08-01", "2091-08-31"),
        ("hep-th/9108001", "1991-08-01", "1991-08-31"),
        ("cs/0102001", "2001-02-01", "2001-02-28"),
    ],
)
def test_the_month_of_a_number(number: str, first: str, last: str) -> None:
    assert [f"{each:%Y-%m-%d}" for each in month_of(number)] == [first, last]


@pytest.mark.parametrize(
    ("before", "after", "days"),
    [
        (None, None, ("04-24", "05-31")),
        ("05-10", None, ("05-03", "05-31")),
        (None, "05-20", ("04-24", "05-27")),
        ("05-10", "05-11", ("05-03", "05-18")),
        (None, "04-30", ("04-23", "05-07")),  # submitted in April, announced in May
        ("06-02", None, ("05-26", "07-01")),  # and in a world where numbers lie, up to now
    ],
)
def test_neighbours_go_before_the_month(
    before: str | None, after: str | None, days: tuple[str, str]
) -> None:
    def at(day: str) -> datetime:
        return datetime.fromisoformat(f"2025-{day}T12:00:00+00:00")

    now, month = at("07-01"), month_of("2505.00703")
    ends = [at(day) if day else None for day in (before, after)]
    found = submitted_between(month, *ends, now=now)
    assert tuple(f"{each:%m-%d}" for each in found) == days


# --- in the post, published, decided, proposed --------------------------------------------


@pytest.mark.parametrize(
    "reference",
    ["2201.00001", "https://arxiv.org/pdf/2201.00001v2", "doi:10.48550/arXiv.2201.00001"],
)
def test_what_the_post_links_is_already_there_seen_or_not(desk: Desk, reference: str) -> None:
    assert why(desk, reference) is Why.IN_POST
    desk.see(replace(paper(1), url="https://arxiv.org/abs/2201.00001"))
    found = ask(desk, reference)
    assert found.why is Why.IN_POST
    assert "https://arxiv.org/abs/2201.00001" in found.line
    assert found.work is not None


def test_what_was_published_is_told_with_post_and_day(desk: Desk) -> None:
    desk.see(paper(1))
    desk.draft()
    desk.mark("[x]", 1)
    desk.publish()
    found = ask(desk, 1)
    assert (found.why, found.topic) == (Why.PUBLISHED, "reasoning")
    assert "post.md, 2025-05-02" in found.line


def test_a_proposal_is_told_with_its_line(desk: Desk) -> None:
    desk.see(paper(1))
    desk.draft()
    found = ask(desk, "https://arxiv.org/abs/2505.00001v1")
    assert found.why is Why.PROPOSED
    assert f"{desk.draft_path.name}:" in found.line


def test_what_the_draft_says_is_told_before_it_is_read(desk: Desk) -> None:
    desk.see(paper(1), paper(2), paper(3))
    desk.draft()
    desk.mark("[x]", 1)
    desk.mark("[-]", 2, after=" too narrow")
    desk.cut(3)
    assert [why(desk, n) for n in (1, 2, 3)] == [Why.APPROVED, Why.REJECTED, Why.DELETED]
    assert "too narrow" in ask(desk, 2).line
    with desk.open() as db:
        assert db.value("SELECT count(*) FROM decisions") == 0


def test_a_stored_rejection_is_told_with_day_and_reason(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.decide(Verdict.REJECTED, 1, reason="no code")
    found = ask(desk, 1)
    assert found.line == "rejected in reasoning, 2025-05-02: no code"
    assert any("tracker restore 1" in line for line in found.more)


def test_a_deletion_that_was_read_is_a_rejection(desk: Desk) -> None:
    desk.see(paper(1), paper(2))
    desk.draft()
    desk.cut(1)
    desk.review()
    found = ask(desk, 1)
    assert found.why is Why.REJECTED
    assert "deleted from its draft" in found.line


def test_a_rejection_taken_back_is_none(desk: Desk) -> None:
    desk.see(paper(1))
    desk.draft()
    desk.decide(Verdict.REJECTED, 1)
    desk.decide(Verdict.UNDECIDED, 1)
    assert why(desk, 1) is Why.PROPOSED


def test_a_draft_whose_file_is_gone_is_told(desk: Desk) -> None:
    desk.see(paper(1))
    desk.draft()
    desk.draft_path.unlink()
    found = ask(desk, 1)
    assert found.why is Why.DRAFT_GONE
    assert "gone" in found.line


# --- out of reach -------------------------------------------------------------------------


def test_a_withdrawn_paper_is_told_with_its_authors_words(desk: Desk) -> None:
    desk.see(paper(1, comment="This paper has been withdrawn: a gap in lemma 3"))
    found = ask(desk, 1)
    assert found.why is Why.WITHDRAWN
    assert "lemma 3" in found.line


def test_the_nearest_phrase_of_the_nearest_topic_is_told(desk: Desk) -> None:
    desk.see(paper(1, "A chain of stores"))
    found = ask(desk, 1)
    assert (found.why, found.topic) == (Why.NOT_MATCHED, "reasoning")
    assert "“chain of thought”: the title has “chain” but not “thought”" in found.line
    assert found.more == ("tuning: no word of its phrases stands in it",)


def test_the_exclusion_that_refused_it_is_told(desk: Desk) -> None:
    desk.watch("reasoning", any_of=PHRASES, more='none = ["stores"]\n')
    desk.see(paper(1, "A chain of thought for stores"))
    assert "refused by “stores” in title" in ask(desk, 1).line


def test_categories_that_no_topic_has_are_told(desk: Desk) -> None:
    seen = paper(1)
    assert seen.paper is not None
    desk.see(replace(seen, paper=replace(seen.paper, categories=("math.CO", "cs.RO"))))
    found = ask(desk, 1)
    assert found.why is Why.NOT_MATCHED
    assert "math.CO cs.RO, which no topic has" in found.line
    assert any("would match by “chain of thought” in title" in line for line in found.more)


def test_a_work_that_has_nothing_of_any_topic_is_told_so(desk: Desk) -> None:
    desk.see(paper(1, "Weather", summary="Rain."))
    found = ask(desk, 1)
    assert found.line == "seen, but not matched: no word of any topic's phrases stands in it"
    assert found.topic == ""


def test_a_work_of_which_only_the_address_is_known_waits_for_its_title(desk: Desk) -> None:
    desk.see(replace(blog("x", ""), source="hand", summary=""))
    found = ask(desk, 1)
    assert found.why is Why.NOT_MATCHED
    assert "asks for its title" in found.line


def test_without_topics_nothing_is_wanted(desk: Desk) -> None:
    desk.see(paper(1))
    for path in (desk.home / "watchlists").iterdir():
        path.unlink()
    assert "there are no topics" in ask(desk, 1).line


def test_what_is_older_than_a_draft_looks_back_is_told_with_the_way_in(desk: Desk) -> None:
    desk.see(paper(1, days_ago=40))
    found = ask(desk, 1)
    assert found.why is Why.OUTSIDE_WINDOW
    assert any("tracker draft --since 2025-03-23" in line for line in found.more)
    desk.draft(since_at=desk.now - timedelta(days=50))
    assert why(desk, 1) is Why.PROPOSED


def test_what_was_added_by_hand_is_never_too_old(desk: Desk) -> None:
    (number,) = desk.see(paper(1, days_ago=400))
    with desk.open() as db:
        additions.append(db, Addition(work_id=number, topic="tuning", added_at=desk.now))
    desk.see(paper(1, days_ago=400, comment="matched anew"))
    assert why(desk, 1) is Why.NEXT


def test_a_paper_first_seen_as_a_later_version_is_told(desk: Desk) -> None:
    desk.see(paper(1, version=3, first_days_ago=100))
    found = ask(desk, 1)
    assert found.why is Why.LATER_VERSION
    assert "version 3 of a paper of 2025-01-22" in found.line
    desk.draft()
    assert not desk.drafts


def test_a_later_version_of_a_young_paper_is_proposed_as_any(desk: Desk) -> None:
    desk.see(paper(1, version=2, first_days_ago=10))
    assert why(desk, 1) is Why.NEXT


def test_a_match_that_only_the_changed_watchlist_gives_is_told(desk: Desk) -> None:
    desk.see(paper(1, "Weather"))
    desk.watch("tuning", any_of=["weather"])
    found = ask(desk, 1)
    assert (found.why, found.topic) == (Why.WATCHLIST_CHANGED, "tuning")
    desk.draft()
    assert why(desk, 1) is Why.PROPOSED


# --- in the order -------------------------------------------------------------------------


@pytest.fixture
def ranked(desk: Desk) -> Desk:
    """Four papers, the newest first, and room for two."""
    desk.configure(draft="per_topic = 2")
    desk.see(*(paper(n, days_ago=n) for n in range(1, 5)))
    return desk


def test_what_the_next_draft_proposes_is_told_with_its_place(ranked: Desk) -> None:
    found = ask(ranked, 2)
    assert (found.why, found.place, found.of) == (Why.NEXT, 2, 4)


def test_an_outranked_work_is_told_with_its_place_and_what_it_lacks(ranked: Desk) -> None:
    found = ask(ranked, 4)
    assert (found.why, found.topic, found.place, found.of) == (Why.OUTRANKED, "reasoning", 4, 4)
    assert any("“chain of thought” in title +0.43" in line for line in found.more)


def test_the_best_one_waits_while_the_draft_is_full(ranked: Desk) -> None:
    ranked.draft()
    found = ask(ranked, 3)
    assert (found.why, found.place, found.of) == (Why.OUTRANKED, 1, 2)
    assert f"2 wait in drafts/{ranked.draft_path.name}" in found.line
    assert found.lacks == ()


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_next_and_outranked_are_what_a_draft_then_does(ranked: Desk, steps: int) -> None:
    for _ in range(steps):
        ranked.draft()
        ranked.mark("[-]")
        ranked.later(hours=1)
        ranked.see(*(paper(n, days_ago=n % 7) for n in range(10, 15)))
    told = {number for number in ranked.states() if why(ranked, number) is Why.NEXT}
    before = {n for n, held in ranked.states().items() if held - {State.MATCHED}}
    ranked.draft()
    after = {n for n, held in ranked.states().items() if held - {State.MATCHED}}
    assert told == after - before


def test_a_post_in_its_papers_entry_is_told_to_stand_there(desk: Desk) -> None:
    post = replace(
        blog("about", "A chain of thought, explained", url="https://blog.example/about"),
        links=(Link("https://arxiv.org/abs/2505.00001", "the paper"),),
    )
    first, second = desk.see(paper(1), post)
    found = ask(desk, second)
    assert (found.why, found.other) == (Why.SHOWN_WITH, first)
    desk.draft()
    found = ask(desk, second)
    assert (found.why, found.other) == (Why.SHOWN_WITH, first)
    assert "in drafts/" in found.line


# --- put aside, and linked since ----------------------------------------------------------

ALIKE = "Long proofs by a chain of thought"


def links(desk: Desk) -> None:
    """Two feeds link paper 1."""
    for name in ("ada", "ben"):
        feed = f"https://{name}.example"
        shown = blog(name, "", feed=f"feed:{feed}/feed", url=PAPER, via=f"{feed}/1")
        desk.see(replace(shown, kind=Kind.PAPER))


def expire(desk: Desk) -> None:
    desk.configure(ranking="expire_drafts = 1")
    desk.see(paper(1))
    desk.draft()
    desk.later(days=1)
    desk.see(paper(2))
    desk.draft()
    desk.later(days=1)


def test_an_expired_work_is_told_with_its_line_and_the_day(desk: Desk) -> None:
    expire(desk)
    found = ask(desk, 1)
    assert (found.why, found.topic) == (Why.EXPIRED, "reasoning")
    assert found.line == "proposed 2025-05-02, left undecided, and expired 2025-05-04"
    assert any("can still be decided" in line for line in found.more)
    assert why(desk, 2) is Why.PROPOSED


def test_a_second_look_that_is_due_is_told_with_what_put_it_aside(desk: Desk) -> None:
    expire(desk)
    links(desk)
    told = "the next draft gives it a second look: linked since by https://ada.example/feed"
    assert any(line.startswith(told) for line in ask(desk, 1).more)
    desk.decide(Verdict.REJECTED, 1)
    assert not any("second look" in line for line in ask(desk, 1).more)
    desk.later(days=1)
    links(desk)  # the same ones again: no news
    assert not any("second look" in line for line in ask(desk, 1).more)


def test_a_second_look_is_told_where_it_waits_and_where_it_was_in_vain(desk: Desk) -> None:
    desk.see(paper(1))
    desk.decide(Verdict.REJECTED, 1)
    desk.later(days=1)
    links(desk)
    assert ask(desk, 1).why is Why.REJECTED
    desk.draft()
    found = ask(desk, 1)
    assert found.why is Why.PROPOSED
    assert found.more[0].startswith("it had its second look, 2025-05-03: linked since by")
    desk.mark("[-]", 1)
    desk.review()
    found = ask(desk, 1)
    assert found.why is Why.REJECTED
    assert any(line.startswith("it had its second look") for line in found.more)


def test_a_work_like_another_is_told_to_stand_in_its_entry(desk: Desk) -> None:
    desk.see(paper(1, "A chain of thought for long proofs"), paper(2, ALIKE))
    first = ask(desk, 1), ask(desk, 2)
    assert {each.why for each in first} == {Why.NEXT, Why.SHOWN_WITH}
    (behind,) = (each for each in first if each.why is Why.SHOWN_WITH)
    assert "which says nearly the same" in behind.line
    desk.draft()
    (leader,) = (entry.key.work_id for entry in desk.read.entries)
    found = ask(desk, 3 - leader)
    assert (found.why, found.other) == (Why.SHOWN_WITH, leader)
    assert "shown in the entry of" in found.line
    assert f"that one is proposed in {found.topic}" in found.more
    desk.mark("[-]")
    desk.publish()
    found = ask(desk, 3 - leader)
    assert f"that one is rejected in {found.topic}" in found.more


def test_a_work_for_whose_link_there_was_no_room_is_told_so(desk: Desk) -> None:
    titles = ("Long proofs: a chain of thought", "A chain of thought: long proofs", ALIKE)
    desk.see(*(paper(n, t) for n, t in enumerate((*titles, f"{ALIKE}, again", f"{ALIKE}!"), 1)))
    desk.draft()
    (leader,) = (entry.key.work_id for entry in desk.read.entries)
    told = [ask(desk, n).line for n in range(1, 6) if n != leader]
    assert sum("stands behind" in each and "no room" in each for each in told) == 1
    assert sum("shown in the entry of" in each for each in told) == 3


def test_the_room_for_the_unlike_is_told_on_both_sides(desk: Desk) -> None:
    desk.configure(draft="per_topic = 2", ranking="explore = 0.5")
    desk.see(*(paper(n, days_ago=n % 7) for n in range(1, 9)))
    desk.decide(Verdict.REJECTED, 8)
    told = {number: ask(desk, number) for number in range(1, 8)}
    by_place = {found.place: found for found in told.values()}
    assert by_place[1].why is Why.NEXT
    assert by_place[2].why is Why.OUTRANKED
    assert "1 of its places go to what the ranking would not show" in by_place[2].line
    (unlike,) = (f for f in told.values() if f.why is Why.NEXT and f.place != 1)
    assert "as one that the ranking would not show (explore)" in unlike.line
    desk.draft()
    assert {e.key.work_id for e in desk.read.entries} == {
        n for n, found in told.items() if found.why is Why.NEXT
    }


def test_what_a_seed_names_is_told(desk: Desk) -> None:
    (desk.home / "liked.txt").write_text(PAPER)
    desk.configure(ranking='seeds = "liked.txt"')
    desk.see(paper(1))
    found = ask(desk, 1)
    assert found.why is Why.SEED
    assert "liked.txt" in found.line


# --- names and forms ----------------------------------------------------------------------


def test_a_number_that_became_part_of_another_work_tells_of_that_one(desk: Desk) -> None:
    (post,) = desk.see(blog("x", "A chain of thought for problem 1"))
    (other,) = desk.see(paper(1))
    joined = replace(
        blog("x", "A chain of thought for problem 1"), also=("https://arxiv.org/abs/2505.00001",)
    )
    desk.see(joined)
    with desk.open() as db:
        merged = dict(tuple(row) for row in db.rows("SELECT old_id, work_id FROM merged"))
    assert merged
    ((old, new),) = merged.items()
    assert {old, new} == {post, other}
    found = ask(desk, old)
    assert found.part_of == new
    assert found.work is not None
    assert found.work.id == new
    assert ask(desk, new).part_of is None


@pytest.mark.parametrize("reference", ["", "nonsense", "0", "-1", "9" * 40, "\x00", "２", "99"])
def test_what_names_nothing_is_told_in_a_line(desk: Desk, reference: str) -> None:
    with pytest.raises(UnknownWorkError, match="no work is known"):
        ask(desk, reference)


def _draft_gone(desk: Desk) -> None:
    desk.see(paper(1))
    desk.draft()
    desk.draft_path.unlink()


def _drafted(desk: Desk, box: str, *, publish: bool = False) -> None:
    desk.see(paper(1), paper(2, days_ago=0.1))
    desk.draft()
    if box:
        desk.mark(box, 1)
    else:
        desk.cut(1)
    if publish:
        desk.publish()


def _alike(desk: Desk) -> None:
    better = "Self-consistency: a chain of thought for long proofs"
    desk.see(paper(1, "A chain of thought for long proofs"), paper(2, better))
    desk.draft()


def _changed(desk: Desk) -> None:
    desk.see(paper(1, "Weather"))
    desk.watch("tuning", any_of=["weather"])


def _seeded(desk: Desk) -> None:
    (desk.home / "liked.txt").write_text(PAPER)
    desk.configure(ranking='seeds = "liked.txt"')
    desk.see(paper(1))


def _outranked(desk: Desk) -> None:
    desk.configure(draft="per_topic = 1")
    desk.see(paper(1, days_ago=20), paper(2, "Chain of thought, tree of thoughts", days_ago=0))


CASES: dict[Why, Callable[[Desk], object]] = {
    Why.NEVER_SEEN: lambda desk: desk.see(paper(2)),
    Why.IN_POST: lambda desk: desk.post_path.write_text(f"{desk.post}\n[It]({PAPER})\n"),
    Why.PUBLISHED: lambda desk: _drafted(desk, "[x]", publish=True),
    Why.APPROVED: lambda desk: _drafted(desk, "[x]"),
    Why.REJECTED: lambda desk: _drafted(desk, "[-]"),
    Why.DELETED: lambda desk: _drafted(desk, ""),
    Why.PROPOSED: lambda desk: (desk.see(paper(1)), desk.draft()),
    Why.EXPIRED: expire,
    Why.DRAFT_GONE: _draft_gone,
    Why.SEED: _seeded,
    Why.WITHDRAWN: lambda desk: desk.see(paper(1, comment="This paper has been withdrawn")),
    Why.NOT_MATCHED: lambda desk: desk.see(paper(1, "Weather", summary="Rain.")),
    Why.OUTSIDE_WINDOW: lambda desk: desk.see(paper(1, days_ago=40)),
    Why.WATCHLIST_CHANGED: _changed,
    Why.LATER_VERSION: lambda desk: desk.see(paper(1, version=3, first_days_ago=100)),
    Why.SHOWN_WITH: _alike,
    Why.NEXT: lambda desk: desk.see(paper(1)),
    Why.OUTRANKED: _outranked,
}
FORMS = (
    "2505.00001",
    " arXiv:2505.00001v2 ",
    "https://arxiv.org/abs/2505.00001",
    "http://www.arxiv.org/pdf/2505.00001v1.pdf#page=2",
    "https://arxiv.org/html/2505.00001v1",
    "doi:10.48550/arXiv.2505.00001",
    "https://doi.org/10.48550/ARXIV.2505.00001",
    "https://huggingface.co/papers/2505.00001",
    "https://www.alphaxiv.org/abs/2505.00001?utm_source=x",
)


@pytest.mark.parametrize("reason", list(Why))
def test_every_reason_is_told_for_every_form_of_the_name(desk: Desk, reason: Why) -> None:
    CASES[reason](desk)
    told = [ask(desk, form) for form in FORMS]
    assert {found.why for found in told} == {reason}
    assert len({(found.line, found.more, found.topic, found.other) for found in told}) == 1
    number = told[0].work.id if told[0].work else None
    assert (number is None) is (reason is Why.NEVER_SEEN or reason is Why.IN_POST)
    if number is not None:
        assert ask(desk, number).line == told[0].line


@pytest.mark.parametrize("reference", ["1", "2505.00800", "2201.00001", "https://x.example/y"])
def test_the_form_of_the_report(desk: Desk, reference: str) -> None:
    desk.see(paper(1))
    report = ask(desk, reference).as_json()
    assert list(report) == [
        "reference", "id", "title", "reason", "topic", "detail", "more", "place", "of", "lacks",
        "other", "part_of",
    ]  # fmt: skip
    assert report["reference"] == reference
    assert report["reason"] in set(Why)
    assert isinstance(report["detail"], str)


def test_nothing_is_written(ranked: Desk) -> None:
    ranked.draft()
    ranked.mark("[-]", 1)
    path = ranked.project.database
    before, text = path.read_bytes(), ranked.text
    for reference in ("1", "2", "3", "2505.00900"):
        ask(ranked, reference)
    assert (path.read_bytes(), ranked.text) == (before, text)
