"""When are two addresses one page? An address taken apart, and its canonical form.

Rules: RFC 3986 section 6 (case of scheme and host, percent-encoding, dot segments, default ports),
UTS 46 for international names, and what the Web adds: ``www``, a final slash, fragments,
tracking parameters, session ids and AMP copies tell no pages apart. Query, case of the path and
file name do. A fragment that a script routes by (``#!`` or ``#/``) names a page, and one that is a
long number names an item of a page that holds many (old weblogs link their posts so): both stay.

The canonical form has no scheme: ``example.org/a/b?x=1``.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlsplit

import idna

from tracker.identity.tracking import noise, tracking
from tracker.values import Alias

MAX_LENGTH = 8192  # what common servers take at most; longer ones identify nothing

# A site that has several names, or shows its pages in another layout.
_ALSO_AT = {
    "twitter.com": "x.com",
    "mobile.twitter.com": "x.com",
    "mobile.x.com": "x.com",
    "old.reddit.com": "reddit.com",
    "new.reddit.com": "reddit.com",
    "np.reddit.com": "reddit.com",
    "m.reddit.com": "reddit.com",
}
_MOBILE_WIKI = re.compile(r"^([a-z-]+\.)m\.((?:wiki|wiktionary|wikipedia)[a-z]*\.org)$")
_ENDINGS = 3  # session ids and AMP endings on one path; more of them are no address of a page
_DEFAULT_PORTS = (80, 443)  # of either scheme, since the scheme is no part of the form
_ESCAPED_AND = re.compile("(?:^|&)(?:amp;)+")  # HTML's escape, left in by many feeds
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PLAIN = re.compile(r"[A-Za-z0-9\-._~!$&'()*+,;=:@/?]*")
# Most addresses are in their final spelling: no query, port, upper case in the host, dot segments.
_SIMPLE = re.compile(
    r"https?://([a-z0-9.-]+)((?:/(?:[A-Za-z0-9\-_~!$&'()*+,;=:@][A-Za-z0-9\-._~!$&'()*+,;=:@]*)?)*)"
)
_UNSAFE = re.compile(r"%(?![0-9A-F]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%]")
_PATH_SESSION = re.compile(
    r";(?:jsessionid|phpsessid|sid)=[^/;?]*|/\(S\([0-9a-z]{24}\)\)(?=/|$)", re.IGNORECASE
)
_MAY_SHORTEN = re.compile(r"[;(]|amp")
_AMP_END = re.compile(r"(?<=[^/])/amp$|(?<=[^/.])\.amp(?=(?:\.html?)?$)")
_NAMING_FRAGMENT = re.compile(r"[!/].|[a-z]{0,2}[0-9]{6,}$", re.ASCII)
_AMP_PARAMETERS = frozenset({("amp", ""), ("amp", "1"), ("amp", "true"), ("outputtype", "amp")})


@dataclass(frozen=True, slots=True)
class Address:
    """A Web address taken apart: normalised in spelling, with nothing left out but user names."""

    host: str  # lower case, ASCII, without "www."; an IPv6 address in brackets
    port: int | None  # None: the scheme's own
    path: str  # starts with "/" or is ""
    query: tuple[tuple[str, str | None], ...]  # as written; None: no "=" there
    fragment: str

    def parameter(self, name: str) -> str:
        """The first value of a query parameter, still percent-encoded; "" where there is none."""
        return next((value for key, value in self.query if key == name and value), "")

    def segments(self) -> list[str]:
        """The path's parts, without the empty ones."""
        return [segment for segment in self.path.split("/") if segment]


def parse_address(url: str) -> Address | None:
    """The address, or None for what is no Web address (another scheme, no host, too long)."""
    if len(url) > MAX_LENGTH:
        return None
    if match := _SIMPLE.fullmatch(url):
        host = _host(match[1])
        return None if host is None else Address(host, None, match[2], (), "")
    try:
        parts = urlsplit(_CONTROL.sub("", url).strip(" "))
        port, name = parts.port, parts.hostname
        url.encode()  # a lone surrogate has no place in an address
    except ValueError:
        return None
    if parts.scheme not in ("http", "https", "") or not name:
        return None
    host = _host(name)
    if host is None or port == 0:
        return None
    path = _drop_dots(_normalise(parts.path)) if parts.path else ""
    pairs = [_pair(piece) for piece in _ESCAPED_AND.sub("&", parts.query).split("&") if piece]
    return Address(
        host=host,
        port=None if port in _DEFAULT_PORTS else port,
        path=path,
        query=tuple(pairs),
        fragment=_normalise(parts.fragment),
    )


def plain(url: str) -> tuple[str, str] | None:
    """Host and path of an address that is in its canonical form but for its scheme, as most are."""
    match = _SIMPLE.fullmatch(url) if len(url) <= MAX_LENGTH else None
    if match is None or _MAY_SHORTEN.search(match[2]):
        return None
    host = _host(match[1])
    if host is None or _one_host(host) != host:
        return None
    return host, match[2].rstrip("/")


def tidy(address: Address) -> Address:
    """The address without what tells no pages apart; ``text_of`` it is the canonical form."""
    host = _one_host(address.host)
    path = address.path
    for _ in range(_ENDINGS):
        path = _shorten(path)
    if (host, path) == (address.host, address.path) and not (address.query or address.fragment):
        return address  # as most are
    telling = _telling(replace(address, host=host)) if address.query else ()
    query = tuple(sorted(telling, key=lambda pair: pair[0]))
    fragment = address.fragment if _NAMING_FRAGMENT.match(address.fragment) else ""
    return Address(host, address.port, path, query, fragment)


@lru_cache(maxsize=4096)
def _one_host(host: str) -> str:
    """Of the hosts that show one and the same page, the usual one."""
    while host.startswith("amp.") and "." in host[4:]:
        host = host[4:].removeprefix("www.")
    return _ALSO_AT.get(host) or _MOBILE_WIKI.sub(r"\1\2", host)


def text_of(address: Address) -> str:
    """The address as text, without its scheme."""
    text = address.host if address.port is None else f"{address.host}:{address.port}"
    text += address.path
    if address.query:
        text += f"?{query_text(address.query)}"
    return f"{text}#{address.fragment}" if address.fragment else text


def query_text(query: Iterable[tuple[str, str | None]]) -> str:
    """A query's parameters as text; one without a value has no "="."""
    return "&".join(name if value is None else f"{name}={value}" for name, value in query)


def recognise(address: Address) -> Alias:
    """The address as an alias of its own: every page has one."""
    return Alias("url", text_of(address))


def part(address: str) -> Alias | None:
    """The part of a page that an address names by its fragment; None where it names none."""
    parsed = parse_address(address)
    if parsed is None or not parsed.fragment:
        return None
    return Alias("url", text_of(replace(tidy(parsed), fragment=parsed.fragment)))


def _telling(address: Address) -> Iterator[tuple[str, str | None]]:
    """The query parameters that tell this page from others."""
    pairs = [(name, value or "") for name, value in address.query]
    for pair, is_noise in zip(address.query, noise(address.host, pairs), strict=True):
        if not is_noise and (pair[0].lower(), (pair[1] or "").lower()) not in _AMP_PARAMETERS:
            yield pair


def _shorten(path: str) -> str:
    """Take a session id or an AMP ending off; each can bare another."""
    path = path.rstrip("/")
    if ";" in path or "(" in path:
        path = _drop_dots(_PATH_SESSION.sub("", path)).rstrip("/")
    return (_AMP_END.sub("", path).rstrip("/") or path) if "amp" in path else path


def without_tracking(url: str) -> str:
    """The address as it is to be shown: less what only tells how a reader came; the rest of it
    stays byte for byte."""
    head, mark, fragment = url.partition("#")
    page, question, query = head.partition("?")
    address = parse_address(url) if question else None
    if address is None:
        return url
    pieces = query.split("&")
    pairs = [_name_and_value(piece) for piece in pieces]
    tracked = tracking(address.host, pairs)
    if not any(tracked):
        return url
    kept = [piece for piece, tracks in zip(pieces, tracked, strict=True) if not tracks]
    return page + (f"?{'&'.join(kept)}" if kept else "") + mark + fragment


def without_parameters(url: str, unwanted: Collection[tuple[str, str]]) -> str:
    """The address less these pairs of name and value; the rest of it stays byte for byte."""
    head, mark, fragment = url.partition("#")
    page, question, query = head.partition("?")
    if not question:
        return url
    kept = [piece for piece in query.split("&") if _name_and_value(piece) not in unwanted]
    return page + (f"?{'&'.join(kept)}" if kept else "") + mark + fragment


def _name_and_value(piece: str) -> tuple[str, str]:
    name, _, value = piece.removeprefix("amp;").partition("=")
    return name, value


def url_of(value: str) -> str:
    """The address with the scheme that most sites have."""
    return f"https://{value}"


@lru_cache(maxsize=4096)  # a feed's links share a few hosts, and IDNA is slow
def _host(name: str) -> str | None:
    name = name.rstrip(".").lower()
    if ":" in name:
        try:
            return f"[{ipaddress.IPv6Address(name)}]"
        except ValueError:
            return None
    if not name.isascii():
        try:
            name = idna.encode(name[:300], uts46=True, transitional=False).decode().lower()
        except (idna.IDNAError, UnicodeError):
            return None
    while name.startswith("www.") and "." in name[4:]:
        name = name[4:]
    return name if len(name) <= 253 and _HOST.fullmatch(name) else None


def _pair(piece: str) -> tuple[str, str | None]:
    name, equals, value = piece.partition("=")
    return _normalise(name), _normalise(value) if equals else None


def _normalise(text: str) -> str:
    """Decode what needs no encoding, encode what does, hex digits in upper case."""
    if _PLAIN.fullmatch(text):
        return text
    text = _PERCENT.sub(_decode, text)
    return _UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), text)


def _decode(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _drop_dots(path: str) -> str:
    """RFC 3986 section 5.2.4."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            del kept[max(1, len(kept) - 1) :]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)
