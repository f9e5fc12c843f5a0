"""One request as a page sees it: its moment, its session, its form, and the ways to answer.

An error is told in a line, as the command line tells it."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from tracker.errors import BusyError, ConfigError, TrackerError
from tracker.web.rendering import render
from tracker.web.site import Notice, Site
from tracker.workflows.project import load_project
from tracker.workflows.reports.find import UnknownWorkError
from tracker.workflows.session import Session, open_session

_log = logging.getLogger(__name__)

# The pages that every page links: name, path.
NAVIGATION = (("Review", "/"), ("Post", "/post"), ("Works", "/works"), ("Field", "/field"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A request, of which ``form`` and ``query`` hold the last value of each field."""

    site: Site
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    params: Mapping[str, str]  # what stands in the places of the route's path
    now: datetime

    @contextlib.contextmanager
    def session(self, *, stores: bool = False) -> Iterator[Session]:
        """The one session of this request, which reads only unless it ``stores``. Raises
        ConfigError, StoreError."""
        project = load_project(self.site.home)
        with open_session(project, now=self.now, reads_only=not stores) as session:
            yield session

    def page(self, template: str, *, status: int = 200, **values: object) -> Response:
        """The page of a template, with what every page has."""
        html = render(
            template,
            navigation=NAVIGATION,
            path=self.path,
            notices=self.site.take_note(self.query.get("said", "")),
            form_token=self._form_token,
            status=status,
            **values,
        )
        return HTMLResponse(html, status_code=status)

    def go(self, path: str, *lines: str | Notice, to: str = "") -> Response:
        """On to another page (POST, redirect, GET), which says these lines; ``to`` is where on
        it."""
        query = urlencode({"said": self.site.note(lines)}) if lines else ""
        joint = ("&" if "?" in path else "?") if query else ""
        return RedirectResponse(f"{path}{joint}{query}{f'#{to}' if to else ''}", status_code=303)

    def _form_token(self) -> Markup:
        field = Markup('<input type="hidden" name="token" value="{}">')
        return field.format(self.site.form_token)


Page = Callable[[Visit], Response]


def show_at(path: str, page: Page) -> Route:
    """A page that is read, and changes nothing."""
    return Route(path, _endpoint(page), methods=["GET"])


def send_to(path: str, page: Page) -> Route:
    """Where a form is sent: a deed."""
    return Route(path, _endpoint(page), methods=["POST"])


def _endpoint(page: Page) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:  # not async: it runs in a thread of its own
        visit = visit_of(request)
        try:
            return page(visit)
        except TrackerError as error:
            kinds = {UnknownWorkError: 404, BusyError: 503, ConfigError: 500}
            return visit.page("error.html", status=kinds.get(type(error), 409), message=str(error))
        except Exception as error:
            _log.debug("showing %s", visit.path, exc_info=error)
            message = f"tracker broke on it ({type(error).__name__}: {error}); please report it"
            return visit.page("error.html", status=500, message=message)

    return endpoint


def visit_of(request: Request) -> Visit:
    """The request as a page sees it."""
    site: Site = request.app.state.site
    return Visit(
        site=site,
        path=request.url.path,
        query=dict(request.query_params),
        form=request.scope.get("form", {}),
        params={name: str(value) for name, value in request.path_params.items()},
        now=site.clock(),
    )
