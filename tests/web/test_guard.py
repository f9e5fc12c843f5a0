"""What stands before every page: each promise is attacked."""

from __future__ import annotations

import pytest
from lxml import html

from tests.support.served import Served


def test_without_the_key_nothing_is_shown(page: Served) -> None:
    with page.stranger() as stranger:
        for path in ("/", "/works", "/static/style.css", "/enter", "/enter?key=", "/enter?key=x"):
            answer = stranger.get(path)
            assert answer.status_code == 403
            assert "text/plain" in answer.headers["content-type"]
            assert not answer.cookies


def test_a_browser_is_shown_what_to_do_on_a_page(page: Served) -> None:
    """As in a tab that is still open after the next start, whose key is a new one."""
    with page.stranger() as stranger:
        answer = stranger.get("/", headers={"Accept": "text/html,*/*;q=0.8"})
    assert answer.status_code == 403
    found = html.document_fromstring(answer.text)
    assert "Open the address with the key that tracker serve printed" in found.text_content()
    assert found.get("lang") == "en"
    assert not found.xpath("//script | //a | //link | //img | //form")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy


def test_the_key_is_exchanged_for_a_cookie_and_leaves_the_address(page: Served) -> None:
    with page.stranger() as stranger:
        answer = stranger.get(page.site.address_with_key)
        assert answer.status_code == 200
        assert page.site.key not in str(answer.url)
        (entered,) = answer.history
        cookie = entered.headers["set-cookie"]
    for promise in ("HttpOnly", "SameSite=lax", "Path=/"):
        assert promise in cookie
    assert page.site.key not in cookie


def test_a_name_that_was_led_here_is_refused(page: Served) -> None:
    """DNS rebinding: the browser has the cookie of nobody, but the answer must not come either."""
    port = page.site.port
    for host in (f"evil.example:{port}", "evil.example", f"127.0.0.1.evil.example:{port}", ""):
        assert page.get("/", headers={"Host": host}).status_code == 421
    assert page.get("/", headers={"Host": f"localhost:{port}"}).status_code == 200


def test_a_name_that_was_allowed_is_answered(page: Served) -> None:
    page.site.allowed_hosts = ("tunnel.example",)
    assert page.get("/", headers={"Host": "tunnel.example"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://["},
    ],
)
def test_a_form_from_elsewhere_is_refused(page: Served, headers: dict[str, str]) -> None:
    form = {"token": page.site.form_token}
    assert page.client.post("/", data=form, headers=headers).status_code == 403


@pytest.mark.parametrize("token", [None, "", "x", "\u00e9"])
def test_a_form_without_its_token_is_refused(page: Served, token: str | None) -> None:
    form = {"entry": "1"} | ({} if token is None else {"token": token})
    headers = {"Origin": page.site.address.rstrip("/")}
    assert page.client.post("/", data=form, headers=headers).status_code == 403


def test_another_site_may_lead_here_and_read_nothing(page: Served) -> None:
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert page.get("/", headers=elsewhere).status_code == 403
    same_host = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"}
    assert page.get("/", headers=same_host).status_code == 403
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert page.get("/", headers=link).status_code == 200


def test_every_answer_forbids_what_is_not_ours(page: Served) -> None:
    with page.stranger() as stranger:
        refused = stranger.get("/")
    for answer in (refused, page.get("/"), page.get("/static/style.css"), page.get("/nowhere")):
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none';")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "access-control-allow-origin" not in answer.headers
