"""The socket: it takes connections before there is anything to answer them, so that a browser can
start while the pages are loaded."""

from __future__ import annotations

import errno
import socket

from tracker.errors import ConfigError


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes a free one. Raises ConfigError."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        # With the protocol named: else asyncio leaves small answers to wait (no TCP_NODELAY).
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, port))
            listener.listen()
        except OSError:
            listener.close()
            raise
    except OSError as error:
        what = error.strerror or str(error)
        if error.errno == errno.EADDRINUSE:
            what = "is taken, perhaps by another tracker serve; --port 0 takes a free one"
        raise ConfigError(f"port {port} on {host}: {what}") from error
    return listener
