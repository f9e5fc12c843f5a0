"""The application: all pages behind the guard, and errors told in a line, as the command line
tells them."""

from __future__ import annotations

import logging

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from tracker.errors import BusyError, ConfigError, TrackerError
from tracker.web.guard import Guard
from tracker.web.pages import review
from tracker.web.rendering import FOLDER
from tracker.web.site import Site
from tracker.web.visit import visit_of
from tracker.workflows.reports.find import UnknownWorkError

_PAGES = (review,)
_log = logging.getLogger(__name__)


def make_app(site: Site) -> Starlette:
    """The application that shows a site's folder."""
    app = Starlette(
        routes=[
            *(route for page in _PAGES for route in page.routes),
            Mount("/static", StaticFiles(directory=FOLDER / "static")),
        ],
        middleware=[Middleware(Guard, site=site)],
        exception_handlers={
            TrackerError: _tell_error,
            HTTPException: _tell_status,
            Exception: _tell_defect,
        },
    )
    app.state.site = site
    return app


def _tell_error(request: Request, error: Exception) -> Response:
    kinds = {UnknownWorkError: 404, BusyError: 503, ConfigError: 500}
    return _error_page(request, kinds.get(type(error), 409), str(error))


def _tell_status(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    said = {404: "there is no such page", 405: "this page takes no form"}
    return _error_page(request, status, said.get(status, "this cannot be answered"))


def _tell_defect(request: Request, error: Exception) -> Response:
    _log.debug("showing %s", request.url.path, exc_info=error)
    message = f"tracker broke on it ({type(error).__name__}: {error}); please report it"
    return _error_page(request, 500, message)


def _error_page(request: Request, status: int, message: str) -> Response:
    return visit_of(request).page("error.html", status=status, message=message)
