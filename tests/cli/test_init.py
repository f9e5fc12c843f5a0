"""``tracker init`` with a living post, and with works that the author likes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.author import PROGRAM, Author
from tests.support.terminal import run_on_terminal
from tracker.workflows.project import Project, load_project

POST = """\
# My post

## Multimodal models

1. **Old** ([paper](https://arxiv.org/abs/2201.00001)) - Known.

## The rise of reasoning

Text.

## What's next?

1. **Efficient fine-tuning** - Adapting models.
"""


@pytest.fixture
def post(author: Author) -> Path:
    path = author.home.parent / "blog" / "post.md"
    path.parent.mkdir()
    path.write_text(POST)
    return path


def made(author: Author) -> Project:
    return load_project(author.home.parent / "mine")


def headings(project: Project) -> dict[str, str]:
    return {topic.slug: topic.heading for topic in project.watchlists}


def test_it_writes_the_path_and_the_headings_that_are_clear(author: Author, post: Path) -> None:
    done = author.run("init", "../mine", "--post", str(post))
    assert done.returncode == 0
    project = made(author)
    assert project.settings.post.path == "../blog/post.md"
    assert project.post is not None
    assert project.post.read_text() == POST
    assert "headings of the post:\n    1  My post\n    2  Multimodal models\n" in done.stderr
    assert "Multimodal models: under “Multimodal Models”" in done.stderr
    (line,) = (x for x in done.stderr.splitlines() if x.startswith("Efficient fine-tuning: "))
    assert line == (
        "Efficient fine-tuning: the post has “Efficient Fine-tuning” only as an item of a list "
        "(line 13, under “What's next?”); publish would create it below line 13 as ##; to agree, "
        "add it to [post] new_headings in tracker.toml"
    )
    assert "did you mean “The rise of reasoning”? Else publish would create" in done.stderr
    assert project.settings.post.new_headings == ()


def test_on_a_terminal_it_asks_for_what_is_not_clear(author: Author, post: Path) -> None:
    status, shown = run_on_terminal(
        [PROGRAM, "init", "../mine", "--post", str(post)],
        cwd=author.home,
        env=author.environ,
        answers=[
            ("heading for Efficient fine-tuning", "0\n"),
            ("heading for Reasoning frameworks", "\n"),
        ],
    )
    assert status == 0, shown
    assert shown.count("  3  The rise of reasoning") == 1
    project = made(author)
    assert project.settings.post.new_headings == ("Efficient Fine-tuning",)
    assert headings(project)["reasoning-frameworks"] == "The rise of reasoning"
    assert post.read_text() == POST


def test_a_post_that_is_not_there_makes_nothing(author: Author) -> None:
    done = author.run("init", "../mine", "--post", "nowhere.md")
    assert done.returncode == 1
    assert "there is no file nowhere.md; check its name" in done.stderr
    assert not (author.home.parent / "mine").exists()


def test_a_project_that_is_there_is_left_alone_and_told_what_to_write(
    author: Author, post: Path
) -> None:
    author.ok("init", "../mine")
    before = (author.home.parent / "mine/tracker.toml").read_text()
    done = author.run("init", "../mine", "--post", str(post))
    assert "tracker.toml yourself: [post] path = '../blog/post.md'" in done.stderr
    assert (author.home.parent / "mine/tracker.toml").read_text() == before


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("liked.md", "- [One](https://arxiv.org/abs/2106.09685)\n- <https://arxiv.org/abs/1706.1>"),
        ("liked.bib", "@article{x,\n  eprint = {2106.09685},\n}\n"),
        ("liked.html", '<p><a href="https://arxiv.org/abs/2106.09685">One</a></p>'),
        (
            "liked.opml",
            '<opml><body><outline url="https://arxiv.org/abs/2106.09685"/></body></opml>',
        ),
    ],
)
def test_works_that_the_author_likes_become_seeds(author: Author, name: str, text: str) -> None:
    (author.home.parent / name).write_text(text)
    done = author.run("init", "../mine", "--like", f"../{name}")
    assert "works that you like" in done.stderr
    assert made(author).settings.ranking.seeds == f"../{name}"


def test_a_file_of_nothing_to_like_is_told(author: Author) -> None:
    (author.home.parent / "empty.md").write_text("Nothing.\n")
    done = author.run("init", "../mine", "--like", "../empty.md")
    assert done.returncode == 2
    assert "holds no link or identifier of a work" in done.stderr
