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
        answer = page.send(
            "/capture", url="https://127.0.0.1:1/x", topic="tuning", note="for later"
        )
        assert answer.url.path == "/works/1"
        assert "Added." in answer.text
        assert "later" in answer.text
        again = page.send("/capture", url="https://127.0.0.1:1/x")
        assert "It was known already." in again.text
    assert stored(desk) == 1


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
