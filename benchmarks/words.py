"""Count what the sentences of entries look like, over a real listing and real feeds.

    python benchmarks/words.py [--beside CHECKOUT] [--world FOLDER] [--works FILE] [--limit N]
                               [--sample N --seed S] [--print papers|posts]

Of the works in FOLDER's arXiv listing (``data/arxiv.jsonl.gz``, or FILE) and of the entries in
its feeds (``data/feeds/``), those that a shipped watchlist matches are given to
``drafts/entry/facts.py`` as proposals, and each pattern below is counted among their sentences.
``--beside`` counts the same works by another checkout's code as well. ``--sample`` prints so many
entries drawn at random from each kind, to be read; ``--print`` prints all of one kind.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import os
import random
import re
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WORLD = ROOT.parent / "shared" / "world"
SEEN_AT = datetime(2025, 5, 3, tzinfo=UTC)
LIMIT = 160
PER_FEED = 20  # matched entries of one feed: one that tells a day in each would be most of all

_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be by can for from has have in into is it its of on or that the their "
        "to via which with new novel",
    )
)
_PAPER = r"(?:paper|work|study|article|survey|report|review|post|thesis|research|tutorial)"
# Looked for outside quotation marks.
PATTERNS = {
    "paper's voice": re.compile(
        rf"\b(?:[Ww]e|[Oo]urs?|[Uu]s|[Mm]y|[Oo]urselves)\b(?!-)|"
        rf"\bI(?:['’](?:m|ve|ll|d))?(?= [a-z])|"
        rf"\b(?i:th(?:is|e present|e current) (?:[\w-]+ )?{_PAPER})\b|\b[Tt]he authors\b"
    ),
    "leans on what is missing": re.compile(
        r"^(?:it|they|he|she|his|her|its|their|them|here|there|then|so|but|and|or|yet|however|"
        r"also|both|second(?:ly)?|third(?:ly)?|first,|firstly|finally|in fact|for example|"
        r"for instance)\b|\b(?:this|these|aforementioned|doing so|do so)\b|"
        r"\bsuch(?! (?:as|that)\b)|\bthose(?! (?:of|that|who|with|from|in|without|\w+ed)\b)|"
        r"\bthe (?:former|latter|above|resulting|said)\b",
        re.IGNORECASE,
    ),
}
RAW = re.compile(
    r"\\[A-Za-z]+|``|''|\$[^$]*[\\^_{}][^$]*\$|\*\*|(?<!\w)__?\w|"
    r"</?[A-Za-z][^>]*>|&#?\w+;|\]\(|^#+ "
)
FROM_TITLE = "taken from the title"  # where the name in front is another part of it, or the site
BOUNDS = {  # shares of the papers, in percent, that may look so
    "paper's voice": 3.0,
    "quotation": 15.0,
    "ends with an ellipsis": 2.0,
    "leans on what is missing": 1.0,
    "repeats the title": 1.0,
    "raw TeX, Markdown or HTML": 0.0,
    f"over {LIMIT} characters": 0.0,
    "no sentence": 5.0,
    FROM_TITLE: 100.0,  # posts alone
}


def patterns_of(entry: dict[str, Any]) -> Iterator[str]:
    """The names of the patterns that an entry's sentence shows."""
    text = entry["sentence"]
    if not text:
        yield "no sentence"
        return
    outside = _QUOTED.sub(" ", text)
    yield from (name for name, pattern in PATTERNS.items() if pattern.search(outside.strip()))
    if re.match(r"[“\"].*[”\"…]\W*$|[^“”]{1,60}: “", text):
        yield "quotation"
    if text.endswith(("…", "...")):
        yield "ends with an ellipsis"
    if is_of_title(entry):
        yield FROM_TITLE
    elif repeats(text, entry["title"]):
        yield "repeats the title"
    if RAW.search(text):
        yield "raw TeX, Markdown or HTML"
    if len(text) > LIMIT:
        yield f"over {LIMIT} characters"


def is_of_title(entry: dict[str, Any]) -> bool:
    """Whether the sentence is a part of the title, and the name before it is not the title."""
    said, title = entry["sentence"].rstrip(".。").casefold(), entry["title"].casefold()
    return said in title and entry["name"].casefold() != title


def repeats(text: str, title: str) -> bool:
    """Whether four in five of the sentence's words, less the small ones, stand in the title."""
    words = _words(text)
    return bool(words) and len(words & _words(title)) >= 0.8 * len(words)


def _words(text: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall(r"\w+", text.casefold())} - _SMALL


# --- the works ----------------------------------------------------------------------------


def paper_works(path: Path, limit: int, seed: int) -> list[Any]:
    from tracker.matching.matcher import Matcher
    from watchlists import WATCHLISTS, as_work, read_rows, read_watchlists

    matcher = Matcher(read_watchlists(WATCHLISTS))
    rows = read_rows(path)
    if limit and limit < len(rows):
        rows = random.Random(seed).sample(rows, limit)
    works = (as_work(number, row) for number, row in enumerate(rows))
    return [work for work in works if matcher.match(work)]


def post_works(folder: Path) -> list[Any]:
    """The entries of the feeds on AI, each once, as a store would show them."""
    from tracker.errors import ParseError
    from tracker.matching.matcher import Matcher
    from tracker.sources.feeds.formats.feed import parse_feed
    from watchlists import WATCHLISTS, read_watchlists

    matcher = Matcher(read_watchlists(WATCHLISTS))
    found: dict[str, Any] = {}
    for row in json.loads((folder / "feeds.json").read_text(encoding="utf-8")):
        if row.get("group") != "ai" or not (folder / row["file"]).is_file():
            continue
        body = (folder / row["file"]).read_bytes()
        body = gzip.decompress(body) if row["file"].endswith(".gz") else body
        try:
            feed = parse_feed(
                body,
                url=row["url"],
                content_type=row["content_type"],
                source=row["name"],
                seen_at=SEEN_AT,
            )
        except ParseError:
            continue
        posts = (as_post(0, sighting, feed.title) for sighting in feed.sightings)
        matched = (post for post in posts if post and post.url not in found and matcher.match(post))
        found.update((post.url, post) for post in islice(matched, PER_FEED))
    return list(found.values())


def as_post(number: int, sighting: Any, feed_title: str) -> Any:
    """The work of one sighting; None for a paper, whose words arXiv gives."""
    from tracker.identity.schemes import aliases_of_url, kind_of
    from tracker.values import Kind, SightingRef, Work

    kind = kind_of(aliases_of_url(sighting.url), sighting.kind)
    if kind is Kind.PAPER:
        return None
    seen = SightingRef(
        source=sighting.source,
        source_name=feed_title,
        url=sighting.url,
        seen_at=sighting.seen_at,
        via=sighting.via,
    )
    return Work(
        id=number,
        kind=kind,
        title=sighting.title,
        url=sighting.url,
        authors=sighting.authors,
        summary=sighting.summary,
        first_seen_at=sighting.seen_at,
        sightings=(seen,),
        links=sighting.links,
    )


# --- the entries --------------------------------------------------------------------------


def entries(works: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """What the code at hand says of the works, as plain text."""
    from tracker.drafts.entry.facts import view
    from tracker.values import Proposal, Score

    for work in works:
        via = work.sightings[0].via
        shown = view(Proposal(work=work, topic="t", score=Score(()), via=via), heading="T")
        yield {
            "id": work.url.rpartition("/")[2] if work.paper else work.url,
            "kind": work.kind.value,
            "title": work.title,
            "name": plain(shown.name),
            "sentence": plain(shown.sentence),
            "quote": plain(shown.quote),
        }


def plain(markdown: str) -> str:
    """Escaped Markdown as a reader sees it."""
    return html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown))


def entries_by(checkout: Path, options: argparse.Namespace) -> dict[str, list[dict[str, Any]]]:
    """The same, by the code of a checkout, in a process of its own."""
    command = [sys.executable, __file__, "--as-json", "--world", str(options.world)]
    command += ["--limit", str(options.limit), "--seed", str(options.seed)]
    command += ["--works", str(options.works)] if options.works else []
    environ = {**os.environ, "PYTHONPATH": str(checkout)}
    ran = subprocess.run(command, env=environ, stdout=subprocess.PIPE, check=True)
    found: dict[str, list[dict[str, Any]]] = json.loads(ran.stdout)
    return found


# --- the report ---------------------------------------------------------------------------


def show_counts(columns: Sequence[tuple[str, list[dict[str, Any]]]]) -> None:
    print(f"{'':28}" + "".join(f"{name:>14}" for name, _ in columns))
    print(f"{'entries':28}" + "".join(f"{len(rows):14}" for _, rows in columns))
    counted = [[set(patterns_of(row)) for row in rows] for _, rows in columns]
    for name, bound in BOUNDS.items():
        shares = [100 * sum(name in each for each in one) / max(1, len(one)) for one in counted]
        print(f"{name:28}" + "".join(f"{share:12.1f} %" for share in shares) + f"   (≤ {bound:g})")
    for name, least in (("length, median", 50), ("length, nine in ten below", 90)):
        lengths = [sorted(len(row["sentence"]) for row in rows) for _, rows in columns]
        values = [
            statistics.quantiles(one, n=100)[least - 1] if len(one) > 1 else 0 for one in lengths
        ]
        print(f"{name:28}" + "".join(f"{value:14.0f}" for value in values))
    quotes = [
        100 * sum(bool(row["quote"]) for row in rows) / max(1, len(rows)) for _, rows in columns
    ]
    print(f"{'with a quote':28}" + "".join(f"{share:12.1f} %" for share in quotes))


def show_entries(rows: Iterable[dict[str, Any]]) -> None:
    for row in rows:
        shows = ", ".join(patterns_of(row))
        print(f"\n[{row['id']}] {row['title']}" + (f"   <{shows}>" if shows else ""))
        print(f"  **{row['name']}** - {row['sentence']}")
        if row["quote"]:
            print(f"  > {row['quote']}")


def main() -> None:
    options = _options()
    if options.as_json:
        works = paper_works(options.listing, options.limit, options.seed)
        posts = post_works(options.world / "data" / "feeds")
        print(json.dumps({"papers": list(entries(works)), "posts": list(entries(posts))}))
        return
    own = entries_by(ROOT, options)
    beside = entries_by(options.beside.resolve(), options) if options.beside else None
    for name, pattern in {**PATTERNS, "raw TeX, Markdown or HTML": RAW}.items():
        print(f"{name}: {pattern.pattern}")
    print("repeats the title: 80 % of the sentence's words, less small ones, stand in the title")
    print(f"{FROM_TITLE}: it is a part of the title, behind another part or the site\n")
    show_counts(
        [
            (name if checkout is own else f"{name} beside", checkout[name])
            for name in ("papers", "posts")
            for checkout in (own, beside)
            if checkout is not None
        ]
    )
    if options.sample:
        for name in ("papers", "posts"):
            rng = random.Random(options.seed)
            show_entries(rng.sample(own[name], min(options.sample, len(own[name]))))
    if options.print:
        show_entries(own[options.print])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Count what entries' sentences look like.")
    parser.add_argument("--beside", type=Path, metavar="CHECKOUT")
    parser.add_argument("--world", type=Path, default=WORLD)
    parser.add_argument("--works", type=Path, help="another listing")
    parser.add_argument("--limit", type=int, default=0, help="works of the listing, at random")
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--print", choices=("papers", "posts"))
    parser.add_argument("--as-json", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.listing = options.works or options.world / "data" / "arxiv.jsonl.gz"
    return options


if __name__ == "__main__":
    main()
