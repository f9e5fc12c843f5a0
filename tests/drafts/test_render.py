"""A draft's text: the form of entries, sections, front matter; and drafting again."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.drafts.samples import NOW, TOPICS, proposal, work
from tracker.drafts.file.document import parse_draft
from tracker.drafts.insertion import RenderedEntry, plan_additions
from tracker.drafts.render import render_draft, render_entries
from tracker.drafts.templates.template import load_template
from tracker.errors import ConfigError, DraftError
from tracker.values import EntryKey, Kind, Proposal, Via


def entries_of(*proposals: Proposal, template: str = "living-post") -> tuple[RenderedEntry, ...]:
    return render_entries(proposals, TOPICS, load_template(template))


def draft_of(*proposals: Proposal, template: str = "living-post", hugo: bool = False) -> str:
    return render_draft(
        entries_of(*proposals, template=template),
        TOPICS,
        title='Models: a "diary"',
        now=NOW,
        front_matter="hugo" if hugo else "jekyll",
    )


def test_an_entry_in_the_living_post_s_form() -> None:
    held = proposal(via=Via("https://links.example/1", "Links"))
    assert entries_of(held)[0].text == (
        "1. **Quickfit** ([paper](https://arxiv.org/abs/2505.00017), "
        "[code](https://github.com/example/quickfit)) - A method that "
        "adapts them in one pass.\n"
        "\n"
        "   Ada Byron and Emil Post, 1 May 2025 (via [Links](https://links.example/1))\n"
        "\n"
        "   > Quickfit needs 3.5x less memory than its predecessors, e.g. slowfit.\n"
        "\n"
        "   <!-- tracker: “Quickfit: Adapting Large Models in One Pass” -->\n"
        "   <!-- tracker: 2 authors you approved before; a short title -->\n"
        "   <!-- tracker: your words: what does it change, and for whom? -->"
    )


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ entry.sentence }}", "Quickfit, a method that adapts them in one pass."),
        (
            "{{ entry.name }}: {{ entry.sentence }}",
            "Quickfit: A method that adapts them in one pass.",
        ),
        (
            "{% set e = entry %}{{ e.name }}. {{ e.sentence }}",
            "Quickfit. A method that adapts them in one pass.",
        ),
    ],
)
def test_a_sentence_keeps_its_subject_where_no_name_stands_before_it(
    source: str, shown: str
) -> None:
    (entry,) = render_entries([proposal()], TOPICS, load_template("mine", source))
    assert entry.body == shown


def test_a_sentence_has_the_length_that_is_asked_for() -> None:
    long = (
        "We propose Quickfit, a method that adapts large models in one pass, which takes no more "
        "time than a cup of tea and leaves all of the weights as they were before it began."
    )
    held = proposal(work(summary=long))
    for length in (80, 160):
        (entry,) = render_entries(
            [held],
            TOPICS,
            load_template("mine", "{{ entry.name }}|{{ entry.sentence }}"),
            sentence_length=length,
        )
        assert len(entry.body.partition("|")[2]) <= length


def test_an_entry_in_the_link_blog_s_form() -> None:
    held = proposal(via=Via("https://links.example/1", "Links"))
    assert entries_of(held, template="link-blog")[0].text == (
        "**[Quickfit: Adapting Large Models in One Pass](https://arxiv.org/abs/2505.00017)** "
        "([code](https://github.com/example/quickfit))\n"
        "\n"
        "Ada Byron and Emil Post, 1 May 2025: A method that adapts them in one pass.\n"
        "\n"
        "> Quickfit needs 3.5x less memory than its predecessors, e.g. slowfit.\n"
        "\n"
        "<!-- tracker: 2 authors you approved before; a short title -->\n"
        "<!-- tracker: your words: what does it change, and for whom? -->\n"
        "\n"
        "Via [Links](https://links.example/1)\n"
        "\n"
        "Tags: llm, x: y"
    )


@pytest.mark.parametrize(
    ("withdrawn", "facts"),
    [
        (False, "Via [Links](https://links.example/1)"),
        (True, "(withdrawn) (via [Links](https://links.example/1))"),
    ],
)
def test_what_is_not_known_of_a_work_leaves_no_gap(withdrawn: bool, facts: str) -> None:
    bare = replace(work(authors=(), summary="", withdrawn=withdrawn), published_at=None)
    (entry,) = entries_of(proposal(bare, via=Via("https://links.example/1", "Links")))
    assert entry.body == f"**Quickfit** ([paper](https://arxiv.org/abs/2505.00017))\n\n{facts}"


def test_what_would_be_published_has_no_number_and_no_comment() -> None:
    assert entries_of(proposal())[0].body == (
        "**Quickfit** ([paper](https://arxiv.org/abs/2505.00017), "
        "[code](https://github.com/example/quickfit)) - A method that "
        "adapts them in one pass.\n"
        "\n"
        "Ada Byron and Emil Post, 1 May 2025\n"
        "\n"
        "> Quickfit needs 3.5x less memory than its predecessors, e.g. slowfit."
    )


@pytest.mark.parametrize("template", ["living-post", "link-blog"])
def test_an_entry_without_facts_is_still_whole(template: str) -> None:
    bare = work(summary="", authors=(), title="", kind=Kind.PAGE, url="https://a.b/c")
    (entry,) = entries_of(proposal(bare), template=template)
    assert "https\\://a.b/c" in entry.body
    assert "(https://a.b/c)" in entry.body
    assert "****" not in entry.text
    assert "()" not in entry.text


def test_a_draft_has_a_section_for_each_topic_in_the_topics_order() -> None:
    one, two, three = proposal(work(1)), proposal(work(2), "vision"), proposal(work(3))
    lines = draft_of(one, two, three).splitlines()
    assert [line for line in lines if line.startswith(("## ", "- [ ]"))] == [
        "## Seeing models",
        "- [ ] <!-- tracker 2 vision -->",
        "## Efficient tuning",
        "- [ ] <!-- tracker 1 tuning -->",
        "- [ ] <!-- tracker 3 tuning -->",
    ]


def test_front_matter_for_jekyll() -> None:
    assert draft_of(proposal()).startswith(
        '---\ntitle: "Models: a \\"diary\\""\ndate: 2025-05-02\n'
        'tags: ["llm", "x: y"]\n---\n\n## Eff'
    )


def test_front_matter_for_hugo() -> None:
    _, front, rest = draft_of(proposal(), hugo=True).split("+++\n", 2)
    assert tomllib.loads(front) == {
        "title": 'Models: a "diary"',
        "date": NOW.date(),
        "tags": ["llm", "x: y"],
    }
    assert rest.startswith("\n## Efficient tuning\n")


def test_a_draft_explains_itself_at_its_foot() -> None:
    foot = draft_of(proposal()).partition("<!-- tracker draft")[2]
    for words in (
        "[ ]  undecided",
        "[x]  approve",
        "[-]  reject",
        "deleted"[:6],
        "tracker publish",
    ):
        assert words in foot
    assert foot.endswith("-->\n")


def test_a_draft_of_nothing_is_a_draft() -> None:
    read = parse_draft(draft_of().encode(), path="x")
    assert not read.entries
    assert not read.problems


# --- the author's templates -----------------------------------------------------------------


def own(source: str) -> RenderedEntry:
    return render_entries([proposal()], TOPICS, load_template("mine", source))[0]


def test_a_template_s_comments_become_comments_for_the_author() -> None:
    entry = own("{{ entry.name }}\n<!-- think: {{ entry.prompt }} -->\n")
    assert entry.text.endswith(
        "<!-- tracker: think: your words: what does it change, and for whom? -->"
    )
    assert entry.body == "Quickfit"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("## {{ entry.name }}\n\ntext", "belongs to no entry"),
        ("{{ entry.name }}\n---\ntext", "belongs to no entry"),
        ("text\n\n## {{ entry.name }}", "a heading would end it"),
        ("", "would be empty"),
        ("<!-- {{ entry.name }} -->", "would be empty"),
        ("text\n```\n{{ entry.name }}", "a code fence begins here"),
        ("text <!-- {{ entry.name }}", "a comment begins here"),
        ("- [ ] {{ entry.name }}", "a checkbox without a marker"),
        ("x\n- [ ] <!-- tracker 5 x -->\nx", "does not read back"),
    ],
)
def test_a_template_that_would_lose_an_entry_is_refused(source: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told) as error:
        own(source)
    assert str(error.value).startswith("templates/mine.j2: ")


# --- drafting again -------------------------------------------------------------------------


def added(data: bytes, *proposals: Proposal, days: int = 1) -> bytes:
    day = NOW.date() + timedelta(days=days)
    return plan_additions(data, entries_of(*proposals), TOPICS, day=day)


def keys(data: bytes) -> list[int]:
    read = parse_draft(data, path="x")
    assert not read.problems
    return [entry.key.work_id for entry in read.entries]


def dated(data: bytes) -> list[str]:
    """The lines of structure: dated lines, and each entry's number."""
    pattern = r"^<!-- tracker: (.*entries.*) -->$|^- \[ \] <!-- tracker (\d+)"
    found = re.findall(pattern, data.decode(), re.MULTILINE)
    return [date or number for date, number in found]


def test_new_entries_stand_first_in_their_section_below_a_line_that_dates_them() -> None:
    data = draft_of(proposal(work(1)), proposal(work(2), "vision")).encode()
    again = added(data, proposal(work(3)), proposal(work(4), "vision"), proposal(work(1)))
    assert dated(again) == [
        *("new entries of 3 May 2025", "4", "new entries of 2 May 2025", "2"),
        *("new entries of 3 May 2025", "3", "new entries of 2 May 2025", "1"),
    ]
    assert keys(again) == [4, 2, 3, 1]


def test_what_is_new_on_the_same_day_stands_below_one_line() -> None:
    data = draft_of(proposal(work(1))).encode()
    again = added(data, proposal(work(3)), proposal(work(5)), days=0)
    assert dated(again) == ["new entries of 2 May 2025", "3", "5", "1"]


def test_entries_that_nothing_dates_are_told_apart_from_the_new_ones() -> None:
    data = draft_of(proposal(work(1))).encode()
    data = data.replace(b"<!-- tracker: new entries of 2 May 2025 -->\n\n", b"")
    again = added(data, proposal(work(3)))
    assert dated(again) == ["new entries of 3 May 2025", "3", "earlier entries", "1"]


def test_what_stands_above_all_entries_is_not_taken_for_a_new_one_s_text() -> None:
    data = draft_of(proposal(work(1))).encode()
    data = data.replace(b"## Efficient tuning\n", b"## Efficient tuning\n\nMy thought.\n")
    before = parse_draft(data, path="x")
    again = parse_draft(added(data, proposal(work(3))), path="x")
    assert [entry.key.work_id for entry in again.entries] == [3, 1]
    assert not [entry for entry in again.entries if "thought" in entry.body]
    assert len(again.problems) == len(before.problems) == 1


def test_a_line_that_dates_entries_belongs_to_none() -> None:
    data = draft_of(proposal(work(1))).encode()
    again = added(data, proposal(work(3)))
    new, old = parse_draft(again, path="x").entries
    assert b"entries of" not in again[new.start : new.end] + again[old.start : old.end]


def test_with_nothing_new_a_draft_stays_as_it_is() -> None:
    data = draft_of(proposal(work(1))).encode()
    assert added(data, proposal(work(1))) == data


def test_a_draft_s_own_line_endings_are_kept() -> None:
    data = draft_of(proposal(work(1))).replace("\n", "\r\n").encode()
    again = added(data, proposal(work(2)), proposal(work(3), "vision"))
    assert again.count(b"\n") == again.count(b"\r\n")


def test_sections_are_found_where_the_author_moved_them() -> None:
    text = draft_of(proposal(work(1)), proposal(work(2), "vision"))
    head, vision, rest = text.partition("## Seeing models\n")
    vision_body, tuning, tail = rest.partition("## Efficient tuning\n")
    body, foot, end = tail.partition("<!-- tracker draft")
    data = (head + tuning + body + vision + vision_body + foot + end).encode()
    assert keys(added(data, proposal(work(3)), proposal(work(4), "vision"))) == [3, 1, 4, 2]


@pytest.mark.parametrize(
    "heading", ["##  efficient   TUNING ##", "# **Efficient** tuning", "Efficient tuning\n---"]
)
def test_a_section_is_found_by_its_heading_s_words(heading: str) -> None:
    text = draft_of(proposal(work(1)), proposal(work(2), "vision"))
    data = text.replace("## Efficient tuning", heading).encode()
    assert keys(added(data, proposal(work(3)))) == [2, 3, 1]


def test_a_section_with_another_heading_is_found_by_its_entries() -> None:
    data = draft_of(proposal(work(1)), proposal(work(2), "vision")).encode()
    data = data.replace(b"## Seeing models", b"## Eyes")
    again = added(data, proposal(work(3), "vision"))
    assert keys(again) == [3, 2, 1]
    assert b"Seeing" not in again


def test_a_section_that_is_gone_is_made_again_before_the_foot() -> None:
    data = draft_of(proposal(work(1))).encode()
    again = added(data, proposal(work(2), "vision"))
    assert keys(again) == [1, 2]
    assert again.index(b"## Seeing models") < again.index(b"<!-- tracker draft")
    without_foot = data.partition(b"<!-- tracker draft")[0].rstrip()
    assert keys(added(without_foot, proposal(work(2), "vision"))) == [1, 2]


def test_a_heading_within_a_fence_is_no_section() -> None:
    data = draft_of(proposal(work(1))).encode()
    data = data.replace(b"   > Quick", b"```\n## Seeing models\n```\n\n   > Quick")
    again = added(data, proposal(work(2), "vision"))
    assert again.count(b"## Seeing models") == 2
    assert keys(again) == [1, 2]


def test_two_topics_with_one_heading_share_a_section() -> None:
    topics = (TOPICS[0], replace(TOPICS[1], heading=TOPICS[0].heading))
    held = [proposal(work(1)), proposal(work(2), "vision")]
    entries = render_entries(held, topics, load_template("living-post"))
    text = render_draft(entries, topics, title="x", now=NOW)
    assert text.count("\n## ") == 1
    assert keys(text.encode()) == [2, 1]


def test_additions_to_a_file_that_is_not_utf_8_are_refused() -> None:
    with pytest.raises(DraftError, match="not UTF-8"):
        added(b"\xff", proposal())


def test_an_entry_is_known_by_its_key() -> None:
    assert entries_of(proposal(work(5), "vision"))[0].key == EntryKey(5, "vision")
