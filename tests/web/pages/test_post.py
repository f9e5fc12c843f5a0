"""Post: what is shown before anything is published, and what its forms do."""

from __future__ import annotations

import pytest
from lxml import html

from tests.support.desk import Desk
from tests.support.served import Served
from tests.support.sightings import paper
from tracker.values import State


@pytest.fixture
def approved(drafted: Desk) -> Desk:
    drafted.mark("[x]", 1, 2)
    return drafted


def parsed(page: Served, path: str) -> html.HtmlElement:
    found = html.document_fromstring(page.get(path).text)
    assert isinstance(found, html.HtmlElement)
    return found


def stamp(page: Served) -> str:
    (value,) = parsed(page, "/post/publish").xpath("//input[@name='stamp']/@value")
    return str(value)


def test_what_is_approved_stands_marked_in_its_place(approved: Desk) -> None:
    before = approved.post
    with Served(approved.home) as page:
        found = parsed(page, "/post")
        new = found.xpath("//article//*[contains(@class, 'new')]")
    assert [item.tag for item in new] == ["li", "li"]
    assert "problem 1" in new[0].text_content()
    assert new[0].xpath("preceding::h2[1]/text()") == ["Reasoning"]
    assert new[0].get("id") == "new"
    assert "last_modified_at" not in found.xpath("//article")[0].text_content()
    assert "Publish 2 entries" in found.text_content()
    assert approved.post == before


def test_the_diff_is_that_of_a_dry_run(approved: Desk) -> None:
    diff = approved.publish(dry_run=True).diff
    added = [line for line in diff.split("\n")[2:] if line.startswith("+")]
    with Served(approved.home) as page:
        shown = parsed(page, "/post/publish").xpath("//span[@class='added']/text()")
    assert shown[-2:] == added[-2:]


def test_publishing_writes_what_the_command_would(approved: Desk) -> None:
    with Served(approved.home) as page:
        told = parsed(page, "/post/publish")
        answer = page.send("/post/publish", stamp=stamp(page))
    said = html.document_fromstring(answer.text).xpath("//div[@class='notices']")[0]
    assert said.xpath("string(p[1])") == "Published 2 entries: 2 under Reasoning."
    assert not said.xpath("p[1]/@class")
    assert set(said.xpath("p[position() > 1]/@class")) == {"soft"}  # what else it did
    assert said.xpath("ul/li/text()") == [f"A chain of thought for problem {n}" for n in (1, 2)]
    assert told.xpath("//span[@class='added']")
    assert "problem 2" in approved.post
    assert approved.states()[1] == {State.PUBLISHED}


def test_many_entries_are_counted_and_their_names_folded(desk: Desk) -> None:
    desk.see(*(paper(number) for number in range(1, 8)))
    desk.draft()
    desk.mark("[x]", *range(1, 8))
    with Served(desk.home) as page:
        shown = parsed(page, "/post/publish").xpath("//details[@class='named']")[0]
        answer = page.send("/post/publish", stamp=stamp(page))
    assert shown.xpath("string(summary)").startswith("7 entries: ")
    assert len(shown.xpath(".//li")) == 7
    folded = html.document_fromstring(answer.text).xpath("//div[@class='notices']/details")[0]
    assert folded.xpath("string(summary)") == "Published 7 entries: 7 under Reasoning."
    assert len(folded.xpath(".//li")) == 7


@pytest.mark.parametrize("change", ["post", "draft"])
def test_what_changed_meanwhile_is_looked_at_again(approved: Desk, change: str) -> None:
    with Served(approved.home) as page:
        looked_at = stamp(page)
        if change == "post":
            approved.post_path.write_text(approved.post + "\nA line more.\n", encoding="utf-8")
        else:
            approved.mark("[x]", 3)
        before = approved.post
        answer = page.send("/post/publish", stamp=looked_at)
        assert "changed meanwhile" in answer.text
        assert answer.url.path == "/post/publish"
        assert approved.post == before
        assert "Published" in page.send("/post/publish", stamp=stamp(page)).text


def test_a_button_that_is_pressed_twice_publishes_once(approved: Desk) -> None:
    with Served(approved.home) as page:
        seen = stamp(page)
        page.send("/post/publish", stamp=seen)
        after = approved.post
        assert "That is published" in page.send("/post/publish", stamp=seen).text
        assert approved.post == after
        page.send("/post/undo", of=last(page))
        page.send("/post/publish", stamp=stamp(page))
    assert approved.post == after


def last(page: Served) -> str:
    (value,) = parsed(page, "/post").xpath("//input[@name='of']/@value")
    return str(value)


def test_the_last_publication_is_taken_back(approved: Desk) -> None:
    before = approved.post
    with Served(approved.home) as page:
        page.send("/post/publish", stamp=stamp(page))
        names = parsed(page, "/post").xpath("//footer//li/text()")
        answer = page.send("/post/undo", of=last(page))
        assert "Taken back: 2 entries, approved as before." in answer.text
        assert names == [f"A chain of thought for problem {n}" for n in (1, 2)]
        assert not parsed(page, "/post").xpath("//input[@name='of']")
    assert approved.post == before
    assert approved.states()[1] == {State.APPROVED}


def test_a_button_that_is_pressed_twice_goes_back_once(approved: Desk) -> None:
    with Served(approved.home) as page:
        page.send("/post/publish", stamp=stamp(page))
        after_first = approved.post
        approved.mark("[x]", 3)
        page.send("/post/publish", stamp=stamp(page))
        seen = last(page)
        assert "Taken back" in page.send("/post/undo", of=seen).text
        assert "look again" in page.send("/post/undo", of=seen).text
        assert "look again" in page.send("/post/undo").text
    assert approved.post == after_first


def test_a_folder_without_a_post_says_what_to_do(drafted: Desk) -> None:
    drafted.configure(post="")
    with Served(drafted.home) as page:
        for path in ("/post", "/post/publish"):
            assert "[post] path" in page.get(path).text


def test_a_post_that_is_gone_is_told_in_a_line(drafted: Desk) -> None:
    drafted.post_path.unlink()
    with Served(drafted.home) as page:
        answer = page.get("/post")
    assert answer.status_code == 200
    assert "There is no file" in answer.text
    drafted.post_path.write_bytes(b"\xff")
    with Served(drafted.home) as page:
        assert "is not UTF-8" in page.get("/post").text


def test_a_hostile_post_acts_nowhere(approved: Desk) -> None:
    approved.post_path.write_text(
        approved.post + "\n<script>alert(1)</script>\n\n![x](https://evil.example/p.png)\n\n"
        "<img src=x onerror=alert(1)> [y](javascript:alert(1))\n",
        encoding="utf-8",
    )
    with Served(approved.home) as page:
        for path in ("/post", "/post/publish"):
            found = parsed(page, path)
            assert not found.xpath("//main//script | //main//img | //main//@onerror")
            assert not found.xpath("//main//a[starts-with(@href, 'javascript')]")


def test_nothing_approved_publishes_nothing(drafted: Desk) -> None:
    before = drafted.post
    with Served(drafted.home) as page:
        assert "Nothing waits to be published." in page.get("/post").text
        assert "Nothing is to be published" in page.get("/post/publish").text
    assert drafted.post == before
