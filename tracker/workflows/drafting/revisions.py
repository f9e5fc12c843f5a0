"""The entry of a new version: the words that stand in the post, and what the version changed.

Where the entry is found in the living post, as ``undo`` finds it, approving puts what the author
leaves in the draft in its place. Elsewhere the draft has a note alone, which changes nothing.
"""

from __future__ import annotations

from tracker.drafts.file.lines import PROMPT
from tracker.drafts.insertion import RenderedEntry, with_remarks
from tracker.posts.document import Post
from tracker.posts.linked import linked_among
from tracker.posts.replacing import words_in
from tracker.posts.undo import find_standing
from tracker.ranking.explain import why
from tracker.values import Proposal

_REPLACES = "approving it puts what stands here in the place of its entry in the post"
_NOTE = (
    "a note: the post has this work in words that are not as they were published, so approving it "
    "changes nothing there"
)
_BY_HAND = (
    "a note: the post has this work in words that you wrote by hand, so approving it changes "
    "nothing there"
)


def as_revision(
    entry: RenderedEntry, proposal: Proposal, post: Post | None, standing: str
) -> RenderedEntry:
    """The rendered entry of a new version in its published words; ``standing`` is what was inserted
    for the version before ("": nothing, or elsewhere)."""
    version = proposal.work.paper.version if proposal.work.paper else None
    changed = f"new version{f', v{version}' if version else ''}: {proposal.changed}"
    said = why(proposal.score, read_by=proposal.read_by)
    aliases = proposal.work.aliases
    body = words_in(standing) if standing else ""
    is_by_hand = not standing and post is not None and linked_among(post.outline, aliases)
    remarks = (changed, _BY_HAND if is_by_hand else _NOTE, said)
    if post and body and find_standing(post, standing):
        return with_remarks(entry.key, body, (changed, _REPLACES, said, PROMPT), marker="1.")
    return with_remarks(entry.key, entry.body, remarks, marker="1.")
