"""Capture: a work taken in by hand, from an address that a bookmark or a person brought here.

The address that a link has in it only fills the form: another site may lead a browser here, and
only its user can take a work in.
"""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.responses import Response

from tracker.errors import ConfigError
from tracker.web.visit import Visit, send_to, show_at
from tracker.workflows.intake.add import add
from tracker.workflows.project import load_project

_FIELDS = {"url": 2_000, "title": 500, "topic": 200, "via": 2_000, "note": 500}


def show(visit: Visit) -> Response:
    """The form, with what the address says."""
    given = {name: visit.query.get(name, "")[:most] for name, most in _FIELDS.items()}
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
    lines = ["Added." if report.is_new else "It was known already.", *report.problems]
    if not report.work.title:
        lines.append("Nothing states its title: its address would stand for it. What is it called?")
        asked = {name: given[name] for name in ("url", "topic") if given[name]}
        return visit.go(f"/capture?{urlencode(asked)}", *lines, to="title")
    if report.rematched:
        lines.append(report.rematched)
    if not report.topics:
        lines.append("It matches no topic, so no draft will have it by itself.")
        lines.append("To have it in one, choose a topic below and approve it.")
    return visit.go(f"/works/{report.work.id}", *lines)


def _form(
    visit: Visit,
    given: dict[str, str],
    shown_title: str,
    *,
    problem: str = "",
    status: int = 200,
) -> Response:
    topics = {each.slug: each.title for each in load_project(visit.site.home).watchlists}
    values = {"given": given, "shown_title": shown_title, "topics": topics, "problem": problem}
    return visit.page("capture.html", status=status, **values)


routes = (show_at("/capture", show), send_to("/capture", take_in))
