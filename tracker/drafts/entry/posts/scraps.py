"""What cannot stand for a post: half a clause, an item of a list, a greeting, a step, a passed day.

Papers have none of these; a post is written for its day, for readers whom it greets, and its text
comes out of a page with lists and pictures.
"""

from __future__ import annotations

import re

from tracker.drafts.entry.voice.verbs import DEEDS, NOUNS, has_finite_verb

# A clause that waits for another ...
_SUBORDINATE = re.compile(
    r"(?:when|if|while|because|since|although|though|after|before|once|unless|until|whereas|"
    r"even (?:if|when|though)|just as|as soon as|whenever|wherever)\b(?![^,]*, )",
    re.IGNORECASE,
)
# ... or several things that a page's list held.
_LISTED = re.compile(
    r":\s+[-*•–]\s|\s[-*•]\s[^-*•]{2,200}\s[-*•]\s|^[-*•–]\s|\s[•·▪]\s|"
    r"^(?:pros|cons|step \d+|q|a|prerequisites|requirements|features|changes|added|fixed|changed)"
    r"\s?[:.]\s",
    re.IGNORECASE,
)
_GREETS = re.compile(
    r"(?:happy (?:new year|holidays|friday|birthday|\w+day)|good (?:morning|evening|afternoon)|"
    r"greetings|dear \w+|what an? (?:week|month|year|day|ride)|(?:it['’]s|it has) been|"
    r"(?:big|great|exciting|good|some) (?:news|day|week|things)\b|as (?:always|usual)|"
    r"(?:estimated )?reading time\b|\d+ min(?:ute)?s? read\b|"
    r"(?:hope|thanks|congrat\w*|kudos|shout-?out|special thanks|big thanks|many thanks)\b|"
    r"(?:20\d\d|(?:last|the past) year) (?:was|has been) (?:an? )?(?:\w+ )?(?:year|big|busy|wild|"
    r"huge)\b)",
    re.IGNORECASE,
)
_PASSED = re.compile(
    r"\b(?:yesterday|tomorrow|tonight|this (?:morning|afternoon|evening|weekend)|last night|"
    r"earlier today|(?:last|next) (?:week|month|monday|tuesday|wednesday|thursday|friday|saturday|"
    r"sunday)|(?:an?|\d+|two|three|few) (?:minute|hour|day|week)s? ago|coming (?:days|weeks))\b|"
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day['’]s\b|^[A-Z][\w.-]* then [a-z]+",
    re.IGNORECASE,
)
# It points at what a page shows beside it.
_SHOWN_BESIDE = re.compile(
    r"\b(?:the|this|these|an?) (?:[\w-]+ )?(?:chart|code|diagram|example|figure|graph|image|link|"
    r"list|picture|plot|screenshot|snippet|steps?|table|video)s? "
    r"(?:below|above|shows?|illustrates?)\b|"
    r"\b(?:shown|listed|described|see|given|mentioned|linked|outlined) (?:above|below|here)\b|"
    r"^(?:below|above)\b|\b(?:comments? section|scroll (?:down|up)|the links?|in the comments)\b",
    re.IGNORECASE,
)
_OF_THAT = re.compile(
    r"\bI\W*$|^(?:i )?would be (?:curious|interested|glad|happy)\b|^(?:curious|wondering)\b|"
    r"(?-i:\bi (?=[a-z])|\bi['’](?:m|ve|ll|d)\b)|\b(?:how|why|whether|because|although)\W*$|"
    r"\b(?:looked|seemed|appeared) (?:potentially |at first )?(?:like|to be)\b|"
    r"\balternatives?\W*$|\b(?:that|which|who) (?:all|both|each|also|still|then)\W*$|"
    r"^(?:the [a-z]+ itself|at (?:that|the|this) (?:time|point|moment)|"
    r"now (?:the|we|people|they))\b|"
    r"^(?:have|enjoy) (?:an?|your) (?:nice|good|great|lovely|happy|safe|wonderful)\b|"
    r"^in the meantime\b|^examples? of\b|\bthat (?:type|kind|sort)\b|^(?:today|tomorrow) (?:is|"
    r"was)\b|"
    r"\b(?:available|found|implemented|hosted) (?:\w+ ){0,4}?(?:in|at|on) [\w.-]+/[\w.-]+\W*$",
    re.IGNORECASE,
)
# "In the words of the harbour's book", "Known telling, where one gives a year to mend it"
_NO_CLAUSE = re.compile(
    r"(?:In|On|At|By|With|From|For|To|Of)\b[^,]*$|"
    r"(?P<thing>[A-Z][\w-]*(?: [A-Z0-9][\w-]*){0,3}), (?:where|which|who|whose|with)\b[^,]*$"
)
_ANYTHING = re.compile(
    r"\bcovers? an? (?:broad|wide) (?:array|range|spectrum|variety)(?: of (?:topics|subjects|"
    r"things))?\W*$",
    re.IGNORECASE,
)
_STEP = re.compile(
    r"(?:first|then|next|now|finally)?,? ?(?:to [a-z]+ [^,]{2,60}, )?"
    r"(?:again |just |simply )?(?:add|append|click|clone|copy|"
    r"create a (?:new )?(?:file|folder|directory|project)|drag|enter|execute|go to|import|install|"
    r"log in|make sure|navigate|open|paste|press|replace|run|save|scroll|select|surround|type|"
    r"uncomment|verify|wait)\b",
    re.IGNORECASE,
)
_DID = re.compile(
    r"(?:[A-Z0-9][\w.'’+/-]*(?:,| and)? ){1,6}(?!(?:based|called|named|used|made)\b)[a-z]{3,}ed "
)
_THING = re.compile(r"(?P<thing>(?:An?|The) [^,.;]{3,80}?) (?:who|that|which) [\w-]+ ")
_COUNTED = re.compile(
    r",? (?:by|through|via|with|on|in) (?:[a-z]+ing )?(?:two|three|four|five|several|the following)"
    r"(?: [\w-]+){1,3}$"
)
_HEAD = 60  # characters that say enough
_TAIL = re.compile(
    r",\s(?:featuring|enabling|supporting|including|offering|providing|delivering|allowing|making|"
    r"covering|achieving|bringing|giving|adding|introducing|marking|signaling|highlighting)\s"
    r"[^.;]{3,160}, (?:and |or )?[^.;]{3,120}\.?$"
)
_DASHED = re.compile(r"—[^—.;:]{3,160}—")
_LAST_VERB = re.compile(r", (?:and|or) ([a-z]+s)\W*$")  # "names ten knots, and argues"
_COMMAND = re.compile(
    r"(?:run|type|execute|enter) (?:`|\$|pip|npm|npx|brew|docker|curl|git|uvx?|cargo|apt|conda|"
    r"yarn)\b",
    re.IGNORECASE,
)
# A day at a clause's end; "ropes of today" are not of a day.
_DAY = re.compile(
    r"(?<! of)(?<! for)(?<! by)(?<! in)(?<! than)(?<! until)(?<! to)(?<! and)(?<! as)(?<! from),? "
    r"(?:earlier )?(?:today|yesterday|this (?:morning|week)|last (?:week|night))"
    r"(?=[.!]?$|, | that\b)|"
    r"^(?:On|Last|This) (?:[A-Z][a-z]+day,? )?[A-Z][a-z]+ \d{1,2}(?:st|nd|rd|th)?(?:, \d{4})?, "
    r"(?=[A-Z])|^(?:On|Last|This) [A-Z][a-z]+day, (?=[A-Z])"
)
# "an old craft and the effect of it can differ": no thing, but a clause with its own subject.
_AND_IT_IS = re.compile(
    r"(?P<thing>(?i:an?|the) [^,;:]{10,120}?),? and (?:the|its|their|it|they|there|this) "
    r"(?:(?!\b(?:that|which|who|whose|where|and)\b)[^,;:]){2,80}? (?:is|are|can|could|will|may|"
    r"might|has|have|was|were|does|do|must|should)\b.*"
)
# Where, or instead of what, it says what stood before it.
_OF_BEFORE = re.compile(
    r"(?<=[a-z]) (?:with)?in this (?:area|domain|field|regard|space|way|context|direction)"
    r"(?= by\b|[.!]?$|,)|(?<=[a-z]),? instead(?=[.!]?$)|"
    r"(?<=[a-z]{4}) of (?:these|those|such) [a-z]{3,}(?= by [a-z]+ing\b)|"
    r"(?<=[a-z]) such(?= an? (?![^,.;]{0,80}\b(?:that|as)\b))"
)
# What is its maker's besides, and whose users they are.
_OURS_BESIDE = re.compile(
    r",? and (?:also )?(?:our|my) (?:own |very )?(?:first|new|next|latest|most|best|[a-z]+est)\b.*$"
)
_OUR_USERS = re.compile(
    r"\b(?:our|my) (?=(?:[a-z]+ )?(?:users|customers|readers|developers|members|partners)\b)"
)


def is_scrap(text: str) -> bool:
    """Whether a text is no whole sentence, or only of the day, the page or the reader."""
    return bool(
        _SUBORDINATE.match(text)
        or _is_no_clause(text)
        or _is_half_said(text)
        or _GREETS.match(text)
        or _COMMAND.match(text)
        or any(
            pattern.search(text)
            for pattern in (_LISTED, _PASSED, _SHOWN_BESIDE, _OF_THAT, _ANYTHING)
        )
    )


def _is_no_clause(text: str) -> bool:
    """Whether a thing alone is named, or where or how something is, and nothing is said of it."""
    found = _NO_CLAUSE.match(text)
    return found is not None and not has_finite_verb(found["thing"] or text)


def _is_half_said(text: str) -> bool:
    """Whether somebody begins to speak, and goes on behind its end."""
    return text[:1] in ('"', "“") and not re.search('["”]', text[1:])


def unbracketed(sentence: str) -> str:
    """A sentence that stands in brackets, without them: what is noted at the head of a post."""
    inner = sentence[1:].rstrip(".!")
    if sentence[:1] != "(" or inner.count("(") + 1 < inner.count(")"):
        return sentence
    closes = inner.endswith(")") and inner.count(")") == inner.count("(") + 1
    return inner[:-1] if closes else sentence if ")" in inner else sentence[1:]


def has_past(text: str) -> bool:
    """Whether names at its head did something: a verb of the past that no table has."""
    return _DID.match(text) is not None


def is_step(text: str) -> bool:
    """Whether it tells a reader what to do next, as a tutorial does."""
    return _STEP.match(text) is not None


def is_thing(text: str) -> bool:
    """Whether a thing alone is named, with what it does: what a quoted book says of a word."""
    found = _THING.match(text)
    parts = (found["thing"], text[found.end() :]) if found else ()
    return bool(parts) and not any(map(has_finite_verb, parts))


def without_count(text: str, sentence: str) -> str:
    """A cut sentence without how many there are of what its source lists behind a colon."""
    found = _COUNTED.search(text)
    is_led_on = found is not None and f"{text[-20:]}:" in sentence
    return text[: found.start()] if found and is_led_on else text


def without_tail(text: str) -> str:
    """A sentence without what lists behind it what something features, or makes possible."""
    found = _TAIL.search(text, _HEAD)
    return text[: found.start()] if found else ""


def without_dashed(text: str) -> str:
    """A sentence without what stands between two dashes."""
    return _DASHED.sub(" ", text, count=1)


def without_last_verb(text: str) -> str:
    """A cut sentence without a verb that waits for its object: "..., and argues"."""
    found = _LAST_VERB.search(text)
    return (
        text[: found.start()]
        if found and found[1] in DEEDS and found[1][:-1] not in NOUNS
        else text
    )


def thing_alone(text: str) -> str:
    """What a thing is, without a second clause that has a subject of its own."""
    found = _AND_IT_IS.fullmatch(text)
    return found["thing"] if found else text


def without_before(text: str) -> str:
    """A sentence without where, or instead of what, where only that leans on what stood before."""
    return _OF_BEFORE.sub("", text)


def without_ours(text: str) -> str:
    """A sentence without what is its maker's besides, and without whose its users are."""
    return _OUR_USERS.sub("", _OURS_BESIDE.sub("", text))


def without_day(text: str) -> str:
    """A sentence without the day that has passed when it is read: "... released it today"."""
    return _DAY.sub("", text)
