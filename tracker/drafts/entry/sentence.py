"""Which sentence stands behind a work's name, in the author's voice.

Each sentence of a text is bared of who speaks (``voice/``) and cut to length, and what is left is
weighed. What the work *is*, by its own name, goes first; then what it does, what its authors
study or find, a result. What only adds ("we also"), what is said of most works, and what the
title says already count less; what leans on its neighbours is not considered at all.

Where nothing can be brought into this voice, the best sentence is given as a quotation, in
quotation marks: whole if it can be, else up to the end of a clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from tracker.drafts.entry import cues
from tracker.drafts.entry.as_said import ELSEWHERE, LOOKED_AT, as_said
from tracker.drafts.entry.chosen import Chosen
from tracker.drafts.entry.posts import claims, itself, limits, scraps
from tracker.drafts.entry.sentences import capitalised, says_something, split_sentences, trim
from tracker.drafts.entry.voice import clauses, frames, refusals, within
from tracker.drafts.entry.voice.bared import Bared, Form, Subject
from tracker.drafts.entry.voice.doing import doing_of
from tracker.drafts.entry.voice.verbs import DEEDS, Deed, has_finite_verb
from tracker.drafts.entry.weighing import (
    is_named,
    is_thin,
    restates,
    weigh,
    weigh_in_post,
)

LIMIT = 160  # characters
_SENTENCES = 80  # of a text
_FURTHER_DOWN = 0.25  # of a post, which begins with what matters
_ENOUGH = -1.0  # of a paper: less says nothing of it
_ENOUGH_UNSPOKEN = 0.6  # where nobody speaks, it may be of others' work
_BACKGROUND = 2.5
_OF_OTHERS = 3.0  # what results show of others than a work with a name
_MOTIVATION = 1.5  # of what is found before the work is named
_LITTLE = -0.5  # of a post: what has nothing to do with its title
_OF_SUMMARY = -3.0  # what is all that is there says what a post is, be it a boast
_CUT_GOES_FIRST = 0.5
_END_MARKS = " .!?…”\"')。！？"
_ASKS = re.compile(r": (?:[Hh]ow|[Ww]hat|[Ww]hy|Can|Do|Does|Is|Are|Which|Should|When|Where)\b")
_STRIKING = re.compile(
    r"(?:surprisingly|interestingly|remarkably|strikingly|notably|unexpectedly|counterintuitively|"
    r"crucially|importantly|empirically|overall|across [^,]{3,60}|in (?:summary|conclusion)),",
    re.IGNORECASE,
)


def contribution(
    passages: Sequence[str],
    *,
    names: Sequence[str] = (),
    title: str = "",
    limit: int = LIMIT,
    keeps_name: bool = False,
    speaker: str = "",
    author: str = "",
    is_paper: bool = True,
) -> Chosen:
    """The sentence that says what the work is, at most ``limit`` characters, or nothing.

    ``passages`` are its text's: no sentence reaches over two. ``names`` are those by which the
    text speaks of the work. ``keeps_name`` is for where neither name nor title stands before it.
    ``speaker`` is who says it all of another's work, and is quoted; ``author`` whose own post it
    is, whose claim is quoted where it says more than what can be cut.
    """
    if speaker:
        said = claims.said_of_another_s(speaker, passages, title=title, limit=limit)
        return said or Chosen()
    sentences = list(_sentences(passages))
    work = Subject(tuple(names), keeps_name=keeps_name)
    subjects = list(_spoken_of(work, sentences, is_paper=is_paper))
    if any(subject.named for subject in subjects):
        subjects = [replace(subject, early=not subject.named) for subject in subjects]
    goes_before = is_paper and any(subject.introduced for subject in subjects)
    candidates = (
        _as_background(candidate) if goes_before and not spoken_of.introduced else candidate
        for number, (sentence, spoken_of) in enumerate(zip(sentences, subjects, strict=True))
        for candidate in _candidates(sentence, number, spoken_of, title, limit, is_paper)
    )
    if not is_paper:
        return _of_post(_best(candidates), sentences, author, title, limit)
    told = (candidate for candidate in candidates if not _is_of_field(candidate))
    best = _best(candidate for candidate in told if _is_enough(candidate))
    return best or as_said(sentences, work, title=title, limit=limit) or Chosen()


def _best(candidates: Iterable[Chosen]) -> Chosen | None:
    return max(candidates, key=lambda candidate: candidate.points, default=None)


def _is_enough(candidate: Chosen) -> bool:
    return candidate.points >= (_ENOUGH_UNSPOKEN if candidate.is_plain else _ENOUGH)


def _is_of_field(candidate: Chosen) -> bool:
    """Whether it says how the field stands, with nobody who speaks."""
    return candidate.is_plain and cues.OF_FIELD.match(candidate.text) is not None


def _as_background(candidate: Chosen) -> Chosen:
    """What stands before a paper says what it does, with nobody who speaks, is of the field."""
    is_of_field = candidate.is_plain and not _STRIKING.match(candidate.source)
    return replace(candidate, points=candidate.points - _BACKGROUND) if is_of_field else candidate


def _of_post(
    best: Chosen | None, sentences: Sequence[str], author: str, title: str, limit: int
) -> Chosen:
    """What was cut from a post, or what its author claims in it, whichever says more."""
    quoted = claims.claim(sentences, author=author, title=title, limit=limit)
    little = _OF_SUMMARY if len(sentences) <= claims.OF_SUMMARY else _LITTLE
    least = quoted.points - _CUT_GOES_FIRST if quoted and (not best or best.is_plain) else little
    if best and best.points >= least:
        return best
    return quoted or claims.only_line(sentences, title=title, limit=limit) or Chosen()


def _sentences(passages: Iterable[str]) -> Iterator[str]:
    count = 0
    for passage in passages:
        for labelled in split_sentences(passage):
            sentence = cues.LABEL.sub("", labelled)
            if cues.OF_BACKGROUND.match(labelled):
                continue
            if count < _SENTENCES and says_something(sentence):
                count += 1
                yield sentence


def _spoken_of(work: Subject, sentences: Iterable[str], *, is_paper: bool) -> Iterator[Subject]:
    """How each sentence speaks of the work behind those before it: right behind one that makes
    it, or that speaks of the paper, the work is "it"; in a post behind its name as well."""
    is_it = is_part = made = introduced = named = False
    for sentence in sentences:
        names, this = (*work.names, "It") if is_it else work.names, made and not is_part
        yield replace(work, names=names, introduced=introduced, this=this, named=named)
        deed = doing_of(sentence[:LOOKED_AT])
        makes = deed is not None and deed.deed is Deed.MAKING
        is_part = makes and introduced and cues.ADDING.search(sentence) is not None
        is_it = deed is not None and (makes or deed.paper) and not is_part
        is_it = is_it or (not is_paper and itself.is_of_name(sentence, work))
        made = made or makes or (deed is not None and deed.second is not None)
        introduced = introduced or deed is not None or cues.PROPOSED.search(sentence) is not None
        named = named or (introduced and any(name in sentence for name in work.names))


def _candidates(
    sentence: str, number: int, work: Subject, title: str, limit: int, is_paper: bool
) -> Iterator[Chosen]:
    looked_at = sentence[:LOOKED_AT]
    whole = within.without_asides(looked_at if is_paper else scraps.unbracketed(looked_at))
    bares = frames.bare(trim(whole), work) if is_paper else itself.bare(whole, work)
    for found in bares:
        is_striking = found.form is Form.PLAIN and _STRIKING.match(whole)
        bared = replace(found, form=Form.RESULT) if is_striking else found
        if text := _finished(bared, whole, title, limit, is_paper=is_paper):
            is_whole = _ends(whole, text) or _ends(within.in_short(whole), text)
            points = weigh(text, bared, whole, names=work.names, title=title, is_whole=is_whole)
            is_motivation = work.early and bared.form is Form.SHOWS and not bared.own
            points -= _MOTIVATION if is_motivation and "?" not in title else 0.0
            if is_paper and is_named(title, work.names):
                points -= _OF_OTHERS if _is_of_others(bared) else 0.0
            elif is_paper:
                points -= restates(text, bared, title)
            else:
                points += weigh_in_post(text, bared, sentence, title=title, number=number)
            places = ELSEWHERE if is_paper else _FURTHER_DOWN
            is_plain = found.form is Form.PLAIN
            yield Chosen(text, sentence, points - places * number, is_plain=is_plain)


def _is_of_others(bared: Bared) -> bool:
    """Whether it is what results show, with nobody who finds it."""
    return bared.form is Form.SHOWS and bared.deed is Deed.OTHER


def _finished(bared: Bared, sentence: str, title: str, limit: int, *, is_paper: bool) -> str:
    text = _without_such(bared.text if is_paper else _of_a_post(bared))
    end = re.search(r"[.!?…。！？]+[\"”’)]*\s*$", text)
    mark = end[0].strip() if end else ""
    text = text[: end.start()] if end else text
    body = within.shortened(text, limit)
    stands = partial(_stands, bared, sentence, is_paper=is_paper)
    fitted = clauses.fit(body, limit, stands)
    if fitted and is_thin(fitted, title):  # a clause more, if it has one
        longer = clauses.fit(body, limit, lambda head: not is_thin(head, title) and stands(head))
        fitted = max(fitted, longer, key=len)
    if not is_paper:
        fitted = fitted or clauses.fit(scraps.without_tail(body), limit, stands)
        fitted = scraps.without_count(scraps.without_last_verb(fitted), sentence)
    if "…" in mark or "..." in mark:  # the source's own cut
        fitted = fitted if len(fitted) < len(body.rstrip()) - 3 else ""
    if not fitted or refusals.is_filler(fitted) or _ASKS.search(fitted):
        return ""
    is_whole = body.endswith(fitted)
    if "?" in mark and is_whole:
        return ""
    return f"{capitalised(fitted)}{_stop(fitted, mark if is_whole else '')}"


def _of_a_post(bared: Bared) -> str:
    """A post's text without what is of its day, its maker, or what stood before it."""
    text = scraps.thing_alone(bared.text) if bared.form is Form.IS else bared.text
    text = scraps.without_before(scraps.without_ours(scraps.without_day(text)))
    return scraps.without_dashed(text) if len(text) > LIMIT else text


def _stop(fitted: str, mark: str) -> str:
    """The source's own end of a sentence, else a stop."""
    if mark and mark[0] in "!.。！" and len(fitted) + len(mark) <= LIMIT:
        return mark
    if fitted.endswith((".", "!", ".”", "。")):
        return ""
    return "。" if "，" in fitted or fitted[-1:] > "\u2e7f" else "."


def _stands(bared: Bared, sentence: str, text: str, *, is_paper: bool) -> bool:
    """Whether it can stand alone; what is shown, or said, keeps its verb where it is cut."""
    is_closed = text.count("(") <= text.count(")")
    speaks = is_closed and refusals.speaks_alone(text, is_paper=is_paper)
    if not (speaks and refusals.says_something(text)):
        return False
    if not is_paper and (scraps.is_scrap(text) or limits.is_unlimited(text, sentence)):
        return False
    said = _SHOWS_THAT.match(text) if bared.form in (Form.SHOWS, Form.TELLS) else None
    is_shown = said is not None or bared.form in (Form.SHOWS, Form.RESULT, Form.PLAIN)
    if not is_shown or _ends(sentence, text):
        return True
    shown = text[said.end() :] if said else text
    if is_paper and _BESIDE_ALONE.match(shown):
        return False
    shown = _BESIDE.sub("", shown)
    if not is_paper and bared.form is Form.PLAIN and scraps.has_past(text):
        return True
    return shown.split(" ", 1)[0] in DEEDS or has_finite_verb(shown)


_COUNTS = re.compile(
    r",? (?:including|with|via|through|by|comprising|featuring|which includes?) (?:[\w-]+ )?"
    r"(?:two|three|four|five|several) (?:[\w-]+ ){1,3}?[\w-]+:"
)
# Before what is shown: "while boats are slow, [they hold]"
_BESIDE = re.compile(
    r"^(?:while|although|though|even though|when|as|because|since|if|despite) [^,]{3,90}, ",
    re.IGNORECASE,
)
_BESIDE_ALONE = re.compile(r"^(?:although|as|because|if|since|though|while) [^,]*$", re.IGNORECASE)
_SHOWS_THAT = re.compile(r"[A-Z][a-z]+s that ")
_SUCH = re.compile(
    r"\bsuch (?=(?!as\b|that\b|an?\b)(?:[\w-]+ ){1,2}?(?:[\w-]+s|data|information)\b)"
)


def _ends(sentence: str, text: str) -> bool:
    """Whether a text goes on to the end of its sentence, or to what that lists behind a colon."""
    last = text[-20:].rstrip(_END_MARKS)
    if sentence.rstrip(_END_MARKS).endswith(last) or f"{last}:" in sentence:
        return True
    start = sentence.rfind(last)
    return start >= 0 and _COUNTS.match(sentence, start + len(last)) is not None


def _without_such(text: str) -> str:
    """ "Producing such data" is producing data, where the noun needs no article."""
    return _SUCH.sub("", text)
