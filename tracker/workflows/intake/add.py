"""Taking a work in by hand: any identifier or address, completed now or by the next poll."""

from __future__ import annotations

import asyncio
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from tracker.errors import ConfigError
from tracker.identity.schemes import aliases_of_url, parse_reference, url_of
from tracker.matching.matcher import Matcher
from tracker.store.author import additions
from tracker.store.author.additions import Addition
from tracker.store.choice import matches
from tracker.store.database import Database
from tracker.store.works import read
from tracker.store.works.add import add_sightings
from tracker.values import Alias, Kind, Sighting, Via, Work
from tracker.values.source_kinds import HAND
from tracker.workflows.derived.matching import put_matches, rematch_if_changed
from tracker.workflows.intake.additions import complete_additions
from tracker.workflows.intake.sources import asking
from tracker.workflows.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class AddReport:
    """What was taken in; ``problems`` say what could not be found out yet."""

    work: Work
    is_new: bool
    topics: tuple[str, ...] = ()  # that it matches or was added to
    problems: tuple[str, ...] = ()
    rematched: str = ""  # a line, where the watchlists or the rules of matching had changed


def add(
    project: Project,
    reference: str,
    *,
    via: str = "",
    note: str = "",
    topic: str = "",
    title: str = "",
    shown_title: str = "",
    now: datetime,
    state_folder: Path | None = None,
) -> AddReport:
    """Store the work that ``reference`` means, and find its title and authors.

    ``title`` is what the author calls it, whatever its page states; ``shown_title`` what a browser
    showed above it, for a page that states none. Raises ConfigError for what is neither identifier
    nor address, and for an unknown topic.
    """
    alias, sighting = _sighted(project, reference, via=via, topic=topic, now=now)
    matcher = Matcher(project.watchlists)
    with Database.open(project.database) as db:
        again = rematch_if_changed(db, project.watchlists, now=now)
        with db.transaction():
            added = add_sightings(db, [sighting], now=now)
            number = _number(db, alias)
            additions.append(db, Addition(work_id=number, topic=topic, note=note, added_at=now))
            put_matches(db, matcher, [number])
        problems = asyncio.run(_complete(project, db, number, now, state_folder))
        has_title = bool(_work(db, alias).title)
        title = " ".join((title if title or has_title else shown_title).split())
        _name(db, matcher, sighting, title)
        work = _work(db, alias)  # a title may have made it one with another
        if title and work.title != title:
            problems = (*problems, f'its sources call it "{work.title}", and that stays its title')
        matched = matches.of_works(db, [work.id]).get(work.id, ())
        return AddReport(
            work=work,
            is_new=bool(added.new),
            topics=tuple(match.topic for match in matched),
            problems=problems,
            rematched=again.line if again else "",
        )


def _sighted(
    project: Project, reference: str, *, via: str, topic: str, now: datetime
) -> tuple[Alias, Sighting]:
    """What the author means, and that they show it. Raises ConfigError."""
    alias = parse_reference(reference)
    if alias is None:
        raise ConfigError(
            f'"{reference}" is neither an address nor an identifier that tracker knows'
        )
    if via and (not aliases_of_url(via) or _has_blanks(via)):
        raise ConfigError(f'--via: "{via}" is no http or https address')
    if topic:
        project.watchlist(topic)
    typed = reference.strip()
    is_address = typed.lower().startswith(("http://", "https://"))
    if is_address and _has_blanks(typed):
        raise ConfigError(f'"{typed}": an address holds no blanks and no control characters')
    sighting = Sighting(
        source=HAND.key(),
        url=typed if is_address else url_of(alias),
        seen_at=now,
        kind=Kind.PAGE,
        via=Via(via) if via else None,
    )
    return alias, sighting


def _number(db: Database, alias: Alias) -> int:
    number = read.find(db, alias)
    assert number is not None  # it was stored under this alias just now
    return number


def _work(db: Database, alias: Alias) -> Work:
    return read.get(db, [_number(db, alias)])[0]


def _name(db: Database, matcher: Matcher, sighting: Sighting, title: str) -> None:
    """Note the title that the author knows."""
    if title:
        with db.transaction():
            added = add_sightings(db, [replace(sighting, title=title)], now=sighting.seen_at)
            put_matches(db, matcher, added.touched)


def _has_blanks(address: str) -> bool:
    return any(c.isspace() or unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in address)


async def _complete(
    project: Project, db: Database, number: int, now: datetime, state_folder: Path | None
) -> tuple[str, ...]:
    async with asking(project, state_folder=state_folder) as tools:
        return await complete_additions(project, db, tools, now=now, only=number)
