"""Proposals into the file of a draft: the open one goes on, else there is a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from tracker.drafts.file.document import has_second_look, parse_draft, plan_second_look
from tracker.drafts.render import RenderedEntry, plan_additions, render_draft, render_entries
from tracker.drafts.templates.template import EntryTemplate, load_template
from tracker.errors import DraftError
from tracker.store.author import entries
from tracker.store.database import Database
from tracker.values import EntryKey, Proposal
from tracker.workflows.open_drafts.names import name_of_draft, title_of_draft
from tracker.workflows.open_drafts.read import OpenDraft
from tracker.workflows.open_drafts.write import replace_file, write_draft
from tracker.workflows.project import Project, read_text
from tracker.workflows.proposing import second_looks
from tracker.workflows.proposing.candidates import SecondLook


def read_template(project: Project) -> EntryTemplate:
    """The template that the settings name, the author's own first. Raises ConfigError."""
    name = project.settings.draft.template
    own = project.templates / f"{name}.j2"
    return load_template(name, read_text(own) if own.is_file() else None)


class DraftFile:
    """The draft that takes new entries; ``topic`` where it is of one alone. With ``to_stdout``
    nothing is written; else nothing where others have noted entries after ``last_entry``."""

    def __init__(
        self,
        project: Project,
        db: Database,
        continued: OpenDraft | None,
        template: EntryTemplate,
        *,
        last_entry: int,
        topic: str = "",
        to_stdout: bool = False,
        now: datetime,
    ) -> None:
        self._project, self._db, self._template, self._now = project, db, template, now
        self._topic, self._to_stdout, self._last_entry = topic, to_stdout, last_entry
        self._open = continued
        self._again: Mapping[int, SecondLook] = {}

    @property
    def _name(self) -> str:
        return name_of_draft(self._project, self._topic)

    def add(
        self, proposals: Sequence[Proposal], again: Mapping[int, SecondLook] | None = None
    ) -> tuple[str, bytes, tuple[RenderedEntry, ...]]:
        """Render the proposals into the draft: its path and bytes, and the new entries.

        ``again`` are the second looks of works, by number.
        """
        self._again = again or {}
        rendered = tuple(
            replace(entry, key=self._standing(proposal) or entry.key)
            for entry, proposal in zip(
                render_entries(proposals, self._project.watchlists, self._template),
                proposals,
                strict=True,
            )
        )
        path, data = self._written(rendered, proposals)
        if rendered and not self._to_stdout:
            self._write(path, data, rendered, proposals)
        return path, data, rendered

    def _standing(self, proposal: Proposal) -> EntryKey | None:
        """The entry of a second look that stands in the draft already."""
        return self._again[proposal.work.id].standing if proposal.second_look else None

    def _written(
        self, rendered: Sequence[RenderedEntry], proposals: Sequence[Proposal]
    ) -> tuple[str, bytes]:
        """The draft's path and its bytes with the new entries; no bytes where there is none."""
        if self._open is not None:
            data = self._open.file.data
            for proposal in proposals:
                if (key := self._standing(proposal)) is not None:
                    data = plan_second_look(data, key, proposal.second_look, proposal.said_before)
            data = plan_additions(data, rendered, self._project.watchlists)
            return self._open.path, _with_remarks(data, rendered, proposals)
        path = self._free_path()
        if not rendered:
            return path, b""
        text = render_draft(
            rendered,
            self._project.watchlists,
            title=title_of_draft(self._project, self._topic),
            now=self._now,
            front_matter=self._project.settings.draft.front_matter,
        )
        return path, text.encode("utf-8")

    def _free_path(self) -> str:
        """A path that no file and no draft of the store has."""
        known = {known.path for known in entries.drafts(self._db)}
        stem = f"{self._now:%Y-%m-%d}-{self._name}"
        number, name = 1, f"drafts/{stem}.md"
        while name in known or (self._project.home / name).exists():
            number += 1
            name = f"drafts/{stem}-{number}.md"
        return name

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
        written = {entry.key: entry.text for entry in self._open.written} if self._open else {}
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
        with self._db.transaction():
            if entries.last_number(self._db) > self._last_entry:
                raise DraftError("another draft was written meanwhile; nothing was; try again")
            if self._open is not None:
                replace_file(self._project, self._open, data)
            else:
                write_draft(self._project.home / path, data)
            entries.add(self._db, path, added, now=self._now)
            second_looks.note(self._db, proposals, now=self._now)


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
