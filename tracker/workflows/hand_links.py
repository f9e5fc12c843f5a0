"""Papers that the author links by hand: they count as published, in the author's own words.

Which version the author knows is noted where tracker sees the link for the first time: the newest
one that is stored then, or once one is. A later version is offered when it changed something in
substance, as a note, since words that no publication placed are never replaced. What a publication
placed or found in the post is noted there, with its version, and is no matter of this file.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tracker.errors import PostError
from tracker.posts.document import Post, find_section
from tracker.posts.linked import aliases_in
from tracker.store import codec, memory
from tracker.store.author import publications
from tracker.store.choice import matches
from tracker.store.database import Database
from tracker.store.works import read
from tracker.values import Alias
from tracker.watchlists import Watchlist
from tracker.workflows.post_file import read_post
from tracker.workflows.project import Project

_KNOWN = "linked by hand"  # in the store's memory: identifiers on arXiv, each with a version


@dataclass(frozen=True, slots=True)
class LinkedVersions:
    """Of each paper that the post links and arXiv has shown: the version that the author knows, and
    the newest; ``is_noted`` where the store has the known ones so."""

    known: dict[str, int]
    newest: dict[str, int]
    is_noted: bool


def linked_versions(db: Database, post: bytes) -> LinkedVersions:
    """The versions of what the post links; where a link is new, the newest is the known one."""
    before = versions_known(db)
    linked = [alias.value for alias in aliases_in(post) if alias.scheme == "arxiv"]
    stored = read.arxiv_versions(db, linked) if linked else {}
    newest = {name: version for name, version in stored.items() if version}
    known = {name: before.get(name, version) for name, version in newest.items()}
    return LinkedVersions(known, newest, is_noted=known == before)


def note(db: Database, versions: LinkedVersions) -> None:
    """Note the version of each paper whose link is new in the post, and forget those whose link is
    gone. Raises StoreError."""
    if not versions.is_noted:
        memory.put(db, _KNOWN, codec.dump(dict(sorted(versions.known.items()))))


def note_links(project: Project, db: Database) -> None:
    """``note`` for the project's living post; one that cannot be read changes nothing. Raises
    StoreError."""
    with contextlib.suppress(PostError):  # told by the commands that need the post
        if project.post:
            note(db, linked_versions(db, read_post(project.post).data))


def versions_known(db: Database) -> dict[str, int]:
    """The identifiers on arXiv of what is linked by hand, and the version that is known of each."""
    known: dict[str, int] = codec.load(memory.get(db, _KNOWN) or "{}")
    return known


@dataclass(frozen=True, slots=True)
class HandLink:
    """The version that the author knows of a paper, and the topics under which it belongs."""

    version: int
    topics: tuple[str, ...]


def outdated(
    db: Database, versions: LinkedVersions, post: Post, watchlists: Sequence[Watchlist]
) -> dict[int, HandLink]:
    """By the work's number, what is linked by hand, was placed by no publication, and has a version
    that is later than the known one."""
    known = versions.known
    late = [Alias("arxiv", name) for name in known if versions.newest[name] > known[name]]
    works = read.known(db, late) if late else {}
    published = publications.of_works(db, works.values()) if works else {}
    by_hand = {
        number: known[alias.value] for alias, number in works.items() if not published.get(number)
    }
    topics = _topics_of(db, by_hand, post, watchlists)
    return {number: HandLink(version, topics[number]) for number, version in by_hand.items()}


def _topics_of(
    db: Database, numbers: Collection[int], post: Post, watchlists: Sequence[Watchlist]
) -> dict[int, tuple[str, ...]]:
    """Where each work matches, else under whose heading the post links it."""
    matched = matches.of_works(db, numbers) if numbers else {}
    topics = {number: tuple(m.topic for m in matched.get(number, ())) for number in numbers}
    lost = read.get(db, lonely) if (lonely := [n for n, own in topics.items() if not own]) else ()
    for watchlist in watchlists if lost else ():
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
