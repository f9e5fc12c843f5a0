"""Proposals into the file of a draft: the open one goes on, else there is a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tracker.drafts.file.document import has_second_look, parse_draft, plan_second_look
from tracker.drafts.insertion import RenderedEntry, in_words, plan_additions
from tracker.drafts.render import render_draft, render_entries
from tracker.errors import DraftError
from tracker.store.author import entries
from tracker.values import EntryKey, Proposal
from tracker.workflows.drafting.revisions import as_revision
from tracker.workflows.drafting.styles import Styles
from tracker.workflows.open_drafts.done import FOLDER as DONE
from tracker.workflows.open_drafts.draft_name import name_of_draft
from tracker.workflows.open_drafts.in_posts import standing_texts
from tracker.workflows.open_drafts.write import replace_file, write_draft
from tracker.workflows.proposing import second_looks
from tracker.workflows.proposing.candidates import SecondLook
from tracker.workflows.session import Session


class DraftFile:
    """The draft that takes new entries: ``continued``, or a new one. Of ``topic`` alone where one
    is given."""

    def __init__(self, session: Session, styles: Styles, *, topic: str = "") -> None:
        self.continued = session.draft_to_continue(topic)
        self._session, self._styles, self._topic = session, styles, topic
        self._last_entry = session.last_entry
        self._again: Mapping[int, SecondLook] = {}

    def add(
        self,
        proposals: Sequence[Proposal],
        again: Mapping[int, SecondLook] | None = None,
        *,
        words: str = "",
    ) -> tuple[str, bytes, tuple[RenderedEntry, ...]]:
        """Render the proposals into the draft: its path and bytes, and the new entries.

        ``again`` are the second looks of works, by number; ``words`` what the entries say instead
        of what a template would have them say.
        """
        self._again = again or {}
        rendered = tuple(
            replace(entry, key=self._standing(proposal) or entry.key)
            for entry, proposal in zip(
                render_entries(
                    proposals,
                    self._session.project.watchlists,
                    self._styles.of_topics({proposal.topic for proposal in proposals}),
                    sentence_length=self._session.project.settings.draft.sentence_length,
                ),
                proposals,
                strict=True,
            )
        )
        if words:
            rendered = tuple(in_words(entry, words) for entry in rendered)
        else:
            rendered = self._with_revisions(rendered, proposals)
        path, data = self._written(rendered, proposals)
        if rendered and self._session.stores:
            self._write(path, data, rendered, proposals)
        return path, data, rendered

    def _with_revisions(
        self, rendered: tuple[RenderedEntry, ...], proposals: Sequence[Proposal]
    ) -> tuple[RenderedEntry, ...]:
        """With the new versions of published works in the words that stand in the post."""
        updates = [proposal.work.id for proposal in proposals if proposal.is_update]
        if not updates:
            return rendered
        path = self._session.project.post
        post = self._session.project.name_of(path) if path else ""
        standing = standing_texts(self._session.db, updates, post)
        return tuple(
            as_revision(entry, p, self._session.post, standing.get(p.work.id, ""))
            if p.is_update
            else entry
            for entry, p in zip(rendered, proposals, strict=True)
        )

    def _standing(self, proposal: Proposal) -> EntryKey | None:
        """The entry of a second look that stands in the draft already."""
        return self._again[proposal.work.id].standing if proposal.second_look else None

    def _written(
        self, rendered: Sequence[RenderedEntry], proposals: Sequence[Proposal]
    ) -> tuple[str, bytes]:
        """The draft's path and its bytes with the new entries; no bytes where there is none."""
        if self.continued is not None:
            data = self.continued.file.data
            for proposal in proposals:
                if (key := self._standing(proposal)) is not None:
                    data = plan_second_look(data, key, proposal.second_look, proposal.said_before)
            day = self._session.now.date()
            data = plan_additions(data, rendered, self._session.project.watchlists, day=day)
            return self.continued.path, _with_remarks(data, rendered, proposals)
        path = self._free_path()
        if not rendered:
            return path, b""
        text = render_draft(
            rendered,
            self._session.project.watchlists,
            title=self._session.title_of_draft(self._topic),
            now=self._session.now,
            front_matter=self._session.project.settings.draft.front_matter,
        )
        return path, text.encode("utf-8")

    def _free_path(self) -> str:
        """A path that no file and no draft of the store has, nor what is decided of one."""
        home = self._session.project.home
        taken = {draft.path for draft in entries.drafts(self._session.db)}
        stem = f"{self._session.now:%Y-%m-%d}-{name_of_draft(self._session.project, self._topic)}"
        number, name = 1, f"{stem}.md"
        while any(
            path in taken or (home / path).exists() for path in (f"drafts/{name}", f"{DONE}/{name}")
        ):
            number += 1
            name = f"{stem}-{number}.md"
        return f"drafts/{name}"

    def _write(
        self,
        path: str,
        data: bytes,
        rendered: Sequence[RenderedEntry],
        proposals: Sequence[Proposal],
    ) -> None:
        """First the file, then the store: killed between the two, nothing counts as deleted.

        Both under the write lock, where it shows whether another run has proposed the same.
        """
        written = (
            {entry.key: entry.text for entry in self.continued.written} if self.continued else {}
        )
        added = [
            entries.NewEntry(
                key=entry.key,
                # What stands in the file already stays as it was written.
                text=written.get(entry.key, entry.body) if self._standing(proposal) else entry.body,
                version=(proposal.work.paper.version or 0) if proposal.work.paper else 0,
                is_update=proposal.is_update,
            )
            for entry, proposal in zip(rendered, proposals, strict=True)
        ]
        with self._session.db.transaction():
            if entries.last_number(self._session.db) > self._last_entry:
                raise DraftError("another draft was written meanwhile; nothing was; try again")
            if self.continued is not None:
                replace_file(self.continued, data)
            else:
                write_draft(self._session.project.home / path, data)
            entries.add(self._session.db, path, added, now=self._session.now)
            second_looks.note(self._session.db, proposals, now=self._session.now)
        self._session.reread()


def _with_remarks(
    data: bytes, rendered: Sequence[RenderedEntry], proposals: Sequence[Proposal]
) -> bytes:
    """With a remark in each second look whose template shows none: by that, an older copy of the
    file is known."""
    looks = {e.key: p for e, p in zip(rendered, proposals, strict=True) if p.second_look}
    entries_ = parse_draft(data, path="").entries if looks else ()
    for entry in reversed(entries_):  # from last to first, so that the spans before stay
        if entry.key in looks and not has_second_look(data, entry):
            data = plan_second_look(data, entry.key, looks[entry.key].second_look)
    return data
