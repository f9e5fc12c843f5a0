"""Which papers is a post about?

A paper counts by any of its addresses, or as ``arXiv:2505.00703`` in the text. A post is about
those whose title it bears ("Notes on <title>"). Else it is about the one paper that it links, if
it says so: its title announces notes on a paper, the link is labelled "paper" or "arXiv", or it
links nothing else. A paper in passing, and a round-up's many, are what it mentions. A paper is not
about the papers that it cites. Code, a model and a data set are about the paper that they bear the
title of, or link and nothing else: a release of a library names papers that it has made use of.
"""

from __future__ import annotations

import re

from tracker.identity import arxiv, schemes
from tracker.identity.claims import Claim
from tracker.identity.title import title_key
from tracker.values import Alias, Kind, Sighting

_MOST_LINKS = 2000  # read of one post
_MOST_TEXT = 200_000  # letters
_POSTS = frozenset({Kind.POST, Kind.PAGE, Kind.VIDEO})
_CODE = frozenset({Kind.CODE, Kind.MODEL, Kind.DATASET})

_ANNOUNCES = re.compile(
    r"\b(?:papers?|notes on|thoughts on|reading|review of|summary of|explained|annotated"
    r"|walkthrough|deep dive)\b",
    re.IGNORECASE,
)
# The label of a link to the paper itself: "[paper]", "Read our full paper", "NeurIPS 2025 paper"
_LABEL = re.compile(
    r"\W*(?:(?:read|see|the|our|full|original|arxiv|acm|ieee|neurips|iclr|icml|acl|emnlp|cvpr|link"
    r"|to|on|research|technical|\d{4})\W+)*"
    r"(?:paper|preprint|pre-print|arxiv|pdf|publication|manuscript|technical report|doi)\W*",
    re.IGNORECASE,
)


def about(sighting: Sighting, claim: Claim) -> tuple[Alias, ...]:
    """The papers that the sighting's work, a post, is about: strongest alias of each, in order.

    ``claim`` is the sighting's own.
    """
    if claim.kind not in _POSTS | _CODE:
        return ()
    papers = _papers(sighting)
    if not papers:
        return ()
    own = title_key(sighting.title)
    named = tuple(paper for paper, texts in papers.items() if _bears(own, texts))
    if named or len(papers) != 1:
        return named
    (labels,) = papers.values()
    if not _others(sighting) - claim.aliases:
        return tuple(papers)
    says_so = claim.kind in _POSTS and (
        _ANNOUNCES.search(sighting.title[:600]) is not None
        or any(_LABEL.fullmatch(label[:80]) for label in labels)
    )
    return tuple(papers) if says_so else ()


def _papers(sighting: Sighting) -> dict[Alias, list[str]]:
    """The papers that a post links or names, each with its links' texts."""
    papers: dict[Alias, list[str]] = {}
    for link in sighting.links[:_MOST_LINKS]:
        if schemes.is_mere_page(link.url):
            continue
        for alias in filter(schemes.is_paper, schemes.aliases_of_url(link.url)):
            papers.setdefault(alias, []).append(link.text)
    for alias in arxiv.find_in_text(f"{sighting.title}\n{sighting.summary}"[:_MOST_TEXT]):
        papers.setdefault(alias, [])
    return papers


def _others(sighting: Sighting) -> set[Alias]:
    """All else that it links."""
    links = sighting.links[:_MOST_LINKS]
    linked = (alias for link in links for alias in schemes.aliases_of_url(link.url))
    return {alias for alias in linked if not schemes.is_paper(alias)}


def _bears(own: str, texts: list[str]) -> bool:
    """Does the post's title hold a title that links to the paper, or the other way round?"""
    keys = [key for text in texts if (key := title_key(text))]
    return any(key in own or (own and own in key) for key in keys)
