"""A real HTTP server on loopback whose answers a test scripts, faults included.

    with Server() as server:
        server.route("/feed", Answer(body=FEED, headers={"ETag": '"1"'}), Answer(status=304))
        ... ask server.url("/feed") ...
        assert server.seen[0].headers["user-agent"].startswith("tracker/")

The answers of a route are given in turn, the last one again and again; a route may be a function
of the request instead. What has no route is 404.
"""

from __future__ import annotations

import contextlib
import gzip
import socket
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is sent. ``Content-Length`` is the body's unless ``headers`` say otherwise."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_seconds: float = 0.0  # before the first byte
    drip_seconds: float = 0.0  # between pieces of the body
    piece: int = 1 << 16  # bytes
    at_once: int = 0  # bytes of the body that come before its pieces do
    cut_at: int | None = None  # the body ends here though more was promised
    reset_at: int | None = None  # a TCP reset here
    chunked: bool = False
    close: bool = False  # no Content-Length: the end of the connection ends the body


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A request that came: its header names are in lower case."""

    method: str
    path: str  # with the query
    headers: Mapping[str, str]
    at: float  # time.monotonic()
    client: tuple[str, int]


Script = Callable[[Seen], Answer]


def feed_answer(body: bytes, **headers: str) -> Answer:
    """A feed; underscores in header names stand for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(body=body, headers={"Content-Type": "application/xml; charset=utf-8", **named})


def redirect(to: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"Location": to})


def gzipped(body: bytes, **headers: str) -> Answer:
    return Answer(body=gzip.compress(body), headers={"Content-Encoding": "gzip", **headers})


def gzip_bomb(megabytes: int) -> Answer:
    """Blanks that are a thousand times smaller on the wire."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    block = b" " * 1_000_000
    body = b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()
    return Answer(body=body, headers={"Content-Encoding": "gzip"})


class Server:
    """A context manager; ``host`` 127.0.0.1 and a free port."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self._routes: dict[str, list[Answer] | Script] = {}
        self._lock = threading.Lock()
        self.seen: list[Seen] = []
        self.under_way = 0
        self.most_at_once = 0
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        handler = type("Handler", (_Handler,), {"owner": self})
        server_class = type("Http", (ThreadingHTTPServer,), {"address_family": family})
        self._server: ThreadingHTTPServer = server_class((host, 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        shown = f"[{host}]" if ":" in host else host
        self.port: int = self._server.server_address[1]
        self.base_url = f"http://{shown}:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, path: str = "/") -> str:
        return self.base_url + path

    def route(self, path: str, *answers: Answer | Script) -> str:
        """Sets what ``path`` answers (its query is not looked at) and gives its URL."""
        first = answers[0]
        with self._lock:
            self._routes[path] = (
                first if callable(first) else [a for a in answers if isinstance(a, Answer)]
            )
        return self.url(path)

    def asked(self, path: str) -> int:
        """How many requests for ``path`` came."""
        return sum(seen.path.split("?")[0] == path for seen in self.seen)

    def answer(self, seen: Seen) -> Answer:
        with self._lock:
            self.seen.append(seen)
            script = self._routes.get(seen.path.split("?")[0])
            if isinstance(script, list):
                return script.pop(0) if len(script) > 1 else script[0]
        return script(seen) if script else Answer(status=404, body=b"no such page")

    @contextlib.contextmanager
    def counted(self) -> Iterator[None]:
        with self._lock:
            self.under_way += 1
            self.most_at_once = max(self.most_at_once, self.under_way)
        try:
            yield
        finally:
            with self._lock:
                self.under_way -= 1


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    owner: Server

    def do_GET(self) -> None:
        seen = Seen(
            method=self.command,
            path=self.path,
            headers={name.lower(): value for name, value in self.headers.items()},
            at=time.monotonic(),
            client=self.client_address[:2],
        )
        with self.owner.counted():
            answer = self.owner.answer(seen)
            time.sleep(answer.delay_seconds)
            with contextlib.suppress(OSError):  # the client may have had enough
                self._send(answer)

    do_HEAD = do_POST = do_GET  # noqa: N815 (the base class's names)

    def log_message(self, *_args: Any) -> None:
        pass

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        told = {name.lower() for name in answer.headers}
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif answer.close:
            self.send_header("Connection", "close")
        elif "content-length" not in told and answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self._send_body(answer)

    def _send_body(self, answer: Answer) -> None:
        faulty = answer.cut_at is not None or answer.reset_at is not None or answer.close
        self.close_connection = self.close_connection or faulty
        end = next(
            (at for at in (answer.cut_at, answer.reset_at) if at is not None), len(answer.body)
        )
        self.wfile.write(answer.body[: min(answer.at_once, end)])
        for start in range(answer.at_once, end, answer.piece):
            piece = answer.body[start : min(start + answer.piece, end)]
            framed = b"%x\r\n%s\r\n" % (len(piece), piece) if answer.chunked else piece
            self.wfile.write(framed)
            self.wfile.flush()
            time.sleep(answer.drip_seconds)
        if answer.reset_at is not None:
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()
        elif answer.chunked and answer.cut_at is None:
            self.wfile.write(b"0\r\n\r\n")
