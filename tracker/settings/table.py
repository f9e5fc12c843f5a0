"""The one table of sections, keys, types, defaults, limits and sentences, as dataclasses.

The reader checks against them, and the file that ``tracker init`` writes is rendered from them.
Every key has a default.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import urlsplit

ARXIV_URL = "https://export.arxiv.org"
LISTING_URL = "https://rss.arxiv.org"
ATTENTION_KINDS = ("huggingface", "hackernews")
DRAFT_SIZE = 30
ARXIV_DELAY_SECONDS = 3.0  # arXiv API terms of use: one request every three seconds


def _setting(
    default: Any,
    sentence: str,
    *,
    low: float | None = None,
    high: float | None = None,
    choices: tuple[str, ...] = (),
    shown: Any = None,
    words: bool = False,
) -> Any:
    """A key: its default, what it means, its limits, and the default as the file shows it.
    ``words`` says of a list that any strings may stand in it; else it holds arXiv's categories."""
    metadata = {"sentence": sentence, "low": low, "high": high, "choices": choices, "words": words}
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
        """The largest answer that is read, in bytes."""
        return int(self.max_body_mb * 1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSettings:
    """What a draft looks like."""

    size: int = _setting(
        0,
        "Undecided entries that a draft is filled up to; as many new ones come on top.",
        low=1,
        high=1000,
        shown=DRAFT_SIZE,
    )
    least_per_topic: int = _setting(
        3,
        "Of these, so many of each topic that has them, before the best of all topics.",
        low=0,
        high=1000,
    )
    per_topic: int = _setting(
        0,
        "Of a topic at most so many, or 0. Where it stands without size, it alone counts.",
        low=0,
        high=1000,
    )
    template: str = _setting(
        "auto",
        'The form of entries: "auto" (that of the section\'s list in the post), "one-line", '
        '"living-post", "link-blog", or one in templates/.',
    )
    abstracts: bool = _setting(
        False, "Put each work's abstract into its entry, as a comment that is not published."
    )
    sentence_length: int = _setting(
        160,
        "The most characters of the sentence that says what a work is.",
        low=60,
        high=400,
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
        0.0,
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
        "first 300 works and puts the best first.",
    )
    reader_reasons: bool = _setting(False, "Tell it also the reasons that you gave for rejections.")
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
    new_headings: tuple[str, ...] = _setting(
        (),
        "Headings that the post lacks and that publish may create: no draft warns of them.",
        words=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleSettings:
    """Who polls: see docs/scaling.md."""

    engine: str = _setting(
        "local",
        'Who asks feeds: "local" (this process) or "dask" (workers of a Dask cluster).',
        choices=("local", "dask"),
    )
    address: str = _setting(
        "", 'Of the Dask scheduler, such as "tls://10.0.0.5:8786", or "tcp://...".'
    )
    shard_size: int = _setting(50, "Feeds that a worker gets at once.", low=1, high=10_000)


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
    scale: ScaleSettings = ScaleSettings()
    attention: tuple[AttentionSettings, ...] = ()


def sections() -> dict[str, Any]:
    """Each section's name and its defaults."""
    default = Settings()
    names = [section.name for section in fields(Settings) if section.name != "attention"]
    return {name: getattr(default, name) for name in names}


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
