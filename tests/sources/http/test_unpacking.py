"""Bodies are bounded after unpacking, and whole."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.server import gzip_bomb
from tracker.errors import FetchError
from tracker.sources.http.unpacking import Body


def packed(data: bytes, encoding: str) -> bytes:
    if encoding == "raw":
        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        return packer.compress(data) + packer.flush()
    return {"": data, "gzip": gzip.compress(data), "deflate": zlib.compress(data)}[encoding]


def take(body: Body, piece: bytes) -> None:
    for _ in body.steps(piece):
        pass


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@given(
    st.binary(max_size=2000), st.sampled_from(["", "gzip", "deflate", "raw"]), st.integers(1, 99)
)
def test_what_was_packed_comes_back_however_it_is_cut(data: bytes, packing: str, size: int) -> None:
    body = Body({"raw": "deflate"}.get(packing, packing), limit=2000)
    for piece in pieces(packed(data, packing), size):
        take(body, piece)
    assert body.whole() == data


@given(st.binary(max_size=500), st.sampled_from(["", "gzip", "deflate", "x-gzip", "br"]))
def test_any_bytes_give_a_body_or_a_fetch_error(data: bytes, encoding: str) -> None:
    try:
        body = Body(encoding, limit=100)
        take(body, data)
        assert len(body.whole()) <= 100
    except FetchError:
        pass


def test_several_gzip_members_are_one_body() -> None:
    body = Body("gzip", limit=100)
    take(body, gzip.compress(b"one ") + gzip.compress(b"two"))
    assert body.whole() == b"one two"


def test_padding_after_a_packed_body_is_left_out() -> None:
    body = Body("GZIP ", limit=100)
    take(body, gzip.compress(b"one") + b"\0\0\0")
    assert body.whole() == b"one"


def test_a_bomb_is_never_unpacked_beyond_the_limit() -> None:
    body = Body("gzip", limit=10_000)
    with pytest.raises(FetchError, match="larger than 10000 bytes"):
        take(body, gzip_bomb(50).body)


def test_a_packed_body_that_ends_too_early_is_not_whole() -> None:
    body = Body("gzip", limit=100_000)
    take(body, gzip.compress(bytes(range(256)) * 20)[:-9])
    with pytest.raises(FetchError, match="cut off"):
        body.whole()


def test_the_limit_itself_may_be_reached() -> None:
    body = Body("", limit=3)
    take(body, b"abc")
    assert body.whole() == b"abc"
    with pytest.raises(FetchError):
        take(body, b"d")


def test_a_stream_that_unpacks_to_nothing_ends_at_the_limit() -> None:
    empty = gzip.compress(b"")
    body = Body("gzip", limit=10 * len(empty))
    with pytest.raises(FetchError, match="larger"):
        take(body, empty * 12)
