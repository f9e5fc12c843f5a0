"""The arXiv source against a loopback arXiv: what is read, believed, remembered and told."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.support import fake_arxiv as fake
from tests.support.fake_arxiv import NOW, FakeArxiv, FakePaper, papers
from tracker.settings import ArxivSettings, NetworkSettings
from tracker.sources.arxiv.api import ArxivApi
from tracker.sources.arxiv.gate import Gate
from tracker.sources.arxiv.source import ArxivSource
from tracker.sources.http.client import Http
from tracker.values import Announcement, Batch, PollStatus, Sighting, SourceState

EMPTY = SourceState(key="arxiv", kind="arxiv")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Author:
    """Somebody who polls: keeps what came, and the state between polls."""

    arxiv: FakeArxiv
    folder: Path
    state: SourceState = EMPTY
    categories: tuple[str, ...] = ("cs.CL", "cs.CV")
    page_size: int = 10
    overlap_days: int = 7
    deepest_row: int = 10_000

    def __post_init__(self) -> None:
        self.versions: dict[str, int] = {}
        self.sightings: list[Sighting] = []

    def poll(
        self,
        *,
        now: datetime | None = None,
        since_at: datetime | None = None,
        until_batch: int | None = None,
    ) -> list[Batch]:
        """The batches of one poll; killed after ``until_batch`` of them were stored."""
        return asyncio.run(self._poll(now or self.arxiv.now, since_at, until_batch))

    async def _poll(
        self, now: datetime, since_at: datetime | None, until_batch: int | None
    ) -> list[Batch]:
        settings = ArxivSettings(
            base_url=self.arxiv.base_url, page_size=self.page_size, overlap_days=self.overlap_days
        )
        batches: list[Batch] = []
        async with Http(NetworkSettings(allow_private_hosts=True, timeout_seconds=5)) as http:
            source = ArxivSource(
                self.categories,
                settings=settings,
                api=ArxivApi(settings, http, Gate(self.folder, gap_seconds=0)),
                known=self.known,
                since_at=since_at,
                deepest_row=self.deepest_row,
            )
            async for batch in source.poll(self.state, now=now):
                self.store(batch)
                batches.append(batch)
                if len(batches) == until_batch:
                    break
        return batches

    def known(self, ids: Iterable[str]) -> Mapping[str, int]:
        return {name: self.versions[name] for name in ids if name in self.versions}

    def store(self, batch: Batch) -> None:
        self.state = batch.state
        for sighting in batch.sightings:
            assert sighting.paper is not None
            version = sighting.paper.version or 0
            self.versions[_id(sighting)] = max(version, self.versions.get(_id(sighting), 0))
            self.sightings.append(sighting)


def _id(sighting: Sighting) -> str:
    return sighting.url.removeprefix("https://arxiv.org/abs/")


def brought(batches: list[Batch]) -> list[str]:
    return [_id(sighting) for batch in batches for sighting in batch.sightings]


def statuses(batches: list[Batch]) -> set[PollStatus]:
    return {batch.status for batch in batches}


def told(batches: list[Batch]) -> str:
    return "; ".join(batch.error for batch in batches if batch.error)


def within(arxiv: FakeArxiv, since_at: datetime) -> set[str]:
    return {paper.id for paper in arxiv.papers if paper.updated_at >= since_at}


@pytest.fixture
def arxiv() -> Iterator[FakeArxiv]:
    with fake.fake_arxiv() as server:
        yield server


@pytest.fixture
def author(arxiv: FakeArxiv, tmp_path: Path) -> Author:
    return Author(arxiv, tmp_path)


# --- how far is read ----------------------------------------------------------------------


def test_a_first_poll_goes_back_seven_days(arxiv: FakeArxiv, author: Author) -> None:
    arxiv.papers = papers(60, hours=6)
    author.poll()
    assert within(arxiv, NOW - 7 * DAY) == set(author.versions)
    assert arxiv.pages() == [0, 7, 14, 21]  # 28 papers; pages share three rows


def test_a_first_poll_by_a_fast_clock_silences_no_later_one(
    arxiv: FakeArxiv, author: Author
) -> None:
    arxiv.papers = papers(60, hours=6)
    author.poll(now=NOW + 400 * DAY)
    author.poll()
    assert within(arxiv, NOW - 7 * DAY) <= set(author.versions)
    assert author.state.watermark_at is not None
    assert author.state.watermark_at <= NOW


def test_a_first_poll_goes_back_as_far_as_asked(arxiv: FakeArxiv, author: Author) -> None:
    arxiv.papers = papers(60, hours=6)
    author.poll(since_at=NOW - 12 * DAY)
    assert within(arxiv, NOW - 12 * DAY) == set(author.versions)


def test_every_page_is_a_batch(arxiv: FakeArxiv, author: Author) -> None:
    arxiv.papers = papers(25)
    batches = author.poll()
    assert [len(batch.sightings) for batch in batches] == [10, 7, 7, 1, 0]
    assert [batch.requests for batch in batches] == [1, 1, 1, 1, 1]


def test_a_second_poll_of_the_day_asks_one_page_and_brings_nothing(
    arxiv: FakeArxiv, author: Author
) -> None:
    arxiv.papers = papers(60, hours=6)
    author.poll()
    before = len(arxiv.requests)
    batches = author.poll(now=NOW + HOUR)
    assert brought(batches) == []
    assert statuses(batches) == {PollStatus.UNCHANGED}
    assert len(arxiv.requests) == before + 1


def test_a_later_poll_of_the_day_stops_where_nothing_is_new(
    arxiv: FakeArxiv, author: Author
) -> None:
    arxiv.papers = papers(60, hours=6)
    author.poll()
    arxiv.papers += papers(12, newest_at=NOW, hours=0.1, first=500)
    before = len(arxiv.pages())
    assert len(brought(author.poll(now=NOW + HOUR))) == 12
    assert arxiv.pages()[before:] == [0, 7, 14]


def test_the_first_poll_of_a_day_finds_what_moderation_held_back(
    arxiv: FakeArxiv, author: Author
) -> None:
    arxiv.papers = papers(60, hours=6)
    author.poll()
    held = FakePaper(id="2504.00077", updated_at=NOW - 6 * DAY)
    arxiv.papers.append(held)
    assert brought(author.poll(now=NOW + HOUR)) == []
    arxiv.now = NOW + DAY
    assert brought(author.poll()) == [held.id]


def test_after_weeks_asleep_the_gap_is_read_as_well(arxiv: FakeArxiv, author: Author) -> None:
    arxiv.papers = papers(60, hours=6)
    author.poll()
    arxiv.now = NOW + 21 * DAY
    arxiv.papers += papers(80, newest_at=arxiv.now, hours=6, first=500)
    author.poll()
    assert within(arxiv, NOW - 7 * DAY) <= set(author.versions)


def test_a_later_since_extends_the_span(arxiv: FakeArxiv, author: Author) -> None:
    arxiv.papers = papers(60, hours=6)
    author.poll()
    author.poll(now=NOW + HOUR, since_at=NOW - 14 * DAY)
    assert within(arxiv, NOW - 14 * DAY) <= set(author.versions)


def test_the_overlap_does_not_go_behind_what_was_first_asked_for(
    arxiv: FakeArxiv, author: Author
) -> None:
    arxiv.papers = papers(60, hours=6)
    author.poll(since_at=NOW - DAY)
    arxiv.now = NOW + DAY
    arxiv.papers += papers(4, newest_at=arxiv.now, hours=6, first=500)
    author.poll()
    assert set(author.versions) == within(arxiv, NOW - DAY)


def test_a_category_that_is_new_is_read_back_as_at_a_first_poll(
    arxiv: FakeArxiv, author: Author
) -> None:
    arxiv.papers = papers(60, hours=6)
    author.overlap_days = 0
    author.poll()
    robots = [
        replace(p, id=f"2504.1{row:04}", categories=("cs.RO",))
        for row, p in enumerate(papers(30, hours=5))
    ]
    arxiv.papers += robots
    author.categories += ("cs.RO",)
    author.poll(now=NOW + HOUR)
    assert within(arxiv, NOW - 7 * DAY) <= set(author.versions)


def test_cross_lists_count_and_other_categories_do_not(arxiv: FakeArxiv, author: Author) -> None:
    one, two, three = papers(3)
    arxiv.papers = [
        replace(one, categories=("math.ST", "cs.CL")),
        replace(two, categories=("math.ST",)),
        replace(three, categories=("cs.CLX",)),
    ]
    assert brought(author.poll()) == [one.id]


def test_a_new_version_comes_again(arxiv: FakeArxiv, author: Author) -> None:
    arxiv.papers = papers(12)
    author.poll()
    old = arxiv.papers[7]
    arxiv.papers[7] = old.revised(NOW, comment="Revised")
    (batch,) = [b for b in author.poll(now=NOW + HOUR) if b.sightings]
    (sighting,) = batch.sightings
    assert sighting.paper is not None
    assert (sighting.paper.version, sighting.paper.comment) == (2, "Revised")
    assert (sighting.published_at, sighting.updated_at) == (old.updated_at, NOW)


def test_a_watermark_never_lies_in_the_future(arxiv: FakeArxiv, author: Author) -> None:
    arxiv.papers = papers(3, newest_at=NOW + 900 * DAY)
    author.poll()
    assert author.state.watermark_at == NOW


def test_a_listing_deeper_than_the_server_serves_is_read_in_portions(
    arxiv: FakeArxiv, author: Author
) -> None:
    arxiv.deepest_row = author.deepest_row = 40
    arxiv.papers = papers(120, hours=1.3)
    batches = author.poll()
    assert statuses(batches) <= {PollStatus.OK, PollStatus.UNCHANGED}
    assert len(within(arxiv, NOW - 7 * DAY)) > 100
    assert within(arxiv, NOW - 7 * DAY) <= set(author.versions)


# --- what is not believed -----------------------------------------------------------------


@pytest.mark.parametrize("start", [0, 5])
@pytest.mark.parametrize("total", [0, 5000])
def test_an_empty_page_is_asked_again(
    arxiv: FakeArxiv, author: Author, start: int, total: int
) -> None:
    arxiv.papers = papers(60, hours=6)
    arxiv.faults = [fake.empty(fake.page_at(start), times=2, total=total)]
    batches = author.poll()
    assert within(arxiv, NOW - 7 * DAY) <= set(author.versions)
    assert not statuses(batches) & {PollStatus.PARTIAL, PollStatus.FAILED}
    assert sum(batch.requests for batch in batches) == len(arxiv.requests)


@pytest.mark.parametrize("start", [0, 5])
def test_a_page_that_stays_empty_is_told_as_partial_and_read_by_the_next_poll(
    arxiv: FakeArxiv, author: Author, start: int
) -> None:
    arxiv.papers = papers(60, hours=6)
    arxiv.faults = [fake.empty(fake.page_at(start), times=3)]
    batches = author.poll(since_at=NOW - 10 * DAY)
    assert PollStatus.PARTIAL in statuses(batches)
    assert "empty page" in told(batches)
    assert author.state.watermark_at is None
    author.poll(now=NOW + HOUR)  # without --since: what was asked for is remembered
    assert within(arxiv, NOW - 10 * DAY) <= set(author.versions)
    assert author.state.watermark_at == arxiv.papers[0].updated_at
    assert author.state.error == ""


def test_an_empty_first_page_is_never_nothing_new(arxiv: FakeArxiv, author: Author) -> None:
    arxiv.papers = papers(20)
    author.poll()
    arxiv.faults = [fake.empty(fake.page_at(0), times=3, total=0)]
    batches = author.poll(now=NOW + HOUR)
    assert statuses(batches) == {PollStatus.PARTIAL}
    assert author.state.watermark_at == arxiv.papers[0].updated_at


def test_a_row_with_an_odd_date_costs_no_other_and_is_told(
    arxiv: FakeArxiv, author: Author
) -> None:
    arxiv.papers = papers(25)
    odd = arxiv.papers[-1].updated_at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()

    def spoil(request: fake.Request) -> fake.Answer | None:
        if not request.is_listing_page:
            return None
        answer = arxiv.query(request)
        return replace(answer, body=answer.body.replace(odd, b"0000-01-01T00:00:00Z"))

    arxiv.faults.append(spoil)
    batches = author.poll()
    assert len(author.versions) == 24
    assert not any(batch.error for batch in batches)
    assert [n for batch in batches for n in batch.notices] == [
        "left out 1 of a page's papers: no date can be read"
    ]


def test_short_pages_lose_nothing(arxiv: FakeArxiv, author: Author) -> None:
    arxiv.papers = papers(60, hours=6)
    arxiv.largest_page = 4
    author.poll()
    assert within(arxiv, NOW - 7 * DAY) <= set(author.versions)


def test_pages_of_one_row_lose_nothing(arxiv: FakeArxiv, author: Author) -> None:
    arxiv.papers = papers(40, hours=6)
    arxiv.largest_page = 1
    author.poll()
    assert within(arxiv, NOW - 7 * DAY) <= set(author.versions)


def test_a_listing_out_of_order_is_read_until_all_lies_well_behind(
    arxiv: FakeArxiv, author: Author
) -> None:
    arxiv.papers = papers(90, hours=6)
    arxiv.is_sorted = False
    rows = arxiv.papers
    rows[5], rows[38] = rows[38], rows[5]  # the one at 38 is of the span
    author.poll()
    assert within(arxiv, NOW - 7 * DAY) <= set(author.versions)


def test_a_later_poll_does_not_stop_at_a_page_out_of_order(
    arxiv: FakeArxiv, author: Author
) -> None:
    arxiv.papers = papers(60, hours=6)
    author.poll()
    arxiv.is_sorted = False
    rows = arxiv.papers
    rows[2], rows[20] = rows[20], rows[2]
    rows.insert(25, FakePaper(id="2505.09999", updated_at=NOW))
    assert brought(author.poll(now=NOW + HOUR)) == ["2505.09999"]


def test_rows_taken_out_while_reading_lose_nothing(arxiv: FakeArxiv, author: Author) -> None:
    arxiv.papers = papers(60, hours=6)
    wanted = within(arxiv, NOW - 7 * DAY)
    gone: set[str] = set()

    def remove(request: fake.Request) -> None:
        if request.is_listing_page and request.start > 0 and not gone:
            gone.update(paper.id for paper in arxiv.papers[1:7])
            arxiv.papers = [p for p in arxiv.papers if p.id not in gone]

    arxiv.before_answer = remove
    batches = author.poll()
    assert gone
    assert wanted <= set(author.versions)
    assert PollStatus.PARTIAL not in statuses(batches)


def test_papers_that_come_in_while_reading_lose_nothing(arxiv: FakeArxiv, author: Author) -> None:
    arxiv.papers = papers(60, hours=6)
    wanted = within(arxiv, NOW - 7 * DAY)

    def add(request: fake.Request) -> None:
        if request.start > 0:
            at = len(arxiv.papers)
            arxiv.papers += papers(3, newest_at=NOW, hours=0.01, first=1000 + at)

    arxiv.before_answer = add
    author.poll()
    assert wanted <= set(author.versions)
    arxiv.before_answer = lambda request: None
    author.poll(now=NOW + HOUR)
    assert within(arxiv, NOW - 7 * DAY) <= set(author.versions)


def test_totals_that_grow_for_ever_end(arxiv: FakeArxiv, author: Author) -> None:
    arxiv.papers = papers(30)
    arxiv.extra_total = 10_000
    batches = author.poll()
    assert len(author.versions) == 30
    assert PollStatus.PARTIAL in statuses(batches)
    assert len(arxiv.requests) < 20


def test_the_same_page_for_ever_ends(arxiv: FakeArxiv, author: Author) -> None:
    arxiv.papers = papers(60)
    page = fake.document(arxiv.papers[:10], total=5000, now=NOW)
    arxiv.faults = [fake.body(page, fake.page_at(0), times=99)]
    arxiv.faults += [fake.body(page, fake.page_at(1), times=99)]
    batches = author.poll()
    assert len(author.versions) == 10
    assert PollStatus.PARTIAL in statuses(batches)
    assert len(arxiv.requests) < 20


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"", "no Atom feed"),
        (b"<!doctype html><title>Just a moment</title>", "no Atom feed"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>http://arx", "cut off"),
        (b"\x00\xff</feed>", "no Atom feed"),
        (fake.error_document("incorrect id format for abc"), "incorrect id format for abc"),
    ],
)
def test_what_is_no_page_fails_in_one_line(
    arxiv: FakeArxiv, author: Author, body: bytes, word: str
) -> None:
    arxiv.papers = papers(20)
    arxiv.faults = [fake.body(body, fake.any_request)]
    batches = author.poll()
    assert statuses(batches) == {PollStatus.FAILED}
    assert word in told(batches)
    assert "\n" not in told(batches)
    assert (author.state.failures, author.state.error) == (1, told(batches))
    assert len(arxiv.requests) == 1


# --- being sent away ----------------------------------------------------------------------


@pytest.mark.parametrize("code", [429, 503])
def test_a_server_that_asks_for_quiet_is_left_at_once(
    arxiv: FakeArxiv, author: Author, code: int
) -> None:
    arxiv.papers = papers(20)
    arxiv.faults = [fake.status(code, fake.any_request, retry_after="7")]
    batches = author.poll()
    assert statuses(batches) == {PollStatus.FAILED}
    assert str(code) in told(batches)
    assert len(arxiv.requests) == 1
    assert author.state.not_before_at == NOW + timedelta(seconds=7)


def test_a_source_that_answers_again_says_so_once(arxiv: FakeArxiv, author: Author) -> None:
    arxiv.papers = papers(20)
    arxiv.faults = [fake.status(500, fake.any_request, times=2)]
    for _ in range(2):
        author.poll()
    news = [notice for batch in author.poll() for notice in batch.notices]
    assert news == ["works again after 2 failures"]
    assert not [notice for batch in author.poll() for notice in batch.notices]


def test_without_a_time_told_the_pause_grows(arxiv: FakeArxiv, author: Author) -> None:
    arxiv.faults = [fake.status(429, fake.any_request, times=30)]
    pauses = []
    for _ in range(12):
        author.poll()
        assert author.state.not_before_at is not None
        pauses.append(author.state.not_before_at - NOW)
    assert pauses[:3] == [timedelta(minutes=10), timedelta(minutes=20), timedelta(minutes=40)]
    assert pauses[-1] == DAY


def test_a_time_told_is_kept_within_reason(arxiv: FakeArxiv, author: Author) -> None:
    arxiv.faults = [fake.status(503, fake.any_request, retry_after="9" * 12)]
    author.poll()
    assert author.state.not_before_at is not None
    assert author.state.not_before_at <= NOW + 7 * DAY


def test_pages_before_a_refusal_are_kept_and_the_gap_is_read_later(
    arxiv: FakeArxiv, author: Author
) -> None:
    arxiv.papers = papers(60, hours=6)
    arxiv.faults = [fake.status(429, fake.page_at(5))]
    batches = author.poll()
    assert len(author.versions) == 10
    assert batches[-1].status is PollStatus.PARTIAL
    assert author.state.watermark_at is None
    assert arxiv.feeds() == 0
    author.poll(now=NOW + HOUR)
    assert within(arxiv, NOW - 7 * DAY) <= set(author.versions)
    assert author.state.not_before_at is None
    assert author.state.failures == 0


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_a_kill_after_any_batch_loses_nothing(arxiv: FakeArxiv, author: Author, batch: int) -> None:
    arxiv.papers = papers(60, hours=6)
    author.poll()
    arxiv.now = NOW + 3 * DAY
    arxiv.papers += papers(25, newest_at=arxiv.now, hours=1, first=500)
    author.poll(until_batch=batch)
    author.poll(now=arxiv.now + HOUR)
    assert within(arxiv, NOW - 7 * DAY) <= set(author.versions)


def test_a_kill_in_a_later_poll_of_the_day_loses_nothing(arxiv: FakeArxiv, author: Author) -> None:
    arxiv.papers = papers(60, hours=6)
    author.poll()
    arxiv.papers += papers(25, newest_at=NOW, hours=0.01, first=500)
    author.poll(now=NOW + HOUR, until_batch=1)
    author.poll(now=NOW + 2 * HOUR)
    assert within(arxiv, NOW - 7 * DAY) <= set(author.versions)


# --- the witness --------------------------------------------------------------------------


def test_the_witness_is_asked_once_a_day(arxiv: FakeArxiv, author: Author) -> None:
    arxiv.papers = papers(5)
    author.poll()
    author.poll(now=NOW + HOUR)
    assert arxiv.feeds() == 1
    arxiv.now = NOW + DAY
    author.poll()
    assert arxiv.feeds() == 2


def test_what_only_the_witness_names_is_fetched_by_identifier(
    arxiv: FakeArxiv, author: Author
) -> None:
    old = FakePaper(
        id="2401.00001",
        updated_at=NOW - 400 * DAY,
        categories=("cs.RO", "cs.CL"),
        announcement="cross",
    )
    arxiv.papers = [*papers(12), old]
    author.page_size = 5
    author.poll(since_at=NOW - timedelta(hours=3))
    assert arxiv.id_lists() == [[old.id]]
    (sighting,) = [s for s in author.sightings if _id(s) == old.id]
    assert sighting.published_at == old.updated_at
    assert sighting.paper is not None
    assert sighting.paper.announcement is Announcement.CROSS
    assert sighting.paper.announced_on == date(2025, 5, 1)


def test_identifiers_are_asked_for_a_hundred_at_a_time(arxiv: FakeArxiv, author: Author) -> None:
    late = [
        replace(p, id=f"2401.{row:05}", announcement="cross", updated_at=NOW - 400 * DAY)
        for row, p in enumerate(papers(250))
    ]
    arxiv.papers = papers(3) + late
    author.page_size = 5
    author.poll()
    assert [len(ids) for ids in arxiv.id_lists()] == [100, 100, 50]
    sizes = [r.query["max_results"] for r in arxiv.requests if r.query.get("id_list")]
    assert sizes == ["100", "100", "50"]
    assert {paper.id for paper in late} <= set(author.versions)


def test_announcements_of_known_papers_are_learned(arxiv: FakeArxiv, author: Author) -> None:
    one, two = papers(2)
    arxiv.papers = [
        replace(one, announcement="new"),
        replace(two.revised(NOW - HOUR), announcement="replace"),
    ]
    author.poll()
    assert arxiv.id_lists() == []
    learned = {
        _id(s): (s.paper.announcement, s.paper.version)
        for s in author.sightings
        if s.paper and s.paper.announced_on
    }
    assert learned == {one.id: (Announcement.NEW, 1), two.id: (Announcement.REPLACE, 2)}


def test_a_paper_that_the_api_lacks_is_stored_from_the_feed_and_completed(
    arxiv: FakeArxiv, author: Author
) -> None:
    late = FakePaper(
        id="2505.00500",
        title="Late",
        summary="It is late.",
        updated_at=NOW - 2 * HOUR,
        announcement="new",
        comment="12 pages",
        in_api=False,
    )
    arxiv.papers = [*papers(5), late]
    author.poll()
    (first,) = [s for s in author.sightings if _id(s) == late.id]
    assert (first.title, first.summary, first.published_at) == ("Late", "It is late.", None)
    assert first.authors == late.authors
    arxiv.papers[-1] = replace(late, in_api=True, announcement="")
    assert late.id in brought(author.poll(now=NOW + HOUR))
    whole = author.sightings[-1]
    assert whole.published_at == late.updated_at
    assert whole.paper is not None
    assert whole.paper.comment == "12 pages"
    assert brought(author.poll(now=NOW + 2 * HOUR)) == []


def test_a_version_that_the_api_lacks_is_completed_later(arxiv: FakeArxiv, author: Author) -> None:
    paper = replace(papers(1)[0], announcement="replace", listed_version=2)
    arxiv.papers = [paper]
    author.poll()
    assert author.versions[paper.id] == 2
    arxiv.papers = [paper.revised(NOW, comment="Second", listed_version=0)]
    assert brought(author.poll(now=NOW + HOUR)) == [paper.id]
    assert author.sightings[-1].paper is not None
    assert author.sightings[-1].paper.comment == "Second"


def test_what_never_appears_is_waited_for_a_month(arxiv: FakeArxiv, author: Author) -> None:
    lost = FakePaper(id="2505.00500", updated_at=NOW, announcement="new", in_api=False)
    arxiv.papers = [*papers(3), lost]
    author.poll()
    arxiv.papers.pop()
    arxiv.now = NOW + 29 * DAY
    author.poll()
    assert arxiv.id_lists() == [[lost.id]] * 2
    arxiv.now = NOW + 31 * DAY
    author.poll()
    arxiv.now = NOW + 32 * DAY
    author.poll()
    assert len(arxiv.id_lists()) == 3


def test_a_witness_that_fails_leaves_the_listing_read(arxiv: FakeArxiv, author: Author) -> None:
    arxiv.papers = papers(5)
    arxiv.faults = [fake.status(500, lambda request: request.path.startswith("/atom/"))]
    batches = author.poll()
    assert batches[-1].status is PollStatus.PARTIAL
    assert "announcement feed" in told(batches)
    assert author.state.watermark_at == arxiv.papers[0].updated_at
    author.poll(now=NOW + HOUR)  # asked again, since the day has had none
    assert arxiv.feeds() == 2


def test_an_empty_feed_is_remembered(arxiv: FakeArxiv, author: Author) -> None:
    arxiv.papers = papers(5)
    assert statuses(author.poll()) == {PollStatus.OK, PollStatus.UNCHANGED}
    assert author.state.extra["witnessed_on"] == "2025-05-01"


def test_an_empty_answer_to_identifiers_that_it_counts_is_asked_again(
    arxiv: FakeArxiv, author: Author
) -> None:
    old = FakePaper(id="2401.00001", updated_at=NOW - 400 * DAY, announcement="cross")
    arxiv.papers = [*papers(12), old]
    arxiv.faults = [fake.empty(lambda r: bool(r.query.get("id_list")), total=1)]
    author.page_size = 5
    author.poll(since_at=NOW - timedelta(hours=3))
    assert len(arxiv.id_lists()) == 2
    (sighting,) = [s for s in author.sightings if _id(s) == old.id]
    assert sighting.published_at is not None


# --- the state ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "extra",
    [
        {"categories": "cs.CL", "waiting": [1], "reading_since_at": 7, "begins_at": "soon"},
        {"waiting": {"2505.1": [1], "2505.2": ["1", 2], "2505.3": None}, "deep_read_on": None},
        {"reading_since_at": "0001-01-01T00:00:00+14:00", "witnessed_on": {"a": 1}},
    ],
)
def test_a_state_that_was_tampered_with_does_no_harm(
    arxiv: FakeArxiv, author: Author, extra: dict[str, object]
) -> None:
    arxiv.papers = papers(20)
    author.state = replace(EMPTY, watermark_at=datetime(1, 1, 1, tzinfo=UTC), extra=extra)
    author.poll()
    assert len(author.versions) == 20


def test_no_categories_ask_nothing(arxiv: FakeArxiv, author: Author) -> None:
    author.categories = ()
    assert statuses(author.poll()) == {PollStatus.UNCHANGED}
    assert arxiv.requests == []


def test_all_requests_tell_who_asks(arxiv: FakeArxiv, author: Author) -> None:
    arxiv.papers = papers(5)
    author.poll()
    assert {request.agent.partition("/")[0] for request in arxiv.requests} == {"tracker"}
    assert arxiv.most_at_once == 1
