"""A work's text as passages: what a sentence never reaches over, and without what nobody reads.

A paper's abstract is one passage. A post's text has one for each block of its HTML. Blocks that
repeat the title, hold links alone (navigation), name who speaks and when, or are headings and
scraps are passed over; Markdown inside a feed's text is read, not shown sign by sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tracker.drafts.entry import tex
from tracker.text.words import title_words
from tracker.values import Work

TEXT_LIMIT = 20_000  # characters looked at
_BLOCKS = 200
_LINKED = 0.7  # of a block's words: a block of links
_ALONE = 60  # characters of a block without a stop that may be a sentence

_IMAGE = re.compile(r"!\[([^\[\]]{0,300})\]\([^()\s]{0,500}(?:\s\"[^\"]{0,200}\")?\)")
_LINK = re.compile(r"\[([^\[\]]{1,300})\]\([^()\s]{1,500}(?:\s\"[^\"]{0,200}\")?\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,300}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]{1,300}?)(?<=[^\s*_])\1(?![\w*])")
_SLANTED = re.compile(
    r"(?<![\w*\\])\*(?=[A-Za-z])([\w -]{2,40})(?<=\w)\*(?![\w*])"
)  # in an abstract
_CODE = re.compile(r"(`{1,2})([^`\n]{1,300})\1")
_START = re.compile(r"(?:#{1,6}\s+|[-*+•]\s+|>\s?|\d{1,2}[.)]\s+)+")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
# What a text without markup keeps of its page's buttons: "GITHUB PAPER DEMO Introduction We ..."
_BUTTONS = re.compile(r"(?:[A-Z][A-Z0-9-]{2,20} ){2,12}(?:Introduction )?(?=[A-Z][a-z]|[A-Z] )")
_LABEL = re.compile(
    r"(?:tl;?dr|summary|abstract|in short|(?:key )?takeaways?|new(?: this (?:week|month))?|"
    r"breaking|in brief|bottom line|the gist|highlights?|description|key findings?)"
    r"\s?[:.–—-]\s+(?=[A-Z])",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"\[?(?:edit|edited|update|updated|correction|note|editor['’]s note|disclaimer|disclosure|"
    r"sponsored|ps|p\.s|housekeeping|programming note)\b[^:]{0,30}:",
    re.IGNORECASE,
)
# "Speaker 1 [00:01:02]:", "12:40", "ADA BYRON:"
_SPOKEN = re.compile(
    r"(?:[\w .'-]{1,40})?[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s*:?\s*|[A-Z][A-Z .'-]{2,30}:\s+"
)
_WRAPPED = re.compile(
    r"(?:[a-z]{2}|[\d)])[ —–](?:an?|the|of|in|on|at|to|for|and|or|with|by|from|as|that|which|its|"
    r"their|our|into|onto|than|is|are)$"
)
_NUMBER = re.compile(r"\d+\.\d+ [a-z]")  # of a name on the line before: "Hempline\n4.6 holds"
# What a picture's description, or a line under it, begins with.
_PICTURE = re.compile(
    r"(?:an?|the|this) (?:[\w-]+ ){0,3}?(?:image|photo|photograph|picture|screenshot|illustration|"
    r"graphic|animation|gif|video|diagram|chart|banner|logo|collage|infographic|render(?:ing)?)s?"
    r" (?:of|with|that (?:shows|reads|says)|showing|shows|depicting|depicts|featuring|"
    r"titled|labell?ed|displaying|reading|illustrating)\b|"
    r"(?:image|photo|picture|figure|fig\.?|table|video|credit|source|caption)"
    r"(?:(?: credits?| source| \d+)?\s?:| by| \d+\.)\s",
    re.IGNORECASE,
)
_VIEW = re.compile(
    r"(?:an? |the )?(?:[\w-]+ ){0,2}?(?:view|shot|close-up|closeup|portrait|drawing|sketch|"
    r"rendering|headshot) of (?:an?|the|two|three|several)\b|"
    r"(?:[\w-]+ ){0,3}?(?:person|man|woman|people|hand|hands|child|cartoon|logo|icon|icons) "
    r"(?:holding|wearing|sitting|standing|smiling|looking|typing|pointing|on an? \w+ background)\b",
    re.IGNORECASE,
)
# How an outage went on: "Resolved - ..."
_STATUS = re.compile(
    r"(?:resolved|monitoring|identified|investigating|update|completed|scheduled|postmortem|"
    r"in progress) - ",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(?:introduction|overview|background|motivation|abstract|summary) "
    r"(?=(?:Here|We|In|The|Today|An?|This|Over|With|At|Our|It|To|As|For|[A-Z]\w+ (?:is|are|has))"
    r"\b)",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"(?<=[\w.,;:!?”\"’)])\s?\[\d{1,3}\](?![(\w])")
_GLUED = re.compile(r"(?<=[a-z]{2}[?!])(?=[\"“‘']?[A-Z][\w'’]*[ ,])")
# The month in which an essay was written, glued to its first word.
_MONTH_GLUED = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December) "
    r"\d{4}(?=[A-Z])"
)
_TWICE = re.compile(r"\A(\S{3,40}) (?=\1 [a-z])")  # a heading that its text begins with
_CJK = "[\u3400-\u9fff]"
_CJK_HEADING = re.compile(rf"^{_CJK}{{2,12}} (?={_CJK})")
# Where a change is discussed, and by whom it was made.
_CHANGE = re.compile(r"(?: by @[\w-]{1,40})? (?:in )?\(?(?:#\d{1,7}|PR \d{1,7})\)?(?=[.,;]?$)")
_WHOLE = re.compile(r"[.!?…。！？:][\"'”’)\]]*$")


def passages(work: Work) -> tuple[str, ...]:
    """The passages of a work's text, in order."""
    text = work.summary[:TEXT_LIMIT]
    if work.paper is not None:
        return (_SLANTED.sub(r"\1", tex.plain(text)),)
    blocks = [_without_label(plain_markdown(block), work) for block in _blocks(tex.unquoted(text))]
    alone = len(blocks) == 1
    return tuple(
        tex.plain(block)
        for block in blocks
        if (alone or _is_whole(block))
        and not _passed_over(block)
        and not _is_title(block, work)
        and not _is_links(block, work)
    )


def _passed_over(block: str) -> bool:
    """Whether a block is a note about the post, or stands under a picture or in a log of times."""
    return any(pattern.match(block) for pattern in (_NOTE, _PICTURE, _VIEW, _STATUS))


def plain_markdown(text: str) -> str:
    """A line of Markdown as it is read: without the signs of links, emphasis, code and blocks."""
    text = _START.sub("", text, count=1) if _START.match(text) else text
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    for pattern in (_STRONG, _EMPHASIS, _CODE):
        text = pattern.sub(r"\2", text)
    text = _GLUED.sub(" ", _FOOTNOTE.sub("", _TAG.sub("", text).strip()))
    return _BUTTONS.sub("", _CHANGE.sub("", _CJK_HEADING.sub("", text, count=1)))


def _blocks(text: str) -> Iterator[str]:
    """The text's lines; one that goes on in small letters was wrapped there."""
    held, count = "", 0
    for line in text.split("\n"):
        if count >= _BLOCKS:
            break
        goes_on = line[:1].islower() or _NUMBER.match(line) or _WRAPPED.search(held)
        if held and not _WHOLE.search(held) and goes_on:
            held = f"{held} {line}"
            continue
        if held:
            count += 1
            yield held
        found = _SPOKEN.match(line)
        held = line[found.end() :] if found else line
    if held and count < _BLOCKS:
        yield held


def _without_label(block: str, work: Work) -> str:
    """Without the title or the site's name that stands before it ("The Harbour Letter: ...")."""
    title = f"{work.title} ".casefold()
    if block[: len(title)].casefold() == title and block[len(title) : len(title) + 1].isupper():
        block = block[len(title) :]
    label, colon, rest = block.partition(": ")
    site = set(title_words(work.sightings[0].source_name)) if work.sightings else set()
    words = set(title_words(label)) if colon and len(label) <= _ALONE else set()
    block = rest if site and words and len(words & site) * 2 >= len(words) else block
    for pattern in (_MONTH_GLUED, _TWICE, _LABEL, _HEADING):
        block = block[found.end() :] if (found := pattern.match(block)) else block
    return block


def _is_whole(block: str) -> bool:
    return bool(_WHOLE.search(block)) or len(block) >= _ALONE


def _is_title(block: str, work: Work) -> bool:
    said, title = title_words(block), title_words(work.title)
    return bool(title) and said[: len(title)] == title and len(said) <= len(title) + 2


def _is_links(block: str, work: Work) -> bool:
    """Whether most of a block is the text of links."""
    count = len(block.split())
    linked = _longest_first(link.text for link in work.links if link.text and link.text in block)
    rest = block
    for text in linked:
        rest = rest.replace(text, " ", 1)
    left = len(re.findall(r"\w+", rest))
    return bool(linked) and (left <= 2 or count - left >= _LINKED * count)


def _longest_first(texts: Iterator[str]) -> Sequence[str]:
    return sorted(set(texts), key=len, reverse=True)
