"""Laws of publishing: bytes outside edits stay, structure is as meant, undo gives all back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.posts.generated import author_edits, edited, entries, posts, word_of
from tests.posts.liquid import rendered
from tracker.markdown import apply_edits, heading_words, path_of
from tracker.posts.document import Post, Section, find_section, parse_post
from tracker.posts.publication import PublishPlan, plan_publication
from tracker.posts.undo import plan_undo
from tracker.values import ApprovedEntry, PublishedEntry

_NOW = datetime(2025, 5, 2, 18, 0, tzinfo=UTC)


_SIBLINGS = ("Papers", "Code & tools")


def _plan(post: Post, wanted: Sequence[ApprovedEntry], position: str, markers: bool) -> PublishPlan:
    return plan_publication(
        post,
        wanted,
        position=position,
        markers=markers,
        date_key="last_modified_at",
        sibling_headings=_SIBLINGS,
        now=_NOW,
    )


# 500 posts, each edited and published to twice: a thousand publications.
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    data=posts(),
    edits=st.lists(author_edits(), max_size=4),
    rounds=st.tuples(entries(1), entries(11)),
    position=st.sampled_from(("end", "start")),
    markers=st.booleans(),
)
def test_a_living_post_survives_edits_and_publications(
    data: bytes,
    edits: list[tuple[float, str]],
    rounds: tuple[list[ApprovedEntry], list[ApprovedEntry]],
    position: str,
    markers: bool,
) -> None:
    for wanted in rounds:
        for edit in edits:
            data = edited(data, edit)
        post = parse_post(data)
        plan = _plan(post, wanted, position, markers)
        after = parse_post(apply_edits(data, plan.edits))
        _check_edits(post, plan)
        _check_structure(post, after, plan, wanted, position)
        _check_undo(data, after, plan)
        data = after.data
    assert not _plan(after, rounds[-1], position, markers).edits


def _check_edits(post: Post, plan: PublishPlan) -> None:
    """Nothing is replaced but digits of a list's numbers and the date."""
    inserted = [edit.new.decode() for edit in plan.edits if edit.start == edit.end]
    assert inserted == [placed.text for placed in plan.placed]
    for edit in plan.edits:
        old = post.data[edit.start : edit.end].decode()
        if not old or (plan.date and old == plan.date.before):
            continue
        line = post.lines.content(post.lines.at(edit.start))
        assert old.isdigit()
        assert edit.new.isdigit()
        assert re.match(rb" {0,3}\d+[.)][ \t]?", line)


def _check_undo(before: bytes, after: Post, plan: PublishPlan) -> None:
    published = [
        PublishedEntry(key=placed.key, post="p", text=placed.text, published_at=_NOW)
        for placed in plan.placed
    ]
    undo = plan_undo(after, published, date=plan.date)
    assert undo.left == ()
    assert apply_edits(after.data, undo.edits) == before


_PARSER = MarkdownIt("commonmark")


def _shown(post: Post) -> list[tuple[str, str]]:
    """The post as a flat sequence: blocks, and of top-level lists each item; looseness aside."""
    tokens = _tokens(post)
    shown: list[tuple[str, str]] = []
    opened = 0
    for index, token in enumerate(tokens):
        in_list = token.level == 1 and token.type.startswith("list_item")
        if (in_list and token.nesting == 1) or (token.level == 0 and token.nesting >= 0):
            opened = index
        if token.level == 0 and token.type.endswith("list_open"):
            shown.append((token.type, str(token.attrs)))
        elif token.level == 0 and token.type.endswith("list_close"):
            shown.append((token.type, ""))
        elif (in_list and token.nesting == -1) or (token.level == 0 and token.nesting <= 0):
            html = _PARSER.renderer.render(tokens[opened : index + 1], _PARSER.options, {})
            shown.append((tokens[opened].type, _plain(html)))
    return shown


def _markdown(post: Post) -> str:
    """The post without its front matter: behind that a byte order mark is text."""
    outline = post.outline
    if outline.front_matter:
        text = post.data[outline.lines.nexts[outline.front_matter.last] :].decode()
    else:
        text = post.data.decode().removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _tokens(post: Post) -> list[Token]:
    """The post as CommonMark reads it behind Liquid."""
    return _PARSER.parse(rendered(_markdown(post)) or "")


def _plain(html: str) -> str:
    """Looseness and markers aside."""
    html = re.sub(r"</?p>|<!-- tracker.*?-->", "", html)
    return re.sub(r"\s+", "", html)


# Where a list stands above, such a line is the last item's to Liquid, which leaves a blank line for
# the tag. The outline ends the item there, unless a paragraph of the item goes on right behind it.
_GOES_ON_BEHIND_A_TAG = re.compile(r"^ {,3}\{% .* %\} *\n\s*?^ +[^ \n]", re.MULTILINE)


def _check_structure(
    before: Post, after: Post, plan: PublishPlan, wanted: Sequence[ApprovedEntry], position: str
) -> None:
    _check_code(after, plan)
    text = _markdown(before)
    if rendered(text) is None or _GOES_ON_BEHIND_A_TAG.search(text):  # no site builds the former
        return
    placed = {entry.key for entry in plan.placed}
    wanted = [entry for entry in wanted if entry.key in placed]
    added = _without(_shown(after), _shown(before))
    for entry in wanted:
        word = word_of(entry.key.work_id)
        assert sum(html.count(word) for _, html in added) == after.data.decode().count(word)
        section = next(section for section in after.sections if word in _own_text(after, section))
        assert section.words == heading_words(path_of(entry.heading)[-1])
        target = find_section(before, entry.heading)
        if target is None:
            continue
        assert section.heading.text == target.heading.text
        if target.last_list is None:
            continue
        mates = [e.key for e in wanted if find_section(before, e.heading) == target]
        block = section.last_list
        assert block is not None
        assert len(block.items) == len(target.last_list.items) + len(mates)
        rank = mates.index(entry.key)
        item = block.items[rank if position == "start" else len(target.last_list.items) + rank]
        text = after.data[after.lines.starts[item.first] : after.lines.ends[item.last]].decode()
        assert word in text


def _check_code(after: Post, plan: PublishPlan) -> None:
    """What plain Markdown takes for code, and the engine does not, is told, but where HTML takes in
    the fence to one of them."""
    tokens = _PARSER.parse(_markdown(after))
    if any("```" in token.content for token in tokens if token.type == "html_block"):
        return
    fences = "".join(token.content for token in tokens if token.type == "fence")
    if any(word_of(placed.key.work_id) in fences for placed in plan.placed):
        assert any("plain Markdown" in line for line in plan.cautions)


def _own_text(post: Post, section: Section) -> str:
    start, end = post.lines.starts[section.heading.first], post.lines.ends[section.last_line]
    return post.data[start:end].decode()


def _without(new: list[tuple[str, str]], old: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What is in the new sequence beyond the old one, which it must hold in order."""
    added = []
    rest = iter(old)
    expected = next(rest, None)
    for shown in new:
        if shown == expected:
            expected = next(rest, None)
        else:
            added.append(shown)
    assert expected is None, (expected, old, new)
    return added
