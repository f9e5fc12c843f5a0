"""Who says the words of a post: its author, or somebody whose link-blog shows another's work.

A feed that bears the name of the site which it links (a lab's news, mirrored elsewhere), or that
lists counts beside each work, is no person's: its words are the work's own.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from tracker.drafts.entry.shortening import NAME_LIMIT, clip
from tracker.drafts.entry.work_name import title_of
from tracker.values import Kind, Work
from tracker.values.source_kinds import HAND

_OF_SITE = re.compile(
    r"['’]s? (?:personal )?(?:\w+ )?(?:we)?b?log\b.*|['’]s (?:newsletter|notes|site).*",
    re.IGNORECASE,
)
_BEHIND_NAME = re.compile(r"\s+[|·•].*|\s+[–—-]\s.*")
# What kind of pages a site has; and a list of a feed's, which names nobody.
_OF_KIND = re.compile(
    r"(?: (?:Engineering|Research|Company|Official))? (?:Blog|News|Newsroom|Essays|Publications|"
    r"Articles|Posts|Updates)$|^(?:The )?(?:Blog|News|Posts) (?:on|of|from|by|at) ",
)
_NOBODY = re.compile(r"[a-z]+ |.* : |(?:Home|Posts|Articles|Archives?|AI|Blog|News)\b")
_QUOTED = re.compile(
    r"(?:quoting|quote (?:of|from|by)|a quote (?:of|from|by)) (.{3,60})", re.IGNORECASE
)
COUNTED = re.compile(
    r"\b(?:downloads|likes|stars|forks|points|upvotes|votes)\b\W{0,3}[\d,.]+|"
    r"[\d,.]+k? (?:downloads|likes|stars|forks|points|upvotes|votes)\b",
    re.IGNORECASE,
)
_COMMON = frozenset(
    ["about", "artificial", "daily", "digest", "letter", "links", "models", "newsletter", "notes",
     "papers", "posts", "reading", "research", "stories", "trending", "trends", "weblog", "weekly",
     "world", "writing"]
)  # fmt: skip
_LOOKED_AT = 1_000  # characters
_TELLING = 5  # letters of a name's word


def speaker_of(work: Work) -> str:
    """Who says the words of a work that stands in no feed of its maker's: a link-blog's author, or
    whom a post quotes; "" where the words are the work's own."""
    if work.kind is Kind.PAPER or not work.sightings:
        return ""
    if found := _QUOTED.fullmatch(title_of(work)):
        return clip(found[1], NAME_LIMIT)
    if work.authors or any(seen.via is None for seen in work.sightings):
        return ""
    via = work.sightings[0].via
    if via is None or _is_of_site(via.name, work.url) or is_record(work):
        return ""
    return clip(_OF_SITE.sub("", via.name), NAME_LIMIT)


def author_of(work: Work) -> str:
    """Whose claims a post's are: its one or two authors, else the site in whose feed it stands."""
    if work.kind is Kind.PAPER or is_record(work):
        return ""
    if 1 <= len(work.authors) <= 2:
        return clip(" and ".join(work.authors), NAME_LIMIT)
    return _BEHIND_NAME.sub("", own_site(work)) if not work.authors else ""


def claimant_of(work: Work) -> str:
    """Whose claims are quoted: a site by the name of who keeps it, "" where it names nobody."""
    author = author_of(work)
    if work.authors or not author:
        return author
    return "" if _NOBODY.match(author) else _OF_KIND.sub("", author)


def is_record(work: Work) -> bool:
    """Whether a catalogue lists it, with how often it was liked or fetched."""
    return COUNTED.search(work.summary[:_LOOKED_AT]) is not None


def own_site(work: Work) -> str:
    """The site in whose own feed a post stands: most feeds name no author."""
    shown = (seen for seen in work.sightings if seen.source != HAND.key() and seen.via is None)
    first = next(shown, None) if work.kind is Kind.POST else None
    return clip(first.source_name, NAME_LIMIT) if first else ""


def _is_of_site(name: str, url: str) -> bool:
    """Whether a feed's name holds the name of the host that it links."""
    host = (urlsplit(url).hostname or "").replace("-", "")
    words = re.findall(rf"[a-z0-9]{{{_TELLING},}}", name.casefold())
    return any(word in host for word in words if word not in _COMMON)
