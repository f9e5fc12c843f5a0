"""Proxies of the environment: a server on loopback plays the proxy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sources.test_http import BODY, get, refused, settings
from tests.support.server import Answer, Server
from tracker.values import Document

PAGE = "http://news.example/feed"


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name in ("HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with Server() as running:
        monkeypatch.setenv("http_proxy", running.base_url)
        yield running


def test_a_proxy_is_asked_though_its_own_address_is_private(proxy: Server) -> None:
    proxy.route(PAGE, Answer(body=BODY))
    document = get(PAGE, network=settings(allow_private_hosts=False))
    assert isinstance(document, Document)
    assert document.body == BODY
    assert proxy.seen[0].headers["host"] == "news.example"


@pytest.mark.parametrize(
    "host",
    [
        *("169.254.169.254", "10.0.0.1", "[::ffff:10.0.0.1]"),
        *("2852039166", "0xa9fea9fe", "0xa.1", "10.0.0.1.", "0", "167772161"),
    ],
)
def test_numeric_addresses_are_checked_before_a_proxy_gets_them(proxy: Server, host: str) -> None:
    assert "refused" in refused(f"http://{host}/", allow_private_hosts=False).message
    assert proxy.seen == []


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0177.1", "127.1"])
def test_loopback_in_no_spelling_reaches_a_proxy(proxy: Server, host: str) -> None:
    assert "loopback" in refused(f"http://{host}/", allow_private_hosts=False).message
    assert proxy.seen == []


def test_loopback_never_goes_through_a_proxy(proxy: Server) -> None:
    with Server() as server:
        server.route("/a", Answer(body=BODY))
        for host in ("127.0.0.1", "localhost"):
            assert isinstance(get(f"http://{host}:{server.port}/a"), Document)
    assert proxy.seen == []


def test_no_proxy_is_obeyed(proxy: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "no.such.host.invalid")
    assert "cannot find" in refused("http://no.such.host.invalid/").message
    assert proxy.seen == []


def test_a_proxy_that_cannot_be_used_is_told(
    proxy: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "nonsense://x")
    assert "proxy" in refused(PAGE).message
