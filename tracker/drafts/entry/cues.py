"""The words by which a sentence shows what it is of: a kind of thing, a result, or what leans.

English, as abstracts and announcements write it; the lists grew by reading what was chosen from
some hundred abstracts. None decides alone: ``weighing.py`` and ``quoting.py`` add them up.
"""

from __future__ import annotations

import re

from tracker.text import contribution


def _any(words: str) -> str:
    return "|".join(words.split())


def _forms(verbs: str) -> str:
    """Regular verbs in all their forms."""
    forms = []
    for verb in verbs.split():
        if verb.endswith("e"):
            forms.append(f"{verb[:-1]}(?:e|es|ed|ing)")
        elif verb.endswith("y"):
            forms.append(f"{verb[:-1]}(?:y|ies|ied|ying)")
        else:
            forms.append(f"{verb}(?:e?s|ed|ing)?")
    return "|".join(forms)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_FINDING = _forms(contribution.FINDING) + "|found"
PAPER = _any(contribution.PAPER)
# What kind of thing it is ...
KIND = _pattern(
    r"\s?(?:an?|the|two|three|new|novel|first|several) "
    rf"(?:(?!(?:{_any('of for with that which in to by on from')})\b)[\w(),/-]+ ){{0,9}}?(?:"
    + _any(
        "framework method methodology approach model benchmark dataset corpus system pipeline "
        "algorithm architecture technique strategy paradigm toolkit library tool suite family "
        "survey review overview analysis study evaluation taxonomy agent network loss metric "
        "solution platform protocol task theory encoder decoder mechanism optimizer scheme measure"
    )
    + r"|data set)s?\b"
)
# ... or what every work has, and where it is to be found.
BESIDE = _pattern(
    r"\s(?:[\w-]+ ){0,5}?(?:experiments?|insights?|discussions?|implications?|ablations?|"
    + _any("experimental results recommendations evidence limitations code weights")
    + r"|evaluations? (?:of|on|across))\b"
)
ADDING = _pattern(
    r"^(?:to (?:further|enable|support|evaluate|validate|assess|facilitate|account|ensure|verify|"
    r"test|measure|complement|train|demonstrate|synthesi[sz]e|collect|annotate|curate)|"
    r"further (?:[\w-]+ ){0,2}?(?:analys[ei]s|experiments?|results?|stud(?:y|ies))|"
    r"in addition|as part of|along(?:side)?|for the|at the|on top|second(?:ly)?|third(?:ly)?|"
    r"(?:based|building) on (?:this|these)|in (?:our )?(?:previous|prior|earlier)|"
    r"\(?(?:[2-9]|ii|iii|iv|v|[b-e])\)|"
    + _any("also additionally furthermore moreover besides finally lastly then next during after")
    + r"|within|recently|previously|meanwhile)\b|\b(?:we|i|it|paper|work|study) (?:"
    + _any("also then further furthermore additionally finally next moreover subsequently will")
    + r"|hypothesi[sz]e|hope|believe|plan)\b|\bas well\b|^(?:[\w-]+ ){1,3}also\b"
)
DETAIL = _pattern(
    r"^(?:specifically|concretely|in particular|first(?:ly)?|more specifically|in detail|"
    r"notably)\b"
)
# It is not understood alone.
LEANING = _pattern(
    r"^(?:"
    + _any("it they its their these those such he she both here then so but and or yet")
    + rf"|this(?! (?:[\w-]+ ){{0,2}}?(?:{PAPER})\b)|nevertheless|nonetheless|conversely|similarly|"
    r"likewise|the (?:former|latter|resulting|above|result)|for (?:example|instance|this|that)|"
    r"on the (?:other|one) hand|in (?:this|these|such|the) (?:cases?|settings?|ways?)|"
    r"under (?:this|these)|among (?:them|these)|(?:by )?doing so|at the same time)\b"
)

# By what a work is measured, or from what it learns; and a title that is of that.
MEASURES = r"(?:benchmark|dataset|data set|corpus|metric|test set|suite|bench|collection)s?"
MEASURE = _pattern(rf"\b{MEASURES}\b")
ABOUT_MEASURES = _pattern(
    r"data|bench|corpus|corpora|metric|evaluat|assess|measur|eval\b|test|suite|challenge|\?"
)

OWN = _pattern(r"\b(?:we|ours?|proposed|results?|experiment(?:s|al)?|evaluations?|findings)\b")
NUMBER = re.compile(
    r"\d(?:[\d.,]*)\s?(?:\\?%|percent|(?:percentage )?points?\b|pp\b|[x×](?!\w)|times\b|"
    r"\$?\\times|-?fold\b|(?:out )?of (?:the )?\d)|\bfactor of \d|[+]\d|\btenfold\b|"
    r"\b(?:half|twice|one|two|three|four|nine)(?:[- ](?:times|thirds|quarters|tenths)| "
    r"(?:in|out of) (?:two|three|four|five|ten)\b)|"
    r"\b(?:accuracy|F1|BLEU|score|AUC|mAP|mIoU|PSNR|FID|AUROC|Dice)\b.{0,30}?\d\.\d"
)
COMPARING = _pattern(
    r"\b(?:outperform\w*|surpass\w*|exceed\w*|beats?|(?:better|worse) than|superior|on par with|"
    r"(?:more|less|fewer) \w+ than|(?:fast|cheap|strong|small|larg|high|low)er (?:\w+ )?than|"
    r"compared (?:to|with)|comparable (?:to|with)|match(?:es)? (?:or|the)|trails?)\b"
)
TELLING = _pattern(
    r"\b(?:improv(?:es?|ed|ing|ements?)|reduc(?:es?|ed|ing|tions?)|accelerat\w+|accura\w+|obtain\w*|"
    + _forms("achieve attain reach yield boost increase")
    + r"|gains?|faster|speed-?ups?|needs?|wins?|drops?|cuts?|saves?|solves?|errors?)\b"
)
FOUND = _pattern(
    r"\b(?:results?|experiments?|evaluations?|findings|analys[ei]s|we|study|paper|tests?)\b"
    rf"[^.;]{{0,80}}?\b(?:{_FINDING}|{_forms('suggest indicate confirm discover')}) that\b"
)
HOPE = _pattern(
    r"\bwe (?:hope|believe|expect|aim|plan)\b|^our (?:motivation|goal|aim|objective|hypothesis)\b"
)
CLAIM = _pattern(r"state[- ]of[- ]the[- ]art|\bSOTA\b")

BOILERPLATE = _pattern(
    r"^(?:the post .{1,300} appeared first on|continue reading|read more|subscribe\b|click here|"
    r"sign up|view (?:this|in)|comments? url|article url|(?:points|score): \d|\[?updated on\b|"
    r"what['’]s changed|full changelog|(?:our |the |all )?(?:\w+ )?"
    r"(?:code|models?|data(?:set)?s?|project page|weights|demo|resources)\b.{0,120}\bavailable\b)|"
    r"\b(?:code|project page|datasets?|data|models?|weights)\b.{0,80}"
    r"\b(?:available|released?|accessible|found)\b.{0,40}"
    r"(?:https?:|github|\bat\b|public|open|soon)"
)
# What is made, with nobody who makes it.
PROPOSED = re.compile(r"\b(?:is|are) (?:then |further )?(?:proposed|introduced|presented)\b")
# How a field stands, before anything is said of the work.
OF_FIELD = re.compile(
    r"(?:Although|Conventional|Existing|Previous|Prior|Recent(?:ly)?|Though|Traditional|While)\b|"
    r"[^,;:]{3,90}? (?:(?:has|have) (?:recently |rapidly |also )?(?:achieved|advanced|attracted|"
    r"become|been widely|emerged|gained|garnered|made (?:great|remarkable|significant)|seen|"
    r"revolutioni[sz]ed|shown (?:great|impressive|promising|remarkable)|transformed|witnessed)|"
    r"(?:is|are) (?:becoming|evolving|moving)|"
    r"(?:is|are|remains?) (?:an? |one of the )?(?:most )?(?:central|challenging|critical|crucial|"
    r"essential|fundamental|important|key|long-standing|major|vital)|"
    r"plays? an? (?:central|critical|crucial|important|key|pivotal|vital) role)\b"
)
# The parts of a structured abstract ("Results: ...").
OF_BACKGROUND = re.compile(r"(?:Background|Context|Introduction|Motivation)(?: and \w+)?: ")
LABEL = re.compile(
    r"^(?:Aims?|Approach|Conclusions?|Contributions?|Design|Discussion|Findings|(?:Materials and )?"
    r"Methods?|Methodology|Objectives?|Problem|Purpose|Results?|Significance)(?: and \w+)?: "
    r"(?=[A-Z])"
)
