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
_LIMIT = re.compile(
    r"\s*\(?(?:with|without|for|among|in|on|that|of|at|under|within|when|if|unless|where|who|until|"
    r"except|outside|across|so far)\b",
    re.IGNORECASE,
)
_TAIL = 24  # characters by which a cut is found in its sentence


def is_unlimited(text: str, sentence: str) -> bool:
    """Whether a text, cut from a sentence, claims what there limits itself behind the cut."""
    text = text.rstrip(" .!?")
    if not (_ALONE.search(text) or _NONE.search(text)):
        return False
    tail = text[-_TAIL:]
    end = sentence.rfind(tail)
    return end >= 0 and _LIMIT.match(sentence, end + len(tail)) is not None
