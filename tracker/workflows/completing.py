"""Finding title and authors of works that were added by hand: from arXiv, else from their page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tracker.errors import SourceError
from tracker.matching.matcher import Matcher
from tracker.sources.http import NotModified
from tracker.sources.pages import parse_page
from tracker.store import additions, reading, works
from tracker.store.database import Database
from tracker.values import Sighting, Work, arxiv_id
from tracker.workflows.asking import Asking
from tracker.workflows.matching import put_matches
from tracker.workflows.project import Project

HAND = "hand"  # the source of what the author adds


async def complete_additions(
    project: Project, db: Database, tools: Asking, *, now: datetime
) -> tuple[str, ...]:
    """Complete what is still incomplete; gives a line for each that must wait for the next poll."""
    waiting = reading.get(db, [added.work_id for added in additions.incomplete(db)])
    found: list[Sighting] = []
    problems: list[str] = []
    papers = [work for work in waiting if arxiv_id(work.aliases)]
    if papers:
        try:
            found.extend(await _papers(papers, tools, now))
        except SourceError as error:
            problems.append(f"arXiv: {error}; it is asked again by the next poll")
    for work in waiting:
        if not arxiv_id(work.aliases):
            try:
                found.append(await _page(work, tools, now))
            except SourceError as error:
                problems.append(f"{error}; it is asked again by the next poll")
    with db.transaction():
        added = works.add_sightings(db, found, now=now)
        put_matches(db, Matcher(project.watchlists), added.touched)
        known = reading.get(db, [work.id for work in waiting])
        additions.complete(db, [work.id for work in known if work.title], now=now)
    return tuple(problems)


async def _papers(papers: Sequence[Work], tools: Asking, now: datetime) -> Sequence[Sighting]:
    ids = [identifier for work in papers if (identifier := arxiv_id(work.aliases))]
    return await tools.arxiv.fetch_ids(ids, seen_at=now)


async def _page(work: Work, tools: Asking, now: datetime) -> Sighting:
    answer = await tools.http.get(work.url, accept="text/html, */*;q=0.5")
    if isinstance(answer, NotModified):
        raise SourceError("HTTP 304 to a request that had no condition", url=work.url)
    facts = parse_page(answer.body, answer.url)
    return Sighting(
        source=HAND,
        url=work.url,
        seen_at=now,
        title=facts.title,
        kind=work.kind,
        summary=facts.description,
        authors=facts.authors,
        published_at=facts.published_at,
        also=(facts.canonical,) if facts.canonical else (),
    )
