"""What a post says of itself: "This essay argues that ...", "I would like to focus on ...".

A paper says so in few ways, which ``voice/`` knows. A post calls itself an essay, a guide or a
video, says what it will do, and may tell its point in so many words ("The point is that ...").
What it says is read as if it had said "this post", and is bared by the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.drafts.entry.sentences import capitalised, trim
from tracker.drafts.entry.voice import frames
from tracker.drafts.entry.voice.bared import Bared, Form, Subject
from tracker.drafts.entry.voice.verbs import THIRD, Deed, third_person

_ITSELF = re.compile(
    r"\b(?P<this>[Tt]his) (?:[a-z]+ )?(?:essay|guide|course|video|piece|newsletter|talk|how-to|"
    r"walkthrough|notebook|write-?up|announcement|blog(?: ?post)?|page|document|cookbook|"
    r"cheat ?sheet|deep dive|explainer|primer|recap)\b(?! of action)"
)
_TELLING = (
    r"(?:explain|describe|show|discuss|cover|give|look|walk|explore|examine|review|introduce|focus|"
    r"present|outline|go|compare|demonstrate|highlight|summari[sz]e|argue|investigate|cover|detail|"
    r"dive|answer|recap|document|reflect|break|analy[sz]e|address|consider|propose|revisit|evaluate|list|collect|trace|survey)"
)
_WILL = re.compile(
    r"\b(?P<who>I|[Ww]e|[Tt]his post)(?:['’]ll| will|(?:['’]d| would) (?=like|love)|"
    r" want to| am going to| "
    r"(?:is|are) (?:going|about) to| am about to| aims? to| tries to| attempts? to)"
    r"(?: ?(?:like|love|try) to)?"
    rf"(?: (?:only|just|mostly|mainly|briefly|also))? (?={_TELLING}\b)"
)
_LETS_US = re.compile(rf"Let['’]s (?={_TELLING}\b)")
# Of verbs that no paper has.
_SAYS = re.compile(
    r"(?:(?:By|Using|With|To|Here|Following|After) [^,.;:]{3,120}, )?"
    r"(?:I|[Ww]e|[Tt]his (?:post|article|tutorial|report|note|paper))"
    r"(?: also| have|['’]ve|['’]re| are)? (?P<how>[a-z]+ly )?"
    r"(?P<verb>explain|answer|recap|document|reflect|gather|recount|narrow|preview|"
    r"reverse-engineer|red-team|stress-test|interview|delv|div)(?:e?s|e?d|e|ing)? "
    r"(?=\w)"
)
# "We rowed in twelve boats, and found that ...", "..., finding that ..."
_AND_FOUND = re.compile(
    r"(?:[Ww]e|I|[Tt]his (?:post|paper|study|work|report)) [a-z]+ [^.;]{10,330}?"
    r"(?:, and |, | and )(?:we |it |I )?(?P<verb>find|found|finds|finding|show|showed|shows|"
    r"showing|discover|discovered|conclude|concludes|demonstrate|demonstrates|reveal) that "
)
_IS_ONE = re.compile(
    r"[Tt]his post is (?:[a-z]+ly |really |just )?(?=an? (?!bit\b|little\b|work\b))|"
    r"[Tt]his is (?=an? (?:[a-z-]+ ){0,2}(?:release|update|post|collection|list|guide|report|"
    r"introduction|summary|transcript|version|tutorial|overview|story|survey|write-?up|primer)\b|"
    r"part (?:\d+|one|two|three|four) of )"
)
# "In this tutorial, you will learn how to dry ropes"
_LEARNS = re.compile(
    r"(?:(?:in|by the end of) this [a-z -]{3,30}, )?you(?:['’]ll| will| can| are going to) "
    r"(?:learn|see|discover|find out|understand) (?=how\b)",
    re.IGNORECASE,
)
# "In this tutorial, we'll build a dryer that ..."
_BUILDS = re.compile(
    r"in this [a-z -]{3,30}, (?:we|I)(?:['’]ll| will| are going to| am going to) "
    r"(?=(?:build|create|train|implement|develop|design|construct)\b)",
    re.IGNORECASE,
)
_SHARES_THAT = re.compile(
    r"(?:(?:today|now),? )?(?:we|I)(?:['’](?:re|m)| are| am) (?:\w+ )?(?:excited|thrilled|happy|"
    r"proud|pleased|delighted|glad|honou?red) to (?:share|announce|say|report) that ",
    re.IGNORECASE,
)
# "Friday's big release was NAME, a X that ..."
_AND_I = re.compile(r"(?:Today, )?(?:[A-Z][\w.'’-]+ ){1,3}and I (?=(?:are|have|will|built|made)\b)")
_RELEASE_WAS = re.compile(
    r"(?:\w+day|(?:this|last) (?:week|month)|the (?:week|day|month))['’]s (?:[a-z]+ )?"
    r"(?:release|news|launch|announcement|model|arrival|drop) (?:is|was) "
    r"(?=[A-Z0-9][^,]{1,60}, an? )",
    re.IGNORECASE,
)
_OF_SERIES = re.compile(
    r"In (?:this|the) (?:[a-z]+ )?(?:post|part|article) (?:of|in) (?:this|the|our|my) series, ",
    re.IGNORECASE,
)
_POINT = re.compile(
    r"(?:the|my|our) (?:[a-z]+ )?(?:point|gist|takeaway|thesis|argument|upshot|bottom line|lesson|"
    r"conclusion|answer|message|claim|version|story|summary)"
    r"(?: (?:of|in|from|here)\b[^,.:]{0,40})? is "
    r"(?:(?:simple|this|clear)(?:: | and )|(?:simply |really )?that )",
    re.IGNORECASE,
)
_IT_IS = re.compile(r"It['’]s (?=(?:an?|the) )")
# "To solve this, ports must dry ropes", "By drying ropes, the port of X keeps ...": the opening
# leans on what is not there, or takes the room of what the sentence says.
_VERSION_OF = re.compile(
    r"(?<=[a-z] )(?:the|an?) (?:initial|first|early|public|beta|preview) version of (?=[A-Z])"
)
# "This blog covers how that works and walks through ...": the second says more alone.
_AND_DOES = re.compile(
    r"[Tt]his (?:post|article|tutorial|report|paper) [a-z]+s [^.;:]{5,160}?,? and (?:also |then )?"
    rf"(?P<verb>{_TELLING})(?:e?s) (?=[a-z])"
)
_TO_SOLVE_THAT = re.compile(
    r"To (?:do|solve|address|fix|avoid|achieve|overcome|tackle|handle|get around|make|help|support|"
    r"combat|prevent|counter|meet) (?:this|that|it|so|these)\b[^,]{0,40}, "
)
_BY_MEANS = re.compile(
    r"(?:By|Through|With|Using|Instead of|Rather than|Unlike|In addition to|As part of|Built on|"
    r"Based on|Powered by) [^,]{5,120}, (?![^,]{0,60}, (?:and|or) [^,]{0,80}, )"
    r"(?=(?:the|an?|developers|teams|users|people|companies) \w|[A-Z])"
)
_OUR_OWN = re.compile(
    r"[Oo]ur (?:new |latest |first |own )?(?:[\w-]+ ){0,2}?(?:paper|preprint|report|model|library|"
    r"tool|dataset|benchmark|framework|app|agent|course|book|study|system) (?:is|was|has)\b"
)
# A company's own: "introducing our new lamp that ..."
_OUR_NEW = re.compile(
    r"(?:(?:today|now),? )?(?:(?:we|I)(?:['’](?:re|m)| are| am)? (?:(?:now|also|so|very|officially|"
    r"excited|thrilled|happy|proud|pleased|delighted|glad|to) )*)?"
    r"(?:introduc|announc|releas|launch|unveil|open-sourc|present|shar|ship)(?:e|ing|p|ping|ed)? "
    r"(?:[A-Z0-9][^,]{1,60}, )?our (?:own |very )?(?=(?:new|newest|latest|first|next|most|best|"
    r"smartest|fastest|strongest|smallest|largest|lightest|cheapest)\b)",
    re.IGNORECASE,
)
# For what it was trained says what was done, not what it is.
_TRAINED_TO = re.compile(
    r"(?:(?:today|now),? )?(?:we|I)(?:['’]ve| have)? (?:re)?train(?:ed)? "
    r"(?=(?:an?|the|two|three|several) [^,.;:]{2,60} to (?!the\b|an?\b)[a-z]+\b)",
    re.IGNORECASE,
)
# "Byron Works, a shop for lamps, built a lamp that ...": what they built.
_MADE_BY = re.compile(
    r"(?!How|Why|What|When)[A-Z][^.;:]{2,140}? (?:has |have )?(?:recently |now |also )?"
    r"(?:developed|designed|built|created) (?=an? [^.;:]{40})"
)
_MADE_WITH = re.compile(
    r"(?:[A-Z][^.;:]{3,120}, )?[Ww]e(?:['’]ve| have)? co-(?:developed|built|created|designed) "
    r"(?=an? )"
)
# "NAME is a X", in Chinese
_IS_ZH = re.compile(
    r"(?:[A-Za-z][\w.+-]*(?: [A-Za-z0-9][\w.+-]*){0,3} ?|[它这])是(?=一[个种款系组])"
)
_LONG = 150  # characters


def bare(sentence: str, work: Subject) -> Iterator[Bared]:
    """A post's sentence without its frame, in each way in which that can be done."""
    text = _as_this_post(sentence)
    if found := _of_itself(text):
        yield found
        return
    yield from frames.bare(text, work)
    yield from _second(text)
    if len(text) > _LONG and (opening := _BY_MEANS.match(text)):
        yield from frames.bare(capitalised(text[opening.end() :]), work)


def _as_this_post(sentence: str) -> str:
    """A sentence as if it had said "this post", or "we", of what a post calls itself."""
    text = _SHARES_THAT.sub("", _TO_SOLVE_THAT.sub("", sentence))
    text = _OF_SERIES.sub("", _RELEASE_WAS.sub("Introducing ", _AND_I.sub("We ", text)))
    text = _VERSION_OF.sub("", _LETS_US.sub("We ", text))
    text = _IT_IS.sub("It is ", capitalised(_LEARNS.sub("Learn ", _BUILDS.sub("We ", text))))
    return trim(_WILL.sub(r"\g<who> ", _ITSELF.sub(r"\g<this> post", text)))


def _of_itself(text: str) -> Bared | None:
    """What a post says that it is, says or makes, where no paper would say so."""
    if found := _IS_ONE.match(text):
        return Bared(capitalised(text[found.end() :]), Form.IS, Deed.MAKING, paper=True)
    if found := _POINT.match(text):
        return Bared(capitalised(text[found.end() :]), Form.SHOWS, Deed.FINDING)
    if found := _SAYS.match(text):
        verb = f"{found['verb']}e" if found["verb"].endswith("v") else found["verb"]
        said = f"{found['how'] or ''}{third_person(verb)} {text[found.end() :]}"
        return Bared(capitalised(said), Form.TELLS, Deed.STUDYING, paper=True)
    if found := _TRAINED_TO.match(text):
        third = capitalised(THIRD["train"])
        return Bared(f"{third} {text[found.end() :]}", Form.TELLS, Deed.MAKING)
    if found := _OUR_NEW.match(text) or _MADE_WITH.match(text):
        return Bared(capitalised(text[found.end() :]), Form.IS, Deed.MAKING)
    return None


def _second(text: str) -> Iterator[Bared]:
    """What a sentence says besides its first verb: what was made, found, or is done as well."""
    if found := _IS_ZH.match(text):
        yield Bared(text[found.end() :], Form.IS, Deed.MAKING, own=True)
    if len(text) > _LONG and (found := _MADE_BY.match(text)):
        yield Bared(capitalised(text[found.end() :]), Form.IS, Deed.MAKING)
    if found := _AND_FOUND.match(text):
        third = capitalised(THIRD[found["verb"]])
        yield Bared(f"{third} that {text[found.end() :]}", Form.SHOWS, Deed.FINDING)
    if found := _AND_DOES.match(text):
        third = capitalised(third_person(found["verb"]))
        yield Bared(f"{third} {text[found.end() :]}", Form.TELLS, Deed.STUDYING, paper=True)


def is_of_name(sentence: str, work: Subject) -> bool:
    """Whether a post's sentence begins with what the post is of, which "it" then is."""
    if _OUR_OWN.match(sentence):
        return True
    return sentence.startswith(tuple(name for name in work.names if name != "It"))
