"""What the authors do besides, in one sentence: "we introduce X, and show that it ...".

Without its subject the second verb would hang in the air, so what follows it goes. Many verbs are
nouns as well, and many stand behind a "to" or a "that" of their own ("to read and evaluate"): a
word is taken for a second deed where it is joined to the first, by what stands around it.
"""

from __future__ import annotations

import re

from tracker.drafts.entry.voice.verbs import BASES, DEEDS, NOUNS, THIRD

_DEED_AFTER = re.compile(
    r"(?P<comma>[,;]?)(?: |(?<=\w)[–—](?=and ))(?P<joined>(?:and |then |and then |but |and also |"
    r"and further |or )?)"
    r"(?P<we>we )?(?P<adverbs>(?:(?!(?:apply|supply|multiply) )[a-z]+ly |also |then |further |"
    r"finally |first |thus |thereby )?)"
    r"(?P<verb>[a-z]+(?:-[a-z]+)?)\b(?= (?P<next>[\w“'-]+))"
)
_OPENED = re.compile(
    r"\b(?:to|can|could|would|will|may|might|must|should|helps?|lets?|how|that|which|not|and)\s"
)
_LED = re.compile(
    r"\b(?:to|can|could|would|will|may|might|must|should|helps?|lets?|how|that|which|not)\s"
)
_WITHIN = re.compile(r"\b(?:that|which|who|where|how)\b")
_TO_DO = re.compile(r"\b(?:to|can|could|would|will|may|might|must|should|helps?|lets?)\s")
_ANNOUNCING = frozenset(["introduce", "propose", "present"])
_BY_WHAT = frozenset(["on", "using", "with"])
_SEVERAL_TO_DO = re.compile(r"\b(?:to|can) (?:[a-z]+ly )?[a-z-]+(?:, [a-z-]+)+$")
# "three views: bow, stern", of which one more follows.
_LISTED_BEFORE = re.compile(r"[:,] [\w-]+(?: [\w-]+){0,3}, (?!and |or )[\w-]+(?: [\w-]+){0,4}$")
# "..., in which" we do something.
_SEVERAL_DEEDS = re.compile(
    r"(?P<first>(?![^,]*\b(?:to|that|which|who|can|how|by|for)\b)[^,]{8,120}), "
    r"(?!(?:all|and|both|but|each|its|new|novel|our|such|that|the|their|three|two|which|with)\b)"
    r"(?P<second>[a-z]{3,}) [^,]{3,90}, and (?P<last>[a-z]+) "
)
_USING_IT = re.compile(r",? and (?:by )?using (?:it|them),? [a-z]+s?\b")
_LEADING = re.compile(
    r",? (?:(?:in|by|for|with|of|from|on|through|at) which|so that|such that|where|whereby)$"
)
_CLAUSE = frozenset(["that", "how", "whether", "why", "what", "to", "if"])
_MAIN = frozenset(
    re.findall(
        r"\w+",
        "show demonstrate find introduce propose present release evaluate conduct provide validate "
        "develop observe reveal report argue prove discuss highlight apply construct conclude "
        "derive",
    )
)
_STUDYING = frozenset(
    ["analyse", "analyze", "assess", "clarify", "compare", "examine", "explore", "investigate",
     "summarise", "summarize"]
)  # fmt: skip
_MAIN_NEXT = frozenset(
    re.findall(
        r"\w+",
        "that the a an our how its their several extensive two three it comprehensive new novel "
        "experiments various both whether this these them",
    )
)
_PREPOSITIONS = frozenset(
    ["of", "for", "and", "in", "on", "that", "to", "with", "by", "from", "at", "across", "or"]
)


def without_second_deed(rest: str, *, is_thing: bool) -> str:
    """What stands behind the verb, without what the authors do besides, whose verb would no longer
    fit its subject. ``is_thing`` says that it will stand without its own verb."""
    rest = _USING_IT.split(rest, maxsplit=1)[0]
    if (several := _SEVERAL_DEEDS.match(rest)) and _are_deeds(several):
        return several["first"]
    for found in _DEED_AFTER.finditer(rest):
        head = rest[: found.start()]
        if (
            found["we"]
            or (found["joined"] and _is_theirs(found["verb"], found["next"]))
            or (found[0][0] in "–—" and found["verb"] in BASES)
            or (found["joined"] == "and " and _is_done_to_it(found, head))
            or (not _SEVERAL_TO_DO.search(head) and _is_second(found, head, is_thing=is_thing))
        ):
            return _LEADING.sub("", head)
    return rest


def _are_deeds(several: re.Match[str]) -> bool:
    """Whether the last of three things is a deed, so that the one in the midst is one, too, be its
    verb unknown: "distil patterns, surface faults, and propose a way"."""
    second, last = several["second"], several["last"]
    is_base = not second.endswith(("s", "ed", "ing", "ly")) and second not in _PREPOSITIONS
    return is_base and last in BASES and last not in NOUNS


def _is_theirs(verb: str, following: str) -> bool:
    """Whether only authors do it, whatever stands before: "on ropes to hold boats and evaluate
    on two coasts"."""
    return (
        verb in _ANNOUNCING
        or (verb, following) == ("hope", "to")
        or (verb == "evaluate" and following in _BY_WHAT)
    )


def _is_done_to_it(found: re.Match[str], head: str) -> bool:
    """Whether it is a verb by what it is done to: "we trace boats, and feed them into ..."."""
    is_base = found["verb"] == "feed" or not found["verb"].endswith(("s", "ed", "ing"))
    return is_base and found["next"] in ("it", "them") and not _LED.search(head)


def _is_second(found: re.Match[str], head: str, *, is_thing: bool) -> bool:
    verb, following, comma = found["verb"], found["next"], found["comma"]
    if not found["joined"] and (comma != "," or verb not in _MAIN):  # "we trace X, study the Y"
        is_object = following in _MAIN_NEXT | _CLAUSE or not following[0].islower()
        is_object = is_object or verb in _STUDYING
        is_deed = comma == "," and verb in BASES and verb not in NOUNS
        return is_deed and is_object and not _OPENED.search(head)
    if verb not in BASES:
        return _is_second_form(found, head, is_thing=is_thing)
    if verb in NOUNS and (following[0].isupper() or following[0].isdigit()):
        return True
    has_object = following in _MAIN_NEXT and (following != "that" or verb in _MAIN)
    is_noun = verb in NOUNS and not has_object
    last = head.rsplit(" ", 1)[-1]  # "to read and write it", but not "a model and write it"
    has_one_object = last in BASES and (last not in NOUNS or _OPENED.search(head) is not None)
    is_listed = comma != "" and _LISTED_BEFORE.search(head) is not None
    if has_one_object or (is_noun and (following in _PREPOSITIONS or not comma or is_listed)):
        return False
    if verb in _MAIN | _STUDYING and following in _MAIN_NEXT:
        return (comma != "" and verb in _MAIN) or following in _CLAUSE or not _TO_DO.search(head)
    opened = _TO_DO if comma else _OPENED if verb in NOUNS else _LED
    return not opened.search(head)


def _is_second_form(found: re.Match[str], head: str, *, is_thing: bool) -> bool:
    verb, following, comma = found["verb"], found["next"], found["comma"]
    is_within = _WITHIN.search(head) is not None
    if verb.endswith("ed"):  # "we trained X and tested the Y"
        is_object = following in _MAIN_NEXT or not following[0].islower()
        return verb in THIRD and is_object and not (is_within or comma)
    # "a X ..., and shows that"
    return is_thing and verb in DEEDS and (following in _CLAUSE if comma else not is_within)
