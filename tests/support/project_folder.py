"""A project folder as its author sees it: settings, watchlists, drafts and the post as files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.support.author import POST
from tracker.drafts.file.document import Draft, parse_draft
from tracker.store.database import Database
from tracker.workflows.project import Project, load_project

PHRASES = ("chain of thought", "tree of thoughts", "self-consistency")


class ProjectFolder:
    """A folder with two topics and a post, and what a person does to its files."""

    def __init__(self, home: Path) -> None:
        self.home = home
        home.mkdir(parents=True, exist_ok=True)
        self.post_path.write_bytes(POST.encode())
        self.configure()
        self.watch("reasoning", heading="Reasoning", any_of=PHRASES)
        self.watch("tuning", heading="Tuning", any_of=("low-rank adapter",))

    @property
    def project(self) -> Project:
        return load_project(self.home)

    def open(self) -> Database:
        return Database.open(self.project.database)

    @property
    def post_path(self) -> Path:
        return self.home / "post.md"

    @property
    def post(self) -> str:
        return self.post_path.read_bytes().decode()

    @property
    def drafts(self) -> list[Path]:
        return sorted(self.home.glob("drafts/*.md"))

    @property
    def done(self) -> list[Path]:
        return sorted(self.home.glob("drafts/done/*.md"))

    @property
    def draft_path(self) -> Path:
        (path,) = self.drafts
        return path

    @property
    def text(self) -> str:
        """The one open draft's text, its line endings as they are."""
        return self.draft_path.read_bytes().decode()

    @property
    def read(self) -> Draft:
        return parse_draft(self.draft_path.read_bytes(), path="draft.md")

    def configure(self, **sections: str) -> None:
        """Write tracker.toml; ``post``, ``draft`` and others as their TOML text."""
        post = sections.pop("post", 'path = "post.md"')
        texts = {"post": post, **sections}
        text = "".join(f"[{name}]\n{lines}\n" for name, lines in texts.items())
        (self.home / "tracker.toml").write_text(text, encoding="utf-8")

    def watch(self, slug: str, *, any_of: Sequence[str], heading: str = "", more: str = "") -> None:
        path = self.home / "watchlists" / f"{slug}.toml"
        path.parent.mkdir(exist_ok=True)
        heading = heading or slug.capitalize()
        path.write_text(
            f'title = "{heading}"\n[arxiv]\ncategories = ["cs.CL"]\n'
            f"any = {json.dumps(list(any_of))}\n{more}",
            encoding="utf-8",
        )

    def edit(self, change: Callable[[str], str], path: Path | None = None) -> None:
        """Change a draft's text (the only one without ``path``), as an author's editor does."""
        target = path or self.draft_path
        old = target.read_bytes().decode()
        new = change(old)
        assert new != old, "the edit changed nothing"
        target.write_bytes(new.encode())

    def mark(self, box: str, *numbers: int, after: str = "") -> None:
        """Set the checkboxes of these works; of all without numbers."""
        which = "|".join(map(str, numbers)) or r"\d+"
        pattern = rf"\[[ x-]\] (<!-- tracker (?:{which}) \S+ -->)"
        self.edit(lambda text: re.sub(pattern, rf"{box} \1{after}", text))

    def cut(self, number: int) -> str:
        """Take an entry out of the draft; gives its text."""
        (entry,) = (entry for entry in self.read.entries if entry.key.work_id == number)
        data = self.draft_path.read_bytes()
        self.draft_path.write_bytes(data[: entry.start] + data[entry.end :])
        return data[entry.start : entry.end].decode()
