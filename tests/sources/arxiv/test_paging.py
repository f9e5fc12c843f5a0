"""Laws of reading a listing that changes under the reader, and the bounds of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.sources.arxiv.answers import Page, Paper
from tracker.sources.arxiv.paging import MAX_PAGES, Reading, Step
from tracker.sources.arxiv.span import Span

NOW = datetime(2025, 5, 1, 18, tzinfo=UTC)
SINCE = NOW - timedelta(days=7)


def paper(number: int, hours: float, *, submitted_hours: float | None = None) -> Paper:
    """A paper updated ``hours`` before now."""
    first = hours if submitted_hours is None else submitted_hours
    return Paper(
        id=f"2505.{number:05}",
        version=1,
        title="",
        summary="",
        authors=(),
        categories=(),
        submitted_at=NOW - timedelta(hours=first),
        updated_at=NOW - timedelta(hours=hours),
    )


def page_of(listing: list[Paper], reading: Reading, size: int, received: int) -> Page:
    until_at = reading.until_at
    shown = [
        p for p in listing if until_at is None or (p.submitted_at and p.submitted_at <= until_at)
    ]
    rows = shown[reading.start : reading.start + received]
    return Page(papers=tuple(rows), total=len(shown), start=reading.start, requested=size)


def read(
    listing: list[Paper],
    *,
    span: Span,
    size: int,
    change: Callable[[], None] = lambda: None,
    received: Iterator[int] | None = None,
    deepest_row: int = 10_000,
    known: set[str] | None = None,
) -> tuple[Step, set[str], int]:
    """Read ``listing``: how it ended, what was seen, in how many pages."""
    reading, step, seen, pages = Reading(deepest_row), Step.NEXT, set[str](), 0
    while step in (Step.NEXT, Step.AGAIN):
        page = page_of(listing, reading, size, next(received, size) if received else size)
        pages += 1
        fresh = {p.id for p in page.papers} - (known or set())
        step = reading.take(page, span, fresh)
        if step is not Step.AGAIN:
            seen.update(p.id for p in page.papers)
        change()
    assert (step is Step.BROKEN) == bool(reading.problem and step is Step.BROKEN)
    return step, seen, pages


DEEP = Span(since_at=SINCE, watermark_at=None, deep=True)


@settings(max_examples=100, deadline=None)
@given(data=st.data(), count=st.integers(1, 120), size=st.integers(1, 30))
def test_what_stays_in_the_span_is_seen_or_the_reading_is_broken(
    data: st.DataObject, count: int, size: int
) -> None:
    listing = [paper(number, number * 2.0) for number in range(count)]
    fresh_numbers = iter(range(1000, 100_000))
    gone: set[str] = set()

    def change() -> None:
        for _ in range(data.draw(st.integers(0, 2))):
            match data.draw(st.sampled_from(["in", "out", "up"])):
                case "in":
                    listing.insert(0, paper(next(fresh_numbers), 0))
                case "out" if listing:
                    gone.add(listing.pop(data.draw(st.integers(0, len(listing) - 1))).id)
                case "up" if listing:
                    moved = listing.pop(data.draw(st.integers(0, len(listing) - 1)))
                    gone.add(moved.id)  # its new version is the next poll's
                    listing.insert(0, paper(int(moved.id[5:]), 0))
                case _:
                    pass

    wanted = {p.id for p in listing if p.shown_at >= SINCE}
    step, seen, pages = read(listing, span=DEEP, size=size, change=change)
    assert pages <= MAX_PAGES
    if step is Step.DONE and size > 1:  # pages of one row cannot overlap
        assert wanted - gone <= seen


@settings(max_examples=100, deadline=None)
@given(
    count=st.integers(1, 150),
    size=st.integers(2, 40),
    data=st.data(),
)
def test_short_pages_lose_nothing(count: int, size: int, data: st.DataObject) -> None:
    listing = [paper(number, number * 2.0) for number in range(count)]
    lengths = iter(lambda: data.draw(st.integers(1, size)), 0)
    step, seen, pages = read(listing, span=DEEP, size=size, received=lengths)
    if pages < MAX_PAGES:
        assert step is Step.DONE
        assert {p.id for p in listing if p.shown_at >= SINCE} <= seen


@settings(max_examples=100, deadline=None)
@given(
    deepest=st.integers(20, 60),
    size=st.integers(2, 20),
    revised=st.sets(st.integers(0, 199), max_size=20),
)
def test_a_listing_that_is_served_in_part_is_read_on_or_broken_off(
    deepest: int, size: int, revised: set[int]
) -> None:
    listing = [
        paper(number, number * 1.0, submitted_hours=1000 if number in revised else None)
        for number in range(200)
    ]
    step, seen, _ = read(listing, span=DEEP, size=size, deepest_row=deepest)
    wanted = {p.id for p in listing if p.shown_at >= SINCE}
    assert step is Step.BROKEN or wanted <= seen
    if deepest >= 50 and len(revised) <= 10:
        assert step is Step.DONE


@settings(max_examples=100, deadline=None)
@given(
    known=st.sets(st.integers(0, 99)),
    size=st.integers(2, 30),
    watermark_hours=st.integers(0, 100),
)
def test_an_early_stop_leaves_nothing_new_before_the_watermark(
    known: set[int], size: int, watermark_hours: int
) -> None:
    listing = [paper(number, number * 1.0) for number in range(100)]
    span = Span(since_at=SINCE, watermark_at=NOW - timedelta(hours=watermark_hours), deep=False)
    names = {listing[number].id for number in known}
    step, seen, _ = read(listing, span=span, size=size, known=names)
    assert step is Step.DONE
    before = {p.id for p in listing if p.shown_at > NOW - timedelta(hours=watermark_hours)}
    assert before <= seen


def test_too_many_pages_end_the_reading() -> None:
    listing = [paper(number, number / 10_000) for number in range(5000)]
    step, seen, pages = read(listing, span=DEEP, size=5)
    assert (step, pages) == (Step.BROKEN, MAX_PAGES)
    assert len(seen) > MAX_PAGES


def test_a_deep_listing_costs_what_its_pages_cost() -> None:
    listing = [paper(number, number / 100) for number in range(30_000)]
    step, _, pages = read(listing, span=DEEP, size=1000)
    assert step is Step.DONE
    assert pages == 17  # 7 days of 2,400 papers, the third portion begun
