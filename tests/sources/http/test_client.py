"""Requests against a real server on loopback, faults and all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.sources.http.asking import BODY, get, refused, settings
from tests.support.server import Answer, Seen, Server, feed_answer, gzip_bomb, gzipped, redirect
from tracker.errors import FetchError
from tracker.sources.http.client import Http
from tracker.values import Document


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


def test_an_answer_brings_body_address_and_validators(server: Server) -> None:
    url = server.route(
        "/feed",
        feed_answer(BODY, ETag='"a"', Last_Modified="Mon, 05 May 2025 10:00:00 GMT"),
    )
    document = get(url)
    assert isinstance(document, Document)
    assert (document.body, document.url, document.etag) == (BODY, url, '"a"')
    assert document.last_modified == "Mon, 05 May 2025 10:00:00 GMT"
    assert (document.moved_to, document.requests) == ("", 1)
    assert document.fresh_seconds is None


def test_validators_are_sent_and_304_is_no_error(server: Server) -> None:
    url = server.route(
        "/feed", Answer(status=304, headers={"ETag": '"a"', "Cache-Control": "max-age=60"})
    )
    answer = get(url, etag='"a"', last_modified="Mon, 05 May 2025 10:00:00 GMT")
    assert (answer.is_unchanged, answer.body) == (True, b"")
    assert answer.fresh_seconds == 60
    assert server.seen[0].headers["if-none-match"] == '"a"'
    assert server.seen[0].headers["if-modified-since"] == "Mon, 05 May 2025 10:00:00 GMT"


def test_validators_that_cannot_be_sent_back_are_neither_kept_nor_sent(server: Server) -> None:
    odd = Answer(body=BODY, headers={"ETag": 'W/"\xe9"', "Last-Modified": f"{'a' * 99} b"})
    document = get(server.route("/feed", odd), etag='"\xe9"', last_modified="a ")
    assert isinstance(document, Document)
    assert (document.etag, document.last_modified) == ("", f"{'a' * 99} b")
    assert not {"if-none-match", "if-modified-since"} & server.seen[0].headers.keys()


def test_a_304_that_nobody_asked_for_is_an_error(server: Server) -> None:
    url = server.route("/feed", Answer(status=304))
    assert refused(url).status == 304

    async def fetch() -> Document:
        async with Http(settings()) as http:
            return await http.fetch(url)

    with pytest.raises(FetchError, match="HTTP 304"):
        asyncio.run(fetch())


def test_the_user_agent_names_tracker_and_the_contact(server: Server) -> None:
    get(server.route("/a", Answer(body=BODY)), network=settings(contact="me@example.org"))
    assert server.seen[0].headers["user-agent"] == "tracker/0.1.0 (+me@example.org)"


def test_only_packings_that_are_read_under_a_limit_are_asked_for(server: Server) -> None:
    get(server.route("/a", Answer(body=BODY)))
    assert server.seen[0].headers["accept-encoding"] == "gzip, deflate"


def test_gzip_is_unpacked(server: Server) -> None:
    document = get(server.route("/a", gzipped(BODY)))
    assert isinstance(document, Document)
    assert document.body == BODY


def test_a_gzip_bomb_is_refused_by_its_size_unpacked(server: Server) -> None:
    error = refused(server.route("/a", gzip_bomb(100)))
    assert "larger than 1 MB" in error.message


def test_a_body_that_says_it_is_too_large_is_not_read(server: Server) -> None:
    error = refused(server.route("/a", Answer(body=b"x" * 2_000_000)))
    assert "larger than 1 MB" in error.message
    assert "max_body_mb" in error.message


def test_a_body_that_only_turns_out_too_large_is_refused(server: Server) -> None:
    assert (
        "larger" in refused(server.route("/a", Answer(body=b"x" * 2_000_000, chunked=True))).message
    )


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=BODY, cut_at=100),
        Answer(body=BODY, reset_at=100),
        Answer(body=BODY, cut_at=100, chunked=True),
        Answer(body=gzipped(BODY).body[:40], headers={"Content-Encoding": "gzip"}),
    ],
)
def test_a_cut_answer_is_an_error(server: Server, answer: Answer) -> None:
    assert "cut off" in refused(server.route("/a", answer)).message


@pytest.mark.parametrize("port", ["0", "65536", "99999", "999999999999"])
def test_a_port_that_cannot_be_is_refused(server: Server, port: str) -> None:
    target = f"http://127.0.0.1:{port}/"
    assert "cannot be read" in refused(target).message
    assert "cannot be read" in refused(server.route("/a", redirect(target))).message


def test_an_unknown_packing_is_an_error(server: Server) -> None:
    error = refused(server.route("/a", Answer(body=BODY, headers={"Content-Encoding": "br"})))
    assert "'br'" in error.message


@pytest.mark.parametrize("name", ["utf-8", "none", "aws-chunked", "8bit", "identity, utf-8"])
def test_what_names_no_packing_says_nothing(server: Server, name: str) -> None:
    answer = Answer(body=BODY, headers={"Content-Encoding": name})
    assert get(server.route("/a", answer)).body == BODY


def test_a_packing_beside_what_names_none_is_unpacked(server: Server) -> None:
    answer = gzipped(BODY, **{"Content-Encoding": "aws-chunked, GZIP"})
    assert get(server.route("/a", answer)).body == BODY


def test_broken_packing_is_an_error(server: Server) -> None:
    error = refused(server.route("/a", Answer(body=BODY, headers={"Content-Encoding": "gzip"})))
    assert "packing" in error.message


def test_the_deadline_is_over_the_whole_answer(server: Server) -> None:
    dripping = Answer(body=BODY, piece=10, drip_seconds=0.1)  # 10 s in all, never 0.2 s idle
    error = refused(server.route("/a", dripping), timeout_seconds=0.5)
    assert "within 0.5 s" in error.message


def test_the_deadline_is_over_redirects_too(server: Server) -> None:
    server.route(
        "/a", lambda _seen: Answer(status=302, headers={"Location": "/a"}, delay_seconds=0.2)
    )
    assert "within 0.5 s" in refused(server.url("/a"), timeout_seconds=0.5).message


def test_waiting_for_a_place_does_not_count(server: Server) -> None:
    url = server.route("/a", Answer(body=BODY, delay_seconds=0.2))

    async def ask() -> list[object]:
        async with Http(settings(timeout_seconds=0.6)) as http:
            return list(await asyncio.gather(*(http.get(url) for _ in range(6))))

    assert len(asyncio.run(ask())) == 6
    assert server.most_at_once == 1  # one at a time for a host


def test_hosts_are_asked_at_once_up_to_the_limit() -> None:
    with Server() as first, Server() as second, Server() as third:
        under_way, most = 0, 0

        def count(_seen: Seen) -> Answer:
            return Answer(body=BODY, delay_seconds=0.2)

        servers = (first, second, third)
        for one in servers:
            one.route("/a", count)

        async def ask() -> None:
            async with Http(settings(concurrency=2)) as http:
                nonlocal under_way, most
                tasks = [asyncio.create_task(http.get(one.url("/a"))) for one in servers]
                while not all(task.done() for task in tasks):
                    most = max(most, sum(one.under_way for one in servers))
                    await asyncio.sleep(0.01)
                await asyncio.gather(*tasks)

        asyncio.run(ask())
        assert most == 2


def test_a_move_for_good_is_told_up_to_the_first_that_is_not(server: Server) -> None:
    server.route("/a", redirect("/b", 301))
    server.route("/b", redirect("/c", 308))
    server.route("/c", redirect("/d", 302))
    server.route("/d", redirect("/e", 301))
    server.route("/e", Answer(body=BODY))
    document = get(server.url("/a"))
    assert isinstance(document, Document)
    assert document.url == server.url("/e")
    assert document.moved_to == server.url("/c")
    assert document.requests == 5


def test_redirects_end(server: Server) -> None:
    error = refused(server.route("/a", redirect("/a")))
    assert "redirects" in error.message
    assert error.requests == 11


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("file:///etc/passwd", "only http"),
        ("ftp://example.org/", "only http"),
        ("javascript:alert(1)", "only http"),
        ("http://me:secret@127.0.0.1/", "password"),
        ("http://169.254.169.254/latest/meta-data/", "link-local"),
        ("http://[fe80::1]/", "link-local"),
        ("http://[::ffff:169.254.169.254]/", "link-local"),
        ("http://[64:ff9b::a9fe:a9fe]/", "link-local"),
        ("http://0.0.0.0/", "unspecified"),
        ("http://[/", "cannot"),
        ("", "without an address"),
        ("http://" + "a" * 5000, "cannot be read"),
    ],
)
def test_a_redirect_to_where_nothing_is_asked_is_refused(
    server: Server, location: str, why: str
) -> None:
    assert why in refused(server.route("/a", redirect(location))).message


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433"])
def test_loopback_is_refused_in_any_spelling_unless_allowed(server: Server, host: str) -> None:
    server.route("/a", Answer(body=BODY))
    url = f"http://{host}:{server.port}/a"
    error = refused(url, allow_private_hosts=False)
    assert "loopback" in error.message
    assert "allow_private_hosts" in error.message
    assert server.seen == []
    assert isinstance(get(url), Document)


@pytest.mark.parametrize(
    "url", ["", "feed", "ftp://example.org/", "http://", "http://u@h/", "http://:1", "x" * 9999]
)
def test_an_address_that_cannot_be_asked_is_told(url: str) -> None:
    error = refused(url)
    assert error.requests == 0
    assert error.url == url


def test_no_such_host_is_told() -> None:
    error = refused("http://no.such.host.invalid/")
    assert "cannot find no.such.host.invalid" in error.message
    assert error.is_offline


def test_a_closed_port_is_told() -> None:
    with Server() as server:
        url = server.url("/")
    error = refused(url)
    assert "cannot connect" in error.message
    assert error.is_offline


def test_what_speaks_no_tls_is_told(server: Server) -> None:
    assert "cannot connect" in refused(server.url("/").replace("http:", "https:")).message


@pytest.mark.parametrize(
    ("status", "told", "seconds"),
    [(429, "7", 7.0), (503, "120", 120.0), (503, "soon", None), (429, "", None), (500, "-3", None)],
)
def test_a_failure_brings_status_and_retry_after(
    server: Server, status: int, told: str, seconds: float | None
) -> None:
    error = refused(server.route("/a", Answer(status=status, headers={"Retry-After": told})))
    assert (error.status, error.retry_after_seconds) == (status, seconds)
    assert not error.is_offline
    assert str(status) in error.message


def test_cookies_are_not_kept(server: Server) -> None:
    url = server.route("/a", Answer(body=BODY, headers={"Set-Cookie": "a=b"}))

    async def ask() -> None:
        async with Http(settings()) as http:
            await http.get(url)
            await http.get(url)

    asyncio.run(ask())
    assert "cookie" not in server.seen[1].headers
