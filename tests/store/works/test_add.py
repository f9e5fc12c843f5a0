from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.store.samples import EMPTY, NOW, announced, paper, post
from tracker.store.database import Database
from tracker.store.works import read, search
from tracker.store.works.add import add_sightings
from tracker.store.works.partition import Added
from tracker.store.works.search import Conditions
from tracker.values import Alias, Announcement, Kind, Link, Sighting, State, Via, Work

LATER = NOW + timedelta(days=1)


def only(db: Database) -> Work:
    (work,) = read.get(db, search.numbers(db))
    return work


def test_a_sighting_makes_a_work(db: Database) -> None:
    given = paper(700, comment="12 pages")
    assert add_sightings(db, [given], now=NOW) == Added(new=(1,), touched=(1,))
    work = only(db)
    assert (work.title, work.authors, work.summary) == (given.title, given.authors, given.summary)
    assert work.kind is Kind.PAPER
    assert work.url == "https://arxiv.org/abs/2505.00700"
    assert work.aliases == (Alias("arxiv", "2505.00700"),)
    assert work.paper == given.paper
    assert (work.published_at, work.updated_at) == (given.published_at, given.updated_at)
    assert work.first_version_seen == 1
    assert [(s.source, s.url, s.seen_at) for s in work.sightings] == [("arxiv", given.url, NOW)]


def test_the_same_sighting_again_changes_nothing(db: Database) -> None:
    add_sightings(db, [paper(), post()], now=NOW)
    again = [paper(at=LATER), post(at=NOW)]
    before = [tuple(row) for row in db.rows("SELECT * FROM sightings")]
    assert add_sightings(db, again, now=LATER) == Added()
    assert [tuple(row) for row in db.rows("SELECT * FROM sightings")] == before


def test_one_more_source_that_shows_the_same_is_told_as_an_echo(db: Database) -> None:
    first = add_sightings(db, [replace(post(), source="feed:a")], now=NOW)
    again = add_sightings(db, [replace(post(), source="feed:b")], now=NOW)
    assert again == Added(touched=first.new, echoed=first.new)
    assert [seen.source for seen in only(db).sightings] == ["feed:a", "feed:b"]
    fuller = replace(post(), source="feed:c", tags=("one", "more"))
    assert add_sightings(db, [fuller], now=NOW) == Added(touched=first.new)


def test_the_same_sighting_twice_in_a_batch_is_one(db: Database) -> None:
    add_sightings(db, [paper(), paper(), paper()], now=NOW)
    assert len(only(db).sightings) == 1


def test_a_sighting_told_again_fills_what_was_unknown(db: Database) -> None:
    full = replace(post(), source="hand", seen_at=LATER)
    bare = Sighting(source="hand", url=full.url, seen_at=NOW)
    add_sightings(db, [bare], now=NOW)
    assert only(db).title == ""
    added = add_sightings(db, [full], now=LATER)
    assert (added.new, added.updated, added.touched) == ((), (1,), (1,))
    work = only(db)
    assert (work.title, work.authors, work.kind) == (full.title, full.authors, Kind.POST)
    assert work.first_seen_at == NOW
    assert len(work.sightings) == 1


def test_a_new_version_updates_and_the_older_is_kept(db: Database) -> None:
    old = paper(1, 1, comment="short")
    add_sightings(db, [old], now=NOW)
    added = add_sightings(db, [paper(1, 2, at=LATER)], now=LATER)
    assert (added.new, added.updated) == ((), (1,))
    work = only(db)
    assert work.title.endswith("revision 2")
    assert work.paper is not None
    assert (work.paper.version, work.paper.comment) == (2, "")
    assert work.first_version_seen == 1
    (kept,) = read.versions(db, 1)
    assert (kept.version, kept.title, kept.summary, kept.comment, kept.updated_at) == (
        1,
        old.title,
        old.summary,
        "short",
        old.updated_at,
    )


def test_an_older_version_that_comes_later_replaces_nothing(db: Database) -> None:
    add_sightings(db, [paper(1, 3)], now=NOW)
    assert add_sightings(db, [paper(1, 2, at=LATER)], now=LATER).updated == ()
    work = only(db)
    assert work.title.endswith("revision 3")
    assert work.first_version_seen == 3
    assert [version.version for version in read.versions(db, 1)] == [2]


@pytest.mark.parametrize("first", [0, 1])
def test_the_listing_adds_the_announcement_and_erases_nothing(db: Database, first: int) -> None:
    given = [paper(1, 1, comment="12 pages"), announced()]
    add_sightings(db, [given[first]], now=NOW)
    add_sightings(db, [given[1 - first]], now=NOW)
    work = only(db)
    assert work.summary == given[0].summary
    assert work.paper is not None
    assert work.paper.comment == "12 pages"
    assert work.paper.categories == ("cs.CL", "cs.CV")
    assert work.paper.announced_on == date(2025, 5, 1)
    assert work.paper.announcement is Announcement.NEW


def test_a_later_announcement_keeps_the_first(db: Database) -> None:
    again = announced(1, 2, kind=Announcement.REPLACE, day=date(2025, 5, 7))
    cross = announced(kind=Announcement.CROSS, day=date(2025, 5, 2))
    add_sightings(db, [again, cross, announced(), paper()], now=NOW)
    facts = only(db).paper
    assert facts is not None
    assert facts.announced_on == date(2025, 5, 1)
    assert facts.announcement is Announcement.NEW
    assert facts.version == 2


def test_a_withdrawn_paper_is_marked_until_a_version_is_there_again(db: Database) -> None:
    add_sightings(db, [paper(1, 1)], now=NOW)
    taken = paper(1, 2, comment="This paper has been withdrawn by the authors: wrong looms")
    add_sightings(db, [taken], now=NOW)
    assert only(db).withdrawn
    add_sightings(db, [paper(1, 3)], now=NOW)
    assert not only(db).withdrawn


def test_the_creators_word_goes_before_an_intermediarys(db: Database) -> None:
    via = replace(
        post(via="https://spindle.example/1", source="https://spindle.example/feed"),
        title="You must read this",
        summary="I liked it.",
        seen_at=NOW - timedelta(days=2),
        published_at=NOW - timedelta(days=9),
    )
    add_sightings(db, [via, post()], now=NOW)
    work = only(db)
    assert work.title == post().title
    assert work.summary == post().summary
    assert [ref.via for ref in work.sightings] == [
        Via("https://spindle.example/1", "Spindle"),
        None,
    ]


def test_a_paper_shown_by_a_feed_first_bears_arxivs_words_later(db: Database) -> None:
    seen = Sighting(
        source="https://spindle.example/feed",
        url="https://www.alphaxiv.org/abs/2505.00001",
        seen_at=NOW,
        title="Looms!",
        via=Via("https://spindle.example/1"),
    )
    add_sightings(db, [seen], now=NOW)
    assert only(db).title == "Looms!"
    assert read.arxiv_versions(db, ["2505.00001", "2505.00002"]) == {"2505.00001": 0}
    add_sightings(db, [paper(at=LATER)], now=LATER)
    assert only(db).title == paper().title
    assert read.arxiv_versions(db, ["2505.00001"]) == {"2505.00001": 1}


def test_a_date_in_the_future_does_not_lead_the_list(db: Database) -> None:
    far = replace(post("far"), published_at=datetime(9999, 1, 1, tzinfo=UTC))
    add_sightings(db, [far, replace(post("near"), title="Another")], now=NOW)
    assert [work.url[-4:] for work in read.get(db, search.numbers(db, limit=1))] == ["/far"]
    assert db.value("SELECT max(dated_at) FROM works") == "2025-05-02T18:00:00.000000Z"


def test_a_post_is_about_a_paper_that_may_come_later(db: Database) -> None:
    add_sightings(db, [post(links=("https://arxiv.org/abs/2505.00001",))], now=NOW)
    assert only(db).about == ()
    add_sightings(db, [paper()], now=LATER)
    assert read.get(db, [1])[0].about == (2,)
    assert read.posts_about(db, [1, 2]) == {2: (1,)}


def test_works_are_found_by_any_alias(db: Database) -> None:
    add_sightings(db, [replace(paper(), also=("https://doi.org/10.1234/loom",))], now=NOW)
    known = Alias("doi", "10.1234/loom")
    assert read.find(db, known) == 1
    assert read.find(db, Alias("arxiv", "2505.00001")) == 1
    assert read.find(db, Alias("arxiv", "2505.00009")) is None
    assert read.known(db, [known, Alias("url", "mill.example/x")]) == {known: 1}


def test_works_come_in_the_order_asked_for_and_once(db: Database) -> None:
    add_sightings(db, [paper(1), paper(2), paper(3)], now=NOW)
    found = read.get(db, [3, 99, 1, 3, -1, 2**70])
    assert [work.id for work in found] == [3, 1]


def test_lists_are_filtered_newest_first(db: Database) -> None:
    old = replace(paper(1), updated_at=NOW - timedelta(days=30))
    add_sightings(db, [old, paper(2), paper(3, title="A treatise on café looms")], now=NOW)
    assert search.numbers(db) == (3, 2, 1)
    assert search.numbers(db, limit=1) == (3,)
    assert search.numbers(db, Conditions(since=NOW - timedelta(days=7))) == (3, 2)
    assert search.numbers(db, Conditions(query="CAFE treatises")) == (3,)
    assert search.numbers(db, Conditions(query="weave AND miller NOT treatise")) == (2, 1)
    assert search.numbers(db, Conditions(state=State.SEEN)) == (3, 2, 1)
    assert search.numbers(db, Conditions(state=State.MATCHED)) == ()
    assert search.numbers(db, Conditions(topic="mills")) == ()


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "paper-mills",
        "(",
        "a AND",
        "NEAR(",
        "*",
        "title:",
        "colour:x",
        "''",
        "^",
        "\x00",
        "\ud800",
        '"""',
        "{x}",
    ],
)
def test_any_text_can_be_searched_for(db: Database, query: str) -> None:
    add_sightings(db, [paper()], now=NOW)
    assert search.numbers(db, Conditions(query=query)) in ((), (1,))


def test_words_that_are_no_query_are_searched_as_words(db: Database) -> None:
    add_sightings(db, [paper(1, title="On self-weaving looms of glass")], now=NOW)
    assert search.numbers(db, Conditions(query="self-weaving glass")) == (1,)
    assert search.numbers(db, Conditions(query="self-weaving steel")) == ()


def test_hostile_fields_are_mended_and_bounded(db: Database) -> None:
    worst = Sighting(
        source="https://x.example/\x00feed",
        url="https://x.example/\ud800\x00" + "a" * 10_000,
        seen_at=datetime.max.replace(tzinfo=UTC),
        title="\ud83d" + "t\x00" * 10_000,
        summary="s" * 3_000_000,
        authors=("a" * 9_000,) * 9_000,
        published_at=datetime.min,  # noqa: DTZ901
        links=(Link("\udfff", "\x00"),) * 9_000,
        tags=("\ud800",) * 9_000,
        also=("\udc00", "https://x.example/2"),
        paper=replace(EMPTY, version=10**30),
    )
    assert add_sightings(db, [worst], now=NOW).new == (1,)
    assert add_sightings(db, [worst], now=NOW) == Added()
    work = only(db)
    assert len(work.title) <= 2_000
    assert len(work.summary) <= 100_000
    assert len(work.authors) <= 3_000
    assert work.paper is not None
    assert work.paper.version is None


def test_a_sighting_that_identifies_nothing_is_still_stored_once(db: Database) -> None:
    bare = [Sighting(source="hand", url=url, seen_at=NOW) for url in ("", "nonsense", "::")]
    assert len(add_sightings(db, bare, now=NOW).new) == 3
    assert add_sightings(db, bare, now=NOW) == Added()
    assert len(read.get(db, [1, 2, 3])) == 3
