"""What trails behind a sentence is cut at a clause's start, so that the rest is whole.

A colon before an enumeration ends the sentence; a clause that speaks as the authors, or leans on
what is not there, goes with all that follows it. Then clauses go from the end until the sentence
has the length of a post's own ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tracker.drafts.entry.voice.endings import closes
from tracker.drafts.entry.voice.within import AIM, before_enumeration, without_counted

_FULL = 100  # characters that say enough where a sentence is shortened without need
_ENOUGH = 80  # where it has to be
_LEAST = 40  # that it keeps where there is need
_LEAST_STRONG = 32

_VERBAL = (
    r"(?:[a-z]+ly |better )?(?:(?!(?:using|during|including|spring|string|setting|training|"
    r"learning|being)\b)[a-z]{2,}ing)\b"
)
_STRONG = re.compile(
    r";\s|:\s|\s[–—]\s?|\s-{1,3}\s|—|,\s(?=(?:which|where|whose|while|whereas|thereby|therefore|thus|hence|"
    r"but|so|yet|even|especially|particularly|meanwhile|with|without|by|as|when|if|because|since|"
    r"although|though|such as|including|e\.g\.|i\.e\.|namely|resulting|leading|making|rather|"
    r"instead|in order|based|built|defined|inspired|followed|unlike|compared|similar|capable|"
    r"and (?:then|thus|"
    r"thereby|further|also|even|in|it|they|we|can|that|when|by|with|to)|along|all|from|in|on|for|"
    r"[a-z]+s (?:the|an?|all|its|their|them)\b|to|using|"
    r"through|via|across|regardless|surpassing|supporting|being)\b)|"
    rf",\s(?=(?:{_VERBAL}))|"
    rf",\s(?=and (?:{_VERBAL}|[a-z]+ly [a-z]+s\b|[a-z]+s (?:that|the|an?|how|its|to)\b))"
)
_MADE_FOR = r"(?:aimed|designed|intended|trained|driven|guided|powered|enabled|supported|paired)"
# "..., a heavy cost for the pilots"
_APPOSED_AT_END = re.compile(
    r",\s(?=(?:an?|the|core|key) (?:[\w-]+ ){1,4}?(?:for|of|that|in) "
    r"(?:(?! and | or )[^,;:]){5,110}$)"
)
_MIDDLE = re.compile(
    rf",\s(?={_MADE_FOR}\s)|"
    r"\s(?=(?:by (?:[a-z]+ly )?[a-z-]+ing|while|whereas|without|through|thereby|so that|"
    r"in order to|including|"
    r"such as|rather than|instead of|even when|especially|when|because|since|leveraging|using|"
    r"based on|"
    r"to (?:enhance|improve|boost|enable|facilitate|mitigate|demonstrate|show|address|tackle|"
    r"overcome|verify|validate|bridge|resolve|alleviate)|"
    r"making|via|across|under|compared (?:to|with)|as well as|in terms of|but (?:no|not|without)|"
    r"and (?:thus|thereby|can|"
    r"then|therefore|further|[a-z]+s (?:that|the|an?|how|its)\b))\b)"
)
# Before those whose it is.
_OF_OURS = re.compile(
    r"\s(?=(?:of|in|for|with|to|from|on|by|at|through|using|within|across|into)(?: all)? "
    r"(?:our|my|us|me|your)\b)"
)
_WEAK = re.compile(r"\s(?=(?:with|for|that|within|from|where|wherein|which|on|in|during|at)\s)")
_LEADING_ON = re.compile(
    r"(?:[\s,;:(–—-]+(?:an?|the|of|in|on|at|to|for|and|or|with|by|from|as|that|which|where|its|"
    r"their|than|via|into|between|both|such|is|are|be|while|e\.g\.|i\.e\.|not|only|can|more|but|"
    r"either|whether|when|how|what|also|including|without|through|using|has|have|was|were|"
    r"particularly|especially|even|namely|across|up|this|these|for example|for instance)?)+$",
    re.IGNORECASE,
)
# Behind a colon, what leads to a clause that is gone.
_LED_ON = re.compile(
    r":\s(?:given|for|by|using|with|in|when|if|to|from|based|after|while|instead)\b[^:,]*$",
    re.IGNORECASE,
)
_HANGING = re.compile(
    r"(?:,?\s(?:so|thus|hence|because|that|which|and|or|but|to|of|the|an?|with|by|for(?: example| "
    r"instance)?))+$"
)
# "by its entropy, a metric", of which more was said.
_A_NOUN = re.compile(
    r", an? (?:[a-z-]+ )?(?:metric|phenomenon|method|framework|technique|measure|process|task|"
    r"problem|domain|field|area|scenario|setting|concept|mechanism|strategy|paradigm|model|dataset|benchmark)$"
)
# A comma that begins no clause of its own.
_LIST_COMMA = re.compile(
    r",\s(?!(?:which|where|whose|while|with|without|by|as|but|when|if|because|since|even|using|"
    r"including|such as|especially|in|on|for|to|from|based|designed|an?|the|called|named|namely|"
    r"[a-z]+ing)\b)"
)
# Of a noun, and of what would follow: "a dataset created" by something.
_PARTICIPLE = re.compile(
    r"(?<! is)(?<! are)(?<! be)(?<! was)(?<! were)(?<! and)(?<! been)"
    r"(?<! have)(?<! has)(?<! had)(?<! to)(?<!,)(?<!ly) "
    r"(?:[a-z]{3,}ed|built|made|driven|given|drawn|taken)$"
)
_MANY = re.compile(
    r"\b(?:two|three|four|five|six|several|following|key|main|namely|include|includes|including|"
    r"[a-z]+s)$|\b(?:two|three|four|five|six|several|following)\b",
    re.IGNORECASE,
)
_DASHED_LIST = re.compile(
    r"\b(?:two|three|four|five|six|several)\b[^,;:–—]{3,60} (?:-{1,3}|–|—) (?!.*\b(?:and|or)\b)",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"(?!including\b)[\w-]+ing(?: [\w-]+){0,4}, (?:[\w-]+(?: [\w-]+){0,4}, )*+"
    r"(?:(?:and|or) |[\w-]+(?: [\w-]+){0,3} (?:and|or) )"
)
_DASH = re.compile(r"(?<=\s)[–—](?=\s)")
_PAIR = 2
_ING_NEXT = re.compile(r"[\w-]+ing\b[^,;:()]{0,40}?(?:,? (?:and|or) |, )[\w-]*ing\b")
_ING_BEFORE = re.compile(r"[a-z]ing\b[^,]{0,40}\Z")
_AMID = (
    (
        re.compile(
            r"\b(?:by|in|for|of|through|via|to) [a-z-]+ing [^,]{1,70}(), [a-z-]+ing [^,]*\Z"
        ),
        re.compile(r"[^.;:]{0,90}, (?:and|or) [a-z-]+ing\b"),
    ),
    (
        re.compile(
            r"(), (?!(?:that|which|where|whose|who|while|with|without|by|as|but|when|if|because|"
            r"since|even|using|including|such as|especially|in|on|for|to|from|based|designed|"
            r"called|named|thus|so|and|or|then|[a-z]+(?:ing|ed|ly|s))\b)"
            r"(?:(?! (?:and|or|that|which) )[^,])*\Z"
        ),
        re.compile(
            r"(?!, (?:which|where|whose|that|to|for)\b)[^.;:]{0,90}, (?:and|or|followed by) "
            r"(?!(?:[a-z]+ly )?[a-z]+s (?:the|an?|its|their|that|how)\b|[a-z]+ing\b)"
        ),
    ),
)
_LISTED_NEXT = re.compile(r"[^,;:()]{1,50},? (?:and|or) [a-z-]+ing\b")


def fit(text: str, limit: int, stands: Callable[[str], bool], *, is_weak: bool = True) -> str:
    """The text cut so that it ``stands``, at most ``limit`` characters with its stop; "" where no
    cut does it. It ends without a stop. ``is_weak`` allows a cut before a preposition as well."""
    text = without_counted(before_enumeration(text))
    text = _LED_ON.sub("", _HANGING.sub("", _tidy(text)))
    if len(text) < min(AIM, limit) and stands(text):
        return text
    if _is_unspaced(text):
        return _fit_unspaced(text, limit, stands)
    for places, longest, least in (
        (_STRONG, AIM + 15, _FULL),
        (None, limit - 1, 0),
        (_STRONG, limit - 1, _ENOUGH),
        (_APPOSED_AT_END, limit - 1, _LEAST),
        (_MIDDLE, limit - 1, _ENOUGH),
        (_WEAK, limit - 1, _FULL),
        (_STRONG, limit - 1, _LEAST),
        (_MIDDLE, limit - 1, _LEAST),
        (_OF_OURS, limit - 1, _LEAST),
        (_STRONG, limit - 1, _LEAST_STRONG),
        (_WEAK, limit - 1, _LEAST + 10),
    ):
        if places is None:
            if len(text) <= longest and stands(text):
                return text
        elif places is _WEAK and not is_weak:
            break
        elif found := _longest(text, places, min(longest, limit - 1), least, stands):
            return found
    return ""


def _is_unspaced(text: str) -> bool:
    return "，" in text or "；" in text


def _fit_unspaced(text: str, limit: int, stands: Callable[[str], bool]) -> str:
    """A text in a script without blanks, up to one of its own commas."""
    cuts = [len(text), *(found.start() for found in reversed(list(re.finditer("[，；]", text))))]
    return next((text[:cut] for cut in cuts if 12 <= cut < limit and stands(text[:cut])), "")


def _longest(
    text: str, places: re.Pattern[str], longest: int, least: int, stands: Callable[[str], bool]
) -> str:
    """The longest head of the text that ends at one of the places and stands."""
    open_at = _open_places(text)
    cuts = [
        place.start()
        for place in places.finditer(text[: longest + 40])
        if least <= place.start() <= longest + 1 and not open_at[place.start()]
    ]
    for cut in reversed(cuts):
        if _is_in_list(text, cut) or _is_behind_colon(text[:cut]):
            continue
        head = _LEADING_ON.sub("", text[: _before_list(text, cut)]).rstrip(" ,;:–—-")
        head = _A_NOUN.sub("", head)
        for shown in dict.fromkeys((head, _PARTICIPLE.sub("", head))):
            if least <= len(shown) <= longest and closes(shown) and stands(shown):
                return shown
    return ""


def _is_behind_colon(head: str) -> bool:
    """Whether a colon's list would be cut, or that of a dash behind a number, which stays whole, or
    goes; one thing may stay."""
    before, colon, behind = head.partition(": ")
    dashed = _DASHED_LIST.search(head)
    return dashed is not None or (
        bool(colon) and (", " in behind or _MANY.search(before) is not None)
    )


def _is_in_list(text: str, cut: int) -> bool:
    """Whether the comma stands between two of a list ("for reading, writing, and speaking")."""
    if not text.startswith(",", cut) or re.match(_MADE_FOR, text[cut + 2 :]):
        return False
    if re.match(r", (?:and|or) ", text[cut : cut + 6]) and _LIST_COMMA.search(text, 0, cut):
        return True  # before the last of several
    after = text[cut + 2 : cut + 150]
    if text[:cut].endswith("ing") and _ING_NEXT.match(after):
        return True
    is_of_deeds = _ING_BEFORE.search(text, 0, cut) is not None
    return bool(_LISTED.match(after) or (is_of_deeds and _LISTED_NEXT.match(after)))


def _before_list(text: str, cut: int) -> int:
    """The cut, or the comma before it where more follows of a list that it would end ("by tracing
    boats, mooring rafts [with ropes], and ...")."""
    for before, behind in _AMID:
        while (last := before.search(text, max(0, cut - 150), cut)) and behind.match(text, cut):
            cut = last.end(1)
    return cut


def _open_places(text: str) -> bytearray:
    """For each character whether it stands within brackets, a formula or quotation marks."""
    inside, depth = bytearray(len(text) + 1), 0
    in_formula = in_quotes = False
    dashes = [found.start() for found in _DASH.finditer(text)]
    dashed = range(dashes[0] + 1, dashes[1]) if len(dashes) == _PAIR else range(0)
    for index, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}" and depth > 0)
        in_formula ^= character == "$"
        in_quotes = character == "“" or (in_quotes and character != "”")
        inside[index] = depth > 0 or in_formula or in_quotes or index in dashed
    return inside


def _tidy(text: str) -> str:
    return re.sub(r"\s+([,;.])", r"\1", " ".join(text.split())).rstrip(" ,;:–—-.")
