"""What cannot stand in an entry: what speaks as its authors, leans on what is not there, holds
markup, or says nothing.

English; the lists grew by reading what was left of some hundred abstracts and posts.
"""

from __future__ import annotations

import re

_TEXT = (
    r"(?:paper|work|study|article|survey|report|review|post|blog|thesis|research|tutorial|project|"
    r"episode|newsletter|issue)"
)
# Somebody else than the author of the entry speaks ...
SPEAKS = re.compile(
    r"\b(?:[Ww]e(?:['’]\w+)?|[Oo]urs?|[Uu]s|[Mm]y|[Mm]e|[Oo]urselves|[Mm]yself|[Ll]et['’]s|"
    r"I['’](?:m|ve|ll|d))\b(?!-)|\bI (?=[a-z]{2})|"
    rf"\b(?i:(?:th(?:is|e present|e current)|in the) (?:[\w-]+ )?{_TEXT})\b|\b[Tt]he authors?\b|"
    r"我们|本文"
)
# ... or is spoken to. A post may say what it is for "your" things; it does not talk to a reader.
ADDRESSES = re.compile(r"\byou(?:rs?|rselves|['’]\w+)?\b", re.IGNORECASE)
_TALKS = re.compile(
    r"^you(?:['’]\w+)?\b|\b(?:if|when|whether|as|because|thank|help|hope|see|"
    r"show|tell|invite|encourage|want|need) you\b|\byou(?:['’](?:ll|ve|re|d)| (?:may|might|should|"
    r"will|want|need|know|have|are|could|would|think|find|see))\b|\byours\b",
    re.IGNORECASE,
)
# It points at what stood before it.
LEANS = re.compile(
    r"\b(?:this|these|aforementioned|aforesaid|above-mentioned|thereof|do(?:ing)? so|therein|"
    r"the (?:former|latter|above|resulting|said|same (?:time|task|data source|setup)))\b|"
    r"\bsuch(?! (?:as|that)\b)(?! an? \w+ (?:as|that)\b)|"
    r"\bthose(?! (?:of|that|who|whose|with|from|in|on|for|without|by|\w+ed|\w+ing)\b)|"
    r"\b(?:the|all|both) (?:two |three )?(?:challenges|issues|problems|limitations|gaps?|"
    r"shortcomings|drawbacks)(?! (?:of|in|that|with|posed|faced|associated|between|for|caused)\b)|"
    r"\bboth (?:abilities|approaches|aspects|benchmarks|capabilities|challenges|components|"
    r"datasets|"
    r"dimensions|directions|forms|goals|issues|layers|levels|limitations|methods|modalities|models|"
    r"objectives|perspectives|phases|problems|scenarios|settings|stages|tasks|types)\b|"
    r"^(?:[a-z]+s )?an? (?:[\w-]+ ){1,6}?(?:that|which) (?:[a-z]+ly )?[a-z]+ their\b|"
    r"\ban? similar (?:ability|approach|capability|capacity|idea|issue|manner|method|problem|"
    r"process|"
    r"strategy|way)\b(?! (?:to|as)\b)|"
    r"^(?:To )?\w+ the (?:problem|task|issue|challenge)"
    r"(?= (?:in|by|through|from|at|using)\b|[.,;]|$)|"
    r"\b(?:the|all) (?:two|three|four) [a-z-]+(?=[.,;'’]|$)|"
    r"(?:^|\bthat )(?:[a-z]+ly )?(?:address|mitigat|overcom|resolv|solv|tackl)e?s the [a-z-]+"
    r"(?=[.,;]|$)|"
    r"^(?:without|with|in|through|under|via|by) [^,]{3,90}, they\b|"
    r"\bthe following\b[^:]*$|^[^,]{8,60} (?:by|for) (?:it|them)(?=[.,;]|$)|"
    r"\bthat (?:gap|end|challenge|issue|problem|limitation|reason)\b|"
    r"\b(?:as|see) (?:above|below)\b|\bthe (?:proposed|presented|introduced)\b",
    re.IGNORECASE,
)
LEANS_FIRST = re.compile(
    r"(?:it|its|they|their|them|he|she|his|her|here|there(?! (?:is|are))|then|so|but|and|or|yet|"
    r"however|also|both|each|either|neither|another|others?|second|secondly|third|thirdly|first,|"
    r"firstly|finally|lastly|next|in fact|indeed|for (?:example|instance)|e\.g|i\.e|that(?: is)?|"
    r"which|who|whose|where|when this|as such|similarly|likewise|conversely|nevertheless|"
    r"nonetheless|meanwhile|moreover|furthermore|additionally|in addition|thus|hence|therefore|"
    r"the (?:former|latter|result(?:ing)?|core|key|main|goal|idea|aim|code|models?|method|"
    r"framework|approach|system|dataset|benchmark|paper|second|third|other|report|company|"
    r"team|release|update|feature|tool|product|post|article|author|project|problem|question|"
    r"concept|discussion)s?\b(?! (?:of|for|"
    r"that|to|in|large|open|attempt|work|step|approach|comprehensive|systematic|multi)\b)|"
    r"the first(?:,| (?:is|was|are|stage|step|phase|component|part|one|module|"
    r"contribution|challenge|problem|issue)\b)|one of|"
    r"what (?:has )?(?:followed|follows|unfolded|happened)|"
    r"on the (?:other|one) hand|at the same time|most (?:importantly|notably)|respectively|"
    r"to (?:this|that|these)|along with|together with|based on|compared (?:to|with)|"
    r"this|these|those(?! (?:who|of|that|whose)\b)|such|some|overall|"
    r"if (?:not|so)|unfortunately|obviously|of course|note that|"
    r"especially|particularly|instead|rather|again|still|"
    r"even so|even then|yes|no|ok|okay|well|yeah|oh|hi|hello|hey|welcome|thanks|thank)\b|"
    r"此外|然而|但|因此|这|它",
    re.IGNORECASE,
)
# A pronoun stands for something named before it in the same words.
_PRONOUN = re.compile(r"\b(?:it|they|them|its|their)\b", re.IGNORECASE)
_NAMED = re.compile(r"(?:[A-Z]\w*[A-Z0-9]\w*|[A-Z]\w+ [A-Z]\w+) ")
_PRONOUN_AFTER = 3  # words

RAW = re.compile(
    r"\\[A-Za-z(\[]|``|\$[^$]*[\\^_{}][^$]*\$|\*\*|(?<!\w)__?\w|</?[A-Za-z][^>]*>|"
    r"\((?:1|i)\)(?!.*\((?:2|ii)\))|"  # the first of several, alone
    r"&#?\w+;|\]\(|^#+ |https?://|www\.|\{|\}|^\W*$|"
    # numbers of lines within a broken word, but not "Llama-3 and" or "top-10 knots"
    r"(?<![\w-])(?!(?:top|gpt|covid|pass|rank|system)-)[a-z]{2,}-\d{2,3} [a-z]{2,}"
)
# It announces, thanks or hopes; what a work is for, it does not say.
ANNOUNCES = re.compile(
    r"^(?:(?:also )?(?:releases|shares|open-sources|publishes|provides|makes)\b[^.]{0,60}?"
    r"\b(?:code|codes|codebase|source|data|datasets?|models?|weights|checkpoints|resources|toolkit|"
    r"implementations?"
    r"|publicly|demo)\b(?! (?:for|of|that|with)\b)|hopes|believes|thanks|"
    r"looks forward|invites|shares (?:more|some|our|my|the|thoughts|reflections|details)\b|"
    r"(?:conducts|performs|presents|provides|carries out)? ?(?:an? |the )?(?:in-depth |thorough )?"
    r"(?:extensive|comprehensive|thorough|rigorous|qualitative|quantitative|numerous)? ?"
    r"(?:experiments?|experimental results|evaluations?|ablations?|ablation studies|case study|"
    r"insights|recommendations|results|discussions?)\b)|"
    r"^(?:training|evaluation|inference|source|the|all|our|full|complete)?[/\w -]{0,40}? ?"
    r"\bcodes?(?:base)? and (?:an? |the )?[\w -]{3,40}?(?:data(?:sheets?|sets?)?|models?|"
    r"weights|prompts)\b|"
    r"\b(?i:github|hugging ?face) (?:repo|repository|page|organi[sz]ation)\b|"
    r"^(?:makes|offers|provides) (?:two|three|four|five|several) (?:[\w-]+ )?contributions$|"
    r"\bin the hope (?:that|of)\b|\b(?:to|empower) the (?:research )?community\b|"
    r"^(?:carries out|conducts|performs|presents|provides) (?:an? )?(?:[a-z-]+ ){0,3}?"
    r"(?:analys[ei]s|evaluations?|experiments|stud(?:y|ies))$|"
    r"\b(?:publicly|openly|freely) (?:available|released)\b(?! (?!at\b|on\b|for\b|under\b|via\b|"
    r"in\b|to\b|and\b|as\b|here\b|through\b|from\b|online\b|with\b)[a-z])|"
    r"\b(?:code|dataset|models?|data|resources) (?:is|are|will be) (?:made )?"
    r"(?:publicly |openly |freely )?(?:available|released|open)|\bavailable at\b|"
    r"\b(?:read|learn) more\b|\bhere$|"
    r"\bto (?:the best of )?our knowledge\b|\bfuture (?:work|research|directions?)\b|"
    r"^(?:ready to|watch|learn (?:more|how)|read|see|check out|click|subscribe|sign up|join|"
    r"discover|explore|find out|meet|"
    r"register|download|try (?:it|out)|get started|follow|share|discuss|comments?|view|listen)\b",
    re.IGNORECASE,
)
_GENERIC = frozenset(
    re.findall(
        r"[\w-]+",
        "a an the and or of for in on to with by as is are be it its that which can from at via "
        "new novel simple effective efficient general unified comprehensive framework "
        "frameworks method methods approach approaches model models technique strategy paradigm "
        "pipeline system work study paper methodology algorithm two three several first "
        "innovative powerful robust significant significantly better performance results result "
        "experiments improved state-of-the-art sota different various many more multiple large "
        "called named research key main core questions question aspects components stages steps "
        "parts levels dimensions introduces proposes presents shows studies explores "
        "investigates provides develops designs aims uses task tasks solution problem problems "
        "challenges existing",
    )
)
_CJK = re.compile("[\u3400-\u9fff]")
_LEAST = 3  # words that say something


# What is said of most works.
CLAIMS = re.compile(
    r"\b(?:extensive|comprehensive|numerous) (?:experiments?|evaluations?|results|experimental)\b|"
    r"\b(?:demonstrat|show|validat|highlight|confirm|underscor|verif|prov|establish)"
    r"(?:e|es|s|ing|ies|y|ed)? "
    r"(?:the |its |their )?(?:\w+ )?(?:effectiveness|superiority|efficacy|potential|importance|"
    r"correctness|quality|reliability|validity|value|necessity|promise|need|robustness|utility|advantages?|benefits|feasibility)\b|"
    r"\b(?:state-of-the-art|SOTA) (?:performance|results)\b|"
    r"\b(?:competitive|strong|superior|promising|excellent) (?:performance|results)\b|"
    r"^(?:the |our |all )?(?:experiments?|results?|evaluations?)\b[^.]{0,60}\b"
    r"(?:effective|superior)",
    re.IGNORECASE,
)
# What a transcript holds of its speakers' breath.
_FILLERS = re.compile(
    r"\b(?:yeah|yep|uh|um|you know|i mean|sort of|kind of like|i guess|okay so|right\?|gonna|wanna|"
    r"like, |thanks for|thank you|welcome (?:back|to))\b",
    re.IGNORECASE,
)


def is_filler(text: str) -> bool:
    """Whether somebody is talking, as in a transcript, rather than saying something."""
    return _FILLERS.search(text) is not None


def speaks_alone(text: str, *, is_paper: bool = True) -> bool:
    """Whether the words need no neighbour, none of their authors, and nobody to listen."""
    addresses = ADDRESSES if is_paper else _TALKS
    return not (SPEAKS.search(text) or addresses.search(text) or leans(text))


def leans(text: str) -> bool:
    """Whether the words point at what stood before them."""
    if LEANS.search(text) or LEANS_FIRST.match(text):
        return True
    pronoun = _PRONOUN.search(text)
    if pronoun and _NAMED.match(text[: pronoun.start()]):
        return False
    return pronoun is not None and len(text[: pronoun.start()].split()) < _PRONOUN_AFTER


def says_something(text: str) -> bool:
    """Whether enough of the words are of this work alone."""
    if RAW.search(text) or ANNOUNCES.search(text):
        return False
    if _is_unspaced(text):
        return True
    return telling(text) >= _LEAST and _lower(text) >= _LEAST - 1


def _is_unspaced(text: str) -> bool:
    """Whether it is in a script that is written without blanks."""
    return not text.isascii() and len(text) > 12 * (text.count(" ") + 1)


def _lower(text: str) -> int:
    """How many telling words are no names; Chinese has no capitals."""
    words = (word for word in re.findall(r"[\w-]{2,}", text) if word not in _GENERIC)
    return sum(word.islower() or _CJK.search(word) is not None for word in words)


def telling(text: str) -> int:
    """How many words stand in the text that not every work has."""
    if _is_unspaced(text):
        return _LEAST + 2
    return sum(word.casefold() not in _GENERIC for word in re.findall(r"[\w-]{2,}", text))
