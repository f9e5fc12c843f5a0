from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.store.samples import NOW, post
from tracker.store.works.shown import is_withdrawn, show
from tracker.values import Kind


@pytest.mark.parametrize(
    ("comment", "summary"),
    [
        ("This paper has been withdrawn by the author due to an error in Lemma 2", ""),
        ("Withdrawn", ""),
        ("withdrawn by arXiv administrators", ""),
        ("12 pages. This submission has been withdrawn", ""),
        ("The manuscript is withdrawn pending revision", ""),
        ("", "This paper has been withdrawn."),
        ("", "The article was withdrawn by its authors because Figure 3 is wrong."),
    ],
)
def test_authors_take_a_paper_back_in_words(comment: str, summary: str) -> None:
    assert is_withdrawn(comment, summary)


@pytest.mark.parametrize(
    ("comment", "summary"),
    [
        ("", ""),
        ("12 pages, 3 figures", "We weave."),
        ("", "We study consent that is withdrawn by users, and data withdrawn because of it."),
        ("", "This paper studies how agents act once support is withdrawn."),
        ("Code will not be withdrawn", ""),
    ],
)
def test_other_things_are_withdrawn_in_other_papers(comment: str, summary: str) -> None:
    assert not is_withdrawn(comment, summary)


def test_long_comments_cost_little() -> None:
    assert not is_withdrawn("paper " * 200_000, "this paper " * 200_000)


def test_a_work_shows_its_address_without_what_a_feed_hung_on_it() -> None:
    shown = show([post("b?id=7&wt_mc=rss")], ())
    assert shown.url == "https://mill.example/b?id=7"


@pytest.mark.parametrize(
    ("kind", "is_new"), [(Kind.POST, False), (Kind.VIDEO, False), (Kind.CODE, True)]
)
def test_what_is_published_once_is_as_old_as_that(kind: Kind, is_new: bool) -> None:
    published_at, updated_at = NOW - timedelta(days=2_500), NOW - timedelta(days=1)
    rebuilt = replace(post(), kind=kind, published_at=published_at, updated_at=updated_at)
    assert show([rebuilt], ()).dated_at == (updated_at if is_new else published_at)
    undated = replace(rebuilt, published_at=None)
    assert show([undated], ()).dated_at == updated_at
