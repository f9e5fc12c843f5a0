"""What the authors do in a sentence: their verb, and what stands behind it.

"We introduce NAME, a X that ..." makes a thing: what it is goes first, else what it does. "We study
X, and propose NAME, a Y that ..." makes a thing besides. Of other deeds the verb stays, in its
third person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.drafts.entry.voice import announcing
from tracker.drafts.entry.voice.bared import Bared, Form, Subject
from tracker.drafts.entry.voice.naming import (
    NAME,
    THING_AND_NAME,
    end_of_expansion,
    end_of_sort,
    is_called,
    is_one_of,
    without_called,
)
from tracker.drafts.entry.voice.second_deeds import without_second_deed
from tracker.drafts.entry.voice.verbs import BASES, DEEDS, THIRD, Deed, agreeing, is_gerund
from tracker.text import contribution

_PAPER = "|".join(contribution.PAPER.split())
_SUBJECT = re.compile(
    r"\b(?:(?P<we>[Ww]e|I)(?:['’](?:ve|re|m))?|[Tt]he authors|"
    rf"(?P<paper>(?:[Tt]his|[Oo]ur|[Tt]he present|[Tt]he current) (?:[\w-]+ ){{0,2}}?(?:{_PAPER})|"
    r"[Tt]he paper))(?P<adverbs>,? (?:(?:[a-z]+ly|first|also|then|here|further|thus|hence|next|"
    r"now|therefore|both|instead|overall|have|has|are|is|aim to|seek to|aims to|just|in turn|"
    r"(?:very )?(?:thrilled|excited|delighted|happy|proud|pleased|glad) to|in this (?:paper|work)|"
    r"(?:among )?the first to|for the first time|to this end|herein),? ){0,4})"
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
ADVERBS = r"(?:(?:[a-z]+ly|also|first|not only|thus|further|then|even|both|additionally),? ){0,2}"
_PURPOSE = re.compile(
    rf",? (?:(?:which is |that is )?(?:designed|aimed|intended|built|developed|tailored|created|"
    rf"proposed|introduced|able|capable) )?(?:specifically )?to (?P<adverbs>{ADVERBS})"
    r"(?P<verb>[a-z-]{3,})\b"
)
_RELATIVE = re.compile(rf",? (?:which|that) (?P<rest>(?P<adverbs>{ADVERBS})(?P<verb>[a-z-]+)\b.*)")
_WHOSE_IDEA = re.compile(
    rf",? whose (?:(?:core|key|main|central|basic) )?(?:idea|insight|goal|aim) is to "
    rf"(?P<adverbs>{ADVERBS})(?P<verb>[a-z-]{{3,}})\b"
)
# "a frame for boats that holds them": what it does
_THAT_DOES = re.compile(
    r"(?:an?|the) (?:(?!\b(?:that|which|where|and)\b)[^,;:]){3,90}(?:,(?!.*, and (?:an?|the|[A-Z]))"
    r")?(?<! in)(?<! on)(?<! by)(?<! of)(?<! at)(?<! to)(?<! from)(?<! with)(?<! for) "
    r"(?:that|which) "
    rf"(?P<rest>{ADVERBS}(?P<verb>mimics|[a-z-]+(?<!ic)s)\b .*)"  # no "which topics"
)
# "a frame designed to hold boats": it holds them
_MADE_TO_DO = re.compile(
    r"(?:an?|the) (?:(?!\b(?:that|which|where|and)\b)[^,;:]){3,90} (?:(?:that|which) is )?"
    r"(?:specifically |specially |carefully )?(?:designed|built|trained|developed|created|tailored|"
    rf"able|intended) to {ADVERBS}(?P<verb>[a-z-]{{3,}})\b"
)
_APPOSED = re.compile(
    r"(?:,|:|\s[–—-]{1,3}|—)\s?"
    r"(?:(?:namely|i\.e\.,?|short for|aka)(?: [^,;:]{2,60}, | )|"
    r"(?:dubbed|called|named|termed|coined) [^,;:]{2,60}, |[A-Z][^,;:.–—]{2,130}(?:, |\s[–—-]\s))?"
    r"(?=(?:an?|the|two|three|over|more than|\d[\d.,]*[KMB]?\+?) |"
    r"(?!(?:which|that|where|who|with|by|to|in|on|for|from|as|and|or|using|[a-z-]+(?:ing|ed)|"
    r"[a-z-]+s (?!that|which|for|of))\b)"
    r"(?:(?!the\b|an?\b)[a-z-]+ ){0,3}?[a-z-]{3,}s (?:that|which|for|of)\b)"
)
_UNPARTED = re.compile(r"\s(?=an? (?:[\w-]+ ){1,6}?(?:that|which|for|to)\b)")  # by a comma
_AS = re.compile(r",? (?:as|is) (?=(?:an?|the|one of the) )")
_THING = re.compile(
    r"(?:an?|the|two|three|four|five|six|several|multiple|new|novel|\d[\d.,]*[KMB]?\+?)\s(?!which)"
)
_LEVERAGING = re.compile(r", (?:[a-z]+ly )?(?P<verb>[a-z-]+ing) (?=\w)")
_AND_MAKE = re.compile(
    r",? and (?:then |also |further |thus |therefore |we |[a-z]+ly ){0,2}"
    r"(?P<verb>propose|introduce|present|develop|design)[ds]? (?=an? |(?P<name>[a-z]{0,2}[A-Z]))"
)
_BY_MAKING = re.compile(
    r"\b(?:by|through|via) (?P<verb>introducing|proposing|presenting|developing)"
    r"(?:: (?:\(?(?:1|i|a)\) )?| )(?=an? |[a-z]{0,2}[A-Z0-9]|[\w -]{3,40}s (?:that|which|for)\b)"
)
# "we find: (1) that boats float; (2) ..."
_FIRST_OF_SEVERAL = re.compile(r"(?::\s*)?\(?(?:1|i|a)[).]\s*(?=that\b|an? |[A-Z])|:\s*(?=that\b)")
_THAT_FIRST = re.compile(
    r"that \(?(?:1|i|a)\) (?P<first>(?:(?! \(?(?:2|ii|b)\) )[^;])+?)"
    r"(?:[;.] (?:and )?\(?(?:2|ii|b)\) |$)"
)
_NEXT_OF_SEVERAL = re.compile(r"[;,.]? (?:and )?\(?(?:2|ii|b)[).]\s")
# "this survey (1) counts boats; (2) ...": the first
_FIRST_DEED = re.compile(
    r"(?P<who>\b(?:[Ww]e|(?:[Tt]his|[Oo]ur) [a-z]+)):? \((?:1|i|a)\) (?P<deed>[^;]*?)"
    r"[;,.] (?:and )?\((?:2|ii|b)\) .*"
)
# "aims to fill this gap by tracing boats"
_TO_SOLVE_BY = re.compile(
    r"to [a-z]+ (?:this|these|that|the|such) (?:[\w-]+ ){1,4}?(?:by|through) (?P<verb>[a-z-]+ing)\b"
)
# "we tackle this by tracing boats"
_SOLVED = frozenset(
    ["achieve", "address", "bridge", "close", "do", "fill", "mitigate", "overcome", "resolve",
     "solve", "tackle"]
)  # fmt: skip
_SOLVED_BY = re.compile(
    r"(?:so|it|them|this|these|that|such|the)(?: [a-z-]+){0,3}? (?:by|through) "
    r"(?P<verb>[a-z-]+ing)\b(?!:)"
)
# "a dataset by counting boats": who counts makes it
_BY_DOING = re.compile(
    r"(?:an?|the) (?:(?!\b(?:that|which|where|and|to|for)\b)[^,;:]){3,90}?"
    r"(?<!ed)(?<!en)(?<!ilt)(?<!wn) by [a-z-]+ing\b"
)
_WITHIN_CLAUSE = re.compile(r"\b(?:to|that|which|who|how|whether)\s[^,]*$")
_TO_A_THING = re.compile(r" (?:in)?to (?:the|our|its|all|[A-Z][\w’'-]*)(?: |$)")
# What is made on the way to the contribution more often than it is one.
PARTS = frozenset(
    ["Releases", "Collects", "Curates", "Constructs", "Trains", "Implements", "Creates", "Defines",
     "Formulates", "Synthesizes", "Assembles", "Compiles", "Describes", "Establishes", "Performs",
     "Conducts"]
)  # fmt: skip
_OF_A_PART = re.compile(
    r"(?:an?|the|our) [^,;:]{2,60}? (?:adapter|classifier|component|decoder|encoder|generator|head|"
    r"layer|loss|module|retriever|reward|router|scorer|verifier)s?\b"
)
_INTO = re.compile(r"[^,;:]{3,140} into (?:the|our|its|a|an|existing|all) ")
_CLAUSE = frozenset(["that", "how", "whether", "why", "what", "to", "if"])
_IS_OR_HAS = frozenset(["is", "was", "has", "does"])
_COINED = re.compile(
    r"^(?:an?|the) [^.;:]{3,120}?,? (?:coined|dubbed|called|termed|named) (?=[A-Z])"
)
# "Keelfix, which holds boats, and Ropefix, which ..."
_AND_ANOTHER = re.compile(r", and (?=[A-Z][\w-]*(?: [A-Z][\w-]*){0,4}(?:,|\.?$))")
_MODALS = frozenset(["can", "could", "will", "may"])


@dataclass(frozen=True, slots=True)
class Doing:
    """What the authors do: ``third`` is their verb, ``rest`` what stands behind it."""

    deed: Deed
    third: str
    rest: str
    paper: bool

    def bared(self, work: Subject) -> Iterator[Bared]:
        """The sentence without its authors, in each way in which that can be done."""
        if self.deed is Deed.MAKING or _COINED.search(self.rest):
            yield from self.things(work)
        to_do = re.match(r"to (?P<verb>[a-z-]{3,})\b", self.rest)
        if self.third == "Proposes" and to_do and to_do["verb"] in BASES:
            rest = re.split(r",? (?:and|or) (?:then )?to ", self.rest[to_do.end() :], maxsplit=1)[0]
            rest = without_second_deed(rest, is_thing=False)
            yield Bared(
                f"{THIRD[to_do['verb']]}{agreeing(rest)}", Form.DOES, self.deed, paper=self.paper
            )
        first = self.rest.split(" ", 1)[0]
        if self.third == "Proposes" and is_gerund(first):
            rest = without_second_deed(self.rest.removeprefix(first), is_thing=False)
            yield Bared(f"{capital(THIRD[first])}{rest}", Form.DOES, self.deed, paper=self.paper)
        text = f"{self.third} {without_second_deed(self.rest, is_thing=False)}"
        form = Form.SHOWS if self.deed is Deed.FINDING and first == "that" else Form.TELLS
        named = any(name.casefold() in self.rest.casefold() for name in work.names)
        yield Bared(text, form, self.deed, own=named, paper=self.paper)

    @property
    def second(self) -> Doing | None:
        """What they make besides: "we study boats, and propose a frame that ..."."""
        found = _AND_MAKE.search(self.rest)
        if found is None or (
            not found["name"] and _WITHIN_CLAUSE.search(self.rest[: found.start()])
        ):
            found = _BY_MAKING.search(self.rest)
        if found is None:
            return None
        rest = _NEXT_OF_SEVERAL.split(self.rest[found.end() :], maxsplit=1)[0]
        return Doing(Deed.MAKING, capital(THIRD[found["verb"]]), rest, False)

    def things(self, work: Subject) -> Iterator[Bared]:
        """What is made, without its name or with it: what it is, else what it does."""
        names = work.names
        rest = without_second_deed(self.rest, is_thing=True)
        if found := announcing.RELEASE_OF.match(rest):
            rest = rest[found.end() :]
        if found := THING_AND_NAME.match(rest):
            rest = rest[found.end("thing") :].lstrip(" ,–—-")
        named = NAME.match(rest)
        spelt, end = end_of_expansion(rest, names), named.end() if named else 0
        sort = end_of_sort(rest, names)
        if sort or ((spelt or end) and not re.match(r"(?:an?|A|An)\s", rest)):
            ends = filter(None, dict.fromkeys((sort or spelt or end, spelt, end)))
            behind = (tuple(self._behind_name(rest, place, work)) for place in ends)
            if found_behind := next(filter(None, behind), ()):
                yield from found_behind
                return
        into = self.third.startswith("Introduce") and _INTO.match(rest)
        if (
            _THING.match(rest)
            and not into
            and not (re.match(r"the [A-Z]", rest) and not is_one_of(rest, names))
        ):
            thing = without_called(rest, names)
            own = is_called(rest, thing, names)
            # Without its verb, a part would pass for the whole, and what they did for its own.
            if (work.named and not own) or _BY_DOING.match(thing):
                thing = f"{self.third} {thing}"
            is_part = self.third in PARTS and work.introduced
            own = own and not (is_part and _OF_A_PART.match(rest))  # "trains the Keelfix scorer"
            deed = Deed.OTHER if is_part else self.deed
            yield Bared(thing, Form.IS, deed, own, self.paper)
            if not (work.keeps_name or is_part):
                yield from _what_it_does(thing, deed, own=own)
        elif not (
            named
            or rest.split(" ", 1)[0] in _CLAUSE
            or is_gerund(rest.split(" ", 1)[0])  # "propose combining ..."
            or (self.third.startswith("Introduce") and _TO_A_THING.search(rest))
            or (self.third == "Trains" and " to " in rest)
        ):
            yield Bared(rest, Form.IS, Deed.OTHER, paper=self.paper)

    def _behind_name(self, rest: str, end: int, work: Subject) -> Iterator[Bared]:
        names, keeps_name = work.names, work.keeps_name
        own = is_one_of(rest[:end], names)
        if work.named and not own:
            return  # of a part that has a name, too
        # "establishes NAME as a new way" praises it
        unparted = (_UNPARTED,) if own else ()
        for pattern in (_APPOSED,) if self.third == "Establishes" else (_APPOSED, _AS, *unparted):
            if found := pattern.match(rest, end):
                thing = rest if keeps_name else without_called(rest[found.end() :], names)
                yield Bared(thing, Form.IS, self.deed, own, self.paper)
                if not keeps_name:
                    yield from _what_it_does(thing, self.deed, own=own)
                return
        if not names or not work.introduced or own or self.paper:
            yield from self._does_behind_name(rest, end, own=own, keeps_name=keeps_name)
        # else a part of the work is named: what that does is not said of the whole

    def _does_behind_name(
        self, rest: str, end: int, *, own: bool, keeps_name: bool
    ) -> Iterator[Bared]:
        form, text, is_sure = Form.DOES, "", True
        found = _PURPOSE.match(rest, end) or _WHOSE_IDEA.match(rest, end)
        if found and found["verb"] in BASES:
            done = agreeing(rest[found.end() :])
            text = f"{found['adverbs']}{THIRD[found['verb']]}{done}"
        elif found := _RELATIVE.match(rest, end):
            verb = found["verb"]
            if is_a := re.match(r"is (?=(?:an?|the) )", found["rest"]):
                form, text = Form.IS, found["rest"][is_a.end() :]
            elif (verb.endswith("s") and verb not in _IS_OR_HAS) or verb in _MODALS:
                text = _AND_ANOTHER.split(found["rest"], maxsplit=1)[0]
        elif (found := _LEVERAGING.match(rest, end)) and found["verb"] in THIRD:
            text, is_sure = f"{THIRD[found['verb']]}{rest[found.end('verb') :]}", own
        if text:
            yield Bared(rest if keeps_name else text, form, self.deed, is_sure, self.paper)


def _what_it_does(thing: str, deed: Deed, *, own: bool) -> Iterator[Bared]:
    """Its clause alone, for where what it is leaves no room for that."""
    if (found := _MADE_TO_DO.match(thing)) and found["verb"] in BASES:
        done = agreeing(thing[found.end() :])
        yield Bared(f"{THIRD[found['verb']]}{done}", Form.DOES, deed, own)
    elif (found := _THAT_DOES.match(thing)) and found["verb"] not in _IS_OR_HAS:
        yield Bared(found["rest"], Form.DOES, deed, own)


def doing_of(sentence: str) -> Doing | None:
    """The first deed of the authors that carries the sentence."""
    sentence = _FIRST_DEED.sub(r"\g<who> \g<deed>", sentence, count=1)
    for found in _SUBJECT.finditer(sentence):
        before = sentence[: found.start()].rstrip()
        if before and not _may_precede(before):
            continue
        rest = sentence[found.end() :].lstrip(" :")
        if doing := _doing(found["verb"], found["adverbs"], rest, paper=bool(found["paper"])):
            return doing
    return None


def _doing(verb: str, adverbs: str, rest: str, *, paper: bool) -> Doing | None:
    """What is done by a verb of the table, or to what it leads."""
    if "aim" in adverbs or "seek" in adverbs:
        rest = f"to {verb} {rest}"
        verb = "aim" if "aim" in adverbs else "seek"
    elif verb == "put" and rest.startswith("forward "):
        verb, rest = "propose", rest.removeprefix("forward ")
    if that := _THAT_FIRST.match(rest):
        rest = f"that {that['first']}"
    if first := _FIRST_OF_SEVERAL.match(rest):
        rest = _NEXT_OF_SEVERAL.split(rest[first.end() :], maxsplit=1)[0]
    if solved := _TO_SOLVE_BY.match(rest):
        verb, rest = solved["verb"], rest[solved.end() :].lstrip()
    if verb in _SOLVED and (solved := _SOLVED_BY.match(rest)):
        verb, rest = solved["verb"], rest[solved.end() :].lstrip()
    third = THIRD.get(verb)
    if beside := re.match(r"(?:overall|also|[a-z]+ly),? (?=(?:that|how|an?|the)\b)", rest):
        rest = rest[beside.end() :]
    if third is None or not rest or (third == "aims" and not rest.startswith(("to ", "at "))):
        return None
    if verb.startswith("buil") and rest.startswith(("on ", "upon ")):
        return Doing(Deed.MAKING, "", rest, paper).second
    return _with_pair(third, rest, DEEDS[third], paper=paper)


def _with_pair(third: str, rest: str, deed: Deed, *, paper: bool) -> Doing | None:
    """With a second verb beside the first: "we study and improve ..."."""
    if pair := re.match(r"(and|,) (?P<verb>[a-z-]+)\b", rest):
        also = THIRD.get(pair["verb"])
        if also is None:
            return None
        rest = f"{rest[: pair.start('verb')]}{also}{rest[pair.end() :]}"
        third = third if rest.startswith("and") else f"{third},"
    return Doing(deed, capital(third), rest, paper)


def _may_precede(before: str) -> bool:
    if before.endswith((",", ":", ";", "—", "–", ".", " -")):
        return not _NO_FRAME.search(before.rstrip(",:;—–.-"))
    if re.search(r"[,;] (?:and|so|thus|hence|then|therefore)$", before):
        return True
    return bool(_GOES_BEFORE.match(before)) and not _NO_FRAME.search(before)


def capital(text: str) -> str:
    """With a capital at its start."""
    return text[:1].upper() + text[1:]
