"""Laws of drafts: what is rendered reads back, and no byte that a person typed is lost."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.drafts.samples import NOW, TOPICS, proposal, work
from tracker.drafts.entry import tex
from tracker.drafts.file.document import parse_draft, plan_checkbox
from tracker.drafts.insertion import plan_additions
from tracker.drafts.render import render_draft, render_entries
from tracker.drafts.templates.template import BUILT_IN, load_template
from tracker.escaping import fold
from tracker.values import Kind, PaperFacts, Place, Proposal, Reason, Verdict, Via

TEMPLATES = {name: load_template(name) for name in BUILT_IN}

PIECES = st.sampled_from(
    [
        *("- [ ] ", "- [x] <!-- tracker 9 tuning -->", "<!-- tracker 8 vision -->", "<!--", "-->"),
        *(
            "# h",
            "## Efficient tuning",
            "---",
            "===",
            "```",
            "~~~",
            "1. ",
            "- ",
            "> ",
            "    ",
            "\t",
        ),
        *("{{ x }}", "{% raw %}", "{{< s >}}", "{#", "#}", "<b>", "</div>", "<script>", "&lt;"),
        *("*", "_", "`", "[", "](", "http://a.b", "|", "$", "\\", "\x1b[2J", "\u202e", "\ud800"),
        *(
            "\n",
            "\r\n",
            "\x85",
            "\u2028",
            ". ",
            "We propose it. ",
            "It gains 3%. ",
            "مرحبا",
            "word ",
        ),
        *(
            "github.com/a/b ",
            "https://github.com/{{a}}/b ",
            "<!-- tracker draft",
            "+++",
            "\0",
            ": ",
        ),
    ]
)
HOSTILE = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join))
VIAS = st.none() | st.builds(Via, HOSTILE.map(lambda text: f"https://a.b/{text}"), HOSTILE)


@st.composite
def proposals(draw: st.DrawFn, numbers: st.SearchStrategy[int]) -> Proposal:
    held = work(
        draw(numbers),
        title=draw(HOSTILE),
        summary=draw(HOSTILE),
        kind=draw(st.sampled_from(Kind)),
        url=f"https://a.b/{draw(HOSTILE)}",
        authors=tuple(draw(st.lists(HOSTILE, max_size=6))),
    )
    held = replace(held, paper=PaperFacts(version=2, comment=draw(HOSTILE)))
    made = proposal(held, draw(st.sampled_from(["vision", "tuning"])), via=draw(VIAS))
    return replace(
        made, reasons=(Reason(draw(HOSTILE), Place.TITLE, 1.0),), is_update=draw(st.booleans())
    )


def lists(low: int, high: int) -> st.SearchStrategy[list[Proposal]]:
    return st.lists(
        proposals(st.integers(low, high)), max_size=4, unique_by=lambda made: made.work.id
    )


@settings(max_examples=60, deadline=None)
@given(lists(1, 99), st.sampled_from(BUILT_IN), st.sampled_from(["\n", "\r\n"]), st.text())
def test_what_is_rendered_reads_back(
    made: list[Proposal], template: str, end: str, title: str
) -> None:
    entries = render_entries(made, TOPICS, TEMPLATES[template])
    text = render_draft(entries, TOPICS, title=title, now=NOW)
    read = parse_draft(text.replace("\n", end).encode(), path="x")
    assert not read.problems
    bodies = {entry.key: entry.body for entry in read.entries}
    assert bodies == {entry.key: entry.body for entry in entries}
    assert len(read.entries) == len(made)


@settings(max_examples=60, deadline=None)
@given(proposals(st.just(5)), st.sampled_from(BUILT_IN))
def test_nothing_out_of_a_source_acts(made: Proposal, template: str) -> None:
    (entry,) = render_entries([made], TOPICS, TEMPLATES[template])
    assert not set(entry.text) & set("{}\x1b\x00\u202e")
    kinds = {"paragraph", "blockquote", "inline"}
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(entry.body):
        assert token.type.removesuffix("_open").removesuffix("_close") in kinds, entry.body
        inline = {child.type for child in token.children or []}
        assert inline <= {
            *("text", "text_special", "softbreak", "strong_open", "strong_close"),
            *("link_open", "link_close"),
        }


@settings(max_examples=60, deadline=None)
@given(proposals(st.just(5)))
def test_a_title_is_in_the_draft_word_for_word(made: Proposal) -> None:
    (entry,) = render_entries([made], TOPICS, TEMPLATES["link-blog"])
    tokens = MarkdownIt("commonmark").parse(entry.body)[1].children or []
    words = "".join(token.content for token in tokens)
    title = fold(tex.plain(made.work.title))
    assert title in words


# What a person does to a draft: lines of their own, lines taken away, checkboxes changed.
TYPED = st.sampled_from(
    [
        *(
            "My words.",
            "",
            "## A heading",
            "# efficient tuning",
            "```",
            "- a list",
            "1. one",
            "> q",
        ),
        *(
            "<!-- mine -->",
            "<!-- open",
            "{{ live }}",
            "Seeing models\n---",
            "    code",
            "é",
            "\x0c",
        ),
    ]
)
EDITS = st.lists(st.tuples(st.integers(0, 80), st.none() | TYPED), max_size=8)


def edited(text: str, edits: list[tuple[int, str | None]]) -> str:
    lines = text.split("\n")
    for place, typed in edits:
        index = place % (len(lines) + 1)
        if typed is None:
            del lines[index : index + 1]
        else:
            lines.insert(index, typed)
    return "\n".join(lines)


@settings(max_examples=80, deadline=None)
@given(lists(1, 49), lists(40, 99), EDITS, st.sampled_from(["\n", "\r\n"]))
def test_drafting_again_only_inserts(
    old: list[Proposal], new: list[Proposal], edits: list[tuple[int, str | None]], end: str
) -> None:
    template = TEMPLATES["living-post"]
    text = render_draft(render_entries(old, TOPICS, template), TOPICS, title="x", now=NOW)
    data = edited(text, edits).replace("\n", end).encode()
    entries = render_entries(new, TOPICS, template)
    again = plan_additions(data, entries, TOPICS, day=NOW.date())
    read = parse_draft(data, path="x")
    before = {found.key: found for found in read.entries}
    broken = {problem.key for problem in read.problems}  # an open fence hides what comes below
    after = {found.key: found for found in parse_draft(again, path="x").entries}

    rest = iter(again.splitlines(keepends=True))
    assert all(any(line.rstrip() == kept.rstrip() for line in rest) for kept in data.splitlines())
    assert plan_additions(again, entries, TOPICS, day=NOW.date()) == again
    assert {entry.key for entry in entries} <= set(after)
    assert set(before) <= set(after)
    for entry in entries:
        if entry.key not in before:
            assert after[entry.key].body == entry.body
    for key, found in before.items():
        assert key in broken or (after[key].body, after[key].verdict) == (found.body, found.verdict)


@settings(max_examples=60, deadline=None)
@given(lists(1, 49), EDITS, st.sampled_from(Verdict), st.text(max_size=20), st.integers(0, 9))
def test_a_checkbox_that_is_set_reads_back(
    made: list[Proposal],
    edits: list[tuple[int, str | None]],
    verdict: Verdict,
    reason: str,
    pick: int,
) -> None:
    entries = render_entries(made, TOPICS, TEMPLATES["living-post"])
    text = render_draft(entries, TOPICS, title="x", now=NOW)
    data = edited(text, edits).encode()
    read = parse_draft(data, path="x")
    if not read.entries:
        return
    key = read.entries[pick % len(read.entries)].key
    again = parse_draft(plan_checkbox(data, key, verdict, reason), path="x")
    held = {problem.key for problem in again.problems}
    for old, new in zip(read.entries, again.entries, strict=True):
        assert (old.key, old.body) == (new.key, new.body)
        if new.key == key:
            assert new.verdict is verdict or key in held
        else:
            assert (old.verdict, old.reason) == (new.verdict, new.reason)
