"""In which form the entries of each topic are written: by a template, or as the post has them."""

from __future__ import annotations

from collections.abc import Collection

from tracker.drafts.render import EntryStyle
from tracker.drafts.templates.template import AUTO, EntryTemplate, load_template
from tracker.posts.forms import PostForm, form_in
from tracker.workflows.project import read_text
from tracker.workflows.session import Session

_LONG, _SHORT = "living-post", "one-line"


class Styles:
    """The forms that a project's settings ask for. Raises ConfigError where a template is wrong.

    With ``auto`` the post decides, topic by topic. But an author's own ``templates/auto.j2`` is the
    form that is meant, and an own ``living-post.j2`` that of all entries, as it was when that was
    the usual one, unless an own ``one-line.j2`` stands beside it.
    """

    def __init__(self, session: Session) -> None:
        self._session, self._project = session, session.project
        project = self._project
        name = project.settings.draft.template
        self._one: EntryTemplate | None = None
        if name != AUTO or self._is_own(AUTO):
            self._one = self._load(name)
        elif self._is_own(_LONG) and not self._is_own(_SHORT):
            self._one = self._load(_LONG)
        else:
            self._long, self._short = self._load(_LONG), self._load(_SHORT)

    def of_topics(self, topics: Collection[str]) -> dict[str, EntryStyle]:
        """The form of each topic's entries. Raises PostError where the post cannot be read."""
        return {topic: self._of(topic) for topic in topics}

    def _of(self, topic: str) -> EntryStyle:
        has_abstract = self._project.settings.draft.abstracts
        if self._one is not None:
            return EntryStyle(template=self._one, has_abstract=has_abstract)
        heading = self._project.watchlist(topic).heading
        form = form_in(post, heading) if (post := self._session.post) else PostForm()
        is_own = self._is_own(_LONG if form.is_long else _SHORT)
        return EntryStyle(
            template=self._long if form.is_long else self._short,
            is_listed=form.is_listed,
            has_abstract=has_abstract,
            separator="" if is_own else form.separator,
        )

    def _is_own(self, name: str) -> bool:
        return (self._project.templates / f"{name}.j2").is_file()

    def _load(self, name: str) -> EntryTemplate:
        own = self._project.templates / f"{name}.j2"
        return load_template(name, read_text(own) if own.is_file() else None)
