"""What is stored, page by page."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk
from tests.support.sightings import blog, paper
from tracker.store.works.search import Conditions
from tracker.values import State
from tracker.workflows.reports.works_page import WorksPage, works_page


def turned(desk: Desk, asked: Conditions, size: int) -> list[WorksPage]:
    pages: list[WorksPage] = []
    after = ""
    with desk.session(reads_only=True) as session:
        while not pages or after:
            pages.append(works_page(session, asked, after=after, size=size))
            after = pages[-1].after
    return pages


def numbers(pages: list[WorksPage]) -> list[int]:
    return [listed.work.id for page in pages for listed in page.works]


@pytest.mark.parametrize("size", [1, 2, 3, 6, 7])
def test_pages_joined_are_the_list(stocked: Desk, size: int) -> None:
    pages = turned(stocked, Conditions(), size)
    assert numbers(pages) == [1, 2, 3, 4, 5, 6]
    assert len(pages) == -(-6 // size)


def test_a_page_goes_by_what_the_open_draft_says(stocked: Desk) -> None:
    assert numbers(turned(stocked, Conditions(state=State.APPROVED), 1)) == [1]
    assert numbers(turned(stocked, Conditions(state=State.PROPOSED), 1)) == [3, 4]


def test_the_works_of_a_source(desk: Desk) -> None:
    desk.see(paper(1), blog("x", "A chain of thought"))
    assert numbers(turned(desk, Conditions(source="feed:https://blog.example/feed"), 9)) == [2]


@pytest.mark.parametrize(
    "after",
    ["x", "-", "20250502T180000.000000-", "20250502T180000.000000-1e9", "9" * 5_000, "\x00"],
)
def test_what_is_no_position_is_the_beginning(stocked: Desk, after: str) -> None:
    with stocked.session(reads_only=True) as session:
        page = works_page(session, Conditions(), after=after, size=2)
    assert [listed.work.id for listed in page.works] == [1, 2]


def test_as_json_names_the_next_page(stocked: Desk) -> None:
    first, *_, last = turned(stocked, Conditions(), 4)
    assert set(first.as_json()) == {"works", "after"}
    assert first.as_json()["after"]
    assert last.as_json()["after"] is None
