"""The application: all pages behind the guard."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from types import ModuleType

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Router
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from tracker.web.guard import Guard
from tracker.web.jobs import Jobs
from tracker.web.pages import review, running
from tracker.web.rendering import FOLDER, load_templates
from tracker.web.site import Site
from tracker.web.visit import visit_of

_LATER = ("post", "works", "capture", "field")  # in tracker.web.pages, loaded when first asked for


def make_app(site: Site) -> Starlette:
    """The application that shows a site's folder."""
    site.jobs = Jobs(site.home, site.clock)
    app = Starlette(
        routes=[
            *review.routes,
            *running.routes,
            Mount("/static", StaticFiles(directory=FOLDER / "static")),
            Mount("/", _Later()),
        ],
        middleware=[Middleware(Guard, site=site)],
        exception_handlers={HTTPException: _tell_status},
    )
    app.state.site = site
    return app


class _Later:
    """The pages beside the review, which is not to wait for what they need."""

    @cached_property
    def _router(self) -> Router:
        return Router([route for module in _modules() for route in module.routes])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        router = await run_in_threadpool(lambda: self._router)
        await router(scope, receive, send)


def warm() -> None:
    """Load what the first page did without, so that the second does not wait for it either."""
    _modules()
    load_templates()


def _modules() -> list[ModuleType]:
    return [import_module(f"tracker.web.pages.{name}") for name in _LATER]


def _tell_status(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    said = {404: "There is no such page.", 405: "This page takes no form."}
    message = said.get(status, "This cannot be answered.")
    return visit_of(request).page("error.html", status=status, message=message)
