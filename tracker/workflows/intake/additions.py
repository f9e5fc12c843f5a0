"""Finding title and authors of works that were added by hand: from arXiv, else from their page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from tracker.errors import LimitError, SourceError
from tracker.identity.schemes import aliases_of_url
from tracker.matching.matcher import Matcher
from tracker.sources.pages.facts import read_page
from tracker.store.author import additions, decisions
from tracker.store.database import Database
from tracker.store.works import read
from tracker.store.works.add import add_sightings
from tracker.values import Kind, Sighting, Verdict, Work, arxiv_id
from tracker.values.source_kinds import HAND
from tracker.workflows.derived.matching import put_matches
from tracker.workflows.intake.sources import Asking, may_ask_arxiv
from tracker.workflows.project import Project

PATIENCE = timedelta(days=30)  # with what cannot be found out


async def complete_additions(
    project: Project, db: Database, tools: Asking, *, now: datetime, only: int | None = None
) -> tuple[str, ...]:
    """Complete what is still incomplete; gives a line for each that must wait for the next poll.

    ``only`` limits it to one work.
    """
    asked = [
        added
        for added in additions.incomplete(db)
        if now - added.added_at < PATIENCE and only in (None, added.work_id)
    ]
    rejected = _rejected(db, [added.work_id for added in asked])
    asked = [added for added in asked if added.work_id not in rejected]
    waiting = [work for work in read.get(db, [a.work_id for a in asked]) if _is_wanting(work)]
    answers = _Answers()
    papers = [work for work in waiting if arxiv_id(work.aliases)]
    if papers and not may_ask_arxiv(db, now=now):
        answers.problems.append(
            "arXiv is not to be asked now; what you added is completed by a later poll"
        )
    elif papers:
        await _ask_arxiv(papers, answers, tools, now)
    for work in waiting:
        if not arxiv_id(work.aliases):
            await _ask_page(work, answers, tools, now)
    with db.transaction():
        additions.complete(db, answers.given_up, now=now)
        added = add_sightings(db, answers.found, now=now)
        put_matches(db, Matcher(project.watchlists), added.touched)
        completed = read.get(db, [addition.work_id for addition in asked])
        additions.complete(db, [work.id for work in completed if not _is_wanting(work)], now=now)
    return tuple(answers.problems)


@dataclass(slots=True)
class _Answers:
    """What was found out, a line for each work that must wait, and works to ask no more of."""

    found: list[Sighting] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    given_up: list[int] = field(default_factory=list)


def _rejected(db: Database, work_ids: Sequence[int]) -> set[int]:
    """The works that were rejected wherever something was said of them."""
    current = decisions.current(db, work_ids)
    kept = {
        work_id
        for (work_id, _), decision in current.items()
        if decision.verdict is not Verdict.REJECTED
    }
    return {work_id for work_id, _ in current} - kept


def _is_wanting(work: Work) -> bool:
    """Whether more could be found out: a link-blog's words for a paper are not its title."""
    return not work.title or (work.paper is None and arxiv_id(work.aliases) is not None)


async def _ask_arxiv(
    papers: Sequence[Work], answers: _Answers, tools: Asking, now: datetime
) -> None:
    ids = [identifier for work in papers if (identifier := arxiv_id(work.aliases))]
    try:
        sightings = await tools.arxiv.fetch_ids(ids, seen_at=now)
    except SourceError as error:
        answers.problems.append(f"arXiv: {error}; it is asked again by the next poll")
    else:
        answers.found.extend(sightings)
        answers.problems.extend(_unknown(papers, sightings))


def _unknown(papers: Sequence[Work], sightings: Sequence[Sighting]) -> list[str]:
    """A line for each paper that arXiv does not know: its number may be mistyped."""
    shown = {alias for sighting in sightings for alias in aliases_of_url(sighting.url)}
    return [
        f"arXiv does not know {arxiv_id(work.aliases)}; check the number, or wait: a new paper "
        "appears some hours after its announcement"
        for work in papers
        if not shown & set(work.aliases)
    ]


async def _ask_page(work: Work, answers: _Answers, tools: Asking, now: datetime) -> None:
    """A page that cannot be read within its limits is given up: each poll would spend them anew."""
    try:
        answers.found.append(await _page(work, tools, now))
    except LimitError as error:
        answers.given_up.append(work.id)
        answers.problems.append(f"{work.url}: {error.message}; it is not asked again")
    except SourceError as error:
        answers.problems.append(f"{work.url}: {error.message}; it is asked again by the next poll")


async def _page(work: Work, tools: Asking, now: datetime) -> Sighting:
    # Most polls complete nothing, and begin sooner without what the client imports.
    from tracker.sources.http.client import PAGE_TYPES  # noqa: PLC0415

    answer = await tools.http.fetch(work.url, accept=PAGE_TYPES)
    facts = await tools.parser.read(read_page, answer)
    canonical = (facts.canonical,) if _is_same_site(facts.canonical, answer.url) else ()
    return Sighting(
        source=HAND.key(),
        url=work.url,
        seen_at=now,
        title=facts.title,
        kind=Kind.PAPER if facts.is_paper else work.kind,
        summary=facts.description,
        authors=facts.authors,
        published_at=facts.published_at,
        also=(*canonical, *((facts.doi,) if facts.doi else ())),
    )


def _is_same_site(url: str, other: str) -> bool:
    """Whether a page may say that it is another: what it says of other sites proves nothing."""
    return bool(url) and urlsplit(url).hostname == urlsplit(other).hostname
