"""Field: how it moves, how the feeds fare, and what the ranking has learned, a page each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from urllib.parse import urlencode

from starlette.responses import Response

from tracker.values.source_kinds import is_feed
from tracker.web import plots
from tracker.web.plots import Look
from tracker.web.visit import Page, Visit, show_at
from tracker.workflows.reports.field import LATE_WEEKS, SourceShare, Week, field, shares, weeks
from tracker.workflows.reports.ranking import ranking
from tracker.workflows.reports.status import SourceStatus, source_statuses
from tracker.workflows.session import Session
from tracker.workflows.watchlists.yields import count_yields

_SOURCES = 12  # that are shown one by one
_YIELD_WEEKS = 16
# A drawing has its style within it, and is shown as an image alone: nothing in it may act.
_POLICY = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}


def show(visit: Visit) -> Response:
    """Works a week by topic, what became of them, their sources, and the words that rise."""
    with visit.session() as session:
        report = field(session)
        topics = _topics(session)
    since = report.sources_since.isoformat()
    return visit.page(
        "field.html",
        report=report,
        topics=topics,
        sources=_fullest(report.sources),
        late_weeks=LATE_WEEKS,
        search=lambda phrase: urlencode({"q": f'"{phrase}"', "since": since}),
    )


def show_feeds(visit: Visit) -> Response:
    """How each feed fares, when it last had something new, and what it has brought: those that
    fail first, then the longest silent."""
    with visit.session() as session:
        feeds = [status for status in source_statuses(session) if is_feed(status.state.key)]
        since = visit.now - timedelta(weeks=_YIELD_WEEKS)
        yields = {each.url: each for each in count_yields(session, since=since).feeds}
        topics = _topics(session)
    return visit.page(
        "feeds.html",
        feeds=sorted(feeds, key=_needs_a_look),
        yields=yields,
        topics=topics,
        weeks=_YIELD_WEEKS,
        now=visit.now,
    )


def _needs_a_look(status: SourceStatus) -> tuple[bool, str, str]:
    state, last = status.state, status.last_new_at
    is_well = not (state.failures or state.retired_at)
    return is_well, last.isoformat() if last else "", state.key


def show_learned(visit: Visit) -> Response:
    """What the ranking has learned from the author's decisions."""
    with visit.session() as session:
        report = ranking(session)
        topics = _topics(session)
    return visit.page("learned.html", report=report, topics=topics)


# --- plots --------------------------------------------------------------------------------


def _plot(draw: Callable[[Session, Look], bytes]) -> Page:
    """The page that is a plot, as SVG."""

    def plot(visit: Visit) -> Response:
        look = Look(dark="dark" in visit.query, narrow="narrow" in visit.query)
        with visit.session() as session:
            drawn = draw(session, look)
        return Response(drawn, media_type="image/svg+xml", headers=_POLICY)

    return plot


def _plot_weeks(session: Session, look: Look) -> bytes:
    told = weeks(session)
    series = {
        title: [week.topics[slug] for week in told] for slug, title in _topics(session).items()
    }
    return plots.stacked(_labels(told), series, look)


def _plot_deeds(session: Session, look: Look) -> bytes:
    told = weeks(session)
    series = {
        "proposed": [week.proposed for week in told],
        "approved": [week.approved for week in told],
        "published": [week.published for week in told],
    }
    return plots.beside(_labels(told), series, look)


def _plot_sources(session: Session, look: Look) -> bytes:
    counts = [(source.name, source.works) for source in _fullest(shares(session))]
    return plots.lying(counts, look)


def _labels(told: Sequence[Week]) -> list[str]:
    return [f"{week.monday.day} {week.monday:%b}" for week in told]


def _topics(session: Session) -> dict[str, str]:
    return {watchlist.slug: watchlist.title for watchlist in session.project.watchlists}


def _fullest(sources: Sequence[SourceShare]) -> list[SourceShare]:
    """The fullest sources, and all others as one."""
    if len(sources) <= _SOURCES + 1:
        return list(sources)
    rest = sum(source.works for source in sources[_SOURCES:])
    name = f"{len(sources) - _SOURCES} others"
    return [*sources[:_SOURCES], SourceShare(key="", name=name, works=rest)]


routes = (
    show_at("/field", show),
    show_at("/field/feeds", show_feeds),
    show_at("/field/learned", show_learned),
    show_at("/field/plots/weeks.svg", _plot(_plot_weeks)),
    show_at("/field/plots/deeds.svg", _plot(_plot_deeds)),
    show_at("/field/plots/sources.svg", _plot(_plot_sources)),
)
