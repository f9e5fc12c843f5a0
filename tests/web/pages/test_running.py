"""A poll or a draft that was started on the page, and how far it is."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from tests.support.author import Author
from tests.support.desk import Desk
from tests.support.fake_arxiv import FakeArxiv, Request
from tests.support.served import Served
from tests.support.sightings import paper


@pytest.fixture
def home(author: Author, arxiv: FakeArxiv, monkeypatch: pytest.MonkeyPatch) -> Author:
    monkeypatch.setenv("XDG_STATE_HOME", author.environ["XDG_STATE_HOME"])
    author.configure(arxiv.base_url)
    author.watch("reasoning", heading="Reasoning", any_of=["chain of thought"])
    return author


def waiting(
    go_on: threading.Event, asked: threading.Event | None = None
) -> Callable[[Request], None]:
    """An arXiv that answers once it may."""

    def waits(request: Request) -> None:
        if asked:
            asked.set()
        go_on.wait(60)

    return waits


def events(page: Served) -> list[str]:
    """All events until the last."""
    with page.client.stream("GET", "/running/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        return [line for line in answer.iter_lines() if line]


def test_a_poll_tells_how_far_it_is_and_what_it_brought(home: Author) -> None:
    with Served(home.home) as page:
        page.send("/running/poll")
        told = events(page)
        assert told[-2:] == ["event: end", "data: {}"]
        text = page.get("/running").text
        assert "6 new works" in text
        page.send("/running/draft")
        events(page)
        assert "2 new entries" in page.get("/running").text
        assert "0 of 2 decided" in page.get("/").text


def test_progress_comes_while_it_lasts(home: Author, arxiv: FakeArxiv) -> None:
    go_on = threading.Event()
    arxiv.before_answer = waiting(go_on)
    with Served(home.home) as page:
        page.send("/running/poll")
        assert "Asking arXiv" in page.get("/running").text
        told = []
        with page.client.stream("GET", "/running/events") as answer:
            for line in answer.iter_lines():
                told.append(line)
                if '"total": 1' in line:
                    go_on.set()
        assert 'data: {"done": 0, "total": 1, "lines": []}' in told
        assert told[-3:-1] == ["event: end", "data: {}"]


def test_one_at_a_time(home: Author, arxiv: FakeArxiv) -> None:
    go_on = threading.Event()
    arxiv.before_answer = waiting(go_on)
    with Served(home.home) as page:
        page.send("/running/poll")
        assert "is under way here" in page.send("/running/draft").text
        busy = home.run("poll")
        assert "another poll is under way" in busy.stderr
        go_on.set()
        events(page)


def test_a_poll_that_another_program_runs_is_told(home: Author, arxiv: FakeArxiv) -> None:
    asked, go_on = threading.Event(), threading.Event()
    arxiv.before_answer = waiting(go_on, asked)
    other = threading.Thread(target=home.run, args=("poll",))
    other.start()
    with Served(home.home) as page:
        assert asked.wait(30)
        page.send("/running/poll")
        events(page)
        assert "Another poll is under way" in page.get("/running").text
    go_on.set()
    other.join()


def test_a_problem_is_told(desk: Desk) -> None:
    desk.see(paper(1))
    desk.draft()
    desk.draft_path.write_bytes(b"\xff")
    with Served(desk.home) as page:
        page.send("/running/draft")
        events(page)
        assert "not UTF-8" in page.get("/running").text


def test_nothing_else_can_be_started(page: Served, drafted: Desk) -> None:
    post = drafted.post
    for kind in ("publish", "rm", "", "events"):
        page.send(f"/running/{kind}")
    assert page.site.jobs.last is None
    assert drafted.post == post
