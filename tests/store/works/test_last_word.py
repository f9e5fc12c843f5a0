"""A source's last word holds: what it corrects, the work shows, and is found by."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.store.samples import NOW, announced, paper, post
from tracker.store.database import Database
from tracker.store.works import changes, read, search
from tracker.store.works.add import add_sightings, reindex
from tracker.store.works.partition import Added
from tracker.values import Alias, Link, Sighting, Via, Work

LATER = NOW + timedelta(days=1)
FEED = "feed:https://mill.example/feed"


def told(entry: str = "id-1", **fields: Any) -> Sighting:
    """A post as its own feed shows it."""
    return replace(post(source=FEED), entry=entry, **fields)


def decide(db: Database) -> None:
    """The first work is decided on."""
    db.execute(
        "INSERT INTO decisions (work_id, topic, verdict, decided_at) "
        "VALUES (1, 'mills', 'approved', '2025-05-02T18:00:00.000000Z')"
    )


def only(db: Database) -> Work:
    (work,) = read.get(db, search.numbers(db))
    return work


@pytest.mark.parametrize(
    ("field", "first", "last"),
    [
        ("title", "Introducing Tern 2 (draft, do not publish)", "Introducing Tern 2"),
        ("summary", "It reaches 91.3 % of all looms, and more.", "It reaches 19.3 %."),
        ("authors", ("Ada Weaver", "Ben Miller"), ("Cleo Spinner",)),
        ("authors", ("Ada Weaver",), ()),
        ("published_at", NOW - timedelta(days=9), NOW - timedelta(days=2)),
        ("published_at", NOW - timedelta(days=2), None),
        ("tags", ("a", "b"), ("c",)),
        ("links", (Link("https://a.example/1"), Link("https://a.example/2")), ()),
    ],
)
@pytest.mark.parametrize("is_back", [False, True])
def test_what_a_feed_corrects_its_work_shows(
    db: Database, field: str, first: object, last: object, is_back: bool
) -> None:
    words = [first, last, first] if is_back else [first, last]
    for word in words:
        add_sightings(db, [told("id-1", **{field: word})], now=NOW)
    assert getattr(only(db), field) == words[-1]
    assert reindex(db, now=NOW) == Added()


def test_a_document_that_no_longer_holds_an_entry_withdraws_nothing(db: Database) -> None:
    add_sightings(db, [told(), told("id-2", url="https://mill.example/2", title="Two")], now=NOW)
    add_sightings(db, [told("id-2", url="https://mill.example/2", title="Two again")], now=LATER)
    assert {work.title for work in read.get(db, search.numbers(db))} == {post().title, "Two again"}


def test_a_corrected_link_is_what_a_post_is_about(db: Database) -> None:
    wrong, right = "https://arxiv.org/abs/2505.00001", "https://arxiv.org/abs/2505.00002"
    add_sightings(db, [paper(1), paper(2)], now=NOW)
    for link in (wrong, right):
        add_sightings(db, [told(links=(Link(link, "the paper"),))], now=NOW)
    (shown,) = (work for work in read.get(db, search.numbers(db)) if work.title == post().title)
    (about,) = read.get(db, shown.about)
    assert Alias("arxiv", "2505.00002") in about.aliases


def test_a_link_blogs_corrected_target_is_another_work(db: Database) -> None:
    wrong, right = "https://arxiv.org/abs/2505.00001", "https://arxiv.org/abs/2505.00002"
    add_sightings(db, [paper(1), paper(2)], now=NOW)
    via = Via("https://links.example/7", "Links")
    for link in (wrong, right, wrong, right):
        sighting = told(url=link, via=via, title="A paper on looms")
        add_sightings(db, [replace(sighting, source="feed:links")], now=NOW)
    sources = {
        alias.value: {ref.source for ref in work.sightings}
        for work in read.get(db, search.numbers(db))
        for alias in work.aliases
    }
    assert sources == {"2505.00001": {"arxiv"}, "2505.00002": {"arxiv", "feed:links"}}


def test_decisions_stay_with_the_work_whose_address_was_corrected(db: Database) -> None:
    add_sightings(db, [told()], now=NOW)
    moved = told(url="https://mill.example/looms-of-glass")
    added = add_sightings(db, [moved], now=LATER)
    assert (added.new, added.updated) == ((), (1,))
    assert (only(db).id, only(db).url) == (1, moved.url)


@pytest.mark.parametrize("is_linked_first", [False, True])
def test_links_to_a_corrected_address_still_mean_the_work(
    db: Database, is_linked_first: bool
) -> None:
    link = replace(
        post(source="feed:links", via="https://links.example/1"), title="Something on looms"
    )
    moved = told(url="https://mill.example/looms-of-glass")
    for sighting in (link, told(), moved) if is_linked_first else (told(), moved, link):
        add_sightings(db, [sighting], now=NOW)
    assert only(db).url == moved.url
    assert {ref.source for ref in only(db).sightings} == {FEED, "feed:links"}
    add_sightings(db, [told()], now=LATER)  # and back again
    assert only(db).url == post().url


def test_a_name_that_is_given_anew_is_another_entry(db: Database) -> None:
    add_sightings(db, [told("latest")], now=NOW)
    other = told("latest", url="https://mill.example/b", title="Other", published_at=LATER)
    add_sightings(db, [other], now=LATER)
    assert len(search.numbers(db)) == 2


def test_two_entries_that_change_places_stay_two(db: Database) -> None:
    one, two = told("id-1"), told("id-2", url="https://mill.example/2", title="The second one")
    add_sightings(db, [one, two], now=NOW)
    add_sightings(db, [replace(one, url=two.url), replace(two, url=one.url)], now=LATER)
    titles = {work.url: work.title for work in read.get(db, search.numbers(db))}
    assert titles == {two.url: one.title, one.url: two.title}


def test_what_is_added_by_hand_is_completed_and_never_emptied(db: Database) -> None:
    full = replace(post(), source="hand")
    add_sightings(db, [full], now=NOW)
    add_sightings(db, [Sighting(source="hand", url=full.url, seen_at=LATER)], now=LATER)
    assert (only(db).title, only(db).authors) == (full.title, full.authors)


def test_of_a_papers_version_arxivs_later_word_holds(db: Database) -> None:
    add_sightings(db, [paper(title="Weaving Loms", comment="12 pages")], now=NOW)
    add_sightings(db, [paper(title="Weaving Looms")], now=LATER)
    assert only(db).title == "Weaving Looms"
    assert only(db).paper is not None
    assert only(db).paper.comment == ""  # type: ignore[union-attr]


def test_an_announcement_corrects_words_and_empties_nothing(db: Database) -> None:
    known = paper(title="Weaving loms", comment="12 pages")
    add_sightings(db, [known], now=NOW)
    told_ = replace(announced(), source="arxiv", title="Weaving looms", summary=known.summary)
    add_sightings(db, [told_], now=LATER)
    work = only(db)
    assert (work.title, work.authors) == ("Weaving looms", known.authors)
    assert (work.published_at, work.updated_at) == (known.published_at, known.updated_at)
    assert work.paper is not None
    assert (work.paper.comment, work.paper.announced_on) == ("12 pages", date(2025, 5, 1))


def test_parts_of_one_page_are_works_and_a_link_to_them_is_the_page(db: Database) -> None:
    page = "https://mill.example/changelog"
    parts = [
        told(name, url=f"{page}#{name}", title=f"Tern {name}", is_part=True)
        for name in ("v1.4.0", "v1.3.2")
    ]
    add_sightings(db, parts, now=NOW)
    assert len(search.numbers(db)) == 2
    links = [replace(post(source="feed:x"), url=f"{page}#{n}", title="") for n in ("v1.4.0", "top")]
    add_sightings(db, links, now=NOW)
    assert len(search.numbers(db)) == 3
    add_sightings(db, [replace(parts[0], is_part=False)], now=NOW)  # the last one that is left
    assert len(search.numbers(db)) == 3


def test_what_changed_since_is_kept_for_works_that_were_proposed(db: Database) -> None:
    add_sightings(db, [told(), told("id-2", url="https://mill.example/2", title="Two")], now=NOW)
    decide(db)
    second = told("id-2", url="https://mill.example/2", title="Two, corrected")
    add_sightings(db, [told(title="Looms", authors=("Ada",)), second], now=LATER)
    assert changes.since(db, {1: NOW, 2: NOW}) == {1: ("title", "authors")}
    assert changes.since(db, {1: LATER}) == {}
    add_sightings(db, [told(authors=("Ada",))], now=LATER + timedelta(days=1))
    assert changes.since(db, {1: NOW}) == {1: ("authors",)}
    assert changes.since(db, {1: LATER}) == {1: ("title",)}


def test_a_new_version_is_no_correction(db: Database) -> None:
    add_sightings(db, [paper(1, 1)], now=NOW)
    decide(db)
    add_sightings(db, [paper(1, 2)], now=LATER)
    assert changes.since(db, {1: NOW}) == {}
