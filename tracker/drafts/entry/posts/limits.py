"""What limits a claim stays with it: "the first lamp with a lens" is not the first lamp, and "no
rope with a hook holds" does not say that no rope holds.

English; a sentence that is cut behind a claim of first, only, most or none is true of something
else, if what follows says of which, where or when.
"""

from __future__ import annotations

import re

# Of what there is one, or most: "the best of both" has its limit already ...
_ALONE = re.compile(
    r"\b(?:first|only|last|(?:larg|fast|small|strong|cheap|high|low|great|new|old|simpl|long|short|"
    r"earli|lat)est|best|worst|most|least|fewest|all|every|always|any)\b"
    r"(?:(?!\b(?:with|without|for|among|in|on|that|of|at|under|within|when|if|unless|where|who|"
    r"than|to)\b)[^,;:—–])*$",
    re.IGNORECASE,
)
# ... and of what there is none, each one counts.
_NONE = re.compile(
    r"\b(?:no|none|nothing|never|nobody|nowhere|cannot|not|without)\b[^,;:—–]*$", re.IGNORECASE
)
# From what somebody is kept.
_KEPT = re.compile(r"\b(?:prevent|stop|keep|discourag|protect|block|restrain)\w* [^,;:—–]{2,80}$")
_FROM = re.compile(r"\s(?:from|against)\b")
# In the course of what, and directly within what.
_OF_WHAT = (
    (re.compile(r"\b(?:in|at|on|under|by|for|with) (?:the|an?) [a-z]+$"), re.compile(r"\sof\b")),
    (re.compile(r"\b(?:come|came|comes|go|grown|carried|brought|set)$"), re.compile(r"\s[a-z]+\b")),
    (
        re.compile(r"\b(?:direct|exact|specifical|entire|on|main|primari|part|close)ly$"),
        re.compile(r"\s(?:in|on|at|to|into|within|with|through|by|from|for|across)\b"),
    ),
)
_LIMIT = re.compile(
    r"\s*\(?(?:with|without|for|among|in|on|that|of|at|under|within|when|if|unless|where|who|until|"
    r"except|outside|across|so far)\b",
    re.IGNORECASE,
)
_TAIL = 24  # characters by which a cut is found in its sentence


def is_unlimited(text: str, sentence: str) -> bool:
    """Whether a text, cut from a sentence, claims what there limits itself behind the cut."""
    text = text.rstrip(" .!?")
    tail = text[-_TAIL:]
    start = sentence.rfind(tail)
    end = start + len(tail)
    if start < 0:
        return False
    if _KEPT.search(text) and _FROM.match(sentence, end):
        return True
    if any(head.search(text) and rest.match(sentence, end) for head, rest in _OF_WHAT):
        return True
    is_claim = _ALONE.search(text) or _NONE.search(text)
    return is_claim is not None and _LIMIT.match(sentence, end) is not None
