"""A topic's rules: ``watchlists/SLUG.toml`` -> ``Watchlist``.

The file's name is the topic's slug: lower-case letters, digits, ``-`` and ``_``. ``title`` is
the slug in words where absent, ``heading`` is the title. Each of ``[match]``'s lists is that of
``[arxiv]`` where absent, so that a short file says everything once. A topic without categories
looks at every category that is polled. Two topics may share a heading; no two share a slug.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal
from urllib.parse import urlsplit

from tracker.errors import ConfigError
from tracker.escaping import toml_string
from tracker.toml_check import Table, check_categories, nearest, parse_toml, printable
from tracker.values.source_kinds import FEED

Take = Literal["matching", "all"]

MAX_TERM_CHARACTERS = 120  # the longest phrase that anyone looks for is a title
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_TERMS = ("any", "all", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Phrases: one of ``any`` and every one of ``all`` must be found, none of ``none`` may."""

    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArxivRules:
    """What a topic wants of arXiv."""

    categories: tuple[str, ...] = ()
    terms: Terms = Terms()
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRule:
    """A feed of a topic: ``matching`` entries alone belong to the topic, or ``all`` of them."""

    url: str
    name: str = ""
    take: Take = "matching"

    @property
    def source_key(self) -> str:
        """Names the feed's row in the store, and its sightings."""
        return FEED.key(self.url)

    @property
    def shown_name(self) -> str:
        """What entries call the feed: its name, else its address."""
        return self.name or urlsplit(self.url).hostname or self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist:
    """A topic, whole: ``match`` holds the terms for feeds with the arXiv ones filled in."""

    slug: str
    title: str
    heading: str
    tags: tuple[str, ...] = ()
    narrow: bool = False  # where a title names this topic and a wider one, the work stands here
    arxiv: ArxivRules = ArxivRules()
    match: Terms = Terms()
    feeds: tuple[FeedRule, ...] = ()
    path: str = ""

    @property
    def why_idle(self) -> str:
        """Why nothing can come of it, in a line with what to do; "" where something can."""
        terms = (*self.match.any, *self.match.all, *self.arxiv.terms.any, *self.arxiv.terms.all)
        if terms or self.arxiv.authors or any(feed.take == "all" for feed in self.feeds):
            return ""
        if not self.feeds:
            return f"{self.path}: nothing can match; give it phrases, authors or feeds"
        return (
            f"{self.path}: its feeds can bring nothing, since there is no phrase to look for; "
            'give it phrases, or its feeds take = "all"'
        )

    @property
    def phrases(self) -> int:
        """How many different phrases are looked for, in arXiv or in feeds."""
        lists = (self.arxiv.terms.any, self.arxiv.terms.all, self.match.any, self.match.all)
        return len({phrase for phrases in lists for phrase in phrases})


def parse_watchlist(text: str, *, path: str) -> Watchlist:
    """The topic in a file's text. Raises ConfigError that names path and line."""
    slug = slug_of(path)
    top = parse_toml(text, path=path)
    top.check_keys(("title", "heading", "tags", "narrow", "arxiv", "match", "feeds"))
    title = top.string("title") or slug.replace("-", " ").replace("_", " ").capitalize()
    arxiv = _parse_arxiv(top.table("arxiv"))
    match = top.table("match")
    match.check_keys(_TERMS)
    return Watchlist(
        slug=slug,
        title=title,
        heading=top.string("heading") or title,
        tags=top.strings("tags"),
        narrow=top.boolean("narrow"),
        arxiv=arxiv,
        match=_parse_terms(match, arxiv.terms),
        feeds=_parse_feeds(top.tables("feeds")),
        path=path,
    )


def slug_of(path: str) -> str:
    """The slug that a file's name gives. Raises ConfigError for a name that is none."""
    stem = PurePath(path).name.removesuffix(".toml")
    if not _SLUG.fullmatch(stem):
        better = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:64] or "topic"
        message = (
            "a watchlist's file name holds lower-case letters, digits, - and _; "
            f'name it "{better}.toml"'
        )
        raise ConfigError(message, path=path)
    return stem


def check_watchlists(watchlists: Sequence[Watchlist]) -> None:
    """Raise ConfigError when two files describe one topic."""
    seen: dict[str, Watchlist] = {}
    for watchlist in watchlists:
        other = seen.setdefault(watchlist.slug.casefold(), watchlist)
        if other is not watchlist:
            message = f'the topic "{watchlist.slug}" is described by {other.path} already'
            raise ConfigError(message, path=watchlist.path)


def with_heading(text: str, heading: str) -> str:
    """The watchlist's text with that heading; all else stays as it is."""
    line = f"heading = {toml_string(heading)}"
    new, count = re.subn(r"(?m)^heading[ \t]*=.*$", lambda _: line, text, count=1)
    if not count:
        new, count = re.subn(r"(?m)^title[ \t]*=.*$", lambda m: f"{m[0]}\n{line}", text, count=1)
    return new if count else f"{line}\n{text}"


def add_feed(text: str, feed: FeedRule) -> str:
    """The watchlist's text with one more feed, behind its last one; all else stays as it is.

    A feed that the text has already changes nothing. Raises ConfigError.
    """
    return add_feeds(text, [feed])[0]


def add_feeds(text: str, feeds: Iterable[FeedRule]) -> tuple[str, int]:
    """The same with several, and how many were added. Raises ConfigError."""
    top = parse_toml(text, path="watchlist")
    tables = top.tables("feeds")
    present = {table.values.get("url") for table in tables}
    new = {feed.url: feed for feed in feeds if feed.url not in present}
    if not new:
        return text, 0
    if tables and tables[0].line() not in top.headers:
        raise top.error('write "feeds" as [[feeds]], one table a feed, to have one added', "feeds")
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = _LINE.findall(text)
    at = _end_of_feeds(lines, top, len(tables))
    before, after = "".join(lines[:at]), "".join(lines[at:])
    if before and not before.endswith("\n"):
        before += newline
    gap = newline if before.strip("\ufeff") else ""
    gap_after = newline if after and not _is_blank(after.split("\n", 1)[0]) else ""
    blocks = (newline.join([*_render_feed(feed), ""]) for feed in new.values())
    return before + gap + newline.join(blocks) + gap_after + after, len(new)


def render_watchlist(watchlist: Watchlist) -> str:
    """A file that ``parse_watchlist`` reads back as the same topic, invisible characters aside."""
    lines = [f"title = {toml_string(watchlist.title)}"]
    if watchlist.heading != watchlist.title:
        lines.append(f"heading = {toml_string(watchlist.heading)}")
    lines.extend(_render_lists({"tags": watchlist.tags}))
    if watchlist.narrow:
        lines.append("narrow = true")
    arxiv = watchlist.arxiv
    sections = {
        "arxiv": {
            "categories": arxiv.categories,
            **{key: getattr(arxiv.terms, key) for key in _TERMS},
            "authors": arxiv.authors,
        },
    }
    for name, lists in sections.items():
        if rendered := _render_lists(lists):
            lines.extend(["", f"[{name}]", *rendered])
    if differing := _render_differing(watchlist):
        lines.extend(["", "[match]", *differing])
    for feed in watchlist.feeds:
        lines.extend(["", *_render_feed(feed)])
    return "\n".join(lines) + "\n"


def _parse_arxiv(table: Table) -> ArxivRules:
    table.check_keys(("categories", *_TERMS, "authors"))
    rules = ArxivRules(
        categories=check_categories(table, "categories"),
        terms=_parse_terms(table, Terms()),
        authors=_checked(table, "authors"),
    )
    if rules.categories and not (rules.terms.any or rules.terms.all or rules.authors):
        message = '[arxiv] has categories but nothing to look for; give "any", "all" or "authors"'
        raise table.error(message, "categories")
    return rules


def _parse_terms(table: Table, absent: Terms) -> Terms:
    lists = {
        key: _checked(table, key) if key in table.values else getattr(absent, key) for key in _TERMS
    }
    for key in ("any", "all"):
        for term in lists[key]:
            if term in lists["none"]:
                at = key if key in table.values else "none"
                raise table.error(f'"{printable(term)}" stands in "{key}" and in "none"', at)
    return Terms(**lists)


def _checked(table: Table, key: str) -> tuple[str, ...]:
    """Phrases or names. Each needs a letter or digit: what is compared are words."""
    terms = table.strings(key)
    for term in terms:
        if not any(character.isalnum() for character in term):
            raise table.error(f'"{printable(term)}" in "{key}" holds no word', key)
        if len(term) > MAX_TERM_CHARACTERS:
            message = (
                f'"{printable(term)}" in "{key}" is longer than {MAX_TERM_CHARACTERS} characters'
            )
            raise table.error(message, key)
    return terms


def _parse_feeds(tables: Sequence[Table]) -> tuple[FeedRule, ...]:
    feeds: dict[str, FeedRule] = {}
    for table in tables:
        table.check_keys(("url", "name", "take"))
        url = table.string("url")
        if not is_feed_url(url):
            raise table.error('a feed needs "url", an address with http:// or https://', "url")
        if url in feeds:
            raise table.error(f'"{printable(url)}" stands here twice', "url")
        feeds[url] = FeedRule(url=url, name=table.string("name"), take=_parse_take(table))
    return tuple(feeds.values())


def _parse_take(table: Table) -> Take:
    match table.string("take", "matching"):
        case "matching":
            return "matching"
        case "all":
            return "all"
        case other:
            hint = nearest(other, ("matching", "all"))
            raise table.error(f'"take" cannot be "{printable(other)}"{hint}', "take")


def is_feed_url(url: str) -> bool:
    """An absolute http(s) address that can stand in a watchlist."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and not re.search(r"\s", url)


def _end_of_feeds(lines: list[str], top: Table, count: int) -> int:
    """The index of the line before which a new feed goes: behind the last one, else the end.

    A comment that stands right in front of the next table belongs to that table.
    """
    if not count:
        return len(lines)
    last = top.line("feeds", count - 1) or 1
    later = [line for line in top.headers if line > last]
    if not later:
        return len(lines)
    at = min(later) - 1
    while lines[at - 1].lstrip().startswith("#"):
        at -= 1
    while _is_blank(lines[at - 1]):
        at -= 1
    return at


def _is_blank(line: str) -> bool:
    return not line.strip()


def _render_feed(feed: FeedRule) -> list[str]:
    lines = ["[[feeds]]", f"url = {toml_string(feed.url)}"]
    if feed.name:
        lines.append(f"name = {toml_string(feed.name)}")
    if feed.take != "matching":
        lines.append(f"take = {toml_string(feed.take)}")
    return lines


def _render_lists(lists: dict[str, tuple[str, ...]]) -> list[str]:
    return [
        f"{key} = [{', '.join(toml_string(value) for value in values)}]"
        for key, values in lists.items()
        if values
    ]


def _render_differing(watchlist: Watchlist) -> list[str]:
    """The ``[match]`` lists that are not those of ``[arxiv]``; an empty one is written too."""
    lines: list[str] = []
    for key in _TERMS:
        values = getattr(watchlist.match, key)
        if values != getattr(watchlist.arxiv.terms, key):
            lines.extend(_render_lists({key: values}) or [f"{key} = []"])
    return lines
