"""Works: what is stored, searched and page by page; and all that is known of one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlencode

from starlette.responses import Response

from tracker.drafts.entry.shortening import shorten_authors
from tracker.text.word_diff import Piece, word_diff
from tracker.values import State, Verdict, Version
from tracker.web.visit import Visit, send_to, show_at
from tracker.workflows.deciding.decide import Answer, decide
from tracker.workflows.missed.missed import missed
from tracker.workflows.reports.ranking import sums
from tracker.workflows.reports.works import Conditions, Shown, show_work, stores_any
from tracker.workflows.reports.works_page import source_names, works_page

_FIELDS = ("q", "topic", "state", "source", "since", "until")
_MOST_TEXT = 20_000  # characters of an abstract or a post's text that are shown
_MOST_VERSIONS = 12


def show(visit: Visit) -> Response:
    """The works that fit what is asked, a page of them."""
    asked = {name: visit.query.get(name, "").strip() for name in _FIELDS}
    given = {name: value for name, value in asked.items() if value}
    with visit.session() as session:
        topics = {each.slug: each.title for each in session.project.watchlists}
        conditions, problems = _conditions(asked)
        page = works_page(session, conditions, after=visit.query.get("after", ""))
        names = source_names(session)
        is_empty = not page.works and not stores_any(session)
    older = urlencode(given | {"after": page.after}) if page.after else ""
    return visit.page(
        "works.html",
        works=page.works,
        asked=asked,
        is_first="after" not in visit.query,
        older=older,
        newest=urlencode(given),
        is_filtered=bool(given.keys() - {"q"}),
        topics=topics,
        states=[state.value for state in State],
        sources=names,
        problems=problems,
        is_empty=is_empty,
        bookmarklet=_bookmarklet(visit.site.address),
    )


def show_one(visit: Visit) -> Response:
    """All that is known of a work; with ``why``, also why it was not proposed, and its score."""
    asks_why = "why" in visit.query
    with visit.session() as session:
        shown = show_work(session, visit.params["reference"])
        number = str(shown.listed.work.id)
        why = missed(session, number) if asks_why else None
        scores = sums(session, shown.listed.work.id) if asks_why else ()
        places = session.drafts.find(shown.listed.work.id)
        topics = {each.slug: each.title for each in session.project.watchlists}
        posts = {each.post: session.project.name_of(Path(each.post)) for each in shown.published}
    return visit.page(
        "work.html",
        shown=shown,
        work=shown.listed.work,
        summary=_capped(shown.listed.work.summary),
        authors=shorten_authors(shown.listed.work.authors),
        revisions=_revisions(shown),
        places=[(draft.path, entry.key) for draft, entry in places],
        topics=topics,
        offers=_offers({standing.state for standing in shown.listed.standings}),
        posts=posts,
        why=why,
        scores=scores,
    )


def decide_one(visit: Visit) -> Response:
    """What a form says of a work: the same as ``tracker approve``, ``reject`` and ``restore``."""
    reference, form = visit.params["number"], visit.form
    try:
        verdict = Verdict(form.get("verdict", ""))
    except ValueError:
        return visit.go(f"/works/{reference}", "a decision is approved, rejected or undecided")
    reason = " ".join(form.get("reason", "").split())[:500]
    answer = Answer(verdict=verdict, topic=form.get("topic", ""), reason=reason)
    with visit.session(stores=True) as session:
        report = decide(session, [reference], answer)
    return visit.go(f"/works/{reference}", *report.lines, *report.problems, *report.notices)


# --- what is asked ------------------------------------------------------------------------


def _conditions(asked: dict[str, str]) -> tuple[Conditions, list[str]]:
    """What a form asks for, and a line for each part that means nothing."""
    problems: list[str] = []
    state = asked["state"]
    if state and state not in {each.value for each in State}:
        problems.append(f"{state}: no state; works are {', '.join(State)}")
        state = ""
    since, until = (_day(asked[name], problems) for name in ("since", "until"))
    return Conditions(
        topic=asked["topic"] or None,
        state=State(state) if state else None,
        since=since,
        until=until and until + timedelta(days=1),
        source=asked["source"],
        query=asked["q"],
    ), problems


def _day(text: str, problems: list[str]) -> datetime | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
        return datetime.combine(min(day, date(9999, 12, 30)), time.min, UTC)
    except ValueError:
        problems.append(f"{text}: no date; a date is YYYY-MM-DD")
        return None


def _bookmarklet(address: str) -> str:
    """What a bookmark does on any page: it leads here with that page's address and title."""
    part = "encodeURIComponent"
    query = f"capture?url='+{part}(location.href)+'&title='+{part}(document.title)"
    return f"javascript:void(location.href='{address}{query})"


# --- a work -------------------------------------------------------------------------------


def _offers(states: Collection[State]) -> tuple[Verdict, ...]:
    """What the author can say of a work that stands so: nothing that they have said, and nothing
    of one that is published, which is undone first."""
    open_states = [state for state in states if state is not State.PUBLISHED]
    offers: list[Verdict] = []
    if not states or set(open_states) - {State.APPROVED}:
        offers.append(Verdict.APPROVED)
    if set(open_states) - {State.REJECTED}:  # what no topic wants is not proposed as it is
        offers.append(Verdict.REJECTED)
    if State.APPROVED in open_states or State.REJECTED in open_states:
        offers.append(Verdict.UNDECIDED)
    return tuple(offers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What a version changed beside the one before."""

    before: int
    after: int
    updated_at: datetime | None
    title: Sequence[Piece]
    summary: Sequence[Piece]
    comment: Sequence[Piece]


def _revisions(shown: Shown) -> list[Revision]:
    """What each version changed, the newest first."""
    work = shown.listed.work
    if work.paper is None or not work.paper.version:
        return []
    newest = Version(
        version=work.paper.version,
        title=work.title,
        summary=work.summary,
        comment=work.paper.comment,
        updated_at=work.updated_at,
    )
    versions = (newest, *shown.versions)[:_MOST_VERSIONS]
    return [
        Revision(
            before=old.version,
            after=new.version,
            updated_at=new.updated_at,
            title=word_diff(old.title, new.title),
            summary=word_diff(_capped(old.summary), _capped(new.summary)),
            comment=word_diff(old.comment, new.comment),
        )
        for new, old in pairwise(versions)
    ]


def _capped(text: str) -> str:
    return text if len(text) <= _MOST_TEXT else f"{text[:_MOST_TEXT].rstrip()} …"


routes = (
    show_at("/works", show),
    show_at("/works/{reference:path}", show_one),
    send_to("/works/{number:int}", decide_one),
)
