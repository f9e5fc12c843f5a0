"""The server: bounded in connections and patience, ended by a signal."""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.support.author import Author
from tests.support.desk import Desk
from tests.support.fake_arxiv import FakeArxiv
from tests.support.served import ServeCommand, Served
from tracker.errors import ConfigError
from tracker.web import guard
from tracker.web.listening import listen


def connected(page: Served) -> socket.socket:
    return socket.create_connection(("127.0.0.1", page.site.port), timeout=20)


def head(page: Served, path: str = "/decide", **headers: str) -> bytes:
    """The head of a form from a page of ours."""
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: 127.0.0.1:{page.site.port}",
        f"Origin: http://127.0.0.1:{page.site.port}",
        f"Cookie: {page.site.cookie_name}={page.site.cookie}",
        "Content-Type: application/x-www-form-urlencoded",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def test_a_form_that_says_it_is_too_large_is_refused_unread(page: Served) -> None:
    with connected(page) as client:
        client.sendall(head(page, Content_Length=str(guard.MOST_BODY + 1)))
        assert b" 413 " in client.recv(4096)


def test_a_form_that_turns_out_too_large_is_refused(page: Served) -> None:
    with connected(page) as client:
        client.sendall(head(page, Transfer_Encoding="chunked"))
        piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        for _ in range(guard.MOST_BODY // 0x10000 + 2):
            try:
                client.sendall(piece)
            except OSError:
                break
        assert b" 413 " in client.recv(4096)


def test_a_head_that_is_too_large_is_refused(page: Served) -> None:
    with connected(page) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 100_000)
        assert b" 400 " in client.recv(4096)


@pytest.mark.parametrize(
    "begins",
    [
        lambda page: b"",
        lambda page: b"GET / HTTP/1.1\r\nX-Slow: ",
        lambda page: head(page, Content_Length="100") + b"token=",
    ],
    ids=["nothing", "half a head", "half a form"],
)
def test_a_slow_client_is_left(drafted: Desk, begins: Callable[[Served], bytes]) -> None:
    """It sends a byte now and then for as long as it is let."""
    with Served(drafted.home, patience_seconds=0.3) as page, connected(page) as client:
        client.sendall(begins(page))
        client.settimeout(0.05)
        answer = b"."
        while answer:
            try:
                answer = client.recv(4096)
            except TimeoutError:
                try:
                    client.send(b"x")
                except OSError:
                    break
            except OSError:
                break
        assert page.get("/").status_code == 200


def test_many_idle_clients_keep_nobody_out_for_long(drafted: Desk) -> None:
    with Served(drafted.home, patience_seconds=0.5) as page, contextlib.ExitStack() as stack:
        for _ in range(150):
            stack.enter_context(connected(page))
        statuses: list[int] = []
        while statuses[-1:] != [200] and len(statuses) < 100:
            with contextlib.suppress(httpx.TransportError):
                statuses.append(page.get("/").status_code)
            time.sleep(0.1)
    assert statuses[-1] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/static/../site.py",
        "/static/%2e%2e/site.py",
        "/static/..%2fsite.py",
        "/static/%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fetc/passwd",
        "/static//etc/passwd",
        "/static/..\\site.py",
        "/static/",
        "/static/%00",
    ],
)
def test_no_path_leads_out_of_what_is_served(page: Served, path: str) -> None:
    with connected(page) as client:
        cookie = f"{page.site.cookie_name}={page.site.cookie}"
        ask = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{page.site.port}\r\nCookie: {cookie}\r\n"
        client.sendall(f"{ask}Connection: close\r\n\r\n".encode())
        answer = b""
        while data := client.recv(65_536):
            answer += data
    status = int(answer.split(b" ", 2)[1])
    assert status in (307, 400, 404)
    assert b"root:" not in answer
    assert b"class Site" not in answer


def test_a_port_that_is_taken_is_told() -> None:
    with listen("127.0.0.1", 0) as taken, pytest.raises(ConfigError, match="is taken"):
        listen("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly(ready: Author, tmp_path: Path, how: signal.Signals) -> None:
    command = ServeCommand(ready)
    try:
        assert httpx.get(command.address, follow_redirects=True, timeout=60).status_code == 200
    finally:
        status, errors = command.end(how)
    assert status == 0
    assert errors == "Ctrl-C ends it\n"
    assert not list((tmp_path / "state").glob("**/open-*.html"))


def test_it_ends_during_a_poll_and_keeps_what_was_stored(author: Author, arxiv: FakeArxiv) -> None:
    author.configure(arxiv.base_url)
    author.watch("reasoning", heading="Reasoning", any_of=["chain of thought"])
    asked, go_on = threading.Event(), threading.Event()

    def waits(request: object) -> None:
        asked.set()
        go_on.wait(60)

    arxiv.before_answer = waits
    command = ServeCommand(author)
    try:
        with httpx.Client(follow_redirects=True, timeout=60) as client:
            origin = command.address.partition("/enter")[0]
            page = client.get(command.address).text
            token = page.partition('name="token" value="')[2].partition('"')[0]
            headers = {"Origin": origin}
            client.post(f"{origin}/running/poll", data={"token": token}, headers=headers)
            assert asked.wait(30)
    finally:
        status, errors = command.end()
        go_on.set()
    assert status == 0
    assert "Traceback" not in errors
    assert author.run("poll").returncode == 0  # nobody holds its lock any more
