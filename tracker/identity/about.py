"""Which papers is a post about?

A post that links one paper is about it, unless the paper is one of many things that it links in
passing. A post that links several is about those whose title it bears; a round-up, which bears
none's, is about none. Papers count by any of their addresses, or as ``arXiv:2505.00703`` in the
text.
A paper is not about the papers that it cites.
"""

from __future__ import annotations

from tracker.identity import arxiv, schemes
from tracker.identity.claims import claim_of
from tracker.identity.title import title_key
from tracker.values import Alias, Kind, Sighting

_FEW_LINKS = 12  # other things beside one paper before the paper may be a passing mention
_MOST_LINKS = 2000  # read of one post
_MOST_TEXT = 200_000  # letters
_ABOUT = frozenset({Kind.POST, Kind.PAGE, Kind.VIDEO})


def about(sighting: Sighting) -> tuple[Alias, ...]:
    """The papers that the sighting's work, a post, is about: strongest alias of each, in order."""
    claim = claim_of(sighting)
    if claim.kind not in _ABOUT:
        return ()
    papers: dict[Alias, list[str]] = {}  # and the words that link to each
    others: set[Alias] = set()
    for link in sighting.links[:_MOST_LINKS]:
        for alias in schemes.aliases_of_url(link.url):
            if schemes.is_paper(alias):
                papers.setdefault(alias, []).append(link.text)
            else:
                others.add(alias)
    for alias in arxiv.find_in_text(f"{sighting.title}\n{sighting.summary}"[:_MOST_TEXT]):
        papers.setdefault(alias, [])
    own = title_key(sighting.title)
    named = tuple(alias for alias, texts in papers.items() if _bears(own, texts))
    if named:
        return named
    return tuple(papers) if len(papers) == 1 and len(others - claim.aliases) <= _FEW_LINKS else ()


def _bears(own: str, texts: list[str]) -> bool:
    """Does the post's title hold a title that links to the paper, or the other way round?"""
    keys = [key for text in texts if (key := title_key(text))]
    return any(key in own or (own and own in key) for key in keys)
