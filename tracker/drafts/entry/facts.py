"""A proposal's facts as a template sees them: Markdown already, nothing raw, nothing invented.

Each text is a source's words in their order, escaped; what is put beside them is form: the
kind of a link, "and 7 others", a date. Links to code and the like are taken from a paper's
abstract and comment alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from tracker.drafts.entry import quoting, sentences
from tracker.drafts.entry.passages import passages
from tracker.drafts.entry.posts import title_parts
from tracker.drafts.entry.posts.speakers import claimant_of, own_site, speaker_of
from tracker.drafts.entry.sentence import LIMIT, contribution
from tracker.drafts.entry.shortening import NAME_LIMIT, clip, shorten_authors
from tracker.drafts.entry.work_name import name_of, names_in_text, title_of
from tracker.drafts.file.lines import PROMPT
from tracker.escaping import comment, fold, markdown, markdown_url
from tracker.identity.schemes import aliases_of_url, kind_of, url_of
from tracker.identity.url import parse_address, without_tracking
from tracker.ranking.explain import LONGEST, why
from tracker.values import Alias, Kind, Proposal, Work, day_in_words, utc

SAID_LIMIT = 200
LINKS_SHOWN = 6
ALSO_SHOWN = 3

_LABELS = {
    Kind.PAPER: "paper",
    Kind.POST: "blog post",
    Kind.CODE: "code",
    Kind.VIDEO: "video",
    Kind.MODEL: "model",
    Kind.DATASET: "dataset",
    Kind.PAGE: "page",
}
# Those that carry no identity of their own.
_HOSTS = {
    "gitlab.com": Kind.CODE,
    "bitbucket.org": Kind.CODE,
    "codeberg.org": Kind.CODE,
    "vimeo.com": Kind.VIDEO,
}
_PROJECT_HOSTS = (".github.io", ".gitlab.io")
_ADDRESS = re.compile(
    r"https?://[^\s<>\"{}\\^`|]{3,500}|\b(?:github|gitlab|huggingface)\.(?:com|co)/[\w./-]{3,200}"
)
_EXPLORE = "explore: "
# Of a site that many share: often the head of an address with a blank in it.
_FRONT_PAGE = re.compile(
    r"(?i)https?://(?:www\.)?(?:github|gitlab|huggingface|arxiv|openreview|youtube|zenodo|kaggle|"
    r"drive\.google|sites\.google)\.(?:com|co|org|net)"
)


class Escaped(str):
    """Text that is Markdown already. A template escapes any other string that it prints."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link; one without an address is false, and prints nothing."""

    label: Escaped
    url: Escaped

    def __bool__(self) -> bool:
        return bool(self.url)


NO_LINK = LinkView(Escaped(), Escaped())


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """What a template knows of an entry, as ``entry``. Texts are Markdown, "" where unknown."""

    name: Escaped  # short: "FlashAttention"
    title: Escaped  # whole
    url: Escaped
    kind: str
    links: tuple[LinkView, ...]  # the work first; then posts about it, code, video, ...
    authors: Escaped  # "A, B, C and 7 others"; of a post that names none, its site
    date: Escaped  # "27 May 2022"
    sentence: Escaped  # that states the contribution
    quote: Escaped  # another one
    via: LinkView
    tags: tuple[Escaped, ...]
    topic: Escaped
    is_update: bool
    note: Escaped  # "new version, v2", "withdrawn"
    full_title: Escaped  # for a comment: the name may be a part of it
    why: Escaped  # for a comment: what speaks for it, under 100 characters
    said_before: Escaped  # for a comment: what the author said of it, or of one like it
    prompt: Escaped  # for a comment: where the author's words go


def view(
    proposal: Proposal,
    *,
    heading: str,
    tags: Iterable[str] = (),
    length: int = LIMIT,
    keeps_name: bool = False,
    shows_title: bool = False,
) -> EntryView:
    """The proposal's facts; ``heading`` and ``tags`` are its topic's, ``length`` is the most
    characters of the sentence, which ``keeps_name`` where the entry shows no name before it, and
    is no part of the title where the entry ``shows_title``."""
    work = proposal.work
    texts, names = passages(work), names_in_text(work)
    chosen = contribution(
        texts,
        names=names,
        title=title_of(work),
        limit=length,
        keeps_name=keeps_name,
        speaker=speaker_of(work),
        author=claimant_of(work),
        is_paper=work.kind is Kind.PAPER,
    )
    sentence = "" if _same(chosen.text, work.title) else chosen.text
    name, said = "", ""
    if not shows_title:
        name, said = title_parts.digest(work, limit=length)
        if not (name or said or sentence) and work.kind is not Kind.PAPER:
            name, said = title_parts.from_title(work, limit=length)
    sentence = sentence or title_parts.from_record(work, limit=length)
    return EntryView(
        name=_text(name or name_of(work)),
        title=_text(title_of(work)),
        url=Escaped(markdown_url(work.url)),
        kind=work.kind.value,
        links=tuple(_links(proposal)),
        authors=_text(shorten_authors(work.authors) or own_site(work)),
        date=_text(_day(work.published_at)),
        sentence=_text(said or sentence),
        quote=_text(quoting.quote(texts, behind=chosen.source, names=names)),
        via=_via(proposal),
        tags=tuple(_text(tag) for tag in tags),
        topic=_text(heading),
        is_update=proposal.is_update,
        note=_text(_note(proposal)),
        full_title=Escaped(comment(f"“{title_of(work)}”")),
        why=Escaped(comment(_why(proposal))),
        said_before=Escaped(comment(clip(proposal.said_before, SAID_LIMIT))),
        prompt=Escaped(comment(PROMPT)),
    )


def _same(sentence: str, title: str) -> bool:
    """Many a feed's summary is its title again, or that and one word ("See ...")."""
    shown_title, words = fold(title).casefold(), sentence.casefold().rstrip(".!?… ")
    behind = words.partition(" ")[2]
    return shown_title.startswith(words) or (" " in behind and shown_title.endswith(behind))


def _text(text: str) -> Escaped:
    return Escaped(markdown(text))


def _day(moment: datetime | None) -> str:
    return day_in_words(utc(moment)) if moment else ""


def _links(proposal: Proposal) -> Iterator[LinkView]:
    work = proposal.work
    candidates = [(_LABELS[work.kind], work.url)]
    candidates += [(_LABELS[post.kind], post.url) for post in proposal.posts]
    candidates += [(f"also: {name_of(other)}", other.url) for other in proposal.also[:ALSO_SHOWN]]
    candidates += [(label_of(address), address) for address in stated_links(work)]
    candidates += [(_LABELS[Kind.PAPER], address) for address in _the_paper(work)]
    # What the via links is not linked twice, unless it is the work itself.
    shown = _names(proposal.via.url) - _names(work.url) if proposal.via else set()
    labels: list[str] = []
    for label, address in candidates:
        url = markdown_url(address)
        names = _names(address)
        if url and len(labels) < LINKS_SHOWN and not names & shown:
            labels.append(_told_apart(label, address, labels))
            shown |= names
            yield LinkView(_text(labels[-1]), Escaped(url))


def _told_apart(label: str, address: str, before: Collection[str]) -> str:
    """The label, or where one before says the same: its form, its journal, or its host."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    is_paper = label == _LABELS[Kind.PAPER]
    others = (
        "pdf" if is_paper and parts.path.endswith(".pdf") else "",
        "html" if is_paper and "/html/" in parts.path else "",
        "journal" if is_paper and host == "doi.org" else "",
        host,
    )
    return next((name for name in (label, *others) if name and name not in before), label)


def _names(address: str) -> set[Alias | str]:
    """The names under which an address is the same in another spelling."""
    return {markdown_url(address), *aliases_of_url(address)}


def _the_paper(work: Work) -> tuple[str, ...]:
    """The paper's own address, where a post links one paper alone."""
    if work.kind is Kind.PAPER:
        return ()
    linked = {aliases_of_url(link.url) for link in work.links}
    papers = [aliases for aliases in linked if kind_of(aliases, Kind.PAGE) is Kind.PAPER]
    return tuple(map(url_of, papers[0])) if len(papers) == 1 else ()


def stated_links(work: Work) -> tuple[str, ...]:
    """The addresses that a paper's abstract and comment name, in order."""
    if work.paper is None:
        return ()
    text = f"{work.summary[: sentences.TEXT_LIMIT]} {work.paper.comment[:2000]}"
    addresses = (match[0].rstrip(".,;:!?)]}'\"*_/") for match in _ADDRESS.finditer(text))
    addresses = (address for address in addresses if not _FRONT_PAGE.fullmatch(address))
    return tuple(
        dict.fromkeys(
            address if address.startswith("http") else f"https://{address}" for address in addresses
        )
    )


def label_of(url: str) -> str:
    """What a link leads to: its identity says it, else its host."""
    kind = kind_of(aliases_of_url(url), Kind.PAGE)
    if kind is Kind.PAGE and (address := parse_address(url)):
        if address.host.endswith(_PROJECT_HOSTS):
            return "project page"
        kind = _HOSTS.get(address.host, kind)
    return _LABELS[kind]


def _via(proposal: Proposal) -> LinkView:
    if proposal.via is None or not (url := markdown_url(without_tracking(proposal.via.url))):
        return NO_LINK
    name = clip(proposal.via.name, NAME_LIMIT) or urlsplit(proposal.via.url).hostname or "source"
    return LinkView(_text(name), Escaped(url))


def _why(proposal: Proposal) -> str:
    """Why it is there; of the unlike, that it is no choice of the ranking's."""
    if proposal.is_unlike:
        return _EXPLORE + why(proposal.score, longest=LONGEST - len(_EXPLORE))
    return why(proposal.score, read_by=proposal.read_by)


def _note(proposal: Proposal) -> str:
    work = proposal.work
    version = work.paper.version if work.paper else None
    parts = []
    if proposal.is_update:
        parts.append(f"new version, v{version}" if version else "new version")
        if day := _day(work.updated_at):
            parts.append(day)
    if work.withdrawn:
        parts.append("withdrawn")
    return ", ".join(parts)
