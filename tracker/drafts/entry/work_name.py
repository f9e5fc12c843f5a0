"""What a work is called in a draft: the name that it gives itself, else its whole title.

A name is coined: "FlashAttention", not "Introduction". It stands before the colon of a title
("FlashAttention: Fast and ..."), before "Technical Report", or, where the title hides it, in the
abstract ("we introduce DeepTrans, a ..."; "we propose Early Anchor Alignment (EAA)"). A survey
stays a survey, and where what stands before the colon is a motto, what stands behind it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tracker.drafts.entry import cues, sentences, tex
from tracker.drafts.entry.posts import titles
from tracker.drafts.entry.shortening import clip
from tracker.drafts.entry.spelt_name import spelt_name
from tracker.drafts.entry.voice.naming import places
from tracker.drafts.entry.voice.within import COMMON
from tracker.values import Kind, Work

TITLE_LIMIT = 300  # characters

# "Position: ..." and the like say what a text is, and name nothing.
_NO_NAMES = frozenset(
    re.findall(
        r"\w+",
        "a an the on in of for from to towards toward why how what when where is are do does can "
        "position survey review tutorial report correction erratum retraction withdrawn comment "
        "reply rethinking beyond abstract short extended technical introduction demo paper "
        "perspective opinion editorial commentary proceedings workshop exploring understanding "
        "evaluating investigating improving enhancing learning notes update news icymi fyi til psa "
        "ama wip tldr",
    )
)
# In a label of several words, as in "Paper summary: ...".
_LABELS = frozenset(
    ["announcement", "available", "blog", "case", "deep", "dive", "interview", "link", "links",
     "live", "now", "podcast", "post", "preview", "q", "release", "research", "series", "story",
     "summary", "video", "weekly"]
)  # fmt: skip
# Within a name, as in "Tree of Thoughts".
_SMALL = frozenset(["of", "and", "for", "the", "in", "on", "with"])
_COLON = re.compile(r"\s?:\s|(?<=[A-Za-z0-9)])：\s?")
_COLON_OR_DASH = re.compile(r"\s?:\s|(?<=\w):(?=[A-Z][a-z])|\s(?:[–—]|--?-?)\s")
_REPORT = re.compile(r"(.{2,80}?)[:,]? (?:[–—-] )?(?:[Aa] )?(?:[Tt]echnical|[Tt]ech) [Rr]eport")
_CATALOGUED = frozenset([Kind.MODEL, Kind.DATASET, Kind.CODE])
_MACRO = re.compile(r"(?<!\S)\\[A-Za-z-]{3,20}(?![\w{])")
_PATH = re.compile(r"[\w.-]{1,100}/[\w.-]{1,100}")
_VERSION = re.compile(r"\s*\((?:v|[Vv]ersion )\d+(?:\.\d+)*\)$")
_KEEPS_WHOLE = re.compile(
    r"\b(?:survey|review|overview)\b(?! (?!(?:and|for|from|in|of|on|towards?|with)\b)[a-z])|"
    r"(?<![\w-])(?:tutorial|perspective|position|lessons|roadmap|primer)\b|"
    r"\b(?:an?|the) (?:[\w-]+ ){0,3}(?:study|investigation|analysis|introduction|look)\b|"
    r"\b(?:challenge|workshop|reproducibility)\b",
    re.IGNORECASE,
)
_COIN = r"(?>[A-Za-z0-9][\w.+/-]{1,30})"
_FIRST_OF_TITLE = re.compile(rf"({_COIN}) (?:for|with|in|on|to|as|towards?)\b")
_WORDS = 4  # of a name that the text introduces
_SHORTEST = 2  # characters of a name that is no coined one
_FULL_NAME = 6  # of one that a post announces
_MAKING = re.compile(
    r"\b(?:introduc|propos|present|develop|releas|describ|unveil|nam|call|dubb|term)"
    r"(?:e|es|s|ed|ing)? (?:the |our )?$"
)
_MADE_UNNAMED = re.compile(r"\b[Ww]e (?:\w+ )?(?:introduce|propose|present|develop) an? ")
_MADE = re.compile(r"[,:;.(]| \(| (?:to|for|that|which|as|with|by|on)\b")
_COINED = re.compile(
    r"\b(?:introduc|propos|present|develop|releas|design|build|creat|construct|describ|unveil|"
    rf"contribut|establish)(?:e|es|s|ed|ing)? (?:the |our )?(?P<made>{_COIN})"
    r"(?: \([^()]{1,120}\))?(?:,|:| -| –) (?:an?|the|which) |"
    r"\b(?:called|named|dubbed|termed|coined|denoted as|referred to as|abbreviated as) (?:as )?"
    rf"(?P<called>{_COIN})(?=[ ,.;:(])|"
    r"\b(?:framework|method|approach|model|benchmark|dataset|system|algorithm|pipeline|paradigm|"
    rf"strategy|technique|architecture), (?:namely )?(?P<apposed>{_COIN})(?: \([^()]{{1,60}}\))?,"
    r" (?:to|that|which|for|designed|based|an?)\b"
)
_ABBREVIATED = re.compile(
    r"\b(?:(?:introduc|propos|present|develop)(?:e|es|s|ed|ing)?|termed|called|named|dubbed) "
    r"(?P<spelt>[^.;:()]{4,110})"
    r"\((?P<name>[\w+-]{2,20})\)"
)
_ANNOUNCED = ("introducing ", "announcing ", "presenting ", "meet ", "launching ", "unveiling ")
_DEFINED = re.compile(
    r"(?:^|(?<=[.!?] ))(?P<name>(?>[A-Z0-9][\w.+-]{1,30})(?: (?>[A-Z0-9][\w.+-]{0,30})){0,3})"
    r"(?: v\d[\w.]{0,9})?(?:, [^,.;:]{3,80},)? is (?:now )?"
    r"(?:(?:an?|the|our) |(?:available|here|out)\b)",
    re.MULTILINE,
)
_SPELT_FIRST = re.compile(
    r"\b(?:introduc|propos|present)(?:e|es|s|ed|ing)? (?:(?!\b(?:which|that|to|for|called|named)\b)"
    r"[^.,;:()]){4,80}\((?P<name>[\w+-]{2,20})\)"
)
_SPELT = re.compile(r"((?:[A-Z][\w-]+ ){2,6})\([A-Z][\w-]{1,15}\)")
_USED_AS_NAME = 3  # times, of a word of the language with a capital
_PREPOSITION = re.compile(
    r"[,;:?]|\b(?:of|for|in|with|via|by|from|on|to|using|through|and|under|as|at|over|across)\b"
)
_TOO_COMMON = frozenset(["llm", "llms", "vlm", "vlms", "mllm", "mllms", "ai", "nlp", "rl", "gpt-4"])


def name_of(work: Work) -> str:
    """The short name of a work, else its title."""
    named = _coined(work) or next(iter(_hidden(work)), "")
    return named or _kept(shown_title(work), work.kind)


def names_in_text(work: Work) -> tuple[str, ...]:
    """The names by which a work's text speaks of it, where it has any."""
    title = shown_title(work)
    short = title if len(title.split()) <= 3 and ":" not in title else ""
    named = _coined(work)
    # Where the title names it, what else the text names is a part of it.
    hidden = _hidden(work) if not named or named not in work.summary else ()
    abbreviated = _abbreviated(work, named)
    spelt = _spelt_out(title, work.kind)
    found = (named or short, *hidden, abbreviated, _defined(work), spelt, *_macros(work))
    return tuple(dict.fromkeys(name for name in found if name))


def _macros(work: Work) -> Iterable[str]:
    """What is left of a name that its authors' own TeX would have printed."""
    return dict.fromkeys(_MACRO.findall(tex.plain(work.summary[: sentences.TEXT_LIMIT])))


def _kept(title: str, kind: Kind) -> str:
    """A title, without who keeps it where it is a catalogue's path ("maker/Lamp-7B"); a post's
    without a part that could stand behind any name."""
    if kind is Kind.POST:
        return titles.without_announcing(titles.without_idle_part(title))
    is_path = kind in _CATALOGUED and _PATH.fullmatch(title) is not None
    return title.partition("/")[2] if is_path else title


def is_label(head: str) -> bool:
    """Whether what stands before a colon says what the text is ("Position", "ICYMI"), no name."""
    words = re.findall(r"\w+", head.casefold())
    return all(word in _NO_NAMES or word in _LABELS for word in words)


def _spelt_out(title: str, kind: Kind) -> str:
    """What a title spells out behind its colon: "LoRA: Low-Rank Adaptation of ..."."""
    rest = _parts(title, kind)[2]
    words = _PREPOSITION.split(rest, maxsplit=1)[0].split()
    is_name = 2 <= len(words) <= 4 and words[0].lower() not in _NO_NAMES
    is_name = is_name and not words[0].endswith("ing")
    return " ".join(words) if is_name and kind is Kind.PAPER else ""


def _abbreviated(work: Work, named: str) -> str:
    """What an abstract abbreviates the name of what it introduces to: "Sparse Tuning (SpaT)";
    where the title has ``named`` it, of that alone."""
    if work.kind is not Kind.PAPER:
        return ""
    text = tex.plain(work.summary[: sentences.TEXT_LIMIT])
    found = _ABBREVIATED.search(text)
    if found is None:
        return ""
    name, spelt = found["name"], found["spelt"].rstrip().casefold()
    if not (spelt.endswith(named.casefold()) or named.startswith(name)):
        return ""
    is_common = name in COMMON or name.casefold() in _TOO_COMMON
    return name if _is_coined(name) and text.count(name) > 1 and not is_common else ""


def _coined(work: Work) -> str:
    head, colon, rest = _parts(shown_title(work), work.kind)
    if reported := _REPORT.fullmatch(head):
        return reported[1]
    words = head.split()
    if work.kind is Kind.POST and (names := tuple(titles.announced(head))):
        return next(filter(_is_announced, names), "")
    first = _FIRST_OF_TITLE.match(head) if not colon else None
    if first and _is_coined(first[1]) and _is_made(first[1], work):
        return first[1]
    if colon and rest and len(words) <= _WORDS and _is_made(head, work):
        return "" if _KEEPS_WHOLE.search(rest) or is_label(head) else head
    named = (
        colon
        and rest
        and 1 <= len(words) <= 3
        and len(head) <= 40
        and (len(head) > _SHORTEST or head.isupper() or _is_coined(head))
        and words[0].lower() not in _NO_NAMES
        and not _KEEPS_WHOLE.search(rest)
        and all(map(_names_something, (words[0], words[-1])))
        and all(word in _SMALL or _names_something(word) for word in words)
        and _is_a_name(head, words, work)
    )
    return head if named else ""


def _is_announced(name: str) -> bool:
    """Whether each of its few words names something, but for a small one within."""
    words = name.split()
    named = [word for number, word in enumerate(words) if not (number and word in _SMALL)]
    return (
        len(words) <= _FULL_NAME and words[-1] not in _SMALL and all(map(_names_something, named))
    )


def _is_made(name: str, work: Work) -> bool:
    """Whether a paper's text introduces a thing by just this name, be it of common words."""
    text = work.summary.casefold()
    return work.kind is Kind.PAPER and any(
        _MAKING.search(text, max(0, start - 40), start) and _MADE.match(text, end)
        for start, end in places(text, (name,))
    )


def _parts(title: str, kind: Kind) -> tuple[str, str, str]:
    """What stands before a title's first colon, or a paper's first dash, and behind it."""
    found = (_COLON if kind is not Kind.PAPER else _COLON_OR_DASH).search(title)
    if not found:
        return title, "", ""
    return title[: found.start()], found[0], title[found.end() :]


def _is_a_name(head: str, words: list[str], work: Work) -> bool:
    """Coined, or used as a name by the text; one capital does not make a motto a name."""
    if work.kind is not Kind.PAPER:
        return all(map(_is_coined, words[:1]))
    return (
        len(words) == 1 or all(map(_is_coined, words)) or head.casefold() in work.summary.casefold()
    )


def _hidden(work: Work) -> tuple[str, ...]:
    """The names that an abstract gives to what its title does not name, the one to show first: one
    that is coined, else one that is written out, and its abbreviation."""
    title = title_of(work)
    if work.kind is not Kind.PAPER or "?" in title or _KEEPS_WHOLE.search(title):
        return ()
    text = tex.plain(work.summary[: sentences.TEXT_LIMIT])
    coined = _coined_in_text(text, title)
    return (coined,) if coined else spelt_name(text, title)


def _coined_in_text(text: str, title: str) -> str:
    """The name of what is introduced, coined, used again and not in the title."""
    first = _SPELT_FIRST.search(text)
    measure, is_about = "", cues.ABOUT_MEASURES.search(title) is not None
    for found in _COINED.finditer(text):
        name = (found["made"] or found["called"] or found["apposed"]).rstrip(".,:;-")
        is_word = bool(found["made"]) and name[0].isupper() and text.count(name) >= _USED_AS_NAME
        if not (_is_coined(name) or is_word) or name in COMMON or name.casefold() in _TOO_COMMON:
            continue
        if first and first.start() < found.start() and text.count(first["name"]) > 1:
            return ""  # it is called by what that abbreviates, and this is a part of it
        is_new = text.count(name) > 1 and name.casefold() not in title.casefold()
        if not cues.MEASURE.search(text[found.start() : found.end() + 60]) or is_about:
            return name if is_new else measure
        is_first = not _MADE_UNNAMED.search(text, 0, found.start())
        measure = measure or (name if is_new and is_first else "")
    return "" if _is_spelt_out(text, title) else measure


def _is_spelt_out(text: str, title: str) -> bool:
    """Whether the title has the words of what a text abbreviates: "Sparse Tuning (SpaT)"."""
    folded = title.casefold().replace("-", " ")
    spelt = (found[1].casefold().replace("-", " ").strip() for found in _SPELT.finditer(text))
    return any(words in folded for words in spelt)


def _defined(work: Work) -> str:
    """What a post says that something is, where its title begins with it or the post does."""
    if work.kind is Kind.PAPER:
        return ""
    text, title = work.summary[: sentences.TEXT_LIMIT], title_of(work).casefold()
    title = title.partition(" ")[2] if title.startswith(_ANNOUNCED) else title
    for found in _DEFINED.finditer(text):
        name = found["name"]
        begins = found.start() == 0 and _is_coined(name) and text.count(name) > 1
        is_common = name.casefold() in _TOO_COMMON or name.casefold() in _NO_NAMES
        if (begins or title.startswith(name.casefold())) and not is_common:
            return name
    return ""


def _is_coined(word: str) -> bool:
    """A capital within, or a digit: "xLSTM", "s1", "DeepTrans"; an abbreviation."""
    return any(sign.isupper() or sign.isdigit() for sign in word[1:]) and any(
        sign.isalpha() for sign in word
    )


def _names_something(word: str) -> bool:
    """A capital or a digit says so: "Quickfit", "xLSTM", "s1"."""
    return not word[0].islower() or any(sign.isupper() or sign.isdigit() for sign in word)


def shown_title(work: Work) -> str:
    """A work's title without its version or its stop, and without its site's name at either end."""
    title = title_of(work)
    title = _VERSION.sub("", title).rstrip(" ,;") or title
    if work.kind is Kind.PAPER:
        return title
    title = titles.plain(title)
    for sighting in work.sightings[:1]:  # "... | The Site"
        site = sighting.source_name
        for mark in (" | ", " - ", " – ", " — "):
            title = title.removesuffix(f"{mark}{site}") if site else title
            own = site.partition(mark)[0]
            title = title.removeprefix(f"{own}: ") if own else title
    return title


def title_of(work: Work) -> str:
    """A work's title for a draft's line, or its address where it has none."""
    title = work.title if work.kind is Kind.PAPER else tex.unquoted(work.title)
    return clip(tex.plain(title), TITLE_LIMIT) or clip(work.url, TITLE_LIMIT)
