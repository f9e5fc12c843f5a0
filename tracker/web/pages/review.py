"""Review: the open draft, entry by entry."""

from __future__ import annotations

from starlette.responses import Response

from tracker.web.visit import Visit, show_at


def show(visit: Visit) -> Response:
    """The newest open draft."""
    with visit.session() as session:
        drafts = session.drafts.drafts
    return visit.page("review.html", draft=drafts[0] if drafts else None)


routes = (show_at("/", show),)
