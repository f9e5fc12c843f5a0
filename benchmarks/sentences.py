"""Is the sentence that an entry shows one that readers would leave as it is?

    python benchmarks/sentences.py --works WORKS.jsonl.gz [--labels FILE] [--show]

``labels/sentences.jsonl`` holds what three strict readers said of the sentences that could be cut
from 400 abstracts: a JSON object a line with the paper's ``id`` and its ``ratings``, by the first
ten hex digits of a sentence's SHA-256. 2 is one that can stand in a post untouched, 1 says too
little (a boast, a part, the title again) or is awkward, 0 is wrong.

For the sentence that the code at hand chooses: how many papers' are good, weak and wrong, how many
nobody has rated since it is new (``--show`` prints these), and for how many some rated one is good.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

from tracker.drafts.entry.passages import passages
from tracker.drafts.entry.sentence import contribution
from tracker.drafts.entry.work_name import name_of, names_in_text, title_of
from tracker.values import Work
from watchlists import as_work, read_rows

LABELS = Path(__file__).parent / "labels" / "sentences.jsonl"
SAID = ("wrong", "weak", "good", "not rated")


def main() -> None:
    options = _options()
    rated = {label["id"]: label["ratings"] for label in read_rows(options.labels)}
    count: Counter[str] = Counter()
    reachable = 0
    for number, row in enumerate(read_rows(options.works)):
        if (ratings := rated.get(row["id"])) is None:
            continue
        work = as_work(number, row)
        sentence = chosen(work)
        said = SAID[_rating(sentence, ratings)]
        count[said] += 1
        reachable += max(ratings.values()) > 1
        if options.show and said == "not rated":
            print(f"[{row['id']}] {name_of(work)} - {sentence}")
    papers = count.total()
    for said in reversed(SAID):
        print(f"{said:12}{count[said]:6}{100 * count[said] / papers:8.1f} %")
    print(f"{'one is good':12}{reachable:6}{100 * reachable / papers:8.1f} %")


def chosen(work: Work) -> str:
    """The sentence that an entry of the work would show."""
    texts = passages(work)
    return contribution(texts, names=names_in_text(work), title=title_of(work)).text


def _rating(sentence: str, ratings: dict[str, float]) -> int:
    """The rating, rounded down where two readers differ; 3 where there is none."""
    key = hashlib.sha256(sentence.encode()).hexdigest()[:10]
    return int(ratings.get(key, SAID.index("not rated")))


def _options() -> Any:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--works", type=Path, required=True)
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--show", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
