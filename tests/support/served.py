"""The real server on loopback, in a thread, and a reader of its pages who has the key.

    with Served(desk.home) as page:
        assert "Review" in page.get("/").text
        page.send("/decide", entry="17 reasoning", verdict="approved")

``page.client`` is an ``httpx.Client`` with the cookie; ``page.stranger()`` one without.
"""

from __future__ import annotations

import signal
import subprocess
import threading
from pathlib import Path
from typing import Any, Self

import httpx

from tests.support.author import PROGRAM, Author
from tracker.web.listening import listen
from tracker.web.serving import Server
from tracker.web.site import Site


class Served:
    """A project folder's page, as it is served while the block runs."""

    def __init__(self, home: Path, **options: Any) -> None:
        self._socket = listen("127.0.0.1", 0)
        self.site = Site(home, self._socket.getsockname()[1], **options)
        self._started = threading.Event()
        self.server = Server(self.site, self._started.set)
        self._thread = threading.Thread(target=self.server.run, args=([self._socket],))
        self.client = self.stranger()

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._started.wait(20)
        self.client.get(self.site.address_with_key).raise_for_status()
        return self

    def __exit__(self, *failure: object) -> None:
        self.client.close()
        self.server.should_exit = True
        self._thread.join(20)
        assert not self._thread.is_alive()

    def stranger(self, **options: Any) -> httpx.Client:
        """Who knows the address, and no key."""
        return httpx.Client(
            base_url=self.site.address,
            follow_redirects=True,
            timeout=20,
            trust_env=False,
            # One that is kept may be closed by the server just when it is used again.
            limits=httpx.Limits(max_keepalive_connections=0),
            **options,
        )

    def get(self, path: str, **options: Any) -> httpx.Response:
        """The page there."""
        return self.client.get(path, **options)

    def send(self, path: str, **fields: str) -> httpx.Response:
        """What a form of a page would send, and the page that answers."""
        origin = self.site.address.rstrip("/")
        data = {"token": self.site.form_token, **fields}
        return self.client.post(path, data=data, headers={"Origin": origin})


class ServeCommand:
    """``tracker serve`` as a process."""

    def __init__(self, author: Author, *options: str) -> None:
        command = [str(PROGRAM), "serve", "--port", "0", "--no-open", *options]
        self.process = subprocess.Popen(
            command,
            cwd=author.home,
            env=author.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()

    def end(self, how: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        self.process.send_signal(how)
        _, errors = self.process.communicate(timeout=30)
        return self.process.returncode, errors
