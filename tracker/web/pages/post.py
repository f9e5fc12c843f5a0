"""Post: the living post as it reads, with what is approved in its places; publishing and undoing.

Nothing is published that was not looked at: the form holds a stamp of the post and of what would go
into it, and where either has changed meanwhile, the page is shown again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from starlette.responses import Response

from tracker.errors import ConfigError, PostError, TrackerError
from tracker.markdown import parse_front_matter
from tracker.web.passages import to_html
from tracker.web.site import Notice
from tracker.web.visit import Visit, send_to, show_at
from tracker.workflows.publishing.preview import (
    check_last,
    check_unchanged,
    last_publication,
    preview,
)
from tracker.workflows.publishing.publish import PublishOptions, PublishReport, publish
from tracker.workflows.publishing.undo import UndoReport, undo
from tracker.workflows.session import Session

_MOST_SHOWN = 400_000  # characters of a post
_MOST_LINES = 3_000  # of a diff
_KINDS = {"+": "added", "-": "removed", "@": "place"}


def show(visit: Visit) -> Response:
    """The post, with what is approved marked in its places, or why it cannot be shown."""
    with visit.session() as session:
        try:
            return _shown(visit, session)
        except (ConfigError, PostError) as error:
            last = last_publication(session)
            return visit.page("post.html", told=None, problem=str(error), last=last)


def confirm(visit: Visit) -> Response:
    """What publishing would change, line by line, and the button."""
    with visit.session() as session:
        told = preview(session)
    under = [f"{count} under {name}" for name, count in told.report.under.items()]
    lines = list(_lines(told.report.diff))
    return visit.page("publish.html", told=told, lines=lines, under=under)


def place(visit: Visit) -> Response:
    """Publish what was looked at."""
    form = ("publish", visit.form.get("stamp", ""))
    try:
        with visit.session() as session:
            check_unchanged(session, visit.form.get("stamp", ""))
        with visit.session(stores=True) as session:
            report = publish(session, PublishOptions())
        visit.site.note_deed(form)
    except TrackerError as error:
        if isinstance(error, PostError) and visit.site.has_done(form):
            return visit.go("/post", "That is published: the button was pressed twice.")
        return visit.go("/post/publish" if isinstance(error, PostError) else "/post", str(error))
    return visit.go("/post", *_published(report))


def take_back(visit: Visit) -> Response:
    """Undo the last publication."""
    try:
        with visit.session(stores=True) as session:
            check_last(session, visit.form.get("of", ""))
            report = undo(session)
    except TrackerError as error:
        return visit.go("/post", str(error))
    return visit.go("/post", *_taken_back(report))


def _shown(visit: Visit, session: Session) -> Response:
    told = preview(session)
    outline = parse_front_matter(told.report.text.encode())
    front, lines = outline.front_matter, outline.lines
    below = front.last + 1 if front else 0
    body = lines.data[lines.starts[below] :] if below < len(lines) else b""
    new = [range(span.start - below, span.stop - below) for span in told.report.lines]
    return visit.page(
        "post.html",
        told=told,
        body=to_html(
            body.decode(), most=_MOST_SHOWN, new=[each for each in new if each.start >= 0]
        ),
        last=told.last,
        problem="",
    )


def _lines(diff: str) -> Iterator[tuple[str, str]]:
    """The lines of a diff, but for its two first, each with its kind."""
    lines = diff.split("\n")[2:]
    for line in lines[:_MOST_LINES]:
        yield _KINDS.get(line[:1], "same"), line
    if len(lines) > _MOST_LINES:
        yield "place", f"… and {len(lines) - _MOST_LINES:,} lines more"


def _published(report: PublishReport) -> Iterator[str | Notice]:
    if report.placed:
        where = "; ".join(f"{count} under {name}" for name, count in report.under.items())
        yield Notice(f"Published {_entries(report.placed)}: {where}.", report.placed)
    else:
        yield "Nothing was to be published."
    yield from (Notice(line, is_aside=True) for line in report.notices)
    if report.skipped:
        yield Notice(f"Skipped {_entries(report.skipped)}:", report.skipped)
    yield from (*report.reading.problems, *report.refusals, *report.cautions)


def _taken_back(report: UndoReport) -> Iterator[str | Notice]:
    if report.removed:
        yield Notice(f"Taken back: {_entries(report.removed)}, approved as before.", report.removed)
    if again := (*report.gone, *report.found):
        yield Notice(f"Approved again: {_entries(again)}.", again)
    if report.left:
        yield Notice(f"Left in {report.post}: {_entries(report.left)}.", report.left)


def _entries(names: Sequence[str]) -> str:
    return "1 entry" if len(names) == 1 else f"{len(names)} entries"


routes = (
    show_at("/post", show),
    show_at("/post/publish", confirm),
    send_to("/post/publish", place),
    send_to("/post/undo", take_back),
)
