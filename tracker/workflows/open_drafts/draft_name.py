"""What a draft is called, how it is headed, and which open one goes on."""

from __future__ import annotations

import re
from pathlib import PurePath

from tracker.posts.titles import title_of
from tracker.workflows.open_drafts.read import OpenDraft, OpenDrafts
from tracker.workflows.project import Project


def name_of_draft(project: Project, topic: str = "") -> str:
    """What a draft's file is called behind its date: the topic, else the post, else "update"."""
    if topic or project.post is None:
        return topic or "update"
    stem = re.sub(r"^\d{4}-\d{2}-\d{2}-", "", PurePath(project.post).stem)
    if stem in ("index", "_index"):  # a Hugo bundle is named by its folder
        stem = project.post.parent.name
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "update"


def title_of_draft(project: Project, post: bytes, topic: str = "") -> str:
    """What a draft is headed: the topic's title, else that of the ``post``, else its name."""
    if topic:
        return project.watchlist(topic).title
    return title_of(post) or name_of_draft(project).replace("-", " ").capitalize()


def draft_to_continue(project: Project, drafts: OpenDrafts, topic: str = "") -> OpenDraft | None:
    """The newest open draft of this name, whatever its date.

    Where the draft is of all topics, any other name that is not a topic's will do: it was
    renamed, or the post was. One that has lost all its entries decides nothing, and stays so: with
    a new entry in it, all that is missing would count as deleted. Nor is one added to in which a
    merge left a conflict: who settles that keeps one side of it.
    """
    name = name_of_draft(project, topic)
    filled = [each for each in drafts.drafts if not (each.has_lost_all or each.draft.has_conflict)]
    fitting = [open_draft for open_draft in filled if _is_named(open_draft, name)]
    if not topic:
        fitting += [
            open_draft
            for open_draft in filled
            if not any(_is_named(open_draft, t) for t in project.topics)
        ]
    return next(iter(fitting), None)


def _is_named(draft: OpenDraft, name: str) -> bool:
    pattern = rf"\d{{4}}-\d{{2}}-\d{{2}}-{re.escape(name)}(-\d+)?\.md"
    return re.fullmatch(pattern, PurePath(draft.path).name) is not None
