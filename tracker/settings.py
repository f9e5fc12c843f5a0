"""The author's settings: ``tracker.toml`` -> ``Settings``.

The dataclasses are the one table of sections, keys, types, defaults, limits and sentences: the
reader checks against them, and the file that ``tracker init`` writes is rendered from them.
Every key has a default, an empty file works, and a key that is not in the table is an error.
"""

from __future__ import annotations

import ipaddress
import textwrap
from dataclasses import Field, dataclass, field, fields
from typing import Any
from urllib.parse import urlsplit

from tracker.toml_check import Table, check_categories, nearest, parse_toml, printable

ARXIV_URL = "https://export.arxiv.org"
LISTING_URL = "https://rss.arxiv.org"
ATTENTION_KINDS = ("huggingface", "hackernews")
ARXIV_DELAY_SECONDS = 3.0  # arXiv API terms of use: one request every three seconds


def _setting(
    default: Any,
    sentence: str,
    *,
    low: float | None = None,
    high: float | None = None,
    choices: tuple[str, ...] = (),
    shown: Any = None,
) -> Any:
    """A key: its default, what it means, its limits, and the default as the file shows it."""
    metadata = {"sentence": sentence, "low": low, "high": high, "choices": choices}
    return field(default=default, metadata={**metadata, "shown": shown or default})


@dataclass(frozen=True, slots=True, kw_only=True)
class ArxivSettings:
    """How arXiv is asked."""

    base_url: str = _setting(ARXIV_URL, "The API's address; /api/query is appended.")
    listing_url: str = _setting(
        "",
        "The daily listing's address; /atom/... is appended. Follows base_url where only that "
        "is set.",
        shown=LISTING_URL,
    )
    page_size: int = _setting(1000, "Entries asked for at once.", low=1, high=2000)
    delay_seconds: float = _setting(
        3.0,
        "Pause between two requests. Less than 3 is obeyed for an address of this machine alone.",
        low=0,
        high=3600,
    )
    timeout_seconds: float = _setting(60.0, "For one whole answer.", low=1, high=3600)
    overlap_days: int = _setting(
        7,
        "How far behind the newest paper the day's first poll reads again: papers held by "
        "moderation appear late.",
        low=0,
        high=90,
    )
    categories: tuple[str, ...] = _setting(
        (), 'Polled besides the watchlists\' own, such as ["cs.CL", "cs.CV"].'
    )

    @property
    def api_url(self) -> str:
        """The address of queries, without ``?``."""
        return f"{self._root}/api/query"

    @property
    def listing_base(self) -> str:
        """The address that ``/atom/cs.CL+cs.CV`` is appended to."""
        if self.listing_url:
            return self.listing_url.rstrip("/").removesuffix("/atom").removesuffix("/rss")
        return LISTING_URL if self._root == ARXIV_URL else self._root

    @property
    def gap_seconds(self) -> float:
        """The pause that is kept: arXiv's own minimum, but for an address of this machine."""
        if _is_loopback(self.base_url):
            return self.delay_seconds
        return max(self.delay_seconds, ARXIV_DELAY_SECONDS)

    @property
    def _root(self) -> str:
        return self.base_url.rstrip("/").removesuffix("/api/query").rstrip("/")


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSettings:
    """Limits of every request but arXiv's own pause."""

    timeout_seconds: float = _setting(20.0, "For one whole answer.", low=0.1, high=3600)
    max_body_mb: float = _setting(
        15.0, "Size of an answer, counted unpacked.", low=0.001, high=1024
    )
    concurrency: int = _setting(20, "Requests at once; a host gets one at a time.", low=1, high=200)
    contact: str = _setting(
        "", "An address or URL of yours, told to servers so that they can reach you."
    )
    allow_private_hosts: bool = _setting(
        False, "Also ask addresses of this machine and of private networks."
    )

    @property
    def max_body_bytes(self) -> int:
        return int(self.max_body_mb * 1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSettings:
    """What a draft looks like."""

    per_topic: int = _setting(10, "Entries proposed per topic.", low=1, high=1000)
    template: str = _setting(
        "living-post", 'The form of entries: "living-post", "link-blog", or one in templates/.'
    )
    front_matter: str = _setting(
        "jekyll", 'Of the draft: "jekyll" (YAML) or "hugo" (TOML).', choices=("jekyll", "hugo")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingSettings:
    """What comes first."""

    seeds: str = _setting(
        "",
        "A file of works that you like, from this folder: links or identifiers one a line, "
        "or OPML or BibTeX. The ranking learns from them.",
    )
    explore: float = _setting(
        0.1,
        "Share of a topic's places for works that the ranking would not show, so that it learns.",
        low=0,
        high=1,
    )
    expire_drafts: int = _setting(
        4,
        "An entry that you leave undecided makes room after so many later days of drafting.",
        low=1,
        high=1000,
    )
    reader: str = _setting(
        "",
        "A language model, as the llm package names it, that reads the titles of each topic's "
        "first 150 works and puts the best first.",
    )
    reader_timeout_seconds: float = _setting(
        120.0, "For its answer on one topic.", low=1, high=3600
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionSettings:
    """A site whose votes count in the ranking: one ``[[attention]]``."""

    kind: str = _setting("huggingface", "Which site.", choices=ATTENTION_KINDS)
    base_url: str = _setting("", "Its address, for a mirror; without it, the site's own.")
    days: int = _setting(7, "How many days back votes are asked for.", low=1, high=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostSettings:
    """The living post and where entries go."""

    path: str = _setting(
        "", "The living Markdown file, from this folder; without one, nothing is published."
    )
    position: str = _setting(
        "end", 'New entries "end" or "start" a section\'s list.', choices=("end", "start")
    )
    date_key: str = _setting(
        "last_modified_at", "The front matter key that is updated where it stands."
    )
    markers: bool = _setting(False, "Leave each entry's invisible marker in the post.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseSettings:
    """The store."""

    path: str = _setting("tracker.db", "The SQLite file, from this folder.")
    keep_unmatched_days: int = _setting(
        365, "How long works that match no topic are kept.", low=1, high=36_500
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All of ``tracker.toml``."""

    arxiv: ArxivSettings = ArxivSettings()
    network: NetworkSettings = NetworkSettings()
    draft: DraftSettings = DraftSettings()
    ranking: RankingSettings = RankingSettings()
    post: PostSettings = PostSettings()
    database: DatabaseSettings = DatabaseSettings()
    attention: tuple[AttentionSettings, ...] = ()


def parse_settings(text: str, *, path: str = "tracker.toml") -> Settings:
    """The settings in a file's text. Raises ConfigError that names path and line."""
    top = parse_toml(text, path=path)
    sections = _sections()
    top.check_keys([*sections, "attention"], word="section")
    return Settings(
        attention=_parse_attention(top),
        **{name: _parse_section(top.table(name), of) for name, of in sections.items()},
    )


def _parse_attention(top: Table) -> tuple[AttentionSettings, ...]:
    """The sites, each once: a site's votes must not count twice."""
    found: dict[str, AttentionSettings] = {}
    for table in top.tables("attention"):
        one: AttentionSettings = _parse_section(table, AttentionSettings())
        if "kind" not in table.values:
            raise table.error(f'"kind" is missing; known are {", ".join(ATTENTION_KINDS)}')
        if one.kind in found:
            raise table.error(f'"{one.kind}" stands in two [[attention]]; remove one', "kind")
        found[one.kind] = one
    return tuple(found.values())


def render_settings() -> str:
    """The file that ``tracker init`` writes: every key with its default, commented out."""
    lines = ["# Settings of tracker. Take the # away from a line to change it.", ""]
    for name, section in _sections().items():
        lines.append(f"[{name}]")
        for key in fields(section):
            comment = textwrap.wrap(key.metadata["sentence"], 76)
            lines.extend(f"# {line}" for line in comment)
            lines.append(f"#{key.name} = {_toml_value(key.metadata['shown'])}")
        lines.append("")
    return "\n".join(lines) + _ATTENTION_SAMPLE


_ATTENTION_SAMPLE = """
# Votes of a site for works count in the ranking; as many [[attention]] as you
# like, a kind once: "huggingface" (daily papers), "hackernews" (stories).
# [[attention]]
# kind = "huggingface"
# Its address, for a mirror; without it, the site's own.
# base_url = "https://huggingface.co"
# How many days back votes are asked for.
# days = 7
"""


def _sections() -> dict[str, Any]:
    """Each section's name and its defaults."""
    default = Settings()
    names = [section.name for section in fields(Settings) if section.name != "attention"]
    return {name: getattr(default, name) for name in names}


def _parse_section(table: Table, default: Any) -> Any:
    known = {key.name: key for key in fields(default)}
    table.check_keys(known)
    section = type(default)(**{name: _parse_value(table, known[name]) for name in table.values})
    for check in _CHECKS.get(type(default), ()):
        check(table, section)
    return section


def _parse_value(table: Table, key: Field[Any]) -> Any:
    """The value of a key that stands in the table, of its default's type, within its limits."""
    name, kind = key.name, type(key.default)
    value = table.values[name]
    if kind is tuple:
        return check_categories(table, name)
    if kind is str:
        text = table.string(name)
        choices = key.metadata["choices"]
        if choices and text not in choices:
            raise table.error(
                f'"{name}" cannot be "{printable(text)}"{nearest(text, choices)}', name
            )
        return text
    if kind is bool:
        if not isinstance(value, bool):
            raise table.wrong_type(name, "true or false")
        return value
    return _parse_number(table, key)


def _parse_number(table: Table, key: Field[Any]) -> float:
    name, value = key.name, table.values[key.name]
    is_whole = isinstance(key.default, int)
    low, high = key.metadata["low"], key.metadata["high"]
    if isinstance(value, bool) or not isinstance(value, int if is_whole else (int, float)):
        raise table.wrong_type(name, "a whole number" if is_whole else "a number")
    if not low <= value <= high:  # also refuses nan
        raise table.error(f'"{name}" must be between {low:g} and {high:g}', name)
    return value if is_whole else float(value)


def _check_addresses(table: Table, section: ArxivSettings | AttentionSettings) -> None:
    for key in {"base_url", "listing_url"} & table.values.keys():
        if not _is_address(getattr(section, key)):
            raise table.error(
                f'"{key}" must be an address such as "{ARXIV_URL}", without query', key
            )


def _check_contact(table: Table, section: NetworkSettings) -> None:
    if not section.contact.isascii():  # it goes into a header
        raise table.error('"contact" must be ASCII, an e-mail address or URL', "contact")


def _check_template(table: Table, section: DraftSettings) -> None:
    if not section.template or any(mark in section.template for mark in "/\\:"):
        raise table.error('"template" must be a name, without a folder', "template")


def _check_database(table: Table, section: DatabaseSettings) -> None:
    if not section.path:
        raise table.error('"path" must name a file', "path")


_CHECKS: dict[type, tuple[Any, ...]] = {
    ArxivSettings: (_check_addresses,),
    AttentionSettings: (_check_addresses,),
    NetworkSettings: (_check_contact,),
    DraftSettings: (_check_template,),
    DatabaseSettings: (_check_database,),
}


def _is_address(url: str) -> bool:
    """An absolute http(s) address that paths can be appended to.

    Braces are refused because the address becomes part of a format string.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    is_plain = not any(mark in url for mark in "?#{} \\")
    return parts.scheme in ("http", "https") and bool(host) and is_plain


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _toml_value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    return "[]" if value == () else f"{value:g}"
