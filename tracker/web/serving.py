"""The server: bounded in connections and in patience, ended by Ctrl-C.

uvicorn gives a client all the time it wants to send the head of a request: here it gets
``Site.patience_seconds``, and so does one that keeps a connection open without asking for anything.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from tracker.web.app import make_app, warm
from tracker.web.site import Site

_MOST_CONNECTIONS = 100
_MOST_HEAD = 32_000  # bytes
_END_SECONDS = 2  # for pages that are under way
_WARM_SECONDS = 1  # after the start: the first page is out by then


def _patient(seconds: float) -> type[H11Protocol]:
    """Connections whose clients are waited for so long, and no longer."""

    class Patient(H11Protocol):
        _timer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._await_head()

        def connection_lost(self, exc: Exception | None) -> None:
            if self._timer:
                self._timer.cancel()
            super().connection_lost(exc)

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._await_head()

        def _await_head(self) -> None:
            if self._timer:
                self._timer.cancel()
            self._timer = self.loop.call_later(seconds, self._give_up)

        def _give_up(self) -> None:
            if self.cycle is None or self.cycle.response_complete:
                self.transport.close()

    return Patient


class Server(uvicorn.Server):
    """The server of one site, which says when it answers."""

    def __init__(self, site: Site, started: Callable[[], object] = lambda: None) -> None:
        config = uvicorn.Config(
            make_app(site),
            http=_patient(site.patience_seconds),
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
            timeout_graceful_shutdown=_END_SECONDS,
        )
        super().__init__(config)
        self._site, self._say_started = site, started
        self._warming: asyncio.TimerHandle | None = None

    async def startup(self, *args: Any, **kwargs: Any) -> None:
        """Begin to answer (uvicorn)."""
        await super().startup(*args, **kwargs)
        loop = asyncio.get_running_loop()
        self._warming = loop.call_later(_WARM_SECONDS, loop.run_in_executor, None, warm)
        self._say_started()

    async def shutdown(self, *args: Any, **kwargs: Any) -> None:
        """Answer no more, end what is under way (uvicorn)."""
        self._site.is_closing = True
        if self._warming:
            self._warming.cancel()
        await super().shutdown(*args, **kwargs)
        self._site.jobs.end()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Ctrl-C and SIGTERM end the server, and that is all: uvicorn would send them again."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        signals = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, self.handle_exit) for number in signals}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
