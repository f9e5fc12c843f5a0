"""A post of its own made of approved entries, instead of a place in the living one.

The front matter is the least that a site builder needs: title, date and the topics' tags, for
Jekyll with the layout that its themes know as ``post``. Each topic's entries stand under its
heading. Left alone, that front matter would be published as a post that says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.escaping import toml_string, yaml_string
from tracker.markdown import apply_edits, path_of
from tracker.posts.document import parse_post
from tracker.posts.entries import Placed, Skipped
from tracker.posts.publication import plan_publication
from tracker.posts.titles import title_of
from tracker.values import ApprovedEntry, rfc3339


@dataclass(frozen=True, slots=True)
class NewPost:
    """The file's bytes, and what of the entries is in it."""

    data: bytes
    placed: tuple[Placed, ...]
    skipped: tuple[Skipped, ...]


def render_new_post(
    entries: Sequence[ApprovedEntry],
    *,
    title: str,
    front_matter: str,
    markers: bool,
    now: datetime,
    tags: Sequence[str] = (),
    is_mdx: bool = False,
) -> NewPost:
    """A post with the entries. ``front_matter`` is "jekyll" (YAML) or "hugo" (TOML)."""
    post = parse_post(_front_matter(title, front_matter, now, tags).encode(), is_mdx=is_mdx)
    # A path such as "2025 > Papers" is a place in the living post: here its last part is enough.
    entries = [
        replace(entry, heading=path_of(entry.heading)[-1], is_update=False) for entry in entries
    ]
    plan = plan_publication(
        post,
        entries,
        position="end",
        markers=markers,
        date_key="",
        sibling_headings=(),
        now=now,
    )
    return NewPost(apply_edits(post.data, plan.edits), plan.placed, plan.skipped)


def is_left_over(data: bytes, made_at: datetime) -> bool:
    """Whether nothing but the front matter is left of a post that was made at that moment."""
    if len(data) > _MOST_FRONT_MATTER:
        return False
    lines = data.decode().split("\n")
    kept = "\n".join(line for line in lines if not _TAGS.match(line))
    title = title_of(data)
    return any(kept == _front_matter(title, form, made_at, ()) for form in ("jekyll", "hugo"))


_MOST_FRONT_MATTER = 100_000  # bytes
_TAGS = re.compile(r"tags(?:: | = )\[")


def _front_matter(title: str, front_matter: str, now: datetime, tags: Sequence[str]) -> str:
    if front_matter == "hugo":
        listed = f"tags = [{', '.join(map(toml_string, tags))}]\n" if tags else ""
        return f"+++\ntitle = {toml_string(title)}\ndate = {rfc3339(now)}\n{listed}+++\n"
    stamp = now.strftime("%Y-%m-%d %H:%M:%S %z")  # the form that Jekyll documents
    listed = f"tags: [{', '.join(map(yaml_string, tags))}]\n" if tags else ""
    return f"---\nlayout: post\ntitle: {yaml_string(title)}\ndate: {stamp}\n{listed}---\n"
