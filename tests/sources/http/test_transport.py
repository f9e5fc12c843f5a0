"""Proxies of the environment (a server on loopback plays the proxy), and connections kept open."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator

import pytest

from tests.sources.http.asking import BODY, get, refused, settings
from tests.support.server import Answer, Server
from tracker.sources.http.client import Http
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
        *("10%2e0%2e0%2e1", "10%2E0.0.1", "%31%30.0.0.1"),
    ],
)
def test_numeric_addresses_are_checked_before_a_proxy_gets_them(proxy: Server, host: str) -> None:
    assert "refused" in refused(f"http://{host}/", allow_private_hosts=False).message
    assert proxy.seen == []


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0177.1", "127.1"])
def test_loopback_in_no_spelling_reaches_a_proxy(proxy: Server, host: str) -> None:
    assert "loopback" in refused(f"http://{host}/", allow_private_hosts=False).message
    assert proxy.seen == []


@pytest.mark.parametrize(
    "host",
    ["a.localhost", "localhost.localdomain", "ip6-localhost", "LOCALHOST.", "b.a.localhost."],
)
def test_a_name_of_this_machine_reaches_no_proxy(proxy: Server, host: str) -> None:
    assert refused(f"http://{host}:9/", allow_private_hosts=False).message
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


@pytest.mark.parametrize(
    ("address", "told"),
    [("http://127.0.0.1:99999", "99999 is no port"), ("socks5://127.0.0.1:9", "socksio")],
)
def test_why_a_proxy_cannot_be_used_is_told(
    proxy: Server, monkeypatch: pytest.MonkeyPatch, address: str, told: str
) -> None:
    monkeypatch.setenv("http_proxy", address)
    assert told in refused(PAGE).message


def test_a_proxy_that_wants_a_password_is_told(proxy: Server) -> None:
    proxy.route(PAGE, Answer(status=407))
    assert "put it into the proxy's address" in refused(PAGE).message


def test_no_proxy_may_name_a_port(proxy: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "no.such.host.invalid:8080")
    assert "cannot find" in refused("http://no.such.host.invalid:8080/").message
    proxy.route("http://no.such.host.invalid/", Answer(body=BODY))
    assert isinstance(get("http://no.such.host.invalid/"), Document)


@pytest.fixture
def anywhere() -> Iterator[Server]:
    """A server that all of 127.0.0.0/8 reaches: each address is a host of its own."""
    with Server("0.0.0.0") as running:  # noqa: S104
        running.route("/", Answer(body=BODY))
        running.route("/slow", Answer(body=BODY, drip_seconds=0.4, piece=len(BODY) // 2))
        yield running


def ask_in_turn(server: Server, hosts: Iterable[int], *, beside: str = "") -> list[int]:
    """The client's ports, a request after the other, two connections at a time."""

    async def ask() -> None:
        async with Http(settings(concurrency=2)) as http:
            other = asyncio.create_task(http.get(beside)) if beside else None
            for host in hosts:
                await http.get(f"http://127.0.0.{host}:{server.port}/")
            if other is not None:
                assert isinstance(await other, Document)

    asyncio.run(ask())
    return [seen.client[1] for seen in server.seen if seen.path == "/"]


def test_a_host_that_was_asked_lately_is_asked_through_the_same_connection(
    anywhere: Server,
) -> None:
    ports = ask_in_turn(anywhere, [1, 2, 3, 1])
    assert len(set(ports)) == 3
    assert ports[0] == ports[3]


def test_of_many_hosts_the_connections_used_longest_ago_are_closed(anywhere: Server) -> None:
    ports = ask_in_turn(anywhere, [*range(1, 30), 1])
    assert ports[0] != ports[-1]


def test_no_connection_is_closed_that_waits_for_an_answer(anywhere: Server) -> None:
    ask_in_turn(anywhere, range(1, 30), beside=f"http://127.0.0.99:{anywhere.port}/slow")


def test_many_hosts_are_asked_at_once(anywhere: Server) -> None:
    async def ask() -> list[object]:
        async with Http(settings(concurrency=5)) as http:
            hosts = [f"http://127.0.0.{host}:{anywhere.port}/" for host in range(1, 100)]
            return list(await asyncio.gather(*map(http.get, hosts), return_exceptions=True))

    assert [type(answer) for answer in asyncio.run(ask())] == [Document] * 99
