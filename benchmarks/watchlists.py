"""Measure the shipped watchlists on a listing of works.

    python benchmarks/watchlists.py WORKS_FILE [--picks FILE] [--phrases TOPIC] [--sample TOPIC]

WORKS_FILE holds one JSON object a line, plain or gzipped: ``id``, ``title``, ``summary``,
``authors``, ``categories``, and ``announced`` or ``first_seen`` (a day). A file of picks holds
``{"weeks": [{"ids": [...]}]}``: the works that a reader chose. A pick is in reach of a topic when
one of its phrases stands in the title and one in the abstract, or two phrases anywhere.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tracker.matching.matcher import Matcher
from tracker.values import Kind, Match, PaperFacts, Place, SightingRef, Work
from tracker.watchlists import Watchlist, parse_watchlist

WATCHLISTS = Path(__file__).parent.parent / "watchlists"


_COLUMNS = (Place.TITLE, Place.CLAIM, Place.SUMMARY)


def main() -> None:
    options = _options()
    watchlists = read_watchlists(options.watchlists)
    rows = read_rows(options.works)
    works = [as_work(number, row) for number, row in enumerate(rows)]
    started = time.process_time()
    matcher = Matcher(watchlists)
    matches = [{match.topic: match for match in matcher.match(work)} for work in works]
    seconds = time.process_time() - started
    days = len({_day(row) for row in rows})
    print(f"{len(works)} works, {days} days, {1000 * seconds / len(works):.2f} s per 1,000 works")
    for watchlist in watchlists:
        show_topic(watchlist.slug, rows, matches, days)
    counts = Counter(len(each) for each in matches)
    print("works in 0, 1, 2, 3 topics:", *(counts[number] for number in range(4)))
    if options.picks:
        show_reach(watchlists, rows, matches, options.picks)
    for topic in options.phrases or ():
        show_phrases(topic, matches)
    for topic in options.sample or ():
        show_sample(topic, rows, matches, options)


def read_watchlists(folder: Path) -> list[Watchlist]:
    paths = sorted(folder.glob("*.toml"))
    return [parse_watchlist(path.read_text(encoding="utf-8"), path=str(path)) for path in paths]


def read_rows(path: Path) -> list[dict[str, Any]]:
    data = path.read_bytes()
    text = gzip.decompress(data) if path.suffix == ".gz" else data
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def as_work(number: int, row: dict[str, Any]) -> Work:
    """The work as the store would show it after a poll of arXiv."""
    seen_at = datetime.fromisoformat(_day(row)).replace(tzinfo=UTC)
    url = f"https://arxiv.org/abs/{row['id']}"
    sighting = SightingRef(source="arxiv", source_name="arXiv", url=url, seen_at=seen_at)
    return Work(
        id=number,
        kind=Kind.PAPER,
        title=row["title"],
        url=url,
        authors=tuple(row["authors"]),
        summary=row["summary"],
        first_seen_at=seen_at,
        sightings=(sighting,),
        paper=PaperFacts(categories=tuple(row["categories"])),
    )


def show_topic(
    topic: str, rows: Sequence[dict[str, Any]], matches: Sequence[dict[str, Match]], days: int
) -> None:
    found = [match[topic] for match in matches if topic in match]
    titled = sum(any(each.place is Place.TITLE for each in match.reasons) for match in found)
    strong = sum(is_in_reach(match) for match in found)
    per_day = Counter(_day(row) for row, match in zip(rows, matches, strict=True) if topic in match)
    share = f"{len(found) / len(rows):.1%}"
    busiest = f"{min(per_day.values(), default=0)} to {max(per_day.values(), default=0)}"
    print(f"{topic}: {len(found)} matched ({share}), {len(found) / days:.0f} a day ({busiest})")
    print(f"    with a phrase in the title: {titled / max(1, len(found)):.0%}")
    print(f"    in strong reach: {strong}, {strong / days:.0f} a day")


def is_in_reach(match: Match) -> bool:
    """One phrase in the title and one in the abstract, or two phrases anywhere."""
    places = {reason.place for reason in match.reasons}
    phrases = {reason.phrase for reason in match.reasons}
    in_text = bool(places & {Place.CLAIM, Place.SUMMARY})
    return (Place.TITLE in places and in_text) or len(phrases) >= 2


def show_reach(
    watchlists: Sequence[Watchlist],
    rows: Sequence[dict[str, Any]],
    matches: Sequence[dict[str, Match]],
    picks_file: Path,
) -> None:
    weeks = json.loads(picks_file.read_text(encoding="utf-8"))["weeks"]
    picks = {each for week in weeks for each in week["ids"]}
    chosen = [match for row, match in zip(rows, matches, strict=True) if row["id"] in picks]
    total = max(1, len(chosen))
    for name, topics in [*((each.slug, {each.slug}) for each in watchlists), ("any topic", None)]:
        within = [
            [m for slug, m in each.items() if not topics or slug in topics] for each in chosen
        ]
        matched = sum(bool(each) for each in within)
        strong = sum(any(is_in_reach(match) for match in each) for each in within)
        print(f"picks, {name}: {matched / total:.0%} matched, {strong / total:.0%} in strong reach")


def show_phrases(topic: str, matches: Iterable[dict[str, Match]]) -> None:
    """How many works each phrase finds in title and abstract, and how many it alone finds."""
    counts: Counter[tuple[str, str]] = Counter()
    for each in matches:
        if topic in each:
            reasons = each[topic].reasons
            phrases = {reason.phrase for reason in reasons}
            counts.update((reason.phrase, reason.place) for reason in set(reasons))
            counts.update((phrase, "alone") for phrase in phrases if len(phrases) == 1)
    print(f"{topic}: title, main sentence, elsewhere, alone")
    for phrase in sorted({phrase for phrase, _ in counts}):
        columns = [counts[phrase, column] for column in (*_COLUMNS, "alone")]
        print("".join(f"{count:6}" for count in columns) + f"  {phrase}")


def show_sample(
    topic: str,
    rows: Sequence[dict[str, Any]],
    matches: Sequence[dict[str, Match]],
    options: argparse.Namespace,
) -> None:
    """Titles to judge by eye, drawn at random, each with why it matched."""
    pairs = [(row, each[topic]) for row, each in zip(rows, matches, strict=True) if topic in each]
    if options.strong:
        pairs = [(row, match) for row, match in pairs if is_in_reach(match)]
    rng = random.Random(options.seed)
    for row, match in rng.sample(pairs, min(options.size, len(pairs))):
        print(f"- {row['title']}\n    {'; '.join(map(str, match.reasons))}")


def _day(row: dict[str, Any]) -> str:
    return str(row.get("announced") or row["first_seen"])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure watchlists on a listing of works.")
    parser.add_argument("works", type=Path)
    parser.add_argument("--watchlists", type=Path, default=WATCHLISTS)
    parser.add_argument("--picks", type=Path)
    parser.add_argument("--phrases", action="append", metavar="TOPIC")
    parser.add_argument("--sample", action="append", metavar="TOPIC")
    parser.add_argument("--strong", action="store_true", help="sample from strong reach alone")
    parser.add_argument("--size", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
