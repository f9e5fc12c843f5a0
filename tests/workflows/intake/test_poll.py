"""One poll: what is asked, what is stored, what is told of each source."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from filelock import FileLock

from tests.support.desk import Desk
from tests.support.fake_arxiv import FakeArxiv, FakePaper, any_request, empty, fake_arxiv, page_at
from tests.support.fake_arxiv import status as answers
from tests.support.server import Answer, Seen, Server, feed_answer, redirect
from tests.support.sightings import START
from tracker.errors import ConfigError
from tracker.sources.arxiv.days import Quiet
from tracker.store import sources
from tracker.store.author import additions
from tracker.store.database import Database
from tracker.values import PollStatus, State, Verdict
from tracker.workflows.intake.add import add
from tracker.workflows.intake.poll_report import PollReport, SourceReport
from tracker.workflows.intake.project_poll import PollOptions, ProjectPoll

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def rss(*items: tuple[str, str]) -> bytes:
    """A feed of (title, link) of the day before the desk's start."""
    date = format_datetime(START - DAY)
    entries = "".join(
        f"<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate></item>"
        for title, link in items
    )
    return (
        "<?xml version='1.0'?><rss version='2.0'><channel><title>A blog</title>"
        f"<link>https://blog.example/</link>{entries}</channel></rss>"
    ).encode()


POST = ("On a chain of thought", "https://blog.example/chain")


@pytest.fixture
def quiet_arxiv() -> Iterator[FakeArxiv]:
    """An arXiv in the desk's time, with two papers that a topic wants and one that none does."""
    with fake_arxiv() as running:
        running.now = START
        running.papers = [
            FakePaper(id=f"2505.{n:05}", title=title, updated_at=START - timedelta(hours=20 + n))
            for n, title in enumerate(("A chain of thought", "A tree of thoughts", "Weather"), 1)
        ]
        yield running


@pytest.fixture
def wired(desk: Desk, quiet_arxiv: FakeArxiv) -> Desk:
    """A desk that may ask loopback."""
    wire(desk, quiet_arxiv.base_url)
    return desk


def wire(desk: Desk, base_url: str, network: str = "allow_private_hosts = true") -> None:
    desk.configure(
        arxiv=f'base_url = "{base_url}"\ndelay_seconds = 0',
        network=network,
        post='path = "post.md"',
    )


def follow(desk: Desk, slug: str, *urls: str, take: str = "matching") -> None:
    feeds = "".join(f'[[feeds]]\nurl = "{url}"\ntake = "{take}"\n' for url in urls)
    desk.watch(slug, any_of=["chain of thought", "tree of thoughts"], more=feeds)


def of(report: PollReport, url: str) -> SourceReport:
    (found,) = (source for source in report.sources if source.source == url)
    return found


def works(desk: Desk) -> int:
    with desk.open() as db:
        count: int = db.value("SELECT count(*) FROM works")
    return count


def test_what_comes_is_stored_matched_and_counted_by_source_and_topic(
    wired: Desk, server: Server
) -> None:
    url = server.route("/feed", feed_answer(rss(POST, ("Away", "https://blog.example/away"))))
    follow(wired, "reasoning", url)
    report = wired.poll()
    assert report.as_json()["topics"] == [
        {"topic": "reasoning", "new": 3, "matched": 3},
        {"topic": "tuning", "new": 0, "matched": 0},
    ]
    assert {(s.kind, s.status, s.new) for s in report.sources} == {
        ("arxiv", PollStatus.OK, 3), ("feed", PollStatus.OK, 2),
    }  # fmt: skip
    assert works(wired) == 5


def test_after_a_poll_no_work_waits_for_the_search_index(wired: Desk) -> None:
    wired.poll()
    assert works(wired) == 3
    with Database.open(wired.project.database, read_only=True) as db:
        assert db.value("SELECT count(*) FROM unindexed") == 0


def test_the_form_of_the_report(wired: Desk, server: Server) -> None:
    follow(wired, "reasoning", server.url("/missing"))
    report = wired.poll().as_json()
    assert set(report) == {"sources", "topics", "scale"}
    sources_ = report["sources"]
    assert isinstance(sources_, list)
    for source in sources_:
        assert {key: type(value) for key, value in source.items() if key != "error"} == {
            "kind": str, "source": str, "status": str, "new": int, "updated": int,
            "requests": int,
        }  # fmt: skip
        assert source["status"] in {"ok", "unchanged", "partial", "failed", "skipped"}
    assert [source["error"] is None for source in sources_] == [True, False]


def test_polling_again_finds_nothing_new(wired: Desk, server: Server) -> None:
    url = server.route("/feed", feed_answer(rss(POST), ETag='"1"'), Answer(status=304))
    follow(wired, "reasoning", url)
    wired.poll()
    before = works(wired)
    report = wired.poll()
    assert all(source.new == source.updated == 0 for source in report.sources)
    assert of(report, url).status is PollStatus.UNCHANGED
    assert works(wired) == before


def test_a_feed_is_new_until_it_was_asked(wired: Desk, server: Server) -> None:
    """Only then do parsers start before anything has come."""

    def is_new(only: str = "") -> bool:
        with wired.open() as db:
            options = PollOptions(only=only)
            return ProjectPoll(wired.project, options, db, wired.now).has_new_feeds()

    assert not is_new()  # arXiv is no feed
    follow(wired, "reasoning", server.url("/missing"))
    assert is_new()
    assert not is_new(only="arxiv")
    wired.poll()
    assert not is_new()


def test_what_asks_is_imported_once_the_parsers_have_started() -> None:
    program = "import sys, tracker.workflows.intake.poll; print('httpx' in sys.modules)"
    command = [sys.executable, "-c", program]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "False\n"


def test_each_source_fails_alone(wired: Desk, server: Server) -> None:
    good = server.route("/good", feed_answer(rss(POST)))
    bad = server.route("/bad", Answer(body=b"<!doctype html><p>not a feed"))
    gone = server.route("/gone", Answer(status=404))
    cut = server.route("/cut", Answer(body=rss(POST), cut_at=50))
    follow(wired, "reasoning", good, bad, gone, cut)
    report = wired.poll()
    assert {source.source for source in report.failed} == {bad, gone, cut}
    assert all(source.error and "\n" not in source.error for source in report.failed)
    assert of(report, good).new == 1


def test_a_source_that_breaks_the_program_fails_alone_and_rests(
    wired: Desk, server: Server
) -> None:
    good = server.route("/good", feed_answer(rss(POST)))
    bad = server.route("/bad", redirect("http://127.0.0.1:99999/"))
    long = [feed_answer(rss(*[(f"Way {n}", POST[1])] * 2_001)) for n in range(4)]
    worse = server.route("/worse", *long)
    follow(wired, "reasoning", good, bad, worse)
    assert {source.source for source in wired.poll().failed} == {bad}
    for _ in range(2):
        with wired.open() as db:  # what no tracker writes
            db.execute("UPDATE sources SET extra = '[[1, 2]]' WHERE url = ?", [worse])
        report = wired.poll()
        assert of(report, good).status is PollStatus.UNCHANGED
        assert of(report, worse).status is PollStatus.FAILED
    assert "AttributeError" in of(report, worse).error
    assert of(wired.poll(), worse).status is PollStatus.SKIPPED


def test_a_source_that_cannot_be_stored_fails_alone(wired: Desk, server: Server) -> None:
    good = server.route("/good", feed_answer(rss(POST)))
    bad = server.route("/bad", feed_answer(rss(("Boom", "https://blog.example/boom"))))
    follow(wired, "reasoning", good, bad)
    with wired.full_disk("INSERT ON sightings WHEN new.url LIKE '%boom'"):
        report = wired.poll()
    assert "disk is full" in of(report, bad).error
    assert of(report, good).status is PollStatus.OK


def test_what_came_before_the_disk_was_full_is_counted(desk: Desk, quiet_arxiv: FakeArxiv) -> None:
    desk.configure(
        arxiv=f'base_url = "{quiet_arxiv.base_url}"\ndelay_seconds = 0\npage_size = 10',
        network="allow_private_hosts = true",
        post='path = "post.md"',
    )
    quiet_arxiv.papers = [
        FakePaper(id=f"2505.{n:05}", title=f"Chain of thought {n}", updated_at=START - n * HOUR)
        for n in range(1, 26)
    ]
    follow(desk, "reasoning")
    with desk.full_disk("INSERT ON works WHEN (SELECT count(*) >= 12 FROM works)"):
        report = desk.poll()
    (arxiv,) = report.failed
    assert "disk is full" in arxiv.error
    assert (arxiv.new, arxiv.requests) == (10, 2)
    assert [topic.new for topic in report.topics if topic.topic == "reasoning"] == [works(desk)]
    assert works(desk) == 10


def test_a_poll_that_cannot_be_noted_to_its_end_tells_what_was_stored(
    wired: Desk, server: Server
) -> None:
    url = server.route("/feed", feed_answer(rss(POST)))
    follow(wired, "reasoning", url)
    with wired.full_disk("UPDATE ON polls"):
        report = wired.poll()
    assert "see whether the disk is full" in report.problem
    assert (of(report, url).new, report.failed) == (1, ())
    assert works(wired) == 4


def test_while_another_process_writes_no_source_is_blamed(desk: Desk, server: Server) -> None:
    wire(desk, "http://127.0.0.1:9", "allow_private_hosts = true\ntimeout_seconds = 1")
    writer = sqlite3.connect(desk.home / "tracker.db", check_same_thread=False)
    released = threading.Timer(1.5, writer.rollback)

    def answer(_: Seen) -> Answer:
        writer.execute("BEGIN IMMEDIATE")
        released.start()
        return feed_answer(rss(POST))

    quick = server.route("/quick", answer)
    with Server() as other:
        slow = other.route("/slow", Answer(body=rss(POST), drip_seconds=0.2, piece=200))
        follow(desk, "reasoning", quick, slow)
        report = desk.poll()
    released.join()
    writer.close()
    assert [of(report, url).status for url in (quick, slow)] == [PollStatus.OK] * 2


def test_a_stored_row_that_cannot_be_read_stops_no_other_source(
    wired: Desk, server: Server
) -> None:
    good = server.route("/good", feed_answer(rss(POST)))
    odd = server.route("/odd", feed_answer(rss(POST)))
    follow(wired, "reasoning", good, odd)
    wired.poll()
    with wired.open() as db:
        db.execute("UPDATE sources SET polled_at = 'rubbish' WHERE url = ?", [odd])
    report = wired.poll()
    assert "please report it" in of(report, odd).error
    assert of(report, good).status is PollStatus.UNCHANGED


def test_arxiv_that_fails_hinders_no_feed(
    wired: Desk, quiet_arxiv: FakeArxiv, server: Server
) -> None:
    quiet_arxiv.faults.append(answers(500, any_request, times=99))
    url = server.route("/feed", feed_answer(rss(POST)))
    follow(wired, "reasoning", url)
    report = wired.poll()
    assert [source.kind for source in report.failed] == ["arxiv"]
    assert of(report, url).new == 1


@pytest.mark.parametrize("code", [429, 503])
def test_arxiv_that_asks_to_wait_is_left_alone_until_then(
    wired: Desk, quiet_arxiv: FakeArxiv, code: int
) -> None:
    quiet_arxiv.faults.append(answers(code, any_request, retry_after="3600"))
    (failed,) = wired.poll().failed
    assert str(code) in failed.error
    assert len(quiet_arxiv.requests) == 1
    (skipped,) = wired.poll().sources
    assert skipped.status is PollStatus.SKIPPED
    assert len(quiet_arxiv.requests) == 1
    wired.later(hours=1)
    assert wired.poll().sources[0].status is PollStatus.OK


def test_an_empty_first_page_is_never_nothing_new(wired: Desk, quiet_arxiv: FakeArxiv) -> None:
    quiet_arxiv.faults.append(empty(page_at(0), times=99))
    (partial,) = wired.poll().failed
    assert partial.status is PollStatus.PARTIAL
    assert wired.poll().quiet is None


def test_a_feed_that_keeps_failing_is_asked_less_often_and_never_dropped(
    wired: Desk, server: Server
) -> None:
    url = server.route("/feed", Answer(status=500))
    follow(wired, "reasoning", url)
    changed = [of(wired.poll(), url).has_changed for _ in range(2)]
    assert changed == [True, False]
    assert of(wired.poll(), url).status is PollStatus.SKIPPED
    assert of(wired.poll(ask_all=True), url).status is PollStatus.FAILED
    assert of(wired.poll(only=url), url).status is PollStatus.FAILED
    for _ in range(12):
        wired.later(days=2)
        assert of(wired.poll(), url).status is PollStatus.FAILED
    server.route("/feed", feed_answer(rss(POST)))
    wired.later(days=2)
    well = of(wired.poll(), url)
    assert well.status is PollStatus.OK
    assert well.has_changed
    assert any("works again" in notice for notice in well.notices)


def test_a_feed_that_is_gone_for_good_is_told_once(wired: Desk, server: Server) -> None:
    url = server.route("/feed", Answer(status=410))
    follow(wired, "reasoning", url)
    assert len(of(wired.poll(), url).notices) == 1
    wired.later(days=9)
    again = of(wired.poll(), url)
    assert again.status is PollStatus.SKIPPED
    assert not again.notices
    assert server.asked("/feed") == 1


def test_a_feed_that_moved_is_told_once_and_asked_at_its_new_place(
    wired: Desk, server: Server
) -> None:
    new = server.route("/new", feed_answer(rss(POST)))
    url = server.route("/old", redirect(new, 301))
    follow(wired, "reasoning", url)
    (notice,) = of(wired.poll(), url).notices
    assert new in notice
    assert not of(wired.poll(), url).notices
    assert server.asked("/old") == 1


def test_a_server_that_says_when_to_come_back_is_obeyed_across_runs(
    wired: Desk, server: Server
) -> None:
    url = server.route("/feed", feed_answer(rss(POST), Cache_Control="max-age=7200"))
    follow(wired, "reasoning", url)
    wired.poll()
    assert of(wired.poll(), url).status is PollStatus.SKIPPED
    wired.later(hours=2)
    assert of(wired.poll(), url).status is PollStatus.UNCHANGED


def test_a_feed_of_two_topics_is_asked_once_and_serves_both(wired: Desk, server: Server) -> None:
    url = server.route("/feed", feed_answer(rss(POST)))
    follow(wired, "reasoning", url)
    follow(wired, "tuning", url, take="all")
    report = wired.poll(only=url)
    assert server.asked("/feed") == 1
    assert [topic.new for topic in report.topics] == [1, 1]


def test_only_limits_to_a_topic_a_feed_or_arxiv(
    wired: Desk, quiet_arxiv: FakeArxiv, server: Server
) -> None:
    one, other = (server.route(path, feed_answer(rss())) for path in ("/one", "/other"))
    follow(wired, "reasoning", one)
    follow(wired, "tuning", other)
    assert {s.source for s in wired.poll(only=one).sources} == {one}
    assert not quiet_arxiv.requests
    assert [s.kind for s in wired.poll(only="tuning").sources] == ["arxiv", "feed"]
    assert [s.kind for s in wired.poll(only="arxiv").sources] == ["arxiv"]


def test_only_of_what_is_unknown_is_refused_and_nothing_is_asked(
    wired: Desk, quiet_arxiv: FakeArxiv
) -> None:
    with pytest.raises(ConfigError, match=r"resoning.*reasoning, tuning"):
        wired.poll(only="resoning")
    assert not quiet_arxiv.requests


def test_a_first_poll_goes_back_as_far_as_since(wired: Desk, quiet_arxiv: FakeArxiv) -> None:
    old = START - timedelta(days=20)
    quiet_arxiv.papers.append(FakePaper(id="2504.00001", title="Old", updated_at=old))
    wired.poll()
    assert works(wired) == 3
    wired.poll(since_at=START - timedelta(days=30))
    assert works(wired) == 4


def test_a_dry_run_asks_and_stores_nothing(wired: Desk, server: Server) -> None:
    url = server.route("/feed", feed_answer(rss(POST)))
    follow(wired, "reasoning", url)
    report = wired.poll(dry_run=True)
    assert report.is_dry
    assert [topic.new for topic in report.topics] == [3, 0]
    with wired.open() as db:
        assert db.value("SELECT count(*) FROM works") == 0
        assert db.value("SELECT count(*) FROM sightings") == 0
        assert db.value("SELECT count(*) FROM polls") == 0
        assert sources.get(db, f"feed:{url}") is None
    assert of(wired.poll(), url).new == 1


def test_while_another_poll_is_under_way_this_one_leaves(
    wired: Desk, quiet_arxiv: FakeArxiv
) -> None:
    with FileLock(f"{wired.project.database}.poll-lock"):
        report = wired.poll()
    assert report.is_busy
    assert report.as_json() == {"sources": [], "topics": []}
    assert not quiet_arxiv.requests
    assert not wired.poll().is_busy


def test_private_addresses_are_refused_unless_allowed(desk: Desk, server: Server) -> None:
    url = server.route("/feed", feed_answer(rss(POST)))
    wire(desk, server.base_url, network="")
    follow(desk, "reasoning", url)
    report = desk.poll()
    assert len(report.failed) == 2
    assert all("allow_private_hosts" in source.error for source in report.failed)
    assert not server.seen


def test_a_changed_watchlist_matches_what_is_stored(wired: Desk) -> None:
    wired.poll()
    assert [s for s in wired.states().values() if s] == [{State.MATCHED}] * 2
    wired.watch("tuning", any_of=["weather"])
    wired.poll()
    assert [s for s in wired.states().values() if s] == [{State.MATCHED}] * 3


def test_a_feed_taken_out_of_the_watchlists_is_not_asked(wired: Desk, server: Server) -> None:
    url = server.route("/feed", feed_answer(rss(POST)))
    follow(wired, "reasoning", url)
    wired.poll()
    follow(wired, "reasoning")
    assert [source.kind for source in wired.poll().sources] == ["arxiv"]


def test_without_categories_arxiv_is_not_asked(desk: Desk, server: Server) -> None:
    wire(desk, server.base_url)
    for path in desk.home.glob("watchlists/*.toml"):
        path.write_text('title = "A"\nheading = "A"\n')
        break
    for path in list(desk.home.glob("watchlists/*.toml"))[1:]:
        path.unlink()
    assert desk.poll().sources == ()


@pytest.mark.parametrize(
    ("polled_at", "again_at", "quiet"),
    [
        ((2025, 5, 2, 18), (2025, 5, 2, 20), Quiet.NO_ANNOUNCEMENT),
        ((2025, 5, 2, 18), (2025, 5, 4, 12), Quiet.WEEKEND),
        ((2025, 5, 6, 18), (2025, 5, 7, 18), Quiet.UNEXPECTED),
    ],
)
def test_a_quiet_day_a_weekend_and_a_second_poll_are_told_apart(
    wired: Desk,
    quiet_arxiv: FakeArxiv,
    polled_at: tuple[int, int, int, int],
    again_at: tuple[int, int, int, int],
    quiet: Quiet,
) -> None:
    for moment in (polled_at, again_at):
        wired.now = quiet_arxiv.now = datetime(*moment, tzinfo=UTC)
        report = wired.poll()
    assert report.quiet is quiet


def test_what_was_added_offline_is_completed_by_the_next_poll(
    wired: Desk, quiet_arxiv: FakeArxiv
) -> None:
    quiet_arxiv.faults.append(answers(500, any_request))
    quiet_arxiv.papers.append(
        FakePaper(id="2401.00001", title="Found later", updated_at=START - 400 * DAY)
    )
    report = add(wired.project, "2401.00001", now=wired.now, state_folder=wired.home / "state")
    assert report.problems
    assert not report.work.title
    wired.poll()
    with wired.open() as db:
        assert db.value("SELECT title FROM works WHERE title = 'Found later'")
        assert not additions.incomplete(db)


def test_what_still_cannot_be_completed_is_told(wired: Desk, server: Server) -> None:
    url = server.url("/gone")
    add(wired.project, url, now=wired.now, state_folder=wired.home / "state")
    (line,) = wired.poll().incomplete
    assert url in line


def test_what_was_rejected_is_not_completed_any_more(wired: Desk, server: Server) -> None:
    url = server.url("/gone")
    add(wired.project, url, topic="tuning", now=wired.now, state_folder=wired.home / "state")
    wired.decide(Verdict.REJECTED, url)
    assert wired.poll().incomplete == ()
    assert server.asked("/gone") == 1


def test_while_no_source_can_be_reached_none_rests_for_it(desk: Desk, server: Server) -> None:
    arxiv = 'base_url = "http://127.0.0.1:9"\ndelay_seconds = 0'
    desk.configure(arxiv=arxiv, network="allow_private_hosts = true")
    follow(desk, "reasoning", "http://127.0.0.1:9/feed")
    for _ in range(3):
        assert len(desk.poll().failed) == 2
    refused = server.route("/feed", Answer(status=404))
    follow(desk, "reasoning", refused)
    for _ in range(3):
        statuses = [report.status for report in desk.poll().sources]
    assert statuses == [PollStatus.SKIPPED] * 2


def test_progress_counts_the_sources(wired: Desk, server: Server) -> None:
    from tracker.workflows.intake.poll import PollOptions, poll

    follow(wired, "reasoning", server.route("/feed", feed_answer(rss())))
    told: list[tuple[int, int]] = []
    poll(
        wired.project,
        PollOptions(),
        now=wired.now,
        progress=lambda done, total: told.append((done, total)),
        state_folder=wired.home / "state",
    )
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_a_new_version_updates_its_work_and_keeps_the_older_words(
    wired: Desk, quiet_arxiv: FakeArxiv
) -> None:
    wired.poll()
    wired.later(days=3)
    quiet_arxiv.now = wired.now
    first = quiet_arxiv.papers[0]
    quiet_arxiv.papers[0] = first.revised(wired.now - DAY, title="A chain of thought, mended")
    report = wired.poll()
    assert (report.sources[0].new, report.sources[0].updated) == (0, 1)
    with wired.open() as db:
        assert db.value("SELECT title FROM versions") == "A chain of thought"


@pytest.fixture
def late(wired: Desk, quiet_arxiv: FakeArxiv) -> Desk:
    """A desk that published a paper, of which arXiv shows a version in no listing's reach."""
    wired.poll()
    wired.draft()
    wired.mark("[x]", 1)
    wired.publish()
    wired.later(days=1)
    quiet_arxiv.now = wired.now
    plant(quiet_arxiv, wired, version=2, comment="Added experiments")
    return wired


def plant(quiet_arxiv: FakeArxiv, desk: Desk, *, version: int, comment: str = "") -> None:
    """A version that was submitted long before, and came out since."""
    found = next(paper for paper in quiet_arxiv.papers if paper.title == "A chain of thought")
    quiet_arxiv.papers.remove(found)
    old = desk.now - 200 * DAY
    planted = replace(found, version=version, comment=comment, updated_at=old, submitted_at=old)
    quiet_arxiv.papers.append(planted)


def test_published_papers_are_asked_for_by_identifier(late: Desk, quiet_arxiv: FakeArxiv) -> None:
    late.poll()
    assert ["2505.00001"] in quiet_arxiv.id_lists()
    assert [entry.work.id for entry in late.draft().entries if entry.is_new] == [1]
    assert "new version, v2: comment: “Added experiments”" in late.text


def test_they_are_asked_for_once_a_week(late: Desk, quiet_arxiv: FakeArxiv) -> None:
    late.poll()
    asked = len(quiet_arxiv.id_lists())
    for days in (0, 1, 5):
        late.later(days=days)
        quiet_arxiv.now = late.now
        late.poll()
    assert len(quiet_arxiv.id_lists()) == asked
    late.later(days=1)
    quiet_arxiv.now = late.now
    plant(quiet_arxiv, late, version=3)
    late.poll()
    assert quiet_arxiv.id_lists()[asked:] == [["2505.00001"]]


def test_without_publications_nobody_is_asked_for(wired: Desk, quiet_arxiv: FakeArxiv) -> None:
    wired.poll()
    assert not [ids for ids in quiet_arxiv.id_lists() if "2505.00001" in ids]


def test_where_arxiv_does_not_answer_they_are_asked_for_by_the_next_poll(
    late: Desk, quiet_arxiv: FakeArxiv
) -> None:
    quiet_arxiv.faults = [answers(500, lambda request: "id_list" in request.query)] * 3
    report = late.poll()
    (arxiv,) = (source for source in report.sources if source.kind == "arxiv")
    assert "published papers could not be asked for" in arxiv.error
    quiet_arxiv.faults = []
    late.later(days=1)
    late.poll()
    assert [entry.work.id for entry in late.draft().entries if entry.is_new] == [1]


def test_what_a_killed_poll_left_empty_is_given_back_by_the_next(wired: Desk) -> None:
    with wired.open() as db:
        db.execute("CREATE TABLE pruned (text TEXT) STRICT")
        db.many("INSERT INTO pruned VALUES (?)", [["word " * 2_000]] * 2_000)
        db.execute("DROP TABLE pruned")
        before = db.value("PRAGMA page_count")
    wired.poll(dry_run=True)
    with wired.open() as db:
        assert db.value("PRAGMA page_count") >= before
    wired.poll()
    with wired.open() as db:
        assert db.value("PRAGMA page_count") < before / 2
