"""What a template sees of a proposal: the source's words, escaped, and nothing else."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.drafts.samples import NOW, proposal, work
from tracker.drafts.entry import tex
from tracker.drafts.entry.facts import (
    NO_LINK,
    EntryView,
    Escaped,
    LinkView,
    label_of,
    stated_links,
    view,
)
from tracker.drafts.entry.shortening import shorten_authors
from tracker.escaping import markdown
from tracker.ranking.explain import LONGEST
from tracker.ranking.learning.model import AGAINST
from tracker.values import Kind, Link, Proposal, Score, ScorePart, SightingRef, Via


def seen(held: Proposal | None = None) -> EntryView:
    return view(held or proposal(), heading="Efficient tuning", tags=("llm", "x: y"))


def test_an_entry_has_the_facts_of_its_work() -> None:
    entry = seen()
    assert entry.name == "Quickfit"
    assert entry.title == "Quickfit: Adapting Large Models in One Pass"
    assert entry.url == "https://arxiv.org/abs/2505.00017"
    assert entry.kind == "paper"
    assert entry.authors == "Ada Byron and Emil Post"
    assert entry.date == "1 May 2025"
    assert entry.sentence == ("A method that adapts them in one pass.")
    assert entry.quote == "Quickfit needs 3.5x less memory than its predecessors, e.g. slowfit."
    assert entry.tags == ("llm", "x: y")
    assert entry.topic == "Efficient tuning"
    assert (entry.via, entry.note, entry.is_update) == (NO_LINK, "", False)
    assert not entry.via


def test_why_it_was_chosen_is_told_apart_from_the_whole_title() -> None:
    assert seen().why == "2 authors you approved before; a short title"
    assert seen().full_title == "“Quickfit: Adapting Large Models in One Pass”"


def test_a_summary_that_says_more_than_the_title_is_one() -> None:
    summary = "The small model answers in half a second on any old laptop."
    held = work(title="Introducing a new small model", summary=summary, kind=Kind.POST)
    assert seen(proposal(held)).sentence == summary


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, ""),
        (1, "A"),
        (2, "A and B"),
        (4, "A, B, C and D"),
        (5, "A, B, C and 2 others"),
        (3000, "A, B, C and 2997 others"),
    ],
)
def test_authors_are_shortened_by_rule_in_their_order(count: int, text: str) -> None:
    names = tuple("ABCDEFGHIJ"[index % 10] for index in range(count))
    assert shorten_authors(names) == text


def test_an_author_without_a_letter_is_none() -> None:
    assert shorten_authors(("Ada Byron", ":", "Emil Post")) == "Ada Byron and Emil Post"


def test_what_a_link_blog_says_of_another_s_work_is_quoted_as_its_own() -> None:
    via = Via("https://links.example/1", "Ada Byron's Weblog")
    shown = SightingRef(source="feed:x", source_name="Links", url="", seen_at=NOW, via=via)
    summary = "I have used these ropes for weeks.\nThey hold twice the weight of hemp."
    held = replace(
        work(title="Ropes that hold", summary=summary, kind=Kind.POST, authors=()),
        sightings=(shown,),
    )
    entry = seen(proposal(held, via=via))
    assert entry.sentence == "Ada Byron: “I have used these ropes for weeks.”"
    assert entry.via.url == "https://links.example/1"


def test_links_are_labelled_and_start_with_the_work() -> None:
    held = work(comment="Talk: https://youtu.be/abcdefghijk. Data at huggingface.co/datasets/a/b")
    post = work(18, kind=Kind.POST, url="https://blog.example/quickfit")
    assert seen(proposal(held, posts=(post,))).links == (
        LinkView(Escaped("paper"), Escaped("https://arxiv.org/abs/2505.00017")),
        LinkView(Escaped("blog post"), Escaped("https://blog.example/quickfit")),
        LinkView(Escaped("code"), Escaped("https://github.com/example/quickfit")),
        LinkView(Escaped("video"), Escaped("https://youtu.be/abcdefghijk")),
        LinkView(Escaped("dataset"), Escaped("https://huggingface.co/datasets/a/b")),
    )


@pytest.mark.parametrize(
    ("comment", "labels"),
    [
        ("Longer: https://press.example/quick.pdf", ["paper", "code", "page"]),
        ("Journal: https://doi.org/10.5555/12345678", ["paper", "code", "journal"]),
        ("Also https://aclanthology.org/2025.acl-long.17", ["paper", "code", "aclanthology.org"]),
        ("Also https://aclanthology.org/2025.acl-long.17.pdf", ["paper", "code", "pdf"]),
        ("Builds on https://arxiv.org/html/2401.00001", ["paper", "code", "html"]),
        ("Builds on https://arxiv.org/abs/2401.00001", ["paper", "code", "arxiv.org"]),
        ("More: https://github.com/example/slowfit", ["paper", "code", "github.com"]),
    ],
)
def test_a_label_that_stands_there_already_is_told_apart(comment: str, labels: list[str]) -> None:
    assert [link.label for link in seen(proposal(work(comment=comment))).links] == labels


def test_no_address_is_linked_twice_in_another_spelling() -> None:
    comment = "http://arxiv.org/pdf/2505.00017v2, https://www.github.com/example/quickfit/"
    assert [link.label for link in seen(proposal(work(comment=comment))).links] == ["paper", "code"]


def test_code_is_linked_only_from_abstract_and_comment() -> None:
    held = replace(work(summary=""), links=(Link("https://github.com/other/thing", "code"),))
    assert stated_links(held) == ()


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("at https://github.com/a/b.", ("https://github.com/a/b",)),
        ("(https://github.com/a/b)", ("https://github.com/a/b",)),
        ("\\url{https://github.com/a/b}", ("https://github.com/a/b",)),
        ("github.com/a/b and github.com/a/b", ("https://github.com/a/b",)),
        ("https://a.b/c, https://a.b/d", ("https://a.b/c", "https://a.b/d")),
        ("nothing", ()),
        ("at https://huggingface.co/ example/quickfit or https://www.github.com", ()),
        ("at https://quickfit.github.io/", ("https://quickfit.github.io",)),
    ],
)
def test_addresses_are_read_out_of_running_text(text: str, links: tuple[str, ...]) -> None:
    assert stated_links(work(summary="", comment=text)) == links


@pytest.mark.parametrize(
    ("url", "label"),
    [
        ("https://github.com/a/b", "code"),
        ("https://gitlab.com/a/b", "code"),
        ("https://www.youtube.com/watch?v=abcdefghijk", "video"),
        ("https://huggingface.co/a/b", "model"),
        ("https://huggingface.co/datasets/a/b", "dataset"),
        ("https://huggingface.co/spaces/a/b", "page"),
        ("https://huggingface.co/a", "page"),
        ("https://notgithub.com/a/b", "page"),
        ("https://quickfit.github.io/", "project page"),
        ("https://[", "page"),
    ],
)
def test_a_link_is_labelled_by_its_host(url: str, label: str) -> None:
    assert label_of(url) == label


def test_an_intermediary_is_named_and_linked() -> None:
    via = Via("https://links.example/1", "A *Link* Blog")
    assert seen(proposal(via=via)).via == LinkView(
        Escaped("A \\*Link\\* Blog"), Escaped("https://links.example/1")
    )
    assert seen(proposal(via=Via("https://links.example/1"))).via == LinkView(
        Escaped("links.example"), Escaped("https://links.example/1")
    )
    assert not seen(proposal(via=Via("javascript:x", "x"))).via


def test_what_the_via_links_is_no_link_beside_it() -> None:
    post = work(18, kind=Kind.POST, url="https://links.example/1")
    via = Via("http://www.links.example/1?utm_source=rss", "Links")
    entry = seen(proposal(posts=(post,), via=via))
    assert [link.label for link in entry.links] == ["paper", "code"]
    assert entry.via.url == "http://www.links.example/1"


def test_the_work_is_linked_even_where_the_via_links_it() -> None:
    held = work(kind=Kind.POST, url="https://links.example/1", summary="")
    via = Via("https://links.example/1", "Links")
    assert [link.label for link in seen(proposal(held, via=via)).links] == ["blog post"]


@pytest.mark.parametrize(
    ("links", "labels"),
    [
        (["https://arxiv.org/pdf/2505.00042v1"], ["blog post", "paper"]),
        (["https://arxiv.org/pdf/2505.00042v1", "https://arxiv.org/abs/2505.00042"],) * 1
        + (["blog post", "paper"],),
        (["https://a.example/x", "https://aclanthology.org/2024.acl-long.1/"],) * 1
        + (["blog post", "paper"],),
        (["https://arxiv.org/abs/2505.00042", "https://arxiv.org/abs/2505.00043"], ["blog post"]),
        (["https://a.example/x"], ["blog post"]),
        ([], ["blog post"]),
    ],
)
def test_a_post_s_one_paper_is_linked_with_it(links: list[str], labels: list[str]) -> None:
    held = work(kind=Kind.POST, url="https://blog.example/notes")
    held = replace(held, links=tuple(Link(url, "") for url in links))
    assert [link.label for link in seen(proposal(held)).links] == labels


@pytest.mark.parametrize(
    "url",
    [
        "http://www.arxiv.org/pdf/2505.00042v1.pdf",
        "https://huggingface.co/papers/2505.00042",
        "https://doi.org/10.48550/arXiv.2505.00042",
    ],
)
def test_a_post_s_paper_is_linked_where_it_lies(url: str) -> None:
    held = work(kind=Kind.POST, url="https://blog.example/notes")
    held = replace(held, links=(Link(url, ""),))
    assert seen(proposal(held)).links[-1].url == "https://arxiv.org/abs/2505.00042"


def test_a_tie_in_a_name_is_a_blank() -> None:
    assert shorten_authors(("Ada~Byron",)) == "Ada Byron"


def test_a_new_version_and_a_withdrawal_are_noted() -> None:
    assert seen(proposal(work(version=3), is_update=True)).note == "new version, v3, 2 May 2025"
    assert seen(proposal(work(withdrawn=True))).note == "withdrawn"


@pytest.mark.parametrize(
    "summary",
    [
        "Introducing a new small model",
        "introducing a new Small model.",
        "See Introducing a new small model.",
    ],
)
def test_a_summary_that_is_the_title_again_is_no_sentence(summary: str) -> None:
    held = work(title="Introducing a new small model", summary=summary, kind=Kind.POST)
    assert seen(proposal(held)).sentence == ""


def test_without_facts_nothing_is_made_up() -> None:
    bare = replace(work(summary="", authors=()), published_at=None, paper=None)
    entry = seen(proposal(bare))
    assert (entry.sentence, entry.quote, entry.authors, entry.date) == ("", "", "", "")


@example(title="", summary="", author="\\{")
@given(st.text(), st.text(), st.text(max_size=50))
def test_no_raw_text_reaches_a_template(title: str, summary: str, author: str) -> None:
    entry = seen(proposal(work(title=title, summary=summary, authors=(author,))))
    for field in fields(EntryView):
        value = getattr(entry, field.name)
        if isinstance(value, str) and field.name != "kind":
            assert isinstance(value, Escaped)
    assert entry.title
    named = tex.plain(author) if any(map(str.isalnum, tex.plain(author))) else ""
    assert entry.authors == markdown(named)


def test_a_huge_work_is_cut_to_size() -> None:
    huge = work(title="x" * 10**6, summary="We propose it. " * 10**5, authors=("A" * 10**6,) * 999)
    entry = seen(proposal(huge))
    assert sum(len(str(getattr(entry, field.name))) for field in fields(EntryView)) < 10_000


def test_the_line_of_the_unlike_is_not_cut_within_a_reason() -> None:
    against = ScorePart("like 12 you rejected as “off topic”", -1.0, AGAINST)
    score = Score((*(ScorePart(f"reason {n} of some length", 1.0) for n in range(9)), against))
    why = seen(replace(proposal(), score=score, is_unlike=True)).why
    assert why.startswith("explore: reason 0")
    assert why.endswith("; but like 12 you rejected as “off topic”")
    assert len(why) <= LONGEST


def test_a_post_that_names_no_author_is_its_sites() -> None:
    own = SightingRef(
        source="feed:https://notes.example/feed", source_name="Lab & Notes", url="", seen_at=NOW
    )
    linked = replace(own, source_name="Links", via=Via("https://links.example/1", "Links"))
    by_hand = replace(own, source="hand", source_name="")
    post = replace(work(kind=Kind.POST, authors=()), sightings=(by_hand, linked, own))
    assert seen(proposal(post)).authors == markdown("Lab & Notes")
    assert seen(proposal(replace(post, authors=("Ada Byron",)))).authors == "Ada Byron"
    assert seen(proposal(replace(post, sightings=(by_hand, linked)))).authors == ""
    assert seen(proposal(replace(post, kind=Kind.PAPER))).authors == ""
