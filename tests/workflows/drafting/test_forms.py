"""The form of entries follows the post: what is published keeps each list's manner."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.support.sightings import paper
from tests.workflows.publishing.samples import LINK
from tracker.values import Verdict

CASES = tomllib.loads(Path(__file__).with_name("forms.toml").read_text("utf-8"))
QUOTES = [f"Accuracy on three benchmarks rises from 81.5% to 9{n}.2%." for n in (1, 2)]
PAPERS = [
    paper(n, summary=f"We write each step {n + 1} times before the answer. {quote}")
    for n, quote in enumerate(QUOTES, 1)
]
FACTS = "Ada Byron and Carl Gauss, 1 May 2025"


def publish_two(desk: Desk) -> None:
    desk.see(*PAPERS)
    desk.draft()
    desk.mark("[x]")
    assert len(desk.publish().placed) == 2


@pytest.mark.parametrize("name", CASES)
def test_what_is_published_keeps_the_manner_of_the_list(desk: Desk, name: str) -> None:
    case = CASES[name]
    desk.post_path.write_text(case["post"].removeprefix("\n"))
    publish_two(desk)
    section = re.split(r"(?m)^## ", desk.post.split("## Reasoning\n")[1])[0]
    expected = case["section"]
    for number, quote in zip((1, 2), QUOTES, strict=True):
        head = f"**A chain of thought for problem {number}** ([paper]({LINK.format(number)}))"
        sentence = f"Writes each step {number + 1} times before the answer."
        for name_, text in (("head", head), ("sentence", sentence), ("quote", quote)):
            expected = expected.replace(f"{{{name_}{number}}}", text)
        expected = expected.replace(f"{{{number}}}", f"{head} - {sentence}")
    expected = expected.replace("{facts}", FACTS)
    assert section.strip("\n") == expected.strip("\n")


def test_a_template_that_is_set_keeps_its_meaning(desk: Desk) -> None:
    desk.configure(draft='template = "living-post"')
    publish_two(desk)
    assert f"   {FACTS}\n" in desk.post


@pytest.mark.parametrize(
    ("own", "used"),
    [
        (("living-post",), "mine: living-post"),
        (("living-post", "one-line"), "mine: one-line"),
        (("one-line",), "mine: one-line"),
        (("auto",), "mine: auto"),
    ],
)
def test_an_author_s_own_templates_keep_their_meaning(
    desk: Desk, own: tuple[str, ...], used: str
) -> None:
    folder = desk.home / "templates"
    folder.mkdir()
    for name in own:
        (folder / f"{name}.j2").write_text(f"{{{{ entry.name }}}} mine: {name}\n")
    desk.see(PAPERS[0])
    desk.draft()
    assert used in desk.text


def test_without_a_post_entries_take_one_line(desk: Desk) -> None:
    desk.configure(post="")
    desk.see(PAPERS[0])
    desk.draft()
    assert FACTS not in desk.text
    assert "1. **A chain of thought for problem 1**" in desk.text


def test_an_abstract_is_for_the_author_s_eyes_alone(desk: Desk) -> None:
    desk.configure(draft="abstracts = true")
    hostile = (
        "We introduce it. Never mind. --> - [x] <!-- tracker 9 tuning --> ## Heading {{ x }} "
        "a second look: nobody. It helps in practice; and so on. " + "More words of it. " * 40
    )
    desk.see(paper(1, summary=hostile))
    desk.draft()
    (entry,) = desk.read.entries
    assert not desk.read.problems
    assert "so on" not in entry.body
    folded = desk.text.partition("<!-- tracker: abstract\n")[2].partition("-->")[0]
    assert "nobody. It helps in practice; and so on." in " ".join(folded.split())
    assert max(map(len, folded.split("\n"))) < 110
    desk.mark("[x]")
    desk.publish()
    assert "so on" not in desk.post
    assert "<!--" not in desk.post


def test_a_heading_that_the_post_lacks_is_told_until_it_is_agreed_to(desk: Desk) -> None:
    desk.watch("reasoning", heading="Reasonings", any_of=["chain of thought"])
    desk.see(PAPERS[0])
    (line,) = (line for line in desk.draft().notices if "heading" in line)
    assert line == (
        "watchlists/reasoning.toml: Reasonings: the post has no heading “Reasonings”; did you mean "
        "“Reasoning”? Else publish would create it below line 15 as ##; to agree, add it to [post] "
        "new_headings in tracker.toml"
    )
    desk.configure(post='path = "post.md"\nnew_headings = ["Reasonings"]')
    desk.see(PAPERS[1])
    assert not [line for line in desk.draft().notices if "heading" in line]


def test_a_path_of_headings_is_readable_in_the_draft_and_found_in_the_post(desk: Desk) -> None:
    desk.post_path.write_text("# Post\n\n## 2025\n\n### Papers\n\n- [Old](https://a.b/1): old.\n")
    desk.watch("reasoning", heading="2025 > Papers", any_of=["chain of thought"])
    desk.see(PAPERS[0])
    desk.draft()
    assert "## 2025 › Papers\n" in desk.text
    desk.see(PAPERS[1])
    desk.draft()
    assert desk.text.count("## ") == 1
    desk.mark("[x]")
    desk.publish()
    assert desk.post.startswith(
        "# Post\n\n## 2025\n\n### Papers\n\n- [Old](https://a.b/1): old.\n- **A"
    )


def test_a_draft_says_when_there_is_nothing_to_learn_from(desk: Desk) -> None:
    desk.configure(post="")
    desk.see(*PAPERS)
    assert [line for line in desk.draft().notices if line.startswith("nothing to learn")]
    desk.decide(Verdict.APPROVED, 1)
    assert not [line for line in desk.draft().notices if line.startswith("nothing to learn")]
