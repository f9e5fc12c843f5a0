"""The new versions of published works that changed something in substance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.store.author import publications
from tracker.store.database import Database
from tracker.store.works import read
from tracker.text.revisions import PaperText, what_changed
from tracker.values import Version, Work
from tracker.workflows.hand_links import HandLink


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A work's newest version: the topics where an earlier one was published, what it changed."""

    topics: tuple[str, ...]
    changed: str


def new_versions(
    db: Database, topics: Sequence[str], by_hand: Mapping[int, HandLink] | None = None
) -> dict[int, NewVersion]:
    """By number, in these topics: against what was published or proposed of the work last, or, of
    what the author links ``by_hand``, against what they know.

    Of a version that is not known any more nobody can say what it changed.
    """
    by_hand = by_hand or {}
    late = {number: link.topics for number, link in by_hand.items()} | publications.outdated(db)
    outdated = {number: slugs for number, slugs in late.items() if set(slugs) & set(topics)}
    if not outdated:
        return {}
    known = {number: link.version for number, link in by_hand.items()}
    proposed = publications.versions_shown(db, outdated)
    shown = {number: max(known.get(number, 0), proposed.get(number, 0)) for number in outdated}
    older = read.versions_of(db, outdated)
    found = {}
    for work in read.get(db, outdated):
        if work.paper and shown[work.id] >= (work.paper.version or 0):
            continue  # a version that was proposed is not proposed again
        last = next((v for v in older.get(work.id, ()) if v.version == shown.get(work.id)), None)
        changed = what_changed(_of_version(last), _of_work(work)) if last else ""
        if changed:
            found[work.id] = NewVersion(outdated[work.id], changed)
    return found


def _of_version(version: Version) -> PaperText:
    return PaperText(title=version.title, abstract=version.summary, comment=version.comment)


def _of_work(work: Work) -> PaperText:
    comment = work.paper.comment if work.paper else ""
    return PaperText(title=work.title, abstract=work.summary, comment=comment)
