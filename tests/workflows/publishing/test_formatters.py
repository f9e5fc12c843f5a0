"""Drafts and posts that a real formatter goes over at any step: nothing is lost, nothing acts."""

from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.support.formatters import run_formatter
from tests.support.sightings import paper
from tracker.markdown import reads_as
from tracker.values import State, Verdict

FRONT_MATTER = [
    ("prettier",),
    ("prettier", "--prose-wrap", "always"),
    ("prettier", "--prose-wrap", "never", "--tab-width", "4"),
    ("mdformat", "--wrap", "60", "--number", "--extensions", "frontmatter"),
    ("remark", "-u", "remark-gfm", "-u", "remark-frontmatter", "-s", "listItemIndent:'tab'"),
]
FORMATTERS = [
    *FRONT_MATTER,
    ("prettier", "--use-tabs", "--prose-wrap", "always", "--print-width", "40"),
    ("prettier", "--prose-wrap", "always", "--print-width", "30", "--tab-width", "8"),
    ("mdformat", "--wrap", "20", "--extensions", "frontmatter"),
    ("mdformat", "--no-extensions"),
    ("mdformat", "--no-extensions", "--wrap", "no"),
    ("remark",),
    ("mdformat", "--wrap", "60", "--end-of-line", "crlf", "--extensions", "gfm"),
    ("remark", "-s", "bullet:'+',listItemIndent:'one',incrementListMarker:false"),
    ("remark", "-s", "listItemIndent:'mixed',emphasis:'_',strong:'_',fence:'~',setext:true"),
]
# Those that break lines, and one of each that only escapes.
BREAKING = [
    formatter
    for formatter in FORMATTERS
    if {"always", "20", "60"} & set(formatter)
    or formatter in {("prettier",), ("mdformat", "--no-extensions"), ("remark",)}
]
TEMPLATES = ["living-post", "link-blog"]
PROMPT = "<!-- tracker: your words"
TITLES = (
    "A chain of thought",
    "Chain of thought with {% raw %} and {{< x >}}, {a} or *b* _c_ [d] $e_f$ <g> `h` #1",
    "A chain of thought: C++ & co. < 3 ~ 4 | 5",
)


@pytest.fixture(params=TEMPLATES)
def written(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Desk, Desk]:
    """Two desks with the same draft, with words of the author's own in it."""
    return make(tmp_path / "plain", request.param), make(tmp_path / "formatted", request.param)


def make(home: Path, template: str) -> Desk:
    desk = Desk(home)
    desk.configure(draft=f'template = "{template}"')
    desk.see(*(paper(n, title) for n, title in enumerate(TITLES, 1)))
    desk.draft()
    return desk


def type_words(desk: Desk) -> None:
    lines = ["Mine, {{ live }}.", "", "- one", "- two", "", "```sh", "  code {y}", "```", "", ""]
    indent = "   " if "\n   " + PROMPT in desk.text else ""
    words = f"\n{indent}".join(lines).replace(f"\n{indent}\n", "\n\n")
    desk.edit(lambda text: text.replace(PROMPT, words + PROMPT))


@pytest.mark.parametrize("formatter", FORMATTERS, ids=" ".join)
def test_what_is_formatted_is_published_as_it_was_written(
    written: tuple[Desk, Desk], formatter: tuple[str, ...]
) -> None:
    plain, formatted = written
    for desk in written:
        if desk is formatted:
            run_formatter(desk.draft_path, *formatter)
        assert not desk.review().reading.problems
        type_words(desk)
        desk.edit(lambda text: text.replace("[ ]", "[x]", 2).replace("[ ]", "[-]", 1))
        if desk is formatted:
            run_formatter(desk.draft_path, *formatter)
        report = desk.publish()
        assert not report.reading.problems
        assert len(report.placed) == 2
        assert [d.reason for d in report.reading.decisions] == ["", "", ""]
        assert desk.states()[3 if State.REJECTED in desk.states()[3] else 2] == {State.REJECTED}
    assert reads_as(formatted.post) == reads_as(plain.post)
    source = formatted.post.replace("{{ live }}", "").replace("code {y}", "")
    assert not set(source) & set("{}")


@pytest.mark.parametrize("formatter", FORMATTERS[:3], ids=" ".join)
def test_a_formatted_draft_is_still_what_was_published(
    written: tuple[Desk, Desk], formatter: tuple[str, ...]
) -> None:
    _, desk = written
    desk.edit(lambda text: text.replace("[ ]", "[x]", 2))
    desk.publish()
    run_formatter(desk.draft_path, *formatter)
    report = desk.publish()
    assert report.reading.lines == ()
    assert report.reading.problems == ()


REASON = "too narrow for my readers, who ask for reasoning and not for a data set of one language"


@pytest.mark.parametrize("is_behind", [True, False])
@pytest.mark.parametrize("formatter", BREAKING, ids=" ".join)
def test_a_long_reason_is_read_on_several_lines(
    written: tuple[Desk, Desk], formatter: tuple[str, ...], is_behind: bool
) -> None:
    if is_behind and {"20", "30"} & set(formatter):
        pytest.skip("no word of a reason fits behind the marker")
    _, desk = written
    marker = f"<!-- tracker 1 {desk.read.entries[0].key.topic} -->"
    line = f"- [-] {marker} {REASON}" if is_behind else f"- [-] {REASON} {marker}"
    desk.edit(lambda text: text.replace(f"- [ ] {marker}", line))
    run_formatter(desk.draft_path, *formatter)
    reading = desk.review().reading
    assert [decision.reason for decision in reading.decisions] == [REASON]
    assert reading.problems == ()
    desk.decide(Verdict.APPROVED, 1)
    assert len(desk.publish().placed) == 1
    assert "data set" not in desk.post


@pytest.mark.parametrize("formatter", FRONT_MATTER, ids=" ".join)
def test_undo_finds_what_a_formatter_touched(
    written: tuple[Desk, Desk], formatter: tuple[str, ...]
) -> None:
    _, desk = written
    before = desk.post
    type_words(desk)
    desk.edit(lambda text: text.replace("[ ]", "[x]"))
    assert len(desk.publish().placed) == 3
    run_formatter(desk.post_path, *formatter)
    report = desk.undo()
    assert (report.left, report.gone, len(report.removed)) == ((), (), 3)
    assert reads_as(desk.post) == reads_as(before)
    assert len(desk.publish().placed) == 3
