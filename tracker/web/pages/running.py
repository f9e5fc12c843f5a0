"""Running: a poll or a draft that was started here, as it goes on (server-sent events, HTML Living
Standard §9.2)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tracker.errors import TrackerError
from tracker.web.jobs import Job
from tracker.web.visit import Visit, send_to, show_at

_TICK_SECONDS = 0.2
_MOST_SECONDS = 3_600


def show(visit: Visit) -> Response:
    """The last job: how far it is, or what it brought."""
    job = visit.site.jobs.last
    return visit.page("running.html", job=job)


def start_poll(visit: Visit) -> Response:
    """Begin a poll."""
    return _start(visit, "poll")


def start_draft(visit: Visit) -> Response:
    """Begin a draft."""
    return _start(visit, "draft")


def _start(visit: Visit, kind: str) -> Response:
    try:
        visit.site.jobs.start(kind)
    except TrackerError as error:
        return visit.go("/running", str(error))
    return visit.go("/running")


async def events(request: Request) -> Response:
    """How far the job is, each time that it gets on, until its end or the server's."""
    job = request.app.state.site.jobs.last
    headers = {"X-Accel-Buffering": "no"}  # a proxy must not wait for the end
    return StreamingResponse(_events(request, job), media_type="text/event-stream", headers=headers)


async def _events(request: Request, job: Job | None) -> AsyncIterator[str]:
    site, before = request.app.state.site, ""
    for _ in range(int(_MOST_SECONDS / _TICK_SECONDS)):
        if job is None or job.is_over or site.is_closing:
            break
        state = json.dumps({"done": job.done, "total": job.total, "lines": job.lines[-5:]})
        if state != before:
            before = state
            yield f"event: progress\ndata: {state}\n\n"
        await asyncio.sleep(_TICK_SECONDS)
    yield "event: end\ndata: {}\n\n"


routes = (
    show_at("/running", show),
    send_to("/running/poll", start_poll),
    send_to("/running/draft", start_draft),
    Route("/running/events", events, methods=["GET"]),
)
