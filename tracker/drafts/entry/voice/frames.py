"""Who says or makes it is taken off a sentence: what remains speaks in the author's voice.

"We introduce NAME, a X that ..." leaves "A X that ...", "NAME, which does ..." leaves "Does ...",
"This paper studies ..." leaves "Studies ...", "Results show that ..." leaves what they show. What
stands before the authors ("Inspired by ..., we ...") goes with them, and so does a second deed of
theirs behind ("..., and show that ..."). A sentence in which nobody speaks is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from tracker.drafts.entry.voice import announcing
from tracker.drafts.entry.voice.bared import Bared, Form, Subject
from tracker.drafts.entry.voice.doing import ADVERBS, Doing, capital, doing_of
from tracker.drafts.entry.voice.naming import (
    NAMED,
    SORT,
    is_one_of,
    without_called,
)
from tracker.drafts.entry.voice.verbs import BASES, DEEDS, THIRD, Deed, agreeing, is_gerund

_CONTRIBUTION = re.compile(
    r"(?:our|the) (?:(?:core|main|key|primary|central|major) )?(?:contribution|innovation|novelty) "
    r"(?:here )?is "
    r"(?=(?:an?|the) )",
    re.IGNORECASE,
)
_OWN_SUBJECT = re.compile(
    r"(?:[Oo]ur|[Tt]he proposed|[Tt]his|[Oo]ur proposed|[Tt]he|[Tt]he resulting|[Tt]he new) "
    r"(?P<which>(?:[\w-]+ ){0,3}?)(?:framework|method|approach|model|dataset|benchmark|"
    r"algorithm|system|architecture|pipeline|strategy|technique|paradigm|corpus|agent|survey|review|suite|tool|"
    rf"toolkit|library|methodology|taxonomy|solution)(?:, {NAMED},)?(?= )"
)
_PASSIVE = re.compile(
    r"(?P<thing>(?:An?|Two|Three|Several) [^.;]{5,160}?) (?:is|are) (?:[a-z]+ly |(?P<then>then |"
    r"further |also ))?"
    r"(?:proposed|introduced|presented|developed|designed|constructed)"
    r"(?: here| in this (?:paper|work|study))?(?P<rest>[ ,].*?)??"
    r"(?:,? (?:and|while|where) (?:[\w-]+ ){1,8}?(?:is|are) .*)?$"
)
_SHOWN_BY = (
    r"[^.;:]{0,90}?\b(?:results?|experiments?|experimentation|evaluations?|findings?|analys[ie]s|"
    r"stud(?:y|ies)|ablations?|tests?|benchmarks?|comparisons?|evidence|validations?|"
    r"observations?|investigations?)\b[^.;:]{0,90}?\b(?:show|shows|demonstrate|demonstrates|"
    r"demonstrated|showed|reveal|reveals|revealed|indicate|indicates|indicated|confirm|confirms|"
    r"suggest|suggests|find|found|highlight|highlights|validate|verify|prove|illustrate|"
    r"illustrates|establish) "
)
_OF_BEFORE = (
    r"(?:[\w,-]+ ){0,5}?(?:previous|prior|recent|existing|earlier|past|several) (?:[\w-]+ ){0,2}?"
    r"(?:stud|work|research|evidence|finding|result|analys)"
)
RESULT = re.compile(
    rf"(?!{_OF_BEFORE})(?![^.;:]{{3,90}}?, (?:yet|but|while) (?:our|the)\b){_SHOWN_BY}"
    r"(?:that|the fact that),? ",
    re.IGNORECASE,
)
# What leans on what follows it: "despite their lamps, harbours cannot be found".
_IN_SPITE = re.compile(r"^(?:despite|in spite of|for all|given) (?:its|their) [^,;:.]{3,80}, ")
# "we meet this challenge with a frame that ..."
_SOLVED_WITH = re.compile(
    r"\b(?:[Ww]e|[Tt]his (?:paper|work)) (?:address|bridge|close|fill|meet|mitigate|overcome|"
    r"resolve|solve|tackle)(?:e?s)? (?:this|these|such|it|them)(?: [a-z-]+){0,3}? "
    r"(?:through|using|via|with) (?=an? )"
)
# "studies boats, and finds that they float"
_AND_FINDS = re.compile(
    r",? and (?:then |also |we |further |[a-z]+ly ){0,2}(?P<verb>find|found|show|demonstrate|"
    r"reveal|discover|observe|conclude|prove|establish)(?:ed|d|s)? that "
)
_AND_THAT = re.compile(r",? and that ")
_SHOWN_OF_NAME = re.compile(_SHOWN_BY, re.IGNORECASE)
_REVEALS = re.compile(
    r"(?:(?:Our|The|Further|Extensive|Detailed|In-depth) )?(?:[\w-]+ ){0,2}?(?:[Aa]nalys[ei]s|"
    r"[Ee]xperiments?|[Rr]esults?|[Ff]indings?|[Ee]valuations?|[Ii]nvestigations?) "
    r"(?:[a-z]+ly )?(?P<verb>(?:reveal|uncover|expose|highlight|pinpoint)s?|identif(?:y|ies)) "
    r"(?=an? |the |two |three |four |several )"
)
_OUR_BEST = re.compile(
    r"Our (?=(?:best|final|smallest|largest|strongest|full|[a-z-]+ed) "
    r"(?>[A-Z][\w.-]*[A-Z0-9][\w.-]*) )"
)
_IDEA = re.compile(
    r"(?:Our|The) (?:(?:core|key|main|central|basic) )?(?:idea|insight|innovation|approach|method|"
    r"strategy)(?: (?:here|behind (?:it|[A-Z][\w-]+)))? (?:is to|lies in|is in|is) "
    r"(?P<verb>[a-z-]+)\b"
)
_FINDING = re.compile(
    r"^(?:(?!\b(?:based|builds?|built|relies|rests) (?:up)?on\b).)*?(?:"
    r"\b(?:finding|insight|observation|conclusion): (?=\w)|"
    r"\b(?:findings?|insights?|observations?|conclusions?|phenomenon|results?): "
    r"(?:\(?(?:1|i|a)\)?[.)] (?=\w)|(?=[A-Z“])))"
)
_NEXT_FINDING = re.compile(r"[;,.]? (?:and )?\(?(?:2|ii|b)[).] |; ")
_OPENING = re.compile(
    r"(?:(?:then|next|first|here|finally|also),? )?"
    r"(?:by|through|with|using|via|unlike|in contrast|given|while|to|based|built|building|trained|"
    r"leveraging|inspired|motivated|powered|as|at|in|on|for|despite|instead|rather|compared|when|"
    r"whereas|although|without|under|across|designed|developed|[a-z]+ly(?=,))\b",
    re.IGNORECASE,
)
_AS_ONE = re.compile(r"As (?:an?|the|our) ")  # "As a lamp for boats, it ...": the work
_COMMON = re.compile(r"[A-Z]?[a-z-]+(?: [a-z-]+)+")
_OPENED_AT_MOST = 220  # characters
_FIRST_OF_ALL = re.compile(r"^(?:thus|also|first|then|further|therefore|hence|additionally),? ")
_THIRD_PERSON = re.compile(
    r"(?!(?:is|was|has|does|seems|appears|remains|requires|needs|shifts|tends|"
    r"models|methods|metrics|datasets|tasks|agents|systems|variants|versions|"
    r"families|benchmarks|series|weights|results|users|experiments|modules|samples|pages|posts)\b)"
    r"[a-z]{3,}[^siu]s\b"
)
_SCORES = frozenset(
    ["incurs", "achieves", "attains", "obtains", "reaches", "outperforms", "surpasses", "exceeds",
     "beats", "demonstrates", "shows", "exhibits", "yields", "delivers", "matches", "ranks"]
)  # fmt: skip
# What "the dataset" or "the method" is sure to do itself.
_ITS_DEEDS = DEEDS.keys() | frozenset(
    ["comprises", "contains", "consists", "includes", "covers", "features", "spans"]
)
_CAN = frozenset(["can", "will"])  # what could or may be is no result
_IS_MADE_TO = re.compile(
    r" is (?:[a-z]+ly )?(?:designed|built|trained|intended|developed|"
    r"able) to (?P<verb>[a-z-]{3,})\b"
)


_ITS = re.compile(r"(?:our|the)(?: (?:proposed|resulting|new|novel))? ", re.IGNORECASE)
_BEHIND_NAME = re.compile(  # "Keelfix-7B", "Keelfix-large", "Keelfix framework (K)"
    r"(?:-(?:v?\d[\w.-]{0,11}|[a-z]{1,2}|large|base|small|tiny|mini|lite|pro|plus|instruct|zero))?"
    rf"(?: {SORT})?(?: ?\([^()]{{1,60}}\))?(?=[ ,])",
    re.IGNORECASE,
)


def bare(sentence: str, work: Subject) -> Iterator[Bared]:
    """The sentence without its frame, in each way in which that can be done, the best first."""
    if finding := _FINDING.search(sentence):
        first = _NEXT_FINDING.split(sentence[finding.end() :], maxsplit=1)[0]
        yield from _plain(first, work, Form.SHOWS)
    if frame := doing_of(sentence):
        shown = frame.rest.removeprefix("that ") if frame.deed is Deed.FINDING else frame.rest
        if shown != frame.rest and _own_subject(shown, work):
            yield from _plain(shown, work, Form.RESULT)
        yield from frame.bared(work)
        yield from _found_besides(frame, work)
        if not work.named and (solved := _SOLVED_WITH.search(sentence)):
            yield from Doing(Deed.MAKING, "", sentence[solved.end() :], False).things(work)
        if second := frame.second:
            besides = frame.deed is Deed.MAKING  # of two things made, the one with the name
            yield from (made for made in second.things(work) if made.own or not besides)
    elif shown := _shown(sentence, work):
        shown = _AND_THAT.split(_IN_SPITE.sub("", shown, count=1), maxsplit=1)[0]
        is_its = _own_subject(shown, work) is not None
        yield from _plain(shown, work, Form.RESULT if is_its else Form.SHOWS)
    elif found := tuple(_without_authors(sentence, work)) or tuple(_announced(sentence, work)):
        yield from found
    else:
        yield from _plain(sentence, work, Form.PLAIN)


def _found_besides(frame: Doing, work: Subject) -> Iterator[Bared]:
    """What is found behind another deed, which says less than what a sentence tells at once."""
    if found := _AND_FINDS.search(frame.rest):
        shown = f"that {frame.rest[found.end() :]}"
        finding = Doing(Deed.FINDING, capital(THIRD[found["verb"]]), shown, False)
        yield from (replace(bared, form=Form.TELLS) for bared in finding.bared(work))


def _shown(sentence: str, work: Subject) -> str:
    """What results show: that something is so, or, without "that", what the work itself does."""
    if found := RESULT.match(sentence):
        return sentence[found.end() :]
    found = _SHOWN_OF_NAME.match(sentence)
    shown = sentence[found.end() :] if found else ""
    return shown if _own_subject(shown, replace(work, introduced=False)) else ""


def _without_authors(sentence: str, work: Subject) -> Iterator[Bared]:
    """What is said to be made, meant or found, with nobody who does it."""
    if found := _REVEALS.match(sentence):
        third = capital(THIRD[found["verb"]])
        yield from Doing(Deed.FINDING, third, sentence[found.end() :], False).bared(work)
    elif found := _OUR_BEST.match(sentence):
        yield Bared(sentence[found.end() :], Form.RESULT)
    elif (found := _IDEA.match(sentence)) and (found["verb"] in BASES or is_gerund(found["verb"])):
        yield Bared(f"{THIRD[found['verb']]}{sentence[found.end() :]}", Form.DOES)
    elif found := _CONTRIBUTION.match(sentence):
        made = Doing(Deed.MAKING, "Contributes", sentence[found.end() :], True)
        yield from made.things(replace(work, named=False))
    elif found := _PASSIVE.match(sentence):
        thing = f"{found['thing']}{found['rest'] or ''}"
        deed = Deed.OTHER if found["then"] or work.named else Deed.MAKING
        yield Bared(without_called(thing, work.names), Form.IS, deed)


def _announced(sentence: str, work: Subject) -> Iterator[Bared]:
    """What a post announces, or invites to read of; nothing where it does neither."""
    if found := announcing.POST.match(sentence):
        third = THIRD.get(found["verb"].lower(), "")
        made = Doing(Deed.MAKING, capital(third), sentence[found.end() :], False)
        yield from made.bared(work) if third else made.things(work)
    elif found := announcing.CHINESE.match(sentence):
        yield Bared(sentence[found.end() :], Form.TELLS, Deed.MAKING)
    elif found := announcing.INVITES.match(sentence):
        yield from _plain(sentence[found.end() :], work, Form.PLAIN)
    elif (found := announcing.AVAILABLE.match(sentence)) and is_one_of(found["name"], work.names):
        thing = sentence if work.keeps_name else sentence[found.end() :]
        yield Bared(thing, Form.IS, Deed.MAKING, own=True)
    elif found := announcing.LAUNCH.match(sentence):
        launched = Doing(Deed.MAKING, "Introduces", sentence[found.end() :], False).things(work)
        yield from (bared for bared in launched if bared.own)  # of another's, who did it matters
        yield from _plain(sentence, work, Form.PLAIN)


def _plain(text: str, work: Subject, form: Form) -> Iterator[Bared]:
    named = _own_subject(text, work)
    if named is None and (opened := _OPENING.match(text)):
        names = tuple(name for name in work.names if name != "It")  # what was opened with, here
        meant = replace(work, names=(*names, "it") if _AS_ONE.match(text) else names)
        for comma in re.finditer(r", ", text[: opened.end() + _OPENED_AT_MOST]):
            if named := _own_subject(text[comma.end() :], meant):
                text = text[comma.end() :]
                break
    if named:
        end, by_name = named
        rest = text[end:]
        if found := re.match(r",? (?:is|was) (?=(?:an?|the|one of) )", rest):
            shown = text if work.keeps_name else rest[found.end() :]
            if _COMMON.fullmatch(text, 0, end) and not work.introduced:
                yield Bared(text, form)  # "Counting boats is a task" is of a field, not of a title
            else:  # what it is found to be praises it
                yield Bared(shown, Form.IS if form is Form.PLAIN else form, own=by_name)
            return
        if (found := _IS_MADE_TO.match(rest)) and found["verb"] in BASES:
            shown = f"{THIRD[found['verb']]}{agreeing(rest[found.end() :])}"
            yield Bared(text if work.keeps_name else shown, Form.DOES, own=by_name)
            return
        found = re.match(rf" (?P<adverbs>{ADVERBS})(?P<verb>[a-z-]+)\b", rest)
        if found and by_name and found["verb"] in _CAN:
            yield Bared(text if work.keeps_name else rest.lstrip(), Form.RESULT, own=True)
            return
        is_sure = by_name or text[:4].casefold() != "the "
        if found and (
            found["verb"] in _ITS_DEEDS or (is_sure and _THIRD_PERSON.match(found["verb"]))
        ):
            shown = text if work.keeps_name and by_name else _FIRST_OF_ALL.sub("", rest.lstrip())
            kind = Form.DOES if form is Form.PLAIN and found["verb"] not in _SCORES else form
            kind = Form.RESULT if kind is Form.PLAIN else kind
            yield Bared(shown, kind, own=by_name)
            return
    yield Bared(text, form)


def _own_subject(text: str, work: Subject) -> tuple[int, bool] | None:
    """Where the work itself ends as the subject of a text, and whether that is its name."""
    its = _ITS.match(text)
    starts = (0, its.end()) if its else (0,)
    # Before anything is introduced, the words of a title are those of its field.
    names = [n for n in work.names if work.introduced or n == work.names[0] or " " not in n]
    for name, start in product(names, starts):
        if text[start : start + len(name)].lower() == name.lower() and (
            found := _BEHIND_NAME.match(text, start + len(name))
        ):
            return found.end(), True
    found = _OWN_SUBJECT.match(text)
    is_any = found and not found["which"] and not text.startswith("This ")
    is_said = work.introduced and (work.this or is_any)
    is_own = found and (is_said or found[0].startswith(("Our", "our", "The proposed")))
    return (found.end(), False) if found and is_own else None
