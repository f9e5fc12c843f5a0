"""Who says or makes it is taken off a sentence: what remains speaks in the author's voice.

"We introduce NAME, a X that ..." leaves "A X that ...", "NAME, which does ..." leaves "Does ...",
"This paper studies ..." leaves "Studies ...", "Results show that ..." leaves what they show. What
stands before the authors ("Inspired by ..., we ...") goes with them, and so does a second deed of
theirs behind ("..., and show that ..."). A sentence in which nobody speaks is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from tracker.drafts.entry.voice import announcing
from tracker.drafts.entry.voice.naming import (
    NAME,
    NAMED,
    SORT,
    THING_AND_NAME,
    end_of_expansion,
    is_one_of,
    without_called,
)
from tracker.drafts.entry.voice.second_deeds import without_second_deed
from tracker.drafts.entry.voice.verbs import BASES, DEEDS, THIRD, Deed
from tracker.text import contribution


class Form(IntEnum):
    """What a bared sentence says, by what it was."""

    IS = 0  # what the work is: "a X that ..."
    DOES = 1  # what it does: "Enables ..."
    TELLS = 2  # what its authors do: "Studies ..."
    SHOWS = 3  # what they found: "Shows that ..."
    RESULT = 4  # the same, without them
    PLAIN = 5  # a sentence in which nobody speaks


@dataclass(frozen=True, slots=True)
class Bared:
    """A sentence without its frame. ``own`` says whether it was of the work by its name."""

    text: str
    form: Form
    deed: Deed = Deed.OTHER
    own: bool = False
    paper: bool = False  # the paper as a whole was the subject


_PAPER = "|".join(contribution.PAPER.split())
_SUBJECT = re.compile(
    r"\b(?:(?P<we>[Ww]e|I)(?:['’](?:ve|re|m))?|[Tt]he authors|"
    rf"(?P<paper>(?:[Tt]his|[Oo]ur|[Tt]he present|[Tt]he current) (?:[\w-]+ ){{0,2}}?(?:{_PAPER})|"
    r"[Tt]he paper))(?P<adverbs>,? (?:(?:[a-z]+ly|first|also|then|here|further|thus|hence|next|"
    r"now|therefore|both|instead|overall|have|has|are|is|aim to|seek to|aims to|just|in turn|"
    r"(?:very )?(?:thrilled|excited|delighted|happy|proud|pleased|glad) to|in this (?:paper|work)|"
    r"for the first time|to this end|herein),? ){0,4})"
    r"(?P<verb>[a-z]{3,}(?:-[a-z]{2,12})?)\b"
)
_GOES_BEFORE = re.compile(  # a frame may follow without a comma
    r"(?:to|in order to|for|by|with|using|towards?|in|here|thus|therefore|specifically|through|"
    r"based on|given|on|from|and|then|finally|additionally|further|furthermore|today|recently|"
    r"accordingly|hence)\b(?!.*\b(?:that|which|what|how|who|where|if|while|because|as)$)",
    re.IGNORECASE,
)
_NO_FRAME = re.compile(
    r"\b(?:that|which|what|how|who|where|if|while|because|as|when|than|since|whether|although|"
    r"though|why|until|unless|once|for|with|of)\s*$",
    re.IGNORECASE,
)
_OWN_SUBJECT = (
    r"(?:(?:[Oo]ur|[Tt]he proposed|[Tt]his|[Oo]ur proposed|[Tt]he|[Tt]he resulting|[Tt]he new) "
    r"(?:[\w-]+ ){0,3}?(?:framework|method|approach|model|dataset|benchmark|algorithm|system|"
    r"architecture|pipeline|strategy|technique|paradigm|corpus|agent|survey|review|suite|tool|"
    r"toolkit|library|methodology|taxonomy|solution))"
)
_PASSIVE = re.compile(
    r"(?P<thing>(?:An?|Two|Three|Several) [^.;]{5,160}?) (?:is|are) (?:[a-z]+ly |then |further )?"
    r"(?:proposed|introduced|presented|developed|designed|constructed)"
    r"(?: here| in this (?:paper|work|study))?(?P<rest>[ ,].*)?$"
)
RESULT = re.compile(
    r"[^.;:]{0,90}?\b(?:results?|experiments?|experimentation|evaluations?|findings?|analys[ie]s|"
    r"stud(?:y|ies)|ablations?|tests?|benchmarks?|comparisons?|evidence|validations?|"
    r"observations?|investigations?)\b[^.;:]{0,90}?\b(?:show|shows|demonstrate|demonstrates|"
    r"demonstrated|showed|reveal|reveals|revealed|indicate|indicates|indicated|confirm|confirms|"
    r"suggest|suggests|find|found|highlight|highlights|validate|verify|prove|illustrate|"
    r"illustrates|establish) (?:that |the fact that )",
    re.IGNORECASE,
)
_FINDING = re.compile(
    r"\b(?:finding|insight|observation|conclusion): (?=\w)|"
    r"\b(?:findings?|insights?|observations?|conclusions?|phenomenon|results?): "
    r"(?:\(?(?:1|i|a)\)?[.)]? )?(?=[A-Z“])"
)
_OPENING = re.compile(
    r"(?:by|through|with|using|via|unlike|in contrast|given|while|to|based|built|building|trained|"
    r"leveraging|inspired|motivated|powered|as|at|in|on|for|despite|instead|rather|compared|when|"
    r"whereas|although|without|under|across|designed|developed)\b",
    re.IGNORECASE,
)
_OPENED_AT_MOST = 220  # characters
_ADVERBS = r"(?:(?:[a-z]+ly|also|first|not only|thus|further|then|even|both|additionally),? ){0,2}"
_FIRST_OF_ALL = re.compile(r"(?:thus|also|first|then|further|therefore|hence|additionally),? ")
_THIRD_PERSON = re.compile(
    r"(?!(?:is|was|has|does|models|methods|datasets|tasks|agents|systems|variants|versions|"
    r"families|benchmarks|series|weights|results|users|experiments|modules|samples|pages|posts)\b)"
    r"[a-z]{3,}[^siu]s\b"
)
_SCORES = frozenset(
    ["achieves", "attains", "obtains", "reaches", "outperforms", "surpasses", "exceeds", "beats",
     "demonstrates", "shows", "exhibits", "yields", "delivers", "matches", "ranks"]
)  # fmt: skip
_PURPOSE = re.compile(
    rf",? (?:(?:which is |that is )?(?:designed|aimed|intended|built|developed|tailored|created|"
    rf"proposed|introduced|able|capable) )?(?:specifically )?to (?P<adverbs>{_ADVERBS})"
    r"(?P<verb>[a-z-]{3,})\b"
)
_RELATIVE = re.compile(rf",? (?:which|that) (?P<rest>(?P<adverbs>{_ADVERBS})(?P<verb>[a-z-]+)\b.*)")
_APPOSED = re.compile(
    r"(?:,|:|\s[–—-]{1,3}|—)\s?(?:(?:namely|i\.e\.,?|short for|aka)(?: [^,;:]{2,60}, | ))?"
    r"(?=(?:an?|the|two|three) )"
)
_TO_A_THING = re.compile(r" to (?:the|our|its|all|[A-Z][\w’'-]*)(?: |$)")
_AS = re.compile(r",? (?:as|is) (?=(?:an?|the|one of the) )")
_THING = re.compile(
    r"(?:an?|the|two|three|four|five|six|several|multiple|new|novel|\d[\d.,]*[KMB]?\+?)\s(?!which)"
)
# What is made on the way to the contribution more often than it is one.
PARTS = frozenset(
    ["Releases", "Collects", "Curates", "Constructs", "Trains", "Implements", "Creates", "Defines",
     "Formulates", "Synthesizes", "Assembles", "Describes", "Establishes", "Performs", "Conducts"]
)  # fmt: skip
_CLAUSE = frozenset(["that", "how", "whether", "why", "what", "to", "if"])
_MODALS = frozenset(["can", "could", "will", "may"])


@dataclass(frozen=True, slots=True)
class Subject:
    """How a text speaks of its work: by ``names``, and, once it is ``introduced``, as "this method"
    as well. ``keeps_name`` leaves the names in front of what they are."""

    names: tuple[str, ...] = ()
    introduced: bool = True
    keeps_name: bool = False


def bare(sentence: str, work: Subject) -> Iterator[Bared]:
    """The sentence without its frame, in each way in which that can be done, the best first."""
    if found := _FINDING.search(sentence):
        first = sentence[found.end() :].split("; ", 1)[0]
        yield from _plain(first, work, Form.SHOWS)
    if frame := _frame(sentence):
        yield from frame.bared(work)
    elif found := RESULT.match(sentence):
        yield from _plain(sentence[found.end() :], work, Form.RESULT)
    elif found := announcing.POST.match(sentence):
        thing = sentence[found.end() :]
        third = THIRD.get(found["verb"].lower(), "")
        made = _Frame(Deed.MAKING, _capital(third), thing, False)
        yield from made.bared(work) if third else made.things(work)
    elif found := announcing.CHINESE.match(sentence):
        yield Bared(sentence[found.end() :], Form.TELLS, Deed.MAKING)
    elif found := announcing.INVITES.match(sentence):
        yield from _plain(sentence[found.end() :], work, Form.PLAIN)
    elif (found := announcing.AVAILABLE.match(sentence)) and is_one_of(found["name"], work.names):
        thing = sentence if work.keeps_name else sentence[found.end() :]
        yield Bared(thing, Form.IS, Deed.MAKING, own=True)
    elif found := announcing.LAUNCH.match(sentence):
        thing = sentence[found.end() :]
        launched = _Frame(Deed.MAKING, "Introduces", thing, False).things(work)
        yield from (bared for bared in launched if bared.own)  # of another's, who did it matters
        yield from _plain(sentence, work, Form.PLAIN)
    elif found := _PASSIVE.match(sentence):
        thing = f"{found['thing']}{found['rest'] or ''}"
        yield Bared(without_called(thing, work.names), Form.IS, Deed.MAKING)
    else:
        yield from _plain(sentence, work, Form.PLAIN)


def is_framed(sentence: str) -> bool:
    """Whether its authors do something in a sentence, so that the next may be of it."""
    return _frame(sentence) is not None


def _plain(text: str, work: Subject, form: Form) -> Iterator[Bared]:
    named = _own_subject(text, work)
    if named is None and (opened := _OPENING.match(text)):
        for comma in re.finditer(r", ", text[: opened.end() + _OPENED_AT_MOST]):
            if named := _own_subject(text[comma.end() :], work):
                text = text[comma.end() :]
                break
    if named:
        end, by_name = named
        rest = text[end:]
        if found := re.match(r",? (?:is|was) (?=(?:an?|the|one of) )", rest):
            yield Bared(text if work.keeps_name else rest[found.end() :], Form.IS, own=by_name)
            return
        found = re.match(rf" (?P<adverbs>{_ADVERBS})(?P<verb>[a-z-]+)\b", rest)
        is_sure = by_name or not text.startswith("The ")
        if found and (found["verb"] in DEEDS or (is_sure and _THIRD_PERSON.match(found["verb"]))):
            shown = text if work.keeps_name and by_name else _FIRST_OF_ALL.sub("", rest.lstrip())
            kind = Form.DOES if form is Form.PLAIN and found["verb"] not in _SCORES else form
            kind = Form.RESULT if kind is Form.PLAIN else kind
            yield Bared(shown, kind, DEEDS.get(found["verb"], Deed.OTHER), by_name)
            return
    yield Bared(text, form)


def _own_subject(text: str, work: Subject) -> tuple[int, bool] | None:
    """Where the work itself ends as the subject of a text, and whether that is its name."""
    for name in work.names:
        pattern = rf"(?:[Oo]ur |[Tt]he )?{re.escape(name)}(?:-[\w.-]{{1,12}})?"
        if found := re.match(
            rf"{pattern}(?: {SORT})?(?: ?\([^()]{{1,60}}\))?(?=[ ,])", text, re.IGNORECASE
        ):
            return found.end(), True
    found = re.match(rf"{_OWN_SUBJECT}(?:, {NAMED},)?(?= )", text)
    is_own = found and (work.introduced or found[0].startswith(("Our", "our", "The proposed")))
    return (found.end(), False) if found and is_own else None


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the authors do: ``third`` is their verb, ``rest`` what stands behind it."""

    deed: Deed
    third: str
    rest: str
    paper: bool

    def bared(self, work: Subject) -> Iterator[Bared]:
        if self.deed is Deed.MAKING:
            yield from self.things(work)
        to_do = re.match(r"to (?P<verb>[a-z-]{3,})\b", self.rest)
        if self.third == "Proposes" and to_do and to_do["verb"] in BASES:
            rest = re.split(r",? (?:and|or) (?:then )?to ", self.rest[to_do.end() :], maxsplit=1)[0]
            rest = without_second_deed(rest, is_thing=False)
            yield Bared(f"{THIRD[to_do['verb']]}{rest}", Form.DOES, self.deed, paper=self.paper)
        first = self.rest.split(" ", 1)[0]
        text = f"{self.third} {without_second_deed(self.rest, is_thing=False)}"
        form = Form.SHOWS if self.deed is Deed.FINDING and first == "that" else Form.TELLS
        named = any(name.casefold() in self.rest.casefold() for name in work.names)
        yield Bared(text, form, self.deed, own=named, paper=self.paper)

    def things(self, work: Subject) -> Iterator[Bared]:
        """What is made, without its name or with it: what it is, else what it does."""
        names = work.names
        rest = without_second_deed(self.rest, is_thing=True)
        if found := announcing.RELEASE_OF.match(rest):
            rest = rest[found.end() :]
        if found := THING_AND_NAME.match(rest):
            rest = rest[found.end("thing") :].lstrip(" ,–—-")
        named = NAME.match(rest)
        end = end_of_expansion(rest, names) or (named.end() if named else 0)
        if end and not re.match(r"(?:an?|A|An)\b", rest):
            behind = list(self._behind_name(rest, end, work))
            yield from behind
            if behind:
                return
        if _THING.match(rest) and not (re.match(r"the [A-Z]", rest) and not is_one_of(rest, names)):
            thing = without_called(rest, names)
            own = any(name in rest for name in names)
            deed = Deed.OTHER if self.third in PARTS else self.deed
            yield Bared(thing, Form.IS, deed, own, self.paper)
        elif not (
            named
            or rest.split(" ", 1)[0] in _CLAUSE
            or _is_deed(rest)
            or (self.third.startswith("Introduce") and _TO_A_THING.search(rest))
        ):
            yield Bared(rest, Form.IS, Deed.OTHER, paper=self.paper)

    def _behind_name(self, rest: str, end: int, work: Subject) -> Iterator[Bared]:
        names, keeps_name = work.names, work.keeps_name
        own = is_one_of(rest[:end], names)
        for pattern in (_APPOSED, _AS):
            if found := pattern.match(rest, end):
                thing = rest if keeps_name else without_called(rest[found.end() :], names)
                yield Bared(thing, Form.IS, self.deed, own, self.paper)
                return
        if names and not (own or self.paper):
            return  # a part of the work is named: what that does is not said of the whole
        shown = rest if keeps_name else ""
        if (found := _PURPOSE.match(rest, end)) and found["verb"] in BASES:
            text = f"{found['adverbs']}{THIRD[found['verb']]}{rest[found.end() :]}"
            yield Bared(shown or text, Form.DOES, self.deed, True, self.paper)
        elif found := _RELATIVE.match(rest, end):
            verb = found["verb"]
            if is_a := re.match(r"is (?=(?:an?|the) )", found["rest"]):
                text = found["rest"][is_a.end() :]
                yield Bared(shown or text, Form.IS, self.deed, True, self.paper)
            elif (verb.endswith("s") and verb not in ("is", "was", "has")) or verb in _MODALS:
                yield Bared(shown or found["rest"], Form.DOES, self.deed, True, self.paper)


def _frame(sentence: str) -> _Frame | None:
    """The first deed of the authors that carries the sentence."""
    for found in _SUBJECT.finditer(sentence):
        before = sentence[: found.start()].rstrip()
        if before and not _may_precede(before):
            continue
        verb, rest = found["verb"], sentence[found.end() :].lstrip()
        adverbs, paper = found["adverbs"], bool(found["paper"])
        if "aim" in adverbs or "seek" in adverbs:
            rest = f"to {verb} {rest}"
            verb = "aim" if "aim" in adverbs else "seek"
        third = THIRD.get(verb)
        if beside := re.match(r"(?:overall|also|[a-z]+ly),? (?=(?:that|how|an?|the)\b)", rest):
            rest = rest[beside.end() :]
        if (
            third is None
            or not rest
            or (verb.startswith("buil") and rest.startswith(("on ", "upon ")))
        ):
            continue
        if pair := re.match(r"(and|,) (?P<verb>[a-z-]+)\b", rest):  # "we study and improve ..."
            also = THIRD.get(pair["verb"])
            if also is None:
                continue
            rest = f"{rest[: pair.start('verb')]}{also}{rest[pair.end() :]}"
            third = f"{third}" if rest.startswith("and") else f"{third},"
        return _Frame(DEEDS[THIRD[verb]], _capital(third), rest, paper)
    return None


def _may_precede(before: str) -> bool:
    if before.endswith((",", ":", ";", "—", "–", ".")):
        return not _NO_FRAME.search(before.rstrip(",:;—–."))
    if re.search(r"[,;] (?:and|so|thus|hence|then|therefore)$", before):
        return True
    return bool(_GOES_BEFORE.match(before)) and not _NO_FRAME.search(before)


def _is_deed(rest: str) -> bool:
    """Whether what is proposed is to do something: "propose combining ..."."""
    first = rest.split(" ", 1)[0]
    return first.endswith("ing") and first in THIRD


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
