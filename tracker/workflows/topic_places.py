"""Under which of the living post's headings each topic goes, where that is not clear."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tracker.markdown import heading_words
from tracker.posts.document import Post, find_section, parse_post
from tracker.posts.topics import ALIKE, find_item, headings_of, nearest_heading, place_of
from tracker.watchlists import Watchlist
from tracker.workflows.post_file import read_post

_SURE = 0.8  # from then on a heading is taken without a question


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicQuestion:
    """What is to be settled of a topic whose heading the post lacks: is it one of ``headings``
    (``nearest`` is the likeliest, "" where none is like it), or is it created? ``line`` says all
    that in a sentence."""

    topic: str
    heading: str
    headings: tuple[str, ...]
    nearest: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPlaces:
    """Each topic's heading by slug, those that are to be created, and a line on each topic;
    ``of_post`` are the headings that the post has."""

    of_post: tuple[str, ...]
    headings: dict[str, str]
    created: tuple[str, ...]
    lines: tuple[str, ...]


# One of the headings, "" to create it, None where nobody says.
Ask = Callable[[TopicQuestion], str | None]


def place_topics(path: Path, topics: Sequence[Watchlist], ask: Ask) -> TopicPlaces:
    """Find each topic's heading in the post at ``path``; ``ask`` settles what is not clear.

    Raises PostError.
    """
    post = parse_post(read_post(path, is_typed=True).data)
    headings: dict[str, str] = {}
    created: list[str] = []
    lines: list[str] = []
    for topic in topics:
        nearest, likeness = nearest_heading(post, topic.heading)
        if find_section(post, topic.heading) is not None:
            lines.append(f"{topic.title}: under “{topic.heading}”")
            continue
        question = _question(post, topic, nearest if likeness >= ALIKE else "", topics)
        answer = nearest if likeness >= _SURE else ask(question)
        if answer:
            headings[topic.slug] = answer
            lines.append(f"{topic.title}: under “{answer}”")
        elif answer is None:
            lines.append(f"{question.line}; {_AGREE}")
        else:
            created.append(topic.heading)
            lines.append(f"{topic.title}: publish will create the heading “{topic.heading}”")
    return TopicPlaces(
        of_post=headings_of(post), headings=headings, created=tuple(created), lines=tuple(lines)
    )


def warnings(
    post: Post, topics: Sequence[Watchlist], agreed: Sequence[str], *, siblings: Sequence[Watchlist]
) -> Iterator[str]:
    """A line on each of the topics whose heading the post lacks, and nobody has agreed to.
    ``siblings`` are all topics."""
    known = {heading_words(heading) for heading in agreed}
    for topic in topics:
        is_known = heading_words(topic.heading) in known
        if is_known or find_section(post, topic.heading) is not None:
            continue
        nearest, likeness = nearest_heading(post, topic.heading)
        question = _question(post, topic, nearest if likeness >= ALIKE else "", siblings)
        yield f"{topic.path or topic.slug}: {question.line}; {_AGREE}"


def _question(
    post: Post, topic: Watchlist, nearest: str, topics: Sequence[Watchlist]
) -> TopicQuestion:
    return TopicQuestion(
        topic=topic.title,
        heading=topic.heading,
        headings=headings_of(post),
        nearest=nearest,
        line=_sentence(post, topic, nearest, topics),
    )


def _sentence(post: Post, topic: Watchlist, nearest: str, topics: Sequence[Watchlist]) -> str:
    lacks = f"the post has no heading “{topic.heading}”"
    if item := find_item(post, topic.heading):
        where = f"line {item.line}, under “{item.heading}”"
        lacks = f"the post has “{topic.heading}” only as an item of a list ({where})"
    siblings = [other.heading for other in topics if other.heading != topic.heading]
    place = place_of(post, topic.heading, siblings)
    where = f"below line {place.line}" if place.line else "at the top"
    creates = f"publish would create it {where} as {'#' * place.level}"
    between = f"; did you mean “{nearest}”? Else " if nearest else "; "
    return f"{topic.title}: {lacks}{between}{creates}"


_AGREE = "to agree, add it to [post] new_headings in tracker.toml"
