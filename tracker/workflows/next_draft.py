"""What the next draft would hold: which draft goes on, the order of all, and what has room.

Shared by ``draft``, which writes it, and ``missed``, which tells why a work is not in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from tracker.errors import PostError
from tracker.posts.titles import title_of
from tracker.ranking.learning.model import Model
from tracker.ranking.selection import Ranked, propose, rank, with_unlike
from tracker.store.author.entries import Entry
from tracker.store.database import Database
from tracker.values import EntryKey, Proposal, Verdict
from tracker.workflows.living_post import read_post
from tracker.workflows.open_drafts import OpenDraft, OpenDrafts
from tracker.workflows.project import Project
from tracker.workflows.proposing import SecondLook, candidates_of
from tracker.workflows.seeds import taught_works
from tracker.workflows.teaching import expired_before, lessons

DEFAULT_DAYS = 30  # a feed's archive is no news


def name_of_draft(project: Project, topic: str = "") -> str:
    """What a draft's file is called behind its date: the topic, else the post, else "update"."""
    if topic or project.post is None:
        return topic or "update"
    stem = re.sub(r"^\d{4}-\d{2}-\d{2}-", "", PurePath(project.post).stem)
    if stem in ("index", "_index"):  # a Hugo bundle is named by its folder
        stem = project.post.parent.name
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "update"


def title_of_draft(project: Project, topic: str = "") -> str:
    """What a draft is headed: the topic's title, else the post's, else its name."""
    if topic:
        return project.watchlist(topic).title
    try:
        title = title_of(read_post(project.post).data) if project.post else ""
    except PostError:
        title = ""
    return title or name_of_draft(project).replace("-", " ").capitalize()


def draft_to_continue(project: Project, drafts: OpenDrafts, topic: str = "") -> OpenDraft | None:
    """The newest open draft of this name, whatever its date.

    Where the draft is of all topics, any other name that is not a topic's will do: it was
    renamed, or the post was. An emptied one decides nothing, and stays so: beside a new entry, all
    that is missing in it would count as deleted.
    """
    name = name_of_draft(project, topic)
    filled = [each for each in drafts.drafts if not each.draft.is_emptied]
    found = [each for each in filled if _is_named(each, name)]
    if not topic:
        found += [each for each in filled if not any(_is_named(each, t) for t in project.topics)]
    return next(iter(found), None)


def _is_named(draft: OpenDraft, name: str) -> bool:
    pattern = rf"\d{{4}}-\d{{2}}-\d{{2}}-{re.escape(name)}(-\d+)?\.md"
    return re.fullmatch(pattern, PurePath(draft.path).name) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """All that can be proposed, topic after topic, the best first, and what put it so."""

    ranked: tuple[Ranked, ...]
    model: Model
    now: datetime
    expired_before: datetime
    standing: frozenset[int]  # the works that the post links or the seeds name

    def propose(self, ranked: Ranked) -> Proposal:
        """The ranked work with its score in parts."""
        return propose(ranked, model=self.model, now=self.now)


def order(
    project: Project,
    db: Database,
    topics: Sequence[str],
    *,
    since: datetime,
    now: datetime,
    again: Mapping[int, SecondLook] | None = None,
    keep: bool = False,
) -> Order:
    """What the next draft would choose from, with what comes ``again`` for a second look.
    Raises PostError, ConfigError.

    With ``keep``, features that had to be made anew are stored.
    """
    standing = taught_works(project, db)
    # What is learned from is let go before what is to be ranked is read: each takes much room.
    model = lessons(project, db, standing, now=now, keep=keep).learn()
    candidates = candidates_of(db, topics, standing=standing, since=since, again=again, keep=keep)
    return Order(
        ranked=rank(candidates, topics=topics, model=model, now=now, since=since),
        model=model,
        now=now,
        expired_before=expired_before(project, db, now=now),
        standing=frozenset(standing),
    )


def undecided(open_draft: OpenDraft | None, *, expired_before: datetime) -> Counter[str]:
    """How many entries of the draft wait for a decision, by topic; expired ones do not."""
    gone = {entry.key for entry in expired(open_draft, expired_before)}
    return Counter(
        entry.key.topic
        for entry in (open_draft.draft.entries if open_draft else ())
        if entry.verdict is Verdict.UNDECIDED and entry.key not in gone
    )


def expired(open_draft: OpenDraft | None, expired_before: datetime) -> tuple[Entry, ...]:
    """The undecided entries that were proposed so long ago that they make room."""
    if open_draft is None:
        return ()
    waiting = {
        entry.key for entry in open_draft.draft.entries if entry.verdict is Verdict.UNDECIDED
    }
    return tuple(
        entry
        for entry in open_draft.written
        if entry.key in waiting and entry.proposed_at < expired_before
    )


def with_room(
    order: Order, open_draft: OpenDraft | None, *, per_topic: int, explore: float
) -> tuple[Ranked, ...]:
    """Those that the next draft takes: it is filled up to so many undecided a topic.

    What has come since the open draft was last written is taken on top of these, and so are second
    looks, also at what stands in it. A share ``explore`` of the places that were filled goes to
    works that the ranking would not show.
    """
    waiting = undecided(open_draft, expired_before=order.expired_before)
    written = open_draft.written if open_draft else ()
    written_at = max((entry.proposed_at for entry in written), default=None)
    held = {entry.key for entry in (open_draft.draft.entries if open_draft else ())}
    taken: dict[str, list[Ranked]] = {each.topic: [] for each in order.ranked}
    left: dict[str, list[Ranked]] = {}
    for each in sorted(order.ranked, key=lambda each: not each.candidate.second_look):
        comes_again = bool(each.candidate.second_look)
        if EntryKey(each.work.id, each.topic) in held and not comes_again:
            continue  # a new version, while the draft with the published one is still open
        has_come_since = written_at is not None and each.work.first_seen_at > written_at
        is_news = has_come_since or comes_again
        room = per_topic if is_news else per_topic - waiting[each.topic]
        same = taken[each.topic]
        (same if len(same) < room else left.setdefault(each.topic, [])).append(each)
    share = explore if order.model.decisions else 0.0
    return tuple(
        each
        for topic, same in taken.items()
        for each in with_unlike(same, left.get(topic, ()), share=share)
    )
