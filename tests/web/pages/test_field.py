"""Field, its plots and its tables, over the real server."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml import etree, html

from tests.support.desk import Desk
from tests.support.served import Served
from tests.support.sightings import blog, paper
from tracker.store import sources
from tracker.values import SourceState

FEED = "https://blog.example/feed"


@pytest.fixture
def today(desk: Desk) -> Desk:
    """The server's clock is the real one."""
    desk.now = datetime.now(UTC)
    return desk


def seen_today(desk: Desk, count: int) -> None:
    age = (datetime.now(UTC) - paper(1).seen_at).days
    desk.see(*(paper(n, days_ago=-age) for n in range(1, count + 1)))


def test_a_field_of_nothing_says_what_will_stand_there(desk: Desk) -> None:
    with Served(desk.home) as page:
        found = html.document_fromstring(page.get("/field").text)
    assert not found.xpath("//picture")
    assert "what polls bring is counted here" in found.text_content()


def test_each_plot_has_its_numbers_as_a_table(today: Desk) -> None:
    seen_today(today, 7)
    with Served(today.home) as page:
        found = html.document_fromstring(page.get("/field").text)
        for image in found.xpath("//picture/img"):
            assert image.get("alt")
            assert image.xpath("ancestor::picture/following-sibling::details[1]//table")
            drawn = page.get(image.get("src"))
            assert drawn.headers["content-type"].startswith("image/svg+xml")
            assert b"<svg" in etree.tostring(etree.fromstring(drawn.content))
        numbers = found.xpath("(//table)[1]/tbody/tr")
        assert len(numbers) == 16
        assert numbers[0].xpath("./td/text()")[0] == "7"


def test_a_plot_may_do_nothing_but_be_seen(today: Desk) -> None:
    with Served(today.home) as page:
        policy = page.get("/field/plots/weeks.svg?dark&narrow").headers["content-security-policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@pytest.mark.parametrize("name", ["nothing", "..%2f..%2fbase", "weeks.svg"])
def test_another_name_is_no_plot(today: Desk, name: str) -> None:
    with Served(today.home) as page:
        assert page.get(f"/field/plots/{name}.svg").status_code == 404


def test_words_lead_to_the_works_that_have_them(today: Desk) -> None:
    age = (datetime.now(UTC) - paper(1).seen_at).days
    old = [paper(n, f"A loom of kind {n}", days_ago=60 - age) for n in range(1, 221)]
    today.see(*old, *(paper(n, "A spindle of wood", days_ago=-age) for n in range(221, 231)))
    with Served(today.home) as page:
        found = html.document_fromstring(page.get("/field").text)
        (link,) = found.xpath("//th/a[.='spindle']/@href")
        works = html.document_fromstring(page.get(link).text)
        assert len(works.xpath("//ol[@class='works']/li")) == 10


def test_feeds_that_fail_stand_first(today: Desk) -> None:
    more = "".join(f'[[feeds]]\nurl = "{FEED}{n}"\nname = "Feed {n}"\n' for n in (1, 2, 3))
    today.watch("reasoning", any_of=["chain of thought"], more=more)
    age = (datetime.now(UTC) - paper(1).seen_at).days
    today.see(blog("x", "A post", feed=f"feed:{FEED}3", days_ago=-age))
    with today.open() as db:
        for number, failures in ((2, 3), (3, 0)):
            state = SourceState(
                key=f"feed:{FEED}{number}",
                kind="feed",
                url=f"{FEED}{number}",
                name=f"Feed {number}",
                failures=failures,
                error="timed out" if failures else "",
                succeeded_at=today.now,
            )
            sources.put(db, state)
    with Served(today.home) as page:
        found = html.document_fromstring(page.get("/field/feeds").text)
    shown = [
        " ".join(item.text_content().split()) for item in found.xpath("//ul[@class='feeds']/li")
    ]
    assert [line[:6] for line in shown] == ["Feed 2", "Feed 1", "Feed 3"]
    assert "failed 3 times: timed out" in shown[0]
    assert "never asked" in shown[1]
    assert "something new today" in shown[2]
    assert "1 seen" in shown[2]


def test_what_was_learned_is_shown(drafted: Desk) -> None:
    drafted.mark("[x]", 1, 2)
    drafted.mark("[-]", 3)
    drafted.review()
    with Served(drafted.home) as page:
        text = page.get("/field/learned").text
    assert "From 2 approved, 1 rejected" in text


def test_an_empty_store_has_pages_that_say_so(desk: Desk) -> None:
    with Served(desk.home) as page:
        for path in ("/field", "/field/feeds", "/field/learned"):
            assert page.get(path).status_code == 200
        assert "None yet" in page.get("/field").text
