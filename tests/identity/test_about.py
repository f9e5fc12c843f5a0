"""Which papers a post is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from tracker.identity import about as subject
from tracker.identity.claims import claim_of
from tracker.values import Alias, Kind, Link, Sighting

PAPER = Alias("arxiv", "2505.00703")
TITLE = "Steering Engines by Counting Their Sparks"


def post(
    title: str, *links: tuple[str, str], summary: str = "", kind: Kind = Kind.POST
) -> Sighting:
    return Sighting(
        source="feed:doe",
        url="https://doe.example/p/1",
        seen_at=datetime(2025, 5, 2, tzinfo=UTC),
        title=title,
        kind=kind,
        summary=summary,
        links=tuple(Link(*link) for link in links),
    )


def about(sighting: Sighting) -> tuple[Alias, ...]:
    return subject.about(sighting, claim_of(sighting))


def test_a_post_that_bears_the_papers_title_is_about_it() -> None:
    links = [("https://arxiv.org/pdf/2505.00703v1", TITLE), ("https://doe.example/x", "x")]
    assert about(post(f"Notes on {TITLE}", *links)) == (PAPER,)


def test_one_paper_in_several_spellings_is_one() -> None:
    links = [
        ("https://arxiv.org/abs/2505.00703", "paper"),
        ("https://huggingface.co/papers/2505.00703", "discussion"),
        ("https://doi.org/10.48550/arXiv.2505.00703", "DOI"),
    ]
    assert about(post("Counting sparks", *links)) == (PAPER,)


def test_a_link_that_is_labelled_as_the_paper_is_what_the_post_is_about() -> None:
    links = [("https://arxiv.org/abs/2505.00703", "Read the full paper")]
    links += [(f"https://lab.example/{n}", f"{n}") for n in range(30)]
    assert about(post("Our new engine", *links)) == (PAPER,)


def test_a_post_that_links_nothing_else_is_about_its_paper() -> None:
    assert about(post("Sparks!", ("https://arxiv.org/abs/2505.00703", "this"))) == (PAPER,)


def test_a_paper_that_is_only_named_counts() -> None:
    summary = "Doe and others count sparks (arXiv:2505.00703v2)."
    assert about(post("Sparks", summary=summary)) == (PAPER,)
    assert about(post("Sparks", summary="Written in 2505.00703 minutes")) == ()


def test_a_paper_in_passing_is_not_what_a_post_is_about() -> None:
    links = [("https://arxiv.org/abs/2505.00703", "counts sparks"), ("https://lab.example/", "lab")]
    assert about(post("Engines in winter", *links)) == ()


def test_a_round_up_is_about_none() -> None:
    links = [(f"https://arxiv.org/abs/2505.0070{n}", "paper") for n in range(8)]
    assert about(post("Papers of the week", *links)) == ()


def test_a_post_among_several_papers_is_about_the_one_whose_title_it_bears() -> None:
    links = [
        ("https://arxiv.org/abs/2401.00001", "Engines without any sparks at all"),
        ("https://arxiv.org/abs/2505.00703", TITLE),
    ]
    assert about(post(f"Paper notes: {TITLE}", *links)) == (PAPER,)


def test_a_video_can_be_about_a_paper_and_a_paper_is_about_none() -> None:
    link = ("https://arxiv.org/abs/2505.00703", "paper")
    assert about(post("A talk on sparks", link, kind=Kind.VIDEO)) == (PAPER,)
    assert about(post("A survey of sparks", link, kind=Kind.PAPER)) == ()


def code(title: str, *links: tuple[str, str]) -> Sighting:
    return replace(post(title, *links, kind=Kind.CODE), url="https://github.com/doe/sparks")


def test_code_that_links_its_paper_and_nothing_else_is_about_it() -> None:
    own = ("https://github.com/doe/sparks", "sparks")
    assert about(code("doe/sparks", ("https://arxiv.org/abs/2505.00703", "here"), own)) == (PAPER,)


def test_code_that_bears_the_papers_title_is_about_it() -> None:
    links = [("https://arxiv.org/abs/2505.00703", TITLE), ("https://lab.example/", "lab")]
    assert about(code(f"Code for {TITLE}", *links)) == (PAPER,)


def test_a_release_that_names_a_paper_among_other_things_is_not_about_it() -> None:
    links = [("https://arxiv.org/abs/2505.00703", "paper"), ("https://lab.example/", "changes")]
    assert about(code("Release 2.1: notes on a new sampler", *links)) == ()
