"""What is approved and not published: each entry in the author's words, with its heading."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tracker.drafts.file.formatted import escape_again
from tracker.markdown import heading_words, readable
from tracker.store.author import decisions, entries
from tracker.store.database import Database
from tracker.store.works import read
from tracker.values import ApprovedEntry, DraftEntry, EntryKey, Verdict
from tracker.watchlists import Watchlist
from tracker.workflows.open_drafts.in_posts import standing_texts
from tracker.workflows.open_drafts.read import OpenDraft, OpenDrafts


@dataclass(frozen=True, slots=True)
class Approved:
    """An approved entry and the draft that holds it."""

    entry: ApprovedEntry
    draft: OpenDraft


def read_approved(
    db: Database,
    drafts: OpenDrafts,
    held: Collection[EntryKey],
    watchlists: Sequence[Watchlist],
    *,
    post: str,
) -> list[Approved]:
    """Approved entries that are neither published nor ``held``, in the order of their drafts, on
    their way into the ``post`` at that path."""
    approved: list[Approved] = []
    for draft in reversed(drafts.drafts):
        published = {entry.key for entry in draft.written if entry.is_published}
        texts = {entry.key: entry.text for entry in draft.written}
        updates = {entry.key for entry in draft.written if entry.is_update}
        keys = [entry.key for entry in draft.draft.entries if entry.key in drafts.works]
        works = read.get(db, [drafts.works[key] for key in keys])
        by_id = {work.id: work for work in works}
        numbers = [drafts.works[key] for key in updates if key in drafts.works]
        before = standing_texts(db, numbers, post)
        for entry in draft.draft.entries:
            is_open = entry.key not in published and entry.key not in held
            work = by_id.get(drafts.works.get(entry.key, 0))
            if entry.verdict is not Verdict.APPROVED or not is_open or work is None:
                continue
            approved.append(
                Approved(
                    ApprovedEntry(
                        key=entry.key,
                        heading=_heading_for(entry, watchlists),
                        title=work.name,
                        text=escape_again(entry.body, texts.get(entry.key, "")),
                        aliases=work.aliases,
                        is_update=entry.key in updates,
                        replaces=before.get(work.id, "") if entry.key in updates else "",
                        marker=entry.marker,
                    ),
                    draft,
                )
            )
    return approved


def _heading_for(entry: DraftEntry, watchlists: Sequence[Watchlist]) -> str:
    """The heading of the topic under whose heading the entry stands, else of its own topic."""
    stands_under = heading_words(entry.heading)
    for watchlist in watchlists:
        named = {watchlist.heading, readable(watchlist.heading)}
        if stands_under and stands_under in map(heading_words, named):
            return watchlist.heading
    return next((w.heading for w in watchlists if w.slug == entry.key.topic), entry.key.topic)


def tell_lost(db: Database, drafts: OpenDrafts) -> list[str]:
    """A line for each approved entry whose draft is gone or emptied, and its words with it."""
    lost_with = dict.fromkeys(drafts.missing, "is gone")
    lost_with |= {each.known_as: "is empty" for each in drafts.drafts if each.draft.is_emptied}
    written = [each for path in lost_with for each in entries.of_draft(db, path)]
    current = decisions.current(db, [each.work_id for each in written])
    lost = [
        each
        for each in written
        if not each.is_published
        and not drafts.find(each.work_id, each.key.topic)
        and (decision := current.get((each.work_id, each.key.topic))) is not None
        and decision.verdict is Verdict.APPROVED
    ]
    works = {work.id: work for work in read.get(db, [each.work_id for each in lost])}
    return [
        f"{works[each.work_id].title}: approved, but {each.draft} {lost_with[each.draft]}; to have "
        f"its entry written anew: tracker approve {each.work_id}"
        for each in lost
    ]
