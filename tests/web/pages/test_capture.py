"""Capture: another site may fill the form, and only its user can take a work in."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from lxml import html

from tests.support.desk import Desk
from tests.support.served import Served

ADDRESS = 'https://blog.example/a?b=1&c="2"'


def stored(desk: Desk) -> int:
    with desk.open() as db:
        return int(db.value("SELECT count(*) FROM works"))


def test_an_address_that_is_opened_takes_nothing_in(desk: Desk) -> None:
    with Served(desk.home) as page:
        answer = page.get(f"/capture?url={quote(ADDRESS, safe='')}")
        found = html.document_fromstring(answer.text)
        assert found.xpath("//input[@id='url']/@value") == [ADDRESS]
        assert found.xpath("//form/@method") == ["post"]
    assert stored(desk) == 0


def test_another_sites_link_may_lead_to_the_form_and_its_form_may_not(desk: Desk) -> None:
    with Served(desk.home) as page:
        link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
        assert page.get("/capture?url=https://x.example/", headers=link).status_code == 200
        form = {"url": "https://x.example/", "token": page.site.form_token}
        elsewhere = {"Origin": "https://x.example", **link}
        assert page.client.post("/capture", data=form, headers=elsewhere).status_code == 403
    assert stored(desk) == 0


def test_what_is_taken_in_is_shown(desk: Desk) -> None:
    with Served(desk.home) as page:
        url = "https://127.0.0.1:1/x"
        answer = page.send("/capture", url=url, title="On looms", topic="tuning", note="for later")
        assert answer.url.path == "/works/1"
        assert "Added." in answer.text
        assert "for later" in answer.text
        assert html.document_fromstring(answer.text).xpath("string(//h1)") == "On looms"
        again = page.send("/capture", url=url)
        assert "It was known already." in again.text
    assert stored(desk) == 1


def test_what_nothing_states_the_title_of_is_asked_for(desk: Desk) -> None:
    """Its address would be published as its name."""
    with Served(desk.home) as page:
        url = "https://127.0.0.1:1/x?a=b&c"
        answer = page.send("/capture", url=url, topic="tuning")
        assert answer.url.path == "/capture"
        assert "Added." in answer.text
        assert "What is it called?" in answer.text
        form = html.document_fromstring(answer.text)
        assert form.xpath("//main//button/text()") == ["Save the title"]
        assert form.xpath("//main//input[not(@type='hidden')]/@name") == ["title"]
        fields = {each.get("name"): each.get("value") or "" for each in form.xpath("//input")}
        assert (fields["url"], fields["topic"]) == (url, "tuning")
        (link,) = html.document_fromstring(page.get("/works/1").text).xpath("//a[.='Give it one']")
        assert "Save the title" in page.get(link.get("href")).text
        named = page.send("/capture", **fields | {"title": "On looms"})
        assert named.url.path == "/works/1"
        assert "Its title is saved." in named.text
        assert "Added." not in named.text
        assert page.get("/capture?work=1").url.path == "/works/1"
        assert page.get("/capture?work=99").status_code == 404
        assert "On looms" in named.text
        assert "Give it one" not in named.text
    assert stored(desk) == 1


def test_the_title_that_a_browser_showed_fills_the_form(desk: Desk) -> None:
    with Served(desk.home) as page:
        asked = html.document_fromstring(page.get("/capture?url=https://x.example/&title=A+b").text)
        assert asked.xpath("//input[@name='title' or @name='shown']/@value") == ["A b", "A b"]
        wrong = page.send("/capture", url="nonsense", title="Mine", shown="A b")
        again = html.document_fromstring(wrong.text)
        assert again.xpath("//input[@name='title' or @name='shown']/@value") == ["Mine", "A b"]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"url": "nonsense"}, "neither an address nor an identifier"),
        ({"url": ""}, "neither an address nor an identifier"),
        ({"url": "javascript:alert(1)"}, "neither an address nor an identifier"),
        ({"url": "https://x.example/ y"}, "no blanks"),
        ({"url": "https://x.example/", "via": "file:///etc/passwd"}, "no http or https address"),
        ({"url": "https://x.example/", "topic": "nonsense"}, "there is no topic"),
    ],
)
def test_what_means_nothing_comes_back_with_the_reason(
    desk: Desk, fields: dict[str, str], says: str
) -> None:
    with Served(desk.home) as page:
        answer = page.send("/capture", **fields)
        assert answer.status_code == 400
        assert says in answer.text
        assert html.document_fromstring(answer.text).xpath("//input[@id='url']/@value") == [
            fields["url"]
        ]
    assert stored(desk) == 0


def test_the_bookmark_leads_to_this_page_and_holds_no_key(desk: Desk) -> None:
    with Served(desk.home) as page:
        found = html.document_fromstring(page.get("/works").text)
        (link,) = found.xpath("//a[@class='bookmarklet']/@href")
        assert f"{page.site.address}capture?url=" in link
        assert page.site.key not in link
