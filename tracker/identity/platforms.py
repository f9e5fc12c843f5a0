"""Videos, repositories, releases, models and datasets by their name on a platform.

YouTube: eleven characters, case counts; ``t=`` is a place within. GitHub: owner and name, blind to
case; the root, its tree and its README are the repository, a release is a work of its own, and
any other page (an issue, a file, a commit) is a page. Hugging Face: likewise, case kept.
"""

from __future__ import annotations

import re

from tracker.identity.url import Address
from tracker.values import Alias

_VIDEO = re.compile(r"[A-Za-z0-9_-]{11}")
_VIDEO_HOSTS_WORDS = "youtube.com m.youtube.com music.youtube.com youtube-nocookie.com"
_FULL_HOSTS = frozenset(_VIDEO_HOSTS_WORDS.split())
VIDEO_HOSTS = _FULL_HOSTS | {"youtu.be"}
_VIDEO_PATHS_WORDS = "embed shorts live v e vi"
_VIDEO_PATHS = frozenset(_VIDEO_PATHS_WORDS.split())

_REPOSITORY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})/(?!\.{1,2}$)[\w.-]{1,100}", re.ASCII)
_NO_OWNERS_WORDS = (
    "about account apps blog collections contact customer-stories dashboard discussions enterprise"
    " events explore features gist github-copilot issues join login logout marketplace new"
    " notifications orgs organizations pricing pulls readme resources search security sessions"
    " settings signup site solutions sponsors stars team topics trending users watching"
)
_NO_OWNERS = frozenset(_NO_OWNERS_WORDS.split())
_README = re.compile(r"readme(?:\.(?:md|rst|txt|org|adoc))?", re.IGNORECASE)

_HF_HOSTS_WORDS = "huggingface.co hf.co hf-mirror.com"
HF_HOSTS = frozenset(_HF_HOSTS_WORDS.split())
_HF_NAME = re.compile(r"[\w.-]{1,96}/[\w.-]{1,96}", re.ASCII)
_HF_NO_OWNERS_WORDS = (
    "api blog chat collections changelog docs datasets enterprise front inference join languages"
    " learn login logout metrics models new notifications organizations papers posts pricing"
    " privacy search settings spaces storage subscribe support tasks terms-of-service"
)
_HF_NO_OWNERS = frozenset(_HF_NO_OWNERS_WORDS.split())


def recognise_youtube(address: Address) -> Alias | None:
    """The video that an address plays."""
    parts = address.segments()
    video = ""
    if address.host == "youtu.be" and len(parts) == 1:
        video = parts[0]
    elif address.host in _FULL_HOSTS:
        if parts == ["watch"]:
            video = address.parameter("v")
        elif len(parts) == 2 and parts[0] in _VIDEO_PATHS:
            video = parts[1]
    return Alias("youtube", video) if parse_youtube(video) else None


def parse_youtube(value: str) -> str | None:
    """A video's identifier as it is stored."""
    return value if _VIDEO.fullmatch(value) else None


def youtube_url(value: str) -> str:
    """The page that plays the video."""
    return f"https://www.youtube.com/watch?v={value}"


def recognise_github(address: Address) -> Alias | None:
    """The repository whose own page an address is; a file or an issue is no repository."""
    if address.host != "github.com":
        return None
    parts = address.segments()
    name = parse_github("/".join(parts[:2]))
    if name is None or not _is_root(parts[2:]):
        return None
    return Alias("github", name)


def parse_github(value: str) -> str | None:
    """``owner/name`` in lower case, as GitHub compares it."""
    value = value.removesuffix("/").removesuffix(".git")
    if not _REPOSITORY.fullmatch(value) or value.partition("/")[0].lower() in _NO_OWNERS:
        return None
    return value.lower()


def github_url(value: str) -> str:
    """The repository's page."""
    return f"https://github.com/{value}"


def recognise_release(address: Address) -> Alias | None:
    """The release whose page an address is."""
    parts = address.segments()
    if address.host != "github.com" or parts[2:4] != ["releases", "tag"] or len(parts) < 5:
        return None
    value = parse_release(f"{'/'.join(parts[:2])}@{'/'.join(parts[4:])}")
    return Alias("github-release", value) if value else None


def parse_release(value: str) -> str | None:
    """``owner/name@tag``; the tag keeps its case."""
    name, at, tag = value.partition("@")
    repository = parse_github(name)
    fits = at and re.fullmatch(r"[^\s?#\x00-\x1f\x7f]{1,200}", tag) and tag.isascii()
    return f"{repository}@{tag}" if repository and fits else None


def release_url(value: str) -> str:
    """The release's page."""
    name, _, tag = value.partition("@")
    return f"https://github.com/{name}/releases/tag/{tag}"


def recognise_hf(address: Address) -> Alias | None:
    """The model, dataset or space whose own page an address is."""
    if address.host not in HF_HOSTS:
        return None
    parts = address.segments()
    size = 3 if parts[:1] in (["datasets"], ["spaces"]) else 2
    value = parse_hf("/".join(parts[:size]))
    return Alias("hf", value) if value and _is_root(parts[size:]) else None


def parse_hf(value: str) -> str | None:
    """``owner/name`` for a model, ``datasets/owner/name`` and ``spaces/owner/name``."""
    value = value.removeprefix("models/")
    name = value.removeprefix("datasets/").removeprefix("spaces/")
    if not _HF_NAME.fullmatch(name) or name.partition("/")[0].lower() in _HF_NO_OWNERS:
        return None
    return value


def hf_url(value: str) -> str:
    """The page at Hugging Face."""
    return f"https://huggingface.co/{value}"


def _is_root(rest: list[str]) -> bool:
    """Is what follows the name still the whole: nothing, its tree, its README?"""
    match rest:
        case [] | ["tree", _]:
            return True
        case ["blob", _, name]:
            return _README.fullmatch(name) is not None
    return False
