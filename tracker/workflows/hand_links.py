"""Papers that the author links by hand: they count as published, in the author's own words.

Which version the author knows is noted where tracker sees the link for the first time: the newest
one that is stored then, or once one is. A later version is offered when it changed something in
substance, as a note, since words that no publication placed are never replaced. What a publication
placed or found in the post is noted there, with its version, and is no matter of this file.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tracker.errors import PostError
from tracker.posts.document import find_section, parse_post
from tracker.posts.linked import aliases_in
from tracker.store import codec, memory
from tracker.store.author import publications
from tracker.store.choice import matches
from tracker.store.database import Database
from tracker.store.works import read
from tracker.values import Alias
from tracker.workflows.post_file import is_mdx, read_post
from tracker.workflows.project import Project

_KNOWN = "linked by hand"  # in the store's memory: identifiers on arXiv, each with a version


def note_links(project: Project, db: Database) -> None:
    """Note the version of each paper whose link is new in the post, and forget those whose link is
    gone. A post that cannot be read changes nothing. Raises StoreError."""
    try:
        linked = _linked(project)
    except PostError:
        return  # told by the commands that need the post
    with db.transaction():
        before = versions_known(db)
        stored = read.arxiv_versions(db, linked - before.keys()) if linked else {}
        new = {name: version for name, version in stored.items() if version}
        after = {name: version for name, version in before.items() if name in linked} | new
        if after != before:
            memory.put(db, _KNOWN, codec.dump(dict(sorted(after.items()))))


def versions_known(db: Database) -> dict[str, int]:
    """The identifiers on arXiv of what is linked by hand, and the version that is known of each."""
    known: dict[str, int] = codec.load(memory.get(db, _KNOWN) or "{}")
    return known


@dataclass(frozen=True, slots=True)
class HandLink:
    """The version that the author knows of a paper, and the topics under which it belongs."""

    version: int
    topics: tuple[str, ...]


def outdated(project: Project, db: Database) -> dict[int, HandLink]:
    """By the work's number, what is linked by hand, was placed by no publication, and has a version
    that is later than the known one. Raises PostError."""
    known = versions_known(db)
    newest = read.arxiv_versions(db, known)
    late = [
        Alias("arxiv", name) for name, version in known.items() if newest.get(name, 0) > version
    ]
    works = read.known(db, late)
    published = publications.of_works(db, works.values()) if works else {}
    versions = {
        number: known[alias.value] for alias, number in works.items() if not published.get(number)
    }
    topics = _topics_of(project, db, versions)
    return {number: HandLink(version, topics[number]) for number, version in versions.items()}


def _topics_of(
    project: Project, db: Database, numbers: Collection[int]
) -> dict[int, tuple[str, ...]]:
    """Where each work matches, else under whose heading the post links it."""
    matched = matches.of_works(db, numbers) if numbers else {}
    topics = {number: tuple(m.topic for m in matched.get(number, ())) for number in numbers}
    lost = read.get(db, [number for number, own in topics.items() if not own])
    if not lost or project.post is None:
        return topics
    post = parse_post(read_post(project.post).data, is_mdx=is_mdx(project.post))
    for watchlist in project.watchlists:
        section = find_section(post, watchlist.heading)
        if section is None or not section.body:
            continue
        linked = aliases_in(
            post.data[post.lines.starts[section.body[0].first] : post.lines.ends[section.last_line]]
        )
        for work in lost:
            if linked.intersection(work.aliases):
                topics[work.id] += (watchlist.slug,)
    return topics


def _linked(project: Project) -> frozenset[str]:
    """The identifiers on arXiv of all that the post links. Raises PostError."""
    aliases = aliases_in(read_post(project.post).data) if project.post else frozenset()
    return frozenset(alias.value for alias in aliases if alias.scheme == "arxiv")
