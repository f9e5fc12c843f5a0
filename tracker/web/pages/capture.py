"""Capture: a work taken in by hand, from an address that a bookmark or a person brought here.

The address that a link has in it only fills the form: another site may lead a browser here, and
only its user can take a work in.
"""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.responses import Response

from tracker.errors import ConfigError
from tracker.values import Work
from tracker.web.visit import Visit, send_to, show_at
from tracker.workflows.intake.add import AddReport, add
from tracker.workflows.project import load_project
from tracker.workflows.reports.works import show_work

_FIELDS = {"url": 2_000, "title": 500, "topic": 200, "via": 2_000, "note": 500}


def show(visit: Visit) -> Response:
    """The form, with what the address says; of a stored work without a title, its title alone."""
    given = {name: visit.query.get(name, "")[:most] for name, most in _FIELDS.items()}
    if "work" in visit.query:
        with visit.session() as session:
            work = show_work(session, visit.query["work"]).listed.work
        if not work.title:
            return _form(visit, given | {"url": work.url}, untitled=work)
        return visit.go(f"/works/{work.id}")
    return _form(visit, given, given["title"])


def take_in(visit: Visit) -> Response:
    """The same as ``tracker add``; what means nothing comes back with the reason."""
    given = {name: visit.form.get(name, "").strip()[:most] for name, most in _FIELDS.items()}
    shown_title = visit.form.get("shown", "").strip()[: _FIELDS["title"]]
    try:
        report = add(
            load_project(visit.site.home),
            given["url"],
            via=given["via"],
            note=given["note"],
            topic=given["topic"],
            # What came along with the address, and was left: the page itself may state it better.
            title="" if given["title"] == shown_title else given["title"],
            shown_title=shown_title,
            now=visit.now,
        )
    except ConfigError as error:
        return _form(visit, given, shown_title, problem=str(error), status=400)
    if not report.work.title:
        asked = {"work": report.work.id, "topic": given["topic"]}
        return visit.go(f"/capture?{urlencode(asked)}", _done(visit, report), *report.problems)
    lines = [_done(visit, report), *report.problems]
    if report.rematched:
        lines.append(report.rematched)
    if not report.topics:
        lines.append("It matches no topic, so no draft will have it by itself.")
        lines.append("To have it in one, choose a topic below and approve it.")
    return visit.go(f"/works/{report.work.id}", *lines)


def _done(visit: Visit, report: AddReport) -> str:
    if visit.form.get("asked") and report.work.title:
        return "Its title is saved."
    return "Added." if report.is_new else "It was known already."


def _form(
    visit: Visit,
    given: dict[str, str],
    shown_title: str = "",
    *,
    untitled: Work | None = None,
    problem: str = "",
    status: int = 200,
) -> Response:
    topics = {each.slug: each.title for each in load_project(visit.site.home).watchlists}
    return visit.page(
        "capture.html",
        status=status,
        given=given,
        shown_title=shown_title,
        topics=topics,
        untitled=untitled,
        problem=problem,
    )


routes = (show_at("/capture", show), send_to("/capture", take_in))
