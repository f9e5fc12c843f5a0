"""What a person says in a post that cannot be cut into the author's voice: it is quoted as theirs.

A claim has a verb of thinking or finding ("I think", "we found"), a number, or words of the
title; it is whole, understood alone, and says more than that something is there or was hard work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tracker.drafts.entry import cues
from tracker.drafts.entry.chosen import Chosen
from tracker.drafts.entry.posts import background, scraps
from tracker.drafts.entry.sentences import says_something, split_sentences, trim
from tracker.drafts.entry.shortening import shorten
from tracker.drafts.entry.voice import clauses, refusals
from tracker.drafts.entry.voice.verbs import has_finite_verb
from tracker.drafts.entry.weighing import repeats, shared_words

_LOOKED_AT = 700  # characters of a sentence
_SENTENCES_SAID = 12  # of a link-blog's words
_PASSAGES_SAID = 12
_FURTHER_DOWN = 0.15  # less for each sentence before
_LEAST = 4  # words that say something
OF_SUMMARY = 2  # sentences: each of so few was written to say what the post is
_CLAIMS = re.compile(
    r"\bI(?:['’](?:m|d|ve))? (?:\w+ ){0,2}?(?:think|believe|argue|expect|suspect|found|"
    r"find(?! out)|learned|predict|bet|claim|conclude|realized|noticed|recommend|convinced|"
    r"measured)\b|"
    r"\b[Mm]y (?:\w+ )?(?:view|take|guess|hypothesis|bet|claim|argument|point|advice|opinion|"
    r"conclusion|experience)\b|"
    r"\b[Ww]e(?:['’]ve)? (?:\w+ )?(?:found|find|saw|see|observed?|learned|believe|think|argue|show|"
    r"expect|measured|achieved?|reduced?|improved?|introduced?|built|trained|released?)\b|"
    r"\b[Ww]e(?:['’]re| are) (?:\w+ )?(?:announc|introduc|launch|releas|open-sourc)ing\b",
)
# "This post outlines what I did", "Here's what I did": said of the post by who wrote it.
_OF_POST = re.compile(
    r"[Tt]his (?:post|article|essay|blog post|guide|talk|document|page|note) "
    r"(?=[a-z]+s .{0,120}?\b(?:I|my|me|we|our)\b)|"
    r"Here['’]s (?=(?:what|how|why) (?:we|I)\b)"
)
_NO_CLAIM = re.compile(
    r"\b(?:in (?:a |the |my |our )?(?:previous|last|next|earlier|following|future) (?:post|article|"
    r"part|section|video|episode)s?|last time|stay tuned|let me|let['’]s|as promised|podcast|"
    r"(?:we|I)(?: will|['’]ll)|soon|newsletter|subscri\w+|housekeeping|sponsor\w*|"
    r"excited|thrilled|join us|sign up|thank\w*|more \w+ than ever|"
    r"push\w* the (?:boundar|limit)\w*|committed to|commitment to|our (?:mission|journey)|"
    r"(?:ever|rapidly|fast|constantly)[- ](?:evolving|changing))\b|"
    r"\b(?:and|or|the|of|with|to)\W*$|\.\.\s?\w|^[a-z](?![A-Z])|(?:…|\.\.\.)[\])]?$",
)
_LEADS_ON = re.compile(r":[\"'”’)\]]*$")
_QUOTED_WORDS = 8
_LINE, _LINE_TELLING = 5, 2  # words of a post's only line, and those that say something
# How much it counts in a link-blog's words.
_OF_TITLE = 0.7  # for each word of the title, up to three
_TELLING = 0.1  # for each word that says something, up to ten
_EARLIER = 0.4  # less for each sentence before
_OF_ONESELF = 1.0  # less for what that person went through
_OF_UNSURE = 0.75  # less for what may be quoted
_OF_QUOTED = 1.5  # less for what is
_CUT = 3.0  # less for half a sentence: only where nothing else serves
_OWN, _UNSURE, _QUOTED = range(3)
_OF_WORK = re.compile(
    r"This (?:[a-z]+ )?(?:version|release|plugin|tool|library|update|model|paper|package|project) "
    r"(?:of the [a-z]+ )?(?=[a-z]+s )"
)
_PLUS = re.compile(r", (?:plus|as well as|along with) ")
_LEAST_CLAUSE = 40  # characters
_BYLINE = re.compile(r"By [A-Z]\w+ [A-Z]")
_LINKED = re.compile(r"I (?:posted|linked|wrote|mentioned|noted|covered|tweeted)\b")
_RELATIVE = re.compile(r", (?:which|who|whose|where)\b")


def claim(sentences: Sequence[str], *, author: str, title: str, limit: int) -> Chosen | None:
    """The claim of a post that says most, as its author's; None where it claims nothing, or nobody
    is known who does."""
    if not author:
        return None
    room = limit - len(_as_said(author, ""))
    is_summary = len(sentences) <= OF_SUMMARY
    best: Chosen | None = None
    for number, sentence in enumerate(sentences):
        if sentence[-1].isalnum() and len(sentences) > 1:
            continue  # a line that a page broke
        said = trim(sentence[:_LOOKED_AT])
        text = said if len(said) <= room else _whole_clause(said, room)
        if not text or _worth(said, title, is_summary=is_summary) <= 0.0:
            continue
        points = _worth(text, title, is_summary=is_summary)
        if points > 0.0 and (best is None or points - _FURTHER_DOWN * number > best.points):
            best = Chosen(_as_said(author, text), sentence, points - _FURTHER_DOWN * number)
    return best


def only_line(sentences: Sequence[str], *, title: str, limit: int) -> Chosen | None:
    """The one sentence that a feed has of a post, which was written to say what it is, be it in
    few words; None where it speaks to somebody, or says the title again."""
    said = sentences[0] if len(sentences) == 1 else ""
    is_one = len(said.split()) >= _LINE and len(said) < limit and said[0].isupper()
    if (
        not is_one
        or refusals.SPEAKS.search(said)
        or refusals.ADDRESSES.search(said)
        or refusals.LEANS.search(said)
        or refusals.LEANS_FIRST.match(said)
        or _BYLINE.match(said)
        or refusals.RAW.search(said)
        or refusals.ANNOUNCES.search(said)
        or refusals.is_filler(said)
        or scraps.is_scrap(said)
        or background.is_of_before(said)
        or _NO_CLAIM.search(said)
        or said.endswith(("…", "...", ":", "?"))
        or repeats(said, title)
        or refusals.telling(said) < _LINE_TELLING
    ):
        return None
    return Chosen(said if said.endswith((".", "!", "。")) else f"{said}.", said)


def _worth(said: str, title: str, *, is_summary: bool) -> float:
    if (
        not refusals.SPEAKS.search(said)
        or refusals.leans(_OF_POST.sub("", said))
        or refusals.RAW.search(said)
        or refusals.is_filler(said)
        or refusals.ANNOUNCES.search(said)
        or refusals.CLAIMS.search(said)
        or background.is_of_before(said)
        or background.is_elsewhere(said)
        or background.is_of_earlier_work(said)
        or scraps.is_scrap(said)
        or _NO_CLAIM.search(said)
        or refusals.telling(said) < _LEAST
        or said.endswith((":", "?"))
        or repeats(said, title)
    ):
        return 0.0
    shared = min(shared_words(said, title), 3)
    claimed = 1.5 if _CLAIMS.search(said) or _OF_POST.match(said) else 0.0
    claimed += 1.0 if cues.NUMBER.search(said) else 0.0
    if not claimed and (not is_summary or said.startswith("I ")):
        return 0.0
    return 0.5 + claimed + 0.7 * shared + 0.15 * min(refusals.telling(said), 10) - 1.0


def said_of_another_s(
    speaker: str, passages: Sequence[str], *, title: str, limit: int
) -> Chosen | None:
    """A link-blog's words on another's work that say something alone, as that person's: early ones
    and those of its title first. What stands behind a passage that ends with a colon is most often
    quoted from the work, and what follows may be: it is given in quotation marks alone."""
    looked_at = passages[:_PASSAGES_SAID]
    kinds = tuple(_whose(looked_at, is_all=len(looked_at) == len(passages)))
    own, unsure, quoted = (
        [
            one
            for passage, kind in zip(looked_at, kinds, strict=True)
            for one in split_sentences(passage)
            if kind == whose
        ]
        for whose in (_OWN, _UNSURE, _QUOTED)
    )
    quoted = [one for one in quoted if len(one.split()) >= _QUOTED_WORDS]
    candidates = (
        *_said(speaker, own, title, limit, less=0.0),
        *_said("", unsure, title, limit, less=_OF_UNSURE),
        *_said("", quoted, title, limit, less=_OF_QUOTED),
    )
    return max(candidates, key=lambda candidate: candidate.points, default=None)


def _whose(passages: Sequence[str], *, is_all: bool) -> Iterator[int]:
    """Of each passage whether it is a link-blog's own: up to a first quotation, and at its end."""
    has_quoted, before = False, ""
    for number, passage in enumerate(passages, 1):
        is_quoted = _LEADS_ON.search(before) is not None
        is_last = is_all and number == len(passages)
        yield _QUOTED if is_quoted else _UNSURE if has_quoted and not is_last else _OWN
        has_quoted, before = has_quoted or is_quoted, passage


def _said(
    speaker: str, sentences: Sequence[str], title: str, limit: int, *, less: float
) -> Iterator[Chosen]:
    room = limit - len(_as_said(speaker, ""))
    for number, sentence in enumerate(sentences[:_SENTENCES_SAID]):
        said = trim(sentence[:_LOOKED_AT])
        if (
            not says_something(said)
            or refusals.LEANS_FIRST.match(_OF_WORK.sub("", said))
            or refusals.RAW.search(said)
            or refusals.is_filler(said)
            or (not speaker and refusals.leans(said))
            or scraps.is_scrap(said)
            or background.is_elsewhere(said)
            or _LINKED.match(said)
            or _NO_CLAIM.search(said)
            or said.endswith((":", "?"))
            or repeats(said, title)
        ):
            continue
        text = said if len(said) <= room else _whole_clause(said, room)
        shown = text or shorten(said, room)
        points = _OF_TITLE * min(shared_words(shown, title), 3)
        points += _TELLING * min(refusals.telling(shown), 10) - _EARLIER * number
        points -= less + (0.0 if text else _CUT)
        points -= _OF_ONESELF if said.startswith("I ") else 0.0
        yield Chosen(_as_said(speaker, shown), sentence, points)


def quotation(text: str) -> str:
    """A text in quotation marks, its own marks single."""
    inner = text.replace("“", "‘").replace("”", "’")
    return f"“{inner}”"


def _as_said(speaker: str, text: str) -> str:
    return f"{speaker}: {quotation(text)}" if speaker else quotation(text)


def _whole_clause(sentence: str, limit: int) -> str:
    """Its head up to where a clause begins of which the head needs nothing."""
    fitted = clauses.fit(sentence.rstrip(".!? "), limit, _is_clause, is_weak=False)
    if not fitted:
        head = _PLUS.split(sentence, maxsplit=1)[0]
        fits = _LEAST_CLAUSE <= len(head) < min(limit, len(sentence))
        fitted = head if fits and _is_clause(head) and has_finite_verb(head) else ""
    return f"{fitted}." if fitted else ""


def _is_clause(text: str) -> bool:
    """Whether a thing of which something is told beside, and what is found, has its own verb."""
    _, that, said = text.partition(" that ")
    if that and not has_finite_verb(said):
        return False
    return not _RELATIVE.search(text) or has_finite_verb(text)
