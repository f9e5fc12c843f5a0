"""A title that says what its work is: where the text says nothing, it stands for the sentence.

Behind a name and a colon stands what it names ("Keelfix: Righting Boats"): the name goes in front,
the rest behind it. An issue whose title lists what it holds ("Boats Cost More, Nets Get Lighter,
A Lamp for All") is called as its site is, and the list stands behind. A title of neither form is
shown whole, as the name.
"""

from __future__ import annotations

import re

from tracker.drafts.entry.posts import titles
from tracker.drafts.entry.posts.speakers import COUNTED, author_of, is_record
from tracker.drafts.entry.sentences import capitalised
from tracker.drafts.entry.voice import refusals
from tracker.drafts.entry.weighing import is_digest
from tracker.drafts.entry.work_name import is_label, name_of, shown_title
from tracker.values import Kind, Work

_LAST_OF_LIST = re.compile(r"(?:,|&|\b(?:and|or))\s+(?:and|or|&)\s|\s(?:and|or|&)\s[^,]*$")
_RECORD = re.compile(
    r"(?:[\w -]{2,20}: [^|\n]{0,80}[|\n]\s?){0,8}?(?:type|task|pipeline|description|about): "
    r"(?P<value>[^|\n]{3,90})[|\n]\s?[\w -]{2,20}: ",
    re.IGNORECASE,
)
_LEAST_WORDS = 3
_EAST_ASIAN = "\u2e80"  # where scripts with a stop of their own begin
_HEAD = 60  # characters


def from_title(work: Work, *, limit: int) -> tuple[str, str]:
    """A name and what stands behind it, at most ``limit`` characters; two empty strings where the
    title has no such parts."""
    title = shown_title(work)
    if (text := titles.text_behind(work.title)) and not refusals.SPEAKS.search(text):
        return name_of(work), _sentence(text, limit)
    for found in titles.PARTS.finditer(title):
        head, rest = title[: found.start()], title[found.end() :]
        if is_label(head):
            return _called(work, "", rest, limit)
        if len(head) <= _HEAD and not head.endswith("?"):
            return _called(work, head, rest, limit)
    return "", ""


def _called(work: Work, head: str, rest: str, limit: int) -> tuple[str, str]:
    if not head:  # a label stood before it
        found = titles.PARTS.search(rest)
        head, rest = (rest[: found.start()], rest[found.end() :]) if found else ("", "")
    name = name_of(work)
    name = name if name != shown_title(work) and name in head else titles.without_announcement(head)
    is_enough = len(rest.split()) >= _LEAST_WORDS or not rest.isascii()
    is_enough = is_enough and not titles.says_nothing(rest)
    said = _sentence(titles.without_announcement(rest), limit) if is_enough else ""
    return (name, said) if name and said else ("", "")


def digest(work: Work, *, limit: int) -> tuple[str, str]:
    """The site and the list of an issue whose title lists what it holds, the site alone where the
    title tells that nothing happened; else empty strings."""
    title = shown_title(work)
    site = author_of(work) if work.kind is Kind.POST and not work.authors else ""
    if site and titles.tells_no_news(title):
        return site, ""
    if not site or not is_digest(title) or titles.PARTS.search(title):
        return "", ""
    parts = title.split(", ")
    if _LAST_OF_LIST.search(parts[-1]):
        parts.pop()  # two, or one with an "and" in it
    while len(", ".join(parts)) > limit - 1:
        parts.pop()
    return (site, _sentence(", ".join(parts), limit)) if len(parts) > 1 else ("", "")


def from_record(work: Work, *, limit: int) -> str:
    """What a catalogue's record of counts says that a work is ("Type: lamp | Likes: 7"), or "": its
    own field, else the line above the counts."""
    if found := _RECORD.match(work.summary):
        return _sentence(found["value"], limit)
    if work.kind is Kind.PAPER or not is_record(work):
        return ""
    line = work.summary.split("\n", 1)[0]
    head, colon, rest = line.partition(": ")
    line = rest if colon and head.casefold() in work.title.casefold() else line
    is_none = COUNTED.search(line) or line.endswith(":") or refusals.leans(line)
    return "" if is_none else _sentence(line, limit)


def _sentence(text: str, limit: int) -> str:
    text = capitalised(text.strip().strip('"“”'))
    if not text or len(text) > limit - 1 or refusals.RAW.search(text):
        return ""
    if text.endswith((".", "!", "?", "…", "。")):
        return text
    return f"{text}{'.' if text[-1] < _EAST_ASIAN else '。'}"
