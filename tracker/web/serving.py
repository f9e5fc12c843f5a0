"""The socket and the server: bounded in connections and in patience, ended by Ctrl-C.

uvicorn gives a client all the time it wants to send the head of a request: here it gets ten
seconds, and so does one that keeps a connection open without asking for anything.
"""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from tracker.errors import ConfigError
from tracker.web.app import make_app
from tracker.web.site import Site

HEAD_SECONDS = 10.0
_MOST_CONNECTIONS = 100
_MOST_HEAD = 32_000  # bytes
_END_SECONDS = 2  # for pages that are under way


class _Patient(H11Protocol):
    """A connection whose client is waited for so long, and no longer."""

    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client has come (asyncio)."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client has gone (asyncio)."""
        if self._timer:
            self._timer.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """A request is answered (uvicorn)."""
        super().on_response_complete()
        self._await_head()

    def _await_head(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _give_up(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()


class Server(uvicorn.Server):
    """The server of one site, which says when it answers."""

    def __init__(self, site: Site, started: Callable[[], object] = lambda: None) -> None:
        config = uvicorn.Config(
            make_app(site),
            http=_Patient,
            ws="none",
            loop="asyncio",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=_MOST_CONNECTIONS,
            h11_max_incomplete_event_size=_MOST_HEAD,
            timeout_keep_alive=int(HEAD_SECONDS),
            timeout_graceful_shutdown=_END_SECONDS,
        )
        super().__init__(config)
        self._say_started = started

    async def startup(self, *args: Any, **kwargs: Any) -> None:
        """Begin to answer (uvicorn)."""
        await super().startup(*args, **kwargs)
        self._say_started()


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes a free one. Raises ConfigError."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        what = error.strerror or str(error)
        if error.errno == errno.EADDRINUSE:
            what = "is taken, perhaps by another tracker serve; --port 0 takes a free one"
        raise ConfigError(f"port {port} on {host}: {what}") from error
    return listener
