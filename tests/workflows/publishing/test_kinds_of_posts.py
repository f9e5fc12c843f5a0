"""What a post may be, and what of it is told."""

from pathlib import Path

import pytest

from tests.support.author import POST
from tests.support.desk import Desk
from tracker.errors import PostError


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("post.ipynb", '{"cells": [], "nbformat": 4}', "a notebook"),
        ("post.org", "* Reasoning\n", "an Org file"),
        ("post.rst", "Reasoning\n=========\n", "reStructuredText"),
        ("post.adoc", "== Reasoning\n", "AsciiDoc"),
        ("post.HTML", "<p>Reasoning</p>\n", "HTML"),
        ("post.tex", "Reasoning", "LaTeX"),
        ("post.mediawiki", "== Reasoning ==\n", "wiki text"),
        ("post.yml", "reasoning: []\n", "YAML"),
        ("post.md.gz", "x", "packed"),
        ("post.md", '{"cells": [\n], "metadata": {}, "nbformat": 4}', "a notebook"),
        ("post.md", "\n<!DOCTYPE html>\n<html></html>\n", "HTML"),
        ("post.md", "<html lang=en>\n", "HTML"),
    ],
)
def test_a_post_that_is_no_markdown_is_refused(
    drafted: Desk, tmp_path: Path, name: str, text: str, kind: str
) -> None:
    drafted.mark("[x]", 1)
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(PostError, match=f"is {kind}, and entries are Markdown; name a Markdown"):
        drafted.publish(post=str(path))
    assert path.read_text() == text


def test_a_new_post_that_would_be_no_markdown_is_not_made(drafted: Desk, tmp_path: Path) -> None:
    drafted.mark("[x]", 1)
    with pytest.raises(PostError, match="is AsciiDoc"):
        drafted.publish(new_post=str(tmp_path / "new.adoc"))
    assert not (tmp_path / "new.adoc").exists()


@pytest.mark.parametrize(
    "name", ["post.md", "post.markdown", "post.mdx", "post.qmd", "README", "x.txt"]
)
def test_any_markdown_is_taken(drafted: Desk, tmp_path: Path, name: str) -> None:
    drafted.mark("[x]", 1)
    path = tmp_path / name
    path.write_text("{a note} on html\n\n" + POST)
    assert len(drafted.publish(post=str(path)).placed) == 1


def test_markers_in_mdx_are_mdxs_comments(drafted: Desk, tmp_path: Path) -> None:
    drafted.configure(post='path = "post.md"\nmarkers = true')
    drafted.mark("[x]", 1)
    path = tmp_path / "post.mdx"
    path.write_text(POST + "\n    indented\n")
    before = path.read_text()
    drafted.publish(post=str(path))
    assert "{/* tracker 1 reasoning */}" in path.read_text()
    assert "<!--" not in path.read_text()
    drafted.mark("[x]", 4)
    drafted.publish(new_post=str(tmp_path / "new.mdx"))
    assert "{/* tracker 4 tuning */}" in (tmp_path / "new.mdx").read_text()
    drafted.undo()
    drafted.undo()
    assert path.read_text() == before


def test_what_an_mdx_post_has_is_known_by_its_marker(drafted: Desk, tmp_path: Path) -> None:
    drafted.mark("[x]", 1)
    path = tmp_path / "post.mdx"
    path.write_text(
        POST.replace("Nothing here yet.", "In other words. {/* tracker 1 reasoning */}")
    )
    report = drafted.publish(post=str(path))
    assert not report.placed
    assert "the post has it already" in report.skipped[0]


def test_a_date_key_that_cannot_be_set_is_told(drafted: Desk) -> None:
    drafted.configure(post='path = "post.md"\ndate_key = "last updated"')
    drafted.mark("[x]", 1)
    (line,) = drafted.publish().cautions
    assert line == 'post.md: it has no date key "last updated" to set'
    drafted.post_path.write_text(
        drafted.post.replace("---\ntitle", "---\nlast updated: May\ntitle", 1)
    )
    drafted.mark("[x]", 2)
    (line,) = drafted.publish().cautions
    assert line == 'post.md: line 2: "last updated" is no date in numbers, and was left as it is'
    assert not drafted.publish().cautions  # nothing was published
