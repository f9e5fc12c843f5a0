"""From what a source or a person writes to an alias: the ordered table of schemes.

The first scheme that knows an address names it: an address has one strongest alias, and a bare
address only where no scheme knows it. Whatever is written, there is never an exception.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from tracker.identity import arxiv, doi, platforms, url, venues
from tracker.identity.url import Address, parse_address
from tracker.identity.wrappers import may_wrap, unwrap
from tracker.values import Alias, Kind


@dataclass(frozen=True, slots=True)
class Scheme:
    """Where one scheme stands, how it is read from an address or a written value, and opened."""

    name: str
    is_at: Callable[[str], bool]  # may addresses of this host be of the scheme?
    recognise: Callable[[Address], Alias | None]
    read: Callable[[str], Alias | None]
    url_of: Callable[[str], str]


def _values(name: str, parse: Callable[[str], str | None]) -> Callable[[str], Alias | None]:
    """A reader of values, for a scheme whose values stand for nothing but themselves."""

    def read(text: str) -> Alias | None:
        value = parse(text)
        return None if value is None else Alias(name, value)

    return read


def _read_address(text: str) -> Alias | None:
    return _of_address(f"//{text}")


SCHEMES = (
    Scheme("arxiv", arxiv.is_at, arxiv.recognise, _values("arxiv", arxiv.parse), arxiv.url_of),
    Scheme(
        "acl",
        venues.ACL_HOSTS.__contains__,
        venues.recognise_acl,
        _values("acl", venues.parse_acl),
        venues.acl_url,
    ),
    Scheme("doi", doi.is_at, doi.recognise, doi.to_alias, doi.url_of),
    Scheme(
        "openreview",
        "openreview.net".__eq__,
        venues.recognise_openreview,
        _values("openreview", venues.parse_openreview),
        venues.openreview_url,
    ),
    Scheme(
        "pmlr",
        venues.PMLR_PATHS.__contains__,
        venues.recognise_pmlr,
        _values("pmlr", venues.parse_pmlr),
        venues.pmlr_url,
    ),
    Scheme(
        "neurips",
        venues.NEURIPS_HOSTS.__contains__,
        venues.recognise_neurips,
        _values("neurips", venues.parse_neurips),
        venues.neurips_url,
    ),
    Scheme(
        "youtube",
        platforms.VIDEO_HOSTS.__contains__,
        platforms.recognise_youtube,
        _values("youtube", platforms.parse_youtube),
        platforms.youtube_url,
    ),
    Scheme(
        "github-release",
        "github.com".__eq__,
        platforms.recognise_release,
        _values("github-release", platforms.parse_release),
        platforms.release_url,
    ),
    Scheme(
        "github",
        "github.com".__eq__,
        platforms.recognise_github,
        _values("github", platforms.parse_github),
        platforms.github_url,
    ),
    Scheme(
        "hf",
        platforms.HF_HOSTS.__contains__,
        platforms.recognise_hf,
        _values("hf", platforms.parse_hf),
        platforms.hf_url,
    ),
    Scheme("url", lambda host: True, url.recognise, _read_address, url.url_of),
)
_BY_NAME = {scheme.name: scheme for scheme in SCHEMES}
_PAPERS = frozenset({"arxiv", "acl", "doi", "openreview", "pmlr", "neurips"})
_DEPOSITS = ("10.5281/", "10.6084/")  # DOIs of Zenodo and figshare: of whatever was put there
_WEB = re.compile(r"(?i)https?://|//")
_BARE_HOST = re.compile(r"[^\s/?#:@]+\.[^\s/?#:@.\d][^\s/?#:@.]*\.?(?::\d+)?(?:[/?#].*)?")
_ENCYCLOPEDIA = re.compile(r"(?:[a-z-]+\.)?(?:m\.)?wikipedia\.org/")
_ROUNDS = 6  # real addresses settle in two
# How a paper is mostly linked: a post of ten megabytes has a hundred thousand of these.
_PAPER = re.compile(r"https://arxiv\.org/(?:abs|pdf)/([0-9]{4}\.[0-9]{5})(?:v[1-9][0-9]?)?")
# An address with nothing before its host and no port, as nearly all are.
_HOST = re.compile(r"https?://([a-z0-9.-]+)(?:[/?#]|\Z)")
_GIT = re.compile(r"(?:ssh://)?git@github\.com[:/](.+)")


def aliases_of_url(address: str) -> tuple[Alias, ...]:
    """The strong identities of a Web address: its strongest alias, or none."""
    alias = _of_address(address)
    return () if alias is None else (alias,)


def is_mere_page(address: str) -> bool:
    """Whether the host alone shows that an address is known by no scheme and leads to no other one:
    at a tenth of what it costs to ask for its alias, which False does not rule out."""
    match = _HOST.match(address)
    return match is not None and _is_mere_host(match[1])


def parse_reference(text: str) -> Alias | None:
    """The alias that a person or a file means: an id, a DOI, an address, ``scheme:value``."""
    text = text[: url.MAX_LENGTH + 64].strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1].strip()
    if _WEB.match(text):
        return _of_address(text)
    name, colon, value = text.partition(":")
    scheme = _BY_NAME.get(name.strip().lower()) if colon else None
    if scheme is not None:
        return _of_value(scheme, value.strip())
    if match := _GIT.fullmatch(text):
        return _of_value(_BY_NAME["github"], match[1])
    if arxiv_id := arxiv.parse(text):
        return Alias("arxiv", arxiv_id)
    if known_doi := doi.to_alias(text):
        return known_doi
    return _of_address(f"//{text}") if _BARE_HOST.fullmatch(text) else None


def parse_stated(text: str) -> Alias | None:
    """The alias that a source states: as ``parse_reference``, but no address without its scheme.

    A feed's GUID such as ``post.1234`` is no host name.
    """
    alias = parse_reference(text)
    bare = alias is not None and alias.scheme == "url" and not _WEB.match(text.strip())
    return None if bare else alias


def is_paper(alias: Alias) -> bool:
    """Whether the alias alone says that the work is a paper."""
    return alias.scheme in _PAPERS and not alias.value.startswith(_DEPOSITS)


def url_of(alias: Alias) -> str:
    """The address that a person opens."""
    scheme = _BY_NAME.get(alias.scheme)
    return "" if scheme is None else scheme.url_of(alias.value)


def kind_of(aliases: Iterable[Alias], stated: Kind) -> Kind:
    """What a work is: its strongest alias says it where it can, else the source is believed."""
    for alias in sorted(aliases, key=rank):
        if is_paper(alias):
            return Kind.PAPER
        if alias.scheme == "youtube":
            return Kind.VIDEO
        if alias.scheme.startswith("github"):
            return Kind.CODE
        if alias.scheme == "hf" and not alias.value.startswith("spaces/"):
            return Kind.DATASET if alias.value.startswith("datasets/") else Kind.MODEL
        if alias.scheme == "url" and _ENCYCLOPEDIA.match(alias.value):
            return Kind.PAGE  # which nobody posted
    return stated


def rank(alias: Alias) -> tuple[int, Alias]:
    """A sort key: the strongest scheme first, as in the table."""
    return _RANKS.get(alias.scheme, len(SCHEMES)), alias


_RANKS = {scheme.name: number for number, scheme in enumerate(SCHEMES)}


@lru_cache(maxsize=2048)  # the entries of a feed link its own pages again and again
def _of_address(text: str) -> Alias | None:
    """Read an address again until nothing changes.

    Without its tracking, session or AMP parts it may turn out to be one that a scheme knows, or a
    wrapper. What does not come to an end identifies nothing.
    """
    if (paper := _PAPER.fullmatch(text)) and (value := arxiv.parse(paper[1])):
        return Alias("arxiv", value)
    if (plain := url.plain(text)) and _is_plain(plain[0]):
        return Alias("url", "".join(plain))
    address = parse_address(text)
    for _ in range(_ROUNDS):
        address = None if address is None else unwrap(address)
        if address is None:
            return None
        alias = _recognise(address)
        tidied = url.tidy(address)
        if alias.scheme != "url" or tidied is address or tidied == address:
            return alias
        address = tidied
    return None


def _recognise(address: Address) -> Alias:
    for recognise in _recognisers(address.host):
        if alias := recognise(address):
            return alias
    return url.recognise(address)


@lru_cache(maxsize=4096)
def _is_plain(host: str) -> bool:
    """Whether the pages of a host are just pages: of no scheme, and leading to no other one."""
    return not (_recognisers(host) or may_wrap(host) or host.startswith("amp."))


@lru_cache(maxsize=4096)
def _is_mere_host(name: str) -> bool:
    """The same of a host as it is written, which must not be another name of a known one."""
    host = url.plain(f"https://{name}")
    return host is not None and _is_plain(host[0])


@lru_cache(maxsize=4096)
def _recognisers(host: str) -> tuple[Callable[[Address], Alias | None], ...]:
    """Those of the schemes that a host may show; most show none."""
    return tuple(scheme.recognise for scheme in SCHEMES[:-1] if scheme.is_at(host))


def _of_value(scheme: Scheme, value: str) -> Alias | None:
    # "doi:https://doi.org/10..." is written too
    return _of_address(value) if _WEB.match(value) else scheme.read(value)
