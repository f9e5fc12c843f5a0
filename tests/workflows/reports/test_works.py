"""What list, show and status tell: the promise to scripts, and what the open drafts say."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.support.desk import Desk
from tests.support.sightings import START, blog, paper
from tests.workflows.reports.samples import TIME
from tracker.store.works.search import Conditions
from tracker.values import State, Verdict
from tracker.workflows.reports.find import UnknownWorkError
from tracker.workflows.reports.works import list_works, show_work


def listed(desk: Desk, *, limit: int | None = None, **asked: Any) -> list[dict[str, Any]]:
    with desk.session(reads_only=True) as session:
        return [each.as_json() for each in list_works(session, Conditions(**asked), limit=limit)]


def ids(works: list[dict[str, Any]]) -> list[int]:
    return [int(work["id"]) for work in works]


# --- list ---------------------------------------------------------------------------------


def test_the_form_of_a_listed_work(stocked: Desk) -> None:
    work = listed(stocked)[0]
    assert {key: type(value) for key, value in work.items()} == {
        "id": str, "kind": str, "title": str, "url": str, "authors": list, "published": str,
        "updated": str, "aliases": list, "sightings": list, "topics": list,
    }  # fmt: skip
    assert work["kind"] == "paper"
    assert work["aliases"] == ["arxiv:2505.00001"]
    assert all(isinstance(name, str) for name in work["authors"])
    assert TIME.fullmatch(work["published"])
    assert TIME.fullmatch(work["updated"])
    (sighting,) = work["sightings"]
    assert set(sighting) == {"source", "at", "url"}
    assert TIME.fullmatch(sighting["at"])
    (topic,) = work["topics"]
    assert {key: type(value) for key, value in topic.items()} == {
        "topic": str, "score": float, "state": str, "reasons": list,
    }  # fmt: skip
    assert topic["reasons"] == ["“chain of thought” in title"]


def test_what_is_not_known_is_null(desk: Desk) -> None:
    desk.see(blog("x", "A chain of thought"))
    assert listed(desk)[0]["updated"] is None


def test_the_newest_come_first(stocked: Desk) -> None:
    assert ids(listed(stocked)) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("state", "numbers"),
    [
        (State.SEEN, [6]),
        (State.MATCHED, [5]),
        (State.PROPOSED, [3, 4]),
        (State.APPROVED, [1]),
        (State.REJECTED, [2]),
        (State.PUBLISHED, []),
    ],
)
def test_lists_show_what_the_open_draft_says_and_store_nothing(
    stocked: Desk, state: State, numbers: list[int]
) -> None:
    assert ids(listed(stocked, state=state)) == numbers
    with stocked.open() as db:
        assert db.value("SELECT count(*) FROM decisions") == 0


def test_published_is_the_last_state(stocked: Desk) -> None:
    stocked.publish()
    assert ids(listed(stocked, state=State.PUBLISHED)) == [1]
    assert ids(listed(stocked, state=State.APPROVED)) == []


def test_a_deletion_is_not_yet_a_rejection_in_a_list(stocked: Desk) -> None:
    stocked.cut(3)
    assert ids(listed(stocked, state=State.PROPOSED)) == [3, 4]


def test_the_limit_counts_what_fits(stocked: Desk) -> None:
    assert ids(listed(stocked, state=State.PROPOSED, limit=1)) == [3]
    assert ids(listed(stocked, limit=2)) == [1, 2]


def test_filters_join(stocked: Desk) -> None:
    since = START - timedelta(days=3, hours=1)
    assert ids(listed(stocked, topic="reasoning", since=since)) == [1, 2, 3]
    assert ids(listed(stocked, topic="tuning")) == []
    assert ids(listed(stocked, topic="reasoning", state=State.APPROVED, query="problem")) == [1]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("satellites", [6]),
        ("satellite", [6]),
        ('"chain of thought" 3', [3]),
        ("title:satellites", [6]),
        ("satellites OR nothing", [6]),
        ("sat*", [6]),
        ("byron", [1, 2, 3, 4, 5]),
        ("   ", [1, 2, 3, 4, 5, 6]),
        ('"unclosed', []),
        ("(satellites", [6]),
        ("satellites AND", []),
        ("NEAR(", []),
        ("no-such-column:satellites", []),
        ("weather-from", [6]),
        ("*", []),
        ("'; DROP TABLE works; --", []),
        ("\x00satellites", [6]),
        ("{satellites}", [6]),
        ("\udcff", []),
    ],
)
def test_odd_queries_find_or_find_nothing_and_never_fail(
    stocked: Desk, query: str, numbers: list[int]
) -> None:
    assert ids(listed(stocked, query=query)) == numbers


def test_an_endless_query_is_answered(stocked: Desk) -> None:
    assert listed(stocked, query="(" * 5000 + "a OR " * 5000) == []


def test_without_a_database_nothing_is_listed_and_none_is_made(desk: Desk) -> None:
    assert listed(desk) == []
    assert not desk.project.database.exists()


# --- show ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reference",
    [
        "1", "2505.00001", "arXiv:2505.00001v3", "https://arxiv.org/pdf/2505.00001v1.pdf",
        " arxiv:2505.00001 ", "https://doi.org/10.48550/arXiv.2505.00001", "http://ar5iv.org/abs/2505.00001",
    ],
)  # fmt: skip
def test_a_work_is_shown_by_any_of_its_names(stocked: Desk, reference: str) -> None:
    with stocked.session() as session:
        assert show_work(session, reference).listed.work.id == 1


@pytest.mark.parametrize(
    "reference", ["", "0", "-1", "99", "9" * 40, "nonsense", "\x00", "https://", "２", "2505.99999"]
)
def test_what_is_unknown_is_told_in_a_line(stocked: Desk, reference: str) -> None:
    with stocked.session() as session, pytest.raises(UnknownWorkError, match="no work is known"):
        show_work(session, reference)


def test_a_shown_work_has_all_that_a_listed_one_has_and_its_history(stocked: Desk) -> None:
    stocked.review()
    stocked.publish()
    stocked.later(days=1)
    stocked.see(paper(1, "A new title", version=2, days_ago=0, first_days_ago=1))
    with stocked.session() as session:
        shown = show_work(session, "1").as_json()
    assert listed(stocked)[0].items() <= shown.items()
    assert [v["version"] for v in shown["versions"]] == [1]  # type: ignore[attr-defined]
    assert all(v["summary"] for v in shown["versions"])  # type: ignore[attr-defined]
    assert [d["verdict"] for d in shown["decisions"]] == ["approved"]  # type: ignore[attr-defined]
    assert len(shown["publications"]) == 1  # type: ignore[arg-type]
    assert shown["version"] == 2


# --- status -------------------------------------------------------------------------------


def test_the_works_of_a_decision_by_command_are_listed(stocked: Desk) -> None:
    stocked.decide(Verdict.REJECTED, 5)
    assert ids(listed(stocked, state=State.REJECTED)) == [2, 5]


def test_a_part_of_a_page_is_found_by_its_address(desk: Desk) -> None:
    page = "https://blog.example/changelog"
    parts = [
        replace(blog("x", f"Tern {name}", url=f"{page}#{name}"), entry=name, is_part=True)
        for name in ("v1.4.0", "v1.3.2")
    ]
    desk.see(*parts)
    with desk.session(reads_only=True) as session:
        shown = [show_work(session, f"{page}#{name}") for name in ("v1.3.2", "v1.4.0")]
    assert [each.listed.work.title for each in shown] == ["Tern v1.3.2", "Tern v1.4.0"]
