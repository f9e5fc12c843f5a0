"""The application: all pages behind the guard."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from tracker.web.guard import Guard
from tracker.web.jobs import Jobs
from tracker.web.pages import capture, field, post, review, running, works
from tracker.web.rendering import FOLDER
from tracker.web.site import Site
from tracker.web.visit import visit_of

_PAGES = (review, running, post, works, capture, field)


def make_app(site: Site) -> Starlette:
    """The application that shows a site's folder."""
    site.jobs = Jobs(site.home, site.clock)
    app = Starlette(
        routes=[
            *(route for page in _PAGES for route in page.routes),
            Mount("/static", StaticFiles(directory=FOLDER / "static")),
        ],
        middleware=[Middleware(Guard, site=site)],
        exception_handlers={HTTPException: _tell_status},
    )
    app.state.site = site
    return app


def _tell_status(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    said = {404: "there is no such page", 405: "this page takes no form"}
    message = said.get(status, "this cannot be answered")
    return visit_of(request).page("error.html", status=status, message=message)
