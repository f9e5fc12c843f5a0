"""Works as they are read: by number and by alias."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tracker.identity.schemes import url_of
from tracker.store import codec, lookup
from tracker.store.database import Database
from tracker.store.works.sightings import from_row, links_from_json, paper_from_json
from tracker.values import (
    Alias,
    Kind,
    PaperFacts,
    Sighting,
    SightingRef,
    Version,
    Via,
    Work,
)
from tracker.values.source_kinds import ARXIV


def get(db: Database, work_ids: Iterable[int]) -> tuple[Work, ...]:
    """The works, whole, in the order asked for and each once; what is unknown is left out.

    The number of a work that became part of another gives that one.
    """
    return tuple({work.id: work for work in by_number(db, work_ids).values()}.values())


def by_number(db: Database, work_ids: Iterable[int]) -> dict[int, Work]:
    """The same by the numbers that were asked for."""
    wanted = list(dict.fromkeys(work_ids))
    works = _whole(db, wanted)
    goes_on = resolve(db, [number for number in wanted if number not in works])
    works |= _whole(db, set(goes_on.values()) - works.keys())
    # A poll may have made one part of another between two of these queries.
    now_in = {number: goes_on.get(number, number) for number in wanted}
    return {number: works[other] for number, other in now_in.items() if other in works}


def _whole(db: Database, work_ids: Collection[int]) -> dict[int, Work]:
    ids = [number for number in work_ids if 0 < number < 2**63]
    rows = lookup.of_works(
        db, "SELECT works.* FROM wanted CROSS JOIN works ON works.id = wanted.work_id", ids
    )
    if not rows:
        return {}
    sightings, aliases, about = _sightings(db, ids), _aliases(db, ids), _about(db, ids)
    return {
        row["id"]: _work(
            row,
            aliases=aliases.get(row["id"], ()),
            sightings=sightings.get(row["id"], ()),
            about=about.get(row["id"], ()),
        )
        for row in rows
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenIn:
    """A sighting by its source alone."""

    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matchable:
    """The fields of a work that matching looks at, and the sources that showed it."""

    id: int
    title: str
    summary: str
    authors: tuple[str, ...]
    paper: PaperFacts | None
    sightings: tuple[SeenIn, ...]


def matchable(db: Database, work_ids: Iterable[int]) -> tuple[Matchable, ...]:
    """The works as matching wants them, by number: at half the cost of ``get``."""
    numbers = list(work_ids)
    seen_in = lookup.by_work(
        db,
        "SELECT s.work_id, src.key FROM wanted CROSS JOIN sightings AS s USING (work_id) "
        "JOIN sources AS src ON src.id = s.source_id "
        "ORDER BY s.seen_at, src.key, s.url, s.version",
        numbers,
        lambda row: SeenIn(source=row["key"]),
    )
    return tuple(
        Matchable(
            id=number,
            title=title,
            summary=summary,
            authors=tuple(codec.load(authors)),
            paper=paper_from_json(paper),
            sightings=seen_in.get(number, ()),
        )
        for number, title, summary, authors, paper in lookup.of_works(
            db,
            "SELECT id, title, summary, authors, paper FROM wanted "
            "CROSS JOIN works ON id = work_id ORDER BY id",
            numbers,
        )
    )


def names(db: Database, work_ids: Iterable[int]) -> dict[int, str]:
    """What each work is called: its title, or its address as long as no title is known."""
    rows = db.rows(
        "SELECT w.id, coalesce(nullif(w.title, ''), w.url) AS name FROM json_each(?) AS given "
        "CROSS JOIN works AS w ON w.id = given.value",
        [codec.ids(work_ids)],
    )
    return {row["id"]: row["name"] for row in rows}


def resolve(db: Database, work_ids: Iterable[int]) -> dict[int, int]:
    """The number that each known work has now: its own, or that of the work it became part of."""
    numbers = [number for number in work_ids if 0 < number < 2**63]
    rows = lookup.of_works(
        db,
        "SELECT id AS number, id FROM wanted CROSS JOIN works ON id = work_id UNION ALL "
        "SELECT old_id, m.work_id FROM wanted AS w CROSS JOIN merged AS m ON old_id = w.work_id",
        numbers,
    )
    return {row["number"]: row["id"] for row in rows}


def find(db: Database, alias: Alias) -> int | None:
    """The work that has the alias."""
    return known(db, [alias]).get(alias)


def known(db: Database, aliases: Iterable[Alias]) -> dict[Alias, int]:
    """Those of the aliases that a work has, with its number."""
    wanted = set(aliases)
    if len(wanted) > _MANY and len(wanted) > db.value("SELECT count(*) FROM aliases"):
        rows = db.rows("SELECT scheme, value, work_id FROM aliases")  # less work than to ask
    else:
        sql = "SELECT * FROM wanted CROSS JOIN aliases USING (scheme, value)"
        rows = lookup.of_aliases(db, sql, wanted)
    found = {Alias(row["scheme"], row["value"]): row["work_id"] for row in rows}
    return {alias: number for alias, number in found.items() if alias in wanted}


_MANY = 10_000  # identities: only a large post links so many


def arxiv_versions(db: Database, arxiv_ids: Iterable[str]) -> dict[str, int]:
    """The newest version that arXiv showed of each paper stored: 0 when only others showed it."""
    rows = db.rows(
        "SELECT a.value, w.version FROM json_each(?) AS given CROSS JOIN aliases AS a "
        "ON a.scheme = 'arxiv' AND a.value = given.value JOIN works AS w ON w.id = a.work_id",
        [codec.dump(list(arxiv_ids))],
    )
    return {row["value"]: row["version"] for row in rows}


def told_by_arxiv(db: Database, arxiv_ids: Iterable[str]) -> dict[str, Sighting]:
    """The newest version of each paper as arXiv itself last told it, whole."""
    urls = {url_of(Alias("arxiv", name)): name for name in arxiv_ids}
    rows = db.rows(
        "SELECT s.* FROM json_each(?) AS given JOIN sources AS src ON src.key = ? "
        "CROSS JOIN sightings AS s ON s.source_id = src.id AND s.url = given.value "
        "WHERE s.published_at IS NOT NULL ORDER BY s.version",
        [codec.dump(list(urls)), ARXIV.key()],
    )
    return {urls[row["url"]]: from_row(row, ARXIV.key()) for row in rows}


def posts_about(db: Database, work_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """For each work that posts are about, those posts, the oldest first."""
    return lookup.by_work(
        db,
        "SELECT DISTINCT a.work_id, b.work_id AS post, w.dated_at FROM wanted "
        "CROSS JOIN aliases AS a USING (work_id) "
        "CROSS JOIN about AS b ON b.scheme = a.scheme AND b.value = a.value "
        "JOIN works AS w ON w.id = b.work_id WHERE b.work_id <> a.work_id "
        "ORDER BY w.dated_at, b.work_id",
        work_ids,
        lambda row: int(row["post"]),
    )


def posts_of(db: Database, work_ids: Iterable[int]) -> dict[int, tuple[Work, ...]]:
    """The posts about each work."""
    numbers = posts_about(db, work_ids)
    every = {post for posts in numbers.values() for post in posts}
    works = {work.id: work for work in get(db, every)}
    return {key: tuple(works[post] for post in posts) for key, posts in numbers.items()}


def versions(db: Database, work_id: int) -> tuple[Version, ...]:
    """The older versions of a work, the newest first."""
    return versions_of(db, [work_id]).get(work_id, ())


def versions_of(db: Database, work_ids: Iterable[int]) -> dict[int, tuple[Version, ...]]:
    """The older versions of each work, the newest first."""
    return lookup.by_work(
        db,
        "SELECT * FROM wanted CROSS JOIN versions USING (work_id) ORDER BY version DESC",
        work_ids,
        lambda row: Version(
            version=row["version"],
            title=row["title"],
            summary=row["summary"],
            comment=row["comment"],
            updated_at=codec.moment(row["updated_at"]),
        ),
    )


def _work(
    row: sqlite3.Row,
    *,
    aliases: tuple[Alias, ...],
    sightings: tuple[SightingRef, ...],
    about: tuple[int, ...],
) -> Work:
    return Work(
        id=row["id"],
        kind=Kind(row["kind"]),
        title=row["title"],
        url=row["url"],
        authors=tuple(codec.load(row["authors"])),
        summary=row["summary"],
        published_at=codec.moment(row["published_at"]),
        updated_at=codec.moment(row["updated_at"]),
        first_seen_at=codec.known_moment(row["first_seen_at"]),
        aliases=aliases,
        sightings=sightings,
        links=links_from_json(row["links"]),
        about=about,
        tags=tuple(codec.load(row["tags"])),
        withdrawn=bool(row["withdrawn"]),
        first_version_seen=row["first_version_seen"],
        paper=paper_from_json(row["paper"]),
    )


def _sightings(db: Database, work_ids: Iterable[int]) -> dict[int, tuple[SightingRef, ...]]:
    return lookup.by_work(
        db,
        "SELECT s.work_id, src.key, src.name, s.url, s.seen_at, s.published_at, s.via_url, "
        "s.via_name FROM wanted CROSS JOIN sightings AS s USING (work_id) "
        "JOIN sources AS src ON src.id = s.source_id ORDER BY s.seen_at, src.key, s.url, s.version",
        work_ids,
        lambda row: SightingRef(
            source=row["key"],
            source_name=row["name"],
            url=row["url"],
            seen_at=codec.known_moment(row["seen_at"]),
            published_at=codec.moment(row["published_at"]),
            via=None if row["via_url"] is None else Via(row["via_url"], row["via_name"]),
        ),
    )


def _aliases(db: Database, work_ids: Iterable[int]) -> dict[int, tuple[Alias, ...]]:
    sql = "SELECT * FROM wanted CROSS JOIN aliases USING (work_id) ORDER BY scheme, value"
    return lookup.by_work(db, sql, work_ids, lambda row: Alias(row["scheme"], row["value"]))


def _about(db: Database, work_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    return lookup.by_work(
        db,
        "SELECT DISTINCT b.work_id, a.work_id AS other FROM wanted "
        "CROSS JOIN about AS b USING (work_id) "
        "CROSS JOIN aliases AS a ON a.scheme = b.scheme AND a.value = b.value "
        "WHERE a.work_id <> b.work_id ORDER BY other",
        work_ids,
        lambda row: int(row["other"]),
    )
