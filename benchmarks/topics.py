"""Judge watchlists by works that a reader labelled: does what they match belong there?

    python benchmarks/topics.py --labels LABELS.jsonl --works WORKS.jsonl.gz \\
        [--watchlists FILE ...] [--show TOPIC]

A label is a JSON object a line: ``id``, ``week``, ``stratum`` with its ``stratum_size``, for each
topic 2 (belongs there), 1 (borderline) or 0, and the ``home``, the one topic that it fits best.
A topic's key there is a short one ("re" for "reasoning-frameworks", see ``KEYS``). A works file is
that of ``choice.py``; without ``--watchlists`` the shipped ones are judged.

A label weighs as many works as it stands for: the size of its stratum by the labels drawn from that
stratum and week (``labels/`` holds some for fine-tuning). A label without a stratum weighs 1. For
each topic that is labelled:

- precision: of the weight that matches, how much is labelled 1 or 2, and how much 2;
- recall: of the weight that is labelled 2, how much matches;

then of the works that several topics match and that have a home, how many stand under it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.matching.matcher import Matcher
from tracker.ranking.selection import best_match
from tracker.values import Match
from tracker.watchlists import Watchlist, parse_watchlist
from watchlists import WATCHLISTS, as_work, read_rows

KEYS = {"multimodal-models": "mm", "efficient-fine-tuning": "ft", "reasoning-frameworks": "re"}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled work, how many works it stands for, and the topics that match it."""

    label: dict[str, Any]
    title: str
    weight: float
    matches: tuple[Match, ...]

    def match(self, topic: str) -> Match | None:
        """The match in a topic, if it has one."""
        return next((match for match in self.matches if match.topic == topic), None)


def main() -> None:
    options = _options()
    watchlists = read_topics(options.watchlists or sorted(WATCHLISTS.glob("*.toml")))
    rows = {row["id"]: row for row in read_rows(options.works)}
    labelled = match_labels(read_rows(options.labels), rows, watchlists)
    print(f"{len(labelled)} labels")
    print(f"{'percent':24}{'1 or 2':>8}{'2':>8}{'recall 2':>10}{'works':>8}")
    keys = {key for work in labelled for key in work.label}
    for topic in [each.slug for each in watchlists if KEYS.get(each.slug) in keys]:
        loose, strict, recall = quality(labelled, topic, KEYS[topic])
        count = sum(work.match(topic) is not None for work in labelled)
        print(f"{topic:24}{loose:8.1f}{strict:8.1f}{recall:10.1f}{count:8}")
    right, of, weighted = homes(labelled)
    if of:
        print(f"home right: {weighted:.1f} ({right} of {of} works)")
    for topic in options.show or ():
        show_mistakes(labelled, topic, KEYS[topic])


def read_topics(paths: Iterable[Path]) -> list[Watchlist]:
    """The watchlists in the files."""
    return [parse_watchlist(path.read_text(encoding="utf-8"), path=str(path)) for path in paths]


def match_labels(
    labels: Sequence[dict[str, Any]], rows: dict[str, dict[str, Any]], topics: Sequence[Watchlist]
) -> list[Labelled]:
    """The labelled works that the works file holds, matched."""
    matcher = Matcher(topics)
    drawn = Counter((label.get("week"), label.get("stratum")) for label in labels)
    labelled = []
    for number, label in enumerate(labels):
        if label["id"] in rows:
            row, stratum = rows[label["id"]], (label.get("week"), label.get("stratum"))
            weight = label["stratum_size"] / drawn[stratum] if label.get("stratum_size") else 1.0
            matches = matcher.match(as_work(number, row))
            labelled.append(Labelled(label, row["title"], weight, matches))
    return labelled


def quality(labelled: Sequence[Labelled], topic: str, key: str) -> tuple[float, float, float]:
    """Precision by labels 1 and 2, by 2 alone, and recall of 2; in percent."""
    matched = [work for work in labelled if work.match(topic)]
    wanted = [work for work in labelled if work.label[key] == 2]
    return (
        _share(matched, [work for work in matched if work.label[key] >= 1]),
        _share(matched, [work for work in matched if work.label[key] == 2]),
        _share(wanted, [work for work in wanted if work.match(topic)]),
    )


def homes(labelled: Sequence[Labelled]) -> tuple[int, int, float]:
    """Of the works that several topics match and that have a home: how many stand there, of how
    many, and the share by weight in percent."""
    several = [work for work in labelled if len(_judged(work)) > 1 and work.label.get("home")]
    right = [
        work
        for work in several
        if KEYS[best_match(_judged(work), KEYS).topic] == work.label["home"]
    ]
    return len(right), len(several), _share(several, right)


def _judged(work: Labelled) -> list[Match]:
    return [match for match in work.matches if match.topic in KEYS]


def _share(of: Sequence[Labelled], part: Sequence[Labelled]) -> float:
    whole = sum(work.weight for work in of)
    return 100 * sum(work.weight for work in part) / whole if whole else 0.0


def show_mistakes(labelled: Sequence[Labelled], topic: str, key: str) -> None:
    """What matches and does not belong, then what belongs and does not match."""
    print(f"\n{topic}: matched, labelled 0")
    for work in labelled:
        match = work.match(topic)
        if match and work.label[key] == 0:
            reasons = "; ".join(map(str, match.reasons))
            print(f"{work.weight:6.1f}  {work.label['id']} {work.title}\n        {reasons}")
    print(f"{topic}: labelled 2, not matched")
    for work in labelled:
        if work.label[key] == 2 and not work.match(topic):
            print(f"{work.weight:6.1f}  {work.label['id']} {work.title}")
    print(f"{topic}: at home here, but stands elsewhere")
    for work in labelled:
        judged = _judged(work)
        if work.label.get("home") == key and len(judged) > 1:
            best = best_match(judged, KEYS)
            if best.topic != topic:
                print(f"{work.weight:6.1f}  {work.label['id']} {work.title} -> {best.topic}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Judge watchlists by labelled works.")
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--works", type=Path, required=True)
    parser.add_argument("--watchlists", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--show", action="append", choices=list(KEYS), help="its mistakes")
    return parser.parse_args()


if __name__ == "__main__":
    main()
