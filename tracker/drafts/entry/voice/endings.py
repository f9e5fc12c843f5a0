"""How a cut sentence may not end: what its last words wait for is gone.

A pair of words stands whole or not at all ("between" and "and"), and so does a verb with what it is
done to, a list with its "and", a question with its verb.
"""

from __future__ import annotations

import re

from tracker.drafts.entry.voice.verbs import BASES, DEEDS, NOUNS, has_finite_verb

_OPEN_PAIRS = (
    (re.compile(r"\bnot (?:only|just|merely)\b"), re.compile(r"\bbut\b|;|\balso\b")),
    (re.compile(r"\b(?:between|both|either)\b"), re.compile(r"\b(?:and|or|two|pairs)\b|\w+s\b")),
    (re.compile(r"\b(?:that|which|to) (?:turn|convert)s?\b"), re.compile(r"\b(?:into|to)\b")),
    (re.compile(r"\b(?:is|are) not to\b"), re.compile(r"\bbut\b")),
    (re.compile(r"\bcompos(?:e|es|ing)\b"), re.compile(r"\b(?:with|from|of|into|and)\b")),
    (
        re.compile(
            r"\b(?:endow|equip|augment|replac|enrich)e?s\b|\bpairs (?:them|it|each)\b|"
            r"\bpairing an?\b|"
            r"(?:^|\b(?:to|by|and|can|also) )(?:[a-z]+ly )?"
            r"(?:endow|equip|augment|replac|pair|enrich)(?:ing|e)?\b",
            re.IGNORECASE,
        ),
        re.compile(r"\b(?:with|by)\b"),
    ),
    (
        re.compile(
            r"\b(?:that|which|to|by) (?:[a-z]+ly )?(?:attribut|assign|map|relat|link)"
            r"(?:e|es|s|ing|ping)?\b"
        ),
        re.compile(r"\b(?:to|with|into|onto|between|and|across|from)\b"),
    ),
    (re.compile(r"\balign(?:s|ing)?\b"), re.compile(r"\b(?:with|to|and|across|between)\b")),
    (
        re.compile(r"\b(?:decompos|partition|factor|reformulat|refram|recast)(?:e|es|s|ing)\b"),
        re.compile(r"\b(?:into|as|to|around|from|in)\b"),
    ),
    (
        re.compile(r"\b(?:combin|fus)(?:e|es|ing)\b"),
        re.compile(r"\b(?:with|and|into|two|three|four|several|multiple|both)\b"),
    ),
    (re.compile(r": one\b"), re.compile(r"\b(?:another|other|second)\b")),
    (re.compile(r"\bwhether\b"), re.compile(r"\bwhether \w+ \w+")),
)
# A participle alone behind a comma, or a verb and its object that wait for a "to".
_DANGLING = re.compile(
    r"\bto [a-z]+(?:(?<!generali)[sz]e|ate|ify)$|"
    r"\b(?:that|which) (?:integrat|combin|includ|compris|incorporat|leverag|us|enabl|provid|unifi|"
    r"cover|featur|contain|introduc|support|employ|offer|coupl|requir)e?s$|"
    r"\bto (?:[a-z]+ly )?[a-z-]+, [a-z-]+$|"
    r"\bthe first (?:attempt|exploration|step|study)$|"
    r", where,? given [^,]*$|\bresponsible$|\b(?:its|their) (?:effects?|impact|influence)$|"
    r"\b(?:consist|depend|fail|rel[iy]|struggle|suffer)(?:e?s)?$|"
    r", [a-z]+(?:ed|ing|ly)$|, introducing [a-z]+s$|"
    r"\bthat [a-z]+ing$|\b(?:and|or|but), [^,]*$|\b(?:special|specifical|"
    r"main|primari)ly$|"
    r"\b(?:by|for|while|of|and|when|then|to) (?!(?:[a-z-]*(?:reasoning|learning|"
    r"training|tuning|planning|understanding|processing|coding|modell?ing|computing|thinking|caching|"
    r"prompting|sampling|merging|scaling|pruning))$)[a-z]+(?:ing|ly)$|"
    r"\b(?!(?:need|speed|seed|feed|embed|bed|red)\b)(?:[a-z]{2,}ed|built|made|shown|found|driven|"
    r"known|given|drawn|taken|led)$|"
    r"\bhow (?:well|much|many|often|far|long) [\w-]+$|\band the [a-z]+s$|\bin (?:many |several |"
    r"multiple |different )?ways$|\bthat (?:is|are) (?:competitive|comparable|superior|inferior)$|"
    r"\b(?:is|are|was|were) (?:often|always|still|also|only|mostly|largely|mainly|usually)$|"
    r"\b(?:allow|enabl|let|help|requir|caus|forc|encourag|permit)e?s$|"
    r"[–—] [a-z]+ly$|\b(?:that|which) (?:[a-z]+ly )?[a-z]+[^s]s$|"
    r"\b(?:earliest|latest|exact|precise) (?:moment|time|point|place)$|\bmuch [a-z]+er$|"
    r"\b(?:enabl|allow|encourag|requir|forc|help|caus|permit)(?:e|es|s|ing) "
    r"(?:the |a |an )?[\w-]+$|\b(?:likely|able|due|capable|designed|aimed|used|leads?|compared|"
    r"according|similar|prone|tend|tends|aims?|seeks?|ability|needs?|attempts?|how well|as|more|"
    r"less|most|very|shed(?:s|ding)? (?:new )?light|pav(?:es?|ing) the way|first|three|two|key|"
    r"main|different|various|several|new|novel|"
    r"diverse|multiple|many|rich|complex|high-quality|other|existing|"
    r"(?:results?|experiments|evaluations?) (?:demonstrat|show|reveal|indicat|suggest)e?s?|"
    r"similarity|difference|gap|distance|relationships?|trade-?offs?|discrepanc(?:y|ies)|interplay|"
    r"correspondences?|mismatch|misalignment|"
    r"the (?:[a-z-]+ )?(?:demand|needs?|lack|absence|problem|challenge|issue|risk|idea|notion|cost|"
    r"presence|number|amount|set|use|role|impact|effects?|limitations?|shortcomings|concept)|"
    r"(?:develop|discuss|explore|find|identify|offer|outline|propose|provide|study|suggest)e?s? "
    r"(?:approaches|means|methods|strategies|techniques|ways)|"
    r"(?:solves?|handles?|performs?|address(?:es)?|covers?|tackles?) (?:[a-z-]+ )?"
    r"(?:problems|tasks|issues|challenges))$",
    re.IGNORECASE,
)
_TO_DO = re.compile(r"\b(?P<to>to|and|or) (?:[a-z]+ly )?(?P<verb>[a-z-]+)$")
_ALONE = frozenset(
    ["adapt", "generalize", "go", "improve", "learn", "move", "reason", "scale", "work"]
)
_NEXT_DEED = re.compile(r", (?:[a-z]+ly )?([a-z]+s) (?=[\w“])")
_BESIDE_CLAUSE = re.compile(r"\b(?:whereas|although|though) (?![a-z-]+ing\b)([^,]*)$")
_WHEREIN = re.compile(r"\bwherein ([^,]*)")
_ASKED = re.compile(
    r"\b(?:decid|determin|identif|know|learn|predict|tell|understand)[a-z]* "
    r"(?:which|what|how|whether|why) (.*)$"
)
_AND_DOES = re.compile(r"\b(?:and|or) (?:[a-z]+ly |then |finally )?[a-z]+s\b")
# "NAME, a boat of wood, floats"
_APPOSED = re.compile(r"[^,]{2,60}, (?:an?|the) [^,]{3,120}, [a-z]+s ")
# "reading, writing, speaking" without its "and".
_HALF_A_LIST = re.compile(
    r"(?:,(?! (?:and|or|which|where|while|but|with|by)\b) [\w'’-]+(?: [\w'’-]+){0,3}){2}$|"
    r",(?! (?:and|or|which|where|while|but|with|by|as|in|on|at|for|to|from|an?|the|its|their|even|"
    r"all|both|not|no|such|called|especially|without|[a-z]+(?:ing|ed|ly|s))\b)"
    r" [\w'’-]+(?: [\w'’-]+){0,4}$"
)


def closes(head: str) -> bool:
    """Whether pairs of words that belong together are both there."""
    for first, second in _OPEN_PAIRS:
        if (found := first.search(head)) and not second.search(head, found.end()):
            return False
    if found := _TO_DO.search(head):
        alone = _ALONE if found["to"] == "to" else _ALONE | NOUNS
        if found["verb"] in BASES - alone:
            return False
    waiting = (pattern.search(head) for pattern in (_BESIDE_CLAUSE, _WHEREIN, _ASKED))
    if any(clause and not has_finite_verb(f"It {clause[1]}") for clause in waiting):
        return False
    return not (_DANGLING.search(head) or _HALF_A_LIST.search(head) or _has_two_deeds(head))


def _has_two_deeds(head: str) -> bool:
    """Whether two verbs follow one another without an "and" ("reads the map, steers the boat")."""
    apposed = _APPOSED.match(head)
    found = _NEXT_DEED.search(head, apposed.end() if apposed else 0)
    return bool(found and found[1] in DEEDS and not _AND_DOES.search(head, found.end()))
