"""A body from its pieces: unpacked (RFC 9110 §8.4), bounded after unpacking, and whole.

A few packed bytes can stand for gigabytes, so a piece is never unpacked further than the limit
allows, and the packed bytes count as well: a stream may unpack to nothing. Only what zlib reads is
asked for; brotli and zstd have no bounded reader that we ship. A header that names no packing
(``utf-8``, ``none``, ``aws-chunked``) says nothing.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from tracker.errors import FetchError

ACCEPTED = "gzip, deflate"
_STEP = 65_536
# What IANA's registry of content codings names besides, and what is in use: never read as plain.
_UNREAD = frozenset(
    ["br", "zstd", "compress", "x-compress", "dcb", "dcz", "exi", "pack200-gzip", "xz", "lzma"]
)
_WINDOW = {
    "gzip": zlib.MAX_WBITS | 16,
    "x-gzip": zlib.MAX_WBITS | 16,
    "deflate": zlib.MAX_WBITS,
}


class Body:
    """Takes pieces as they come. Raises FetchError past ``limit`` bytes or on broken packing."""

    def __init__(self, encoding: str, *, limit: int) -> None:
        self._encoding, self._limit = _packing(encoding), limit
        self._data = bytearray()
        self._taken = 0  # bytes as they came
        self._head = b""  # the first bytes of a packed body, until its form is known
        self._inflater: zlib._Decompress | None = None

    def __len__(self) -> int:
        return len(self._data)

    def steps(self, piece: bytes) -> Iterator[None]:
        """Take a piece, and stop whenever some more of the body has been unpacked."""
        self._taken += len(piece)
        if self._taken > self._limit:
            raise FetchError(too_large(self._limit))
        if not self._encoding:
            self._keep(piece)
            yield
            return
        if self._inflater is None:
            self._head += piece
            if len(self._head) < 2:
                return
            piece, self._inflater = self._head, zlib.decompressobj(self._window(self._head))
        try:
            yield from self._unpack(piece)
        except zlib.error as error:
            raise FetchError("the answer's packing is broken; try again later") from error

    def whole(self) -> bytes:
        """All of it. Raises FetchError when the packing ends too early."""
        if self._head and (self._inflater is None or not self._inflater.eof):
            raise FetchError("the answer was cut off; try again later")
        return bytes(self._data)

    def _window(self, head: bytes) -> int:
        # Many servers send "deflate" without the zlib header that the RFC asks for (RFC 1950).
        if self._encoding == "deflate" and (head[0] & 15 != 8 or (head[0] << 8 | head[1]) % 31):
            return -zlib.MAX_WBITS
        return _WINDOW[self._encoding]

    def _unpack(self, piece: bytes) -> Iterator[None]:
        is_pending = False  # the unpacker may hold back more than was asked for
        while (piece or is_pending) and self._inflater is not None:
            if self._inflater.eof:  # gzip allows several members (RFC 1952 §2.2)
                if self._encoding == "deflate" or not piece.startswith(b"\x1f"):
                    return  # padding after the end
                self._inflater = zlib.decompressobj(_WINDOW[self._encoding])
            data = self._inflater.decompress(piece, _STEP)
            self._keep(data)
            yield
            is_pending = len(data) == _STEP and not self._inflater.eof
            piece = self._inflater.unconsumed_tail or self._inflater.unused_data

    def _room(self) -> int:
        return self._limit - len(self._data) + 1

    def _keep(self, data: bytes) -> None:
        if len(data) >= self._room():
            raise FetchError(too_large(self._limit))
        self._data += data


def _packing(header: str) -> str:
    """How a body is packed: "" for not at all. Raises FetchError for what is not read."""
    named = [name for part in header.lower().split(",") if (name := part.strip())]
    packings = [name for name in named if name in _WINDOW or name in _UNREAD]
    if len(packings) > 1 or not _UNREAD.isdisjoint(packings):
        told = ", ".join(packings)[:40]
        raise FetchError(f"the answer is packed as {told!r}, which was not asked for")
    return packings[0].removeprefix("x-") if packings else ""


def too_large(limit: int) -> str:
    """The message for a body beyond the limit, of so many bytes."""
    size = f"{limit / 1_000_000:g} MB" if limit >= 1_000_000 else f"{limit} bytes"
    return f"the answer is larger than {size}; max_body_mb under [network] sets the limit"
