"""What each command costs as the store grows: time and memory from 10,000 to 1,000,000 works.

    python benchmarks/large_store.py [10000 100000 1000000] [--only draft,show] [--keep FOLDER]
        [--history PERCENT]

The first 10,000 works (``BASE``) are made texts of natural lengths, stored as a poll stores them;
the others are made of these in SQL: other numbers, dates, titles, and words in another order. All
sizes have the same 200 matched works and the same 300 decisions, all among the newest. Each
command is a process of its own, start included; ``poll`` asks a feed that has one entry fewer
each time. ``--keep`` uses the stores in a folder again. With ``--history`` so many of a hundred
older works match, too, as after years: of these a third stood in drafts that are closed, a fifth of
those were approved and stand in a post, and the others were rejected. What is learned from then
has its limits, and so its cost: the bounds are those of a store without. Bounds:

- ``draft`` within 1.5 x of that of the smallest store, and ``poll`` too;
- ``show`` and ``missed`` under 0.6 s, ``list`` under 1 s; ``reindex`` 5,000 works a second.

On a busy machine CPU says more than seconds. Exit status 1 when a bound is broken.
"""

from __future__ import annotations

import argparse
import contextlib
import http.server
import itertools
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from feeds import MB, Cost, cost_of
from made_text import PHRASES, TOPIC, WORDS, Writer

from tracker.identity.title import title_key
from tracker.matching.matcher import Matcher
from tracker.store.author import decisions, entries, publications
from tracker.store.author.entries import NewEntry
from tracker.store.database import Database
from tracker.store.works.add import add_sightings
from tracker.values import (
    Decision,
    EntryKey,
    Kind,
    PaperFacts,
    PublishedEntry,
    Sighting,
    Verdict,
)
from tracker.workflows.derived.features import features_of
from tracker.workflows.derived.matching import Stamp, put_matches
from tracker.workflows.project import load_project
from tracker.workflows.session import open_session

NOW = datetime.now(UTC).replace(microsecond=0)
BASE = 10_000
MATCHED = 200
DECIDED = 300
FEEDS = 3
SCREEN = "50"  # works
FEED = "{feed}"  # stands for the address of one
SEARCHED = "training results"  # which thousands of works hold
BOUNDS = {"show": 0.6, "missed": 0.6, "list": 1.0, "list topic": 1.0, "list query": 1.0}
GROWTH = 1.5
WORKS_A_SECOND = 5_000


# --- the store ----------------------------------------------------------------------------


def paper(number: int) -> Sighting:
    """One of the first works: the newest first."""
    writer = Writer(number)
    title, summary = writer.title(), writer.text(writer.length(900))
    if number <= MATCHED + DECIDED:
        title = f"{title} with {TOPIC}"
    at = NOW - timedelta(minutes=number * 4)
    return Sighting(
        source="arxiv",
        url=f"https://arxiv.org/abs/1501.{number:05d}",
        seen_at=at,
        title=f"{title} {WORDS[1000 + number % 9000]} {WORDS[9000 + number % 7919]}",
        kind=Kind.PAPER,
        summary=summary,
        authors=tuple(
            " ".join(writer.words(2)).title() for _ in range(writer.chance.randrange(1, 8))
        ),
        published_at=at,
        updated_at=at,
        paper=PaperFacts(version=1, categories=("cs.CL", "cs.CV"), comment="12 pages"),
    )


def fill(home: Path, count: int, history: int) -> None:
    """A project whose store has so many works."""
    project = load_project(home)
    with Database.open(project.database) as db:
        matcher = Matcher(project.watchlists)
        for start in range(1, BASE + 1, 1_000):
            with db.transaction():
                some = [paper(number) for number in range(start, min(start + 1_000, BASE + 1))]
                put_matches(db, matcher, add_sightings(db, some, now=NOW).new)
        decisions.append(db, list(map(_decision, range(MATCHED + 1, MATCHED + DECIDED + 1))))
        Stamp.of(project.watchlists).store(db)
        if count > BASE:
            _multiply(db.connection, count // BASE)
        if count > BASE and history:
            _with_history(home, db, matcher, history)


def _decision(number: int) -> Decision:
    verdict = Verdict.APPROVED if number % 3 == 0 else Verdict.REJECTED
    decided_at = NOW - timedelta(hours=number)
    return Decision(work_id=number, topic="notes", verdict=verdict, decided_at=decided_at)


def _multiply(connection: sqlite3.Connection, times: int) -> None:
    """Copies of the first works, each copy a month older than the one before."""
    month = 0

    def shifted(moment: str | None) -> str | None:
        if moment is None:
            return None
        moved = datetime.fromisoformat(moment) - timedelta(days=30 * month)
        return moved.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"

    connection.create_function("shifted", 1, shifted, deterministic=False)
    connection.create_function("title_key", 1, title_key, deterministic=True)
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'works_fts%'"
    ).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for month in range(1, times):
        _copy(connection, month)
    connection.execute("INSERT INTO works_fts (works_fts) VALUES ('rebuild')")
    for _, sql in triggers:
        connection.execute(sql)


def _with_history(home: Path, db: Database, matcher: Matcher, percent: int) -> None:
    """Older works that match, and what their author did with them, a draft a month."""
    old = [
        row["id"]
        for row in db.rows("SELECT id FROM works WHERE id > ? AND id % 100 < ?", [BASE, percent])
    ]
    with db.transaction():
        for table, number in (("works", "id"), ("sightings", "work_id")):
            db.execute(
                f"UPDATE {table} SET title = title || ' with {TOPIC}' "  # noqa: S608
                f"WHERE {number} > ? AND {number} % 100 < ?",
                [BASE, percent],
            )
    for start in range(0, len(old), 1_000):
        with db.transaction():
            put_matches(db, matcher, old[start : start + 1_000])
    proposed = old[::3]
    features_of(db, proposed, keep=True)
    placed = []
    for month, of_month in itertools.groupby(proposed, lambda number: number // BASE):
        at = NOW - timedelta(days=30 * month)
        keys = [EntryKey(number, "notes") for number in of_month]
        path = f"drafts/{month}.md"
        entries.add(db, path, [NewEntry(key=key, text=_entry(key)) for key in keys], now=at)
        decided = [
            Decision(work_id=key.work_id, topic="notes", verdict=verdict, decided_at=at)
            for at_, key in enumerate(keys)
            for verdict in [Verdict.REJECTED if at_ % 5 else Verdict.APPROVED]
        ]
        decisions.append(db, decided)
        placed += [
            PublishedEntry(key=key, post="post.md", text=_entry(key), published_at=at)
            for key in keys[::5]
        ]
        entries.close(db, path, moved_to=f"drafts/done/{month}.md", now=at)
    publications.append(db, placed)
    (home / "post.md").write_text(
        "---\ntitle: All\n---\n\n## Notes\n\n" + "".join(entry.text for entry in placed)
    )


def _entry(key: EntryKey) -> str:
    return f"- [A work](https://blog.example/{key.work_id}): what it says.\n"


def _copy(connection: sqlite3.Connection, month: int) -> None:
    own = f"{15 + month // 12:02}{1 + month % 12:02}."  # of an arXiv number
    changed = {
        "id": f"id + {month * BASE}",
        "work_id": f"work_id + {month * BASE}",
        "url": f"replace(url, '1501.', '{own}')",
        "value": f"replace(value, '1501.', '{own}')",
        "claim": f"replace(claim, '1501.', '{own}')",
        # Of the phrase that matches the copies have other words.
        "title": f"replace(title, '{TOPIC}', '{WORDS[month]}') || ' {WORDS[month + 500]}'",
        "summary": f"substr(summary, {month * 7}) || ' ' || substr(summary, 1, {month * 7})",
        **{name: f"shifted({name})" for name in ("seen_at", "last_seen_at", "first_seen_at")},
        **{name: f"shifted({name})" for name in ("published_at", "updated_at", "dated_at")},
    }
    changed["title_key"] = f"title_key({changed['title']})"
    connection.execute("BEGIN")
    for table, key in (("works", "id"), ("sightings", "id"), ("aliases", "work_id")):
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        values = ", ".join(changed.get(name, name) for name in columns)
        connection.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608
            f"SELECT {values} FROM {table} WHERE {key} <= {BASE}"
        )
    connection.execute("COMMIT")


# --- the project --------------------------------------------------------------------------


@contextlib.contextmanager
def feeds() -> Iterator[list[str]]:
    """Addresses on loopback whose feeds have one new entry at each request."""
    count = itertools.count()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            items = "".join(
                f"<item><title>{Writer(number).title()} {number}</title>"
                f"<link>https://blog.example.org{self.path}/{number}</link>"
                f"<description>{Writer(number).text(2_000)}</description></item>"
                for number in range(next(count), 30)
            )
            body = f'<rss version="2.0"><channel><title>Notes</title>{items}</channel></rss>'
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_args: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield [f"http://127.0.0.1:{server.server_address[1]}/{name}" for name in range(FEEDS)]
    server.shutdown()


def make_project(home: Path, urls: Sequence[str]) -> None:
    """A project of one topic, its feeds at these addresses."""
    (home / "watchlists").mkdir(parents=True, exist_ok=True)
    (home / "tracker.toml").write_text(
        '[post]\npath = "post.md"\n'
        "[network]\nallow_private_hosts = true\n[database]\nkeep_unmatched_days = 36500\n"
    )
    listed = "".join(f'[[feeds]]\nurl = "{url}"\n' for url in urls)
    phrases = ", ".join(f'"{phrase}"' for phrase in [TOPIC, *PHRASES])
    (home / "watchlists" / "notes.toml").write_text(
        f'title = "Notes"\nheading = "Notes"\n[arxiv]\ncategories = ["cs.CL"]\nany = ["{TOPIC}"]\n'
        f"[match]\nany = [{phrases}]\n{listed}"
    )
    if not (home / "post.md").exists():
        (home / "post.md").write_text("---\ntitle: All\n---\n\n## Notes\n")
    (home / "other.toml").write_text(f'title = "Other"\n[arxiv]\nany = ["{WORDS[900]}"]\n')


# --- the report ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Command:
    """A command line, and whether it changes what it finds: then it comes last."""

    name: str
    words: tuple[str, ...]


COMMANDS = (
    Command("status", ("status",)),
    Command("list", ("list", "--limit", SCREEN)),
    Command("list topic", ("list", "--topic", "notes", "--limit", SCREEN)),
    Command("list query", ("list", "--query", SEARCHED, "--limit", SCREEN)),
    Command("list thousands", ("list", "--query", SEARCHED, "--limit", "3000")),
    Command("show", ("show", "1501.00017")),
    Command("missed", ("missed", "1501.09000")),
    Command("ranking", ("ranking",)),
    Command("yield", ("watchlists", "yield")),
    Command("try", ("watchlists", "try", "other.toml", "--since", "30d")),
    Command("draft", ("draft", "--stdout")),
    Command("poll", ("poll", "--only", FEED)),
    Command("reindex", ("reindex",)),
)


def measure(home: Path, command: Command, feed: str) -> Cost:
    """The command's cost, of two runs the cheaper one; what takes long runs once."""
    words = [sys.executable, "-m", "tracker", "--home", str(home), *command.words]
    words = [str(home / word) if word.endswith(".toml") else word for word in words]
    words = [feed if word == FEED else word for word in words]
    costs = [cost_of(words)]
    if costs[0].seconds < 20:
        costs.append(cost_of(words))
    return min(costs, key=lambda cost: cost.cpu)


def broken(name: str, cost: Cost, count: int, smallest: Cost) -> str:
    """Which bound does not hold; "" where it does."""
    if cost.said == "FAILED":
        return "FAILED"
    if name in BOUNDS and cost.cpu > BOUNDS[name]:
        return f"over {BOUNDS[name]:g} s"
    if name in ("draft", "poll") and cost.cpu > GROWTH * smallest.cpu:
        return f"{cost.cpu / smallest.cpu:.1f} x that of the smallest"
    if name == "reindex" and count / cost.cpu < WORKS_A_SECOND:
        return f"{count / cost.cpu:,.0f} works a second"
    return ""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    options.add_argument("sizes", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    options.add_argument("--only", default=",".join(command.name for command in COMMANDS))
    options.add_argument("--keep", type=Path)
    options.add_argument("--history", type=int, default=0, metavar="PERCENT")
    given = options.parse_args()
    is_held = True
    with contextlib.ExitStack() as stack:
        folder = given.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        urls = stack.enter_context(feeds())
        smallest: dict[str, Cost] = {}
        for count in given.sizes:
            home = folder / str(count)
            make_project(home, urls)
            if not (home / "tracker.db").exists():
                begun = time.perf_counter()
                fill(home, count, given.history)
                print(f"filled {count:,} in {time.perf_counter() - begun:.0f} s", flush=True)
            project = load_project(home)  # whose feeds are others at each run
            with Database.open(project.database) as db:
                Stamp.of(project.watchlists).store(db)
                features_of(db, range(1, MATCHED + DECIDED + 1), keep=True)  # as earlier drafts did
            with open_session(project, now=NOW) as session:
                _ = session.model  # they have kept this, too, and the features of its lessons
            size = (home / "tracker.db").stat().st_size / MB
            print(f"{count:,} works, {size:,.0f} MB", flush=True)
            for command in COMMANDS:
                if command.name in given.only.split(","):
                    cost = measure(home, command, urls[0])
                    first = smallest.setdefault(command.name, cost)
                    word = broken(command.name, cost, count, first)
                    if given.history and word != "FAILED":
                        word = ""
                    is_held = is_held and not word
                    print(
                        f"  {command.name:14} {cost.seconds:7.2f} s   cpu {cost.cpu:7.2f} s   "
                        f"peak {cost.peak / MB:5.0f} MB   {word and 'BROKEN: '}{word}",
                        flush=True,
                    )
    sys.exit(0 if is_held else 1)


if __name__ == "__main__":
    main()
