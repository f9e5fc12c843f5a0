"""The verbs by which papers and posts tell what they do, each with its third person.

The one table of words that may change on the way into the author's voice: "we show" becomes
"Shows", whatever its tense was. A verb that does not stand here keeps its sentence out.
"""

from __future__ import annotations

import re
from enum import IntEnum

from tracker.text import contribution


class Deed(IntEnum):
    """What a verb does."""

    MAKING = 0  # a thing: its name, or what it is, may follow
    STUDYING = 1
    FINDING = 2
    OTHER = 3


_MAKING = (
    f"{contribution.MAKING} {contribution.BUILDING} contribute build define open-source share "
    "publish ship perform undertake deliver assemble compile synthesize collect"
)
_STUDYING = (
    f"{contribution.STUDYING} categorize categorise summarize summarise characterize characterise "
    "benchmark test probe quantify measure trace dissect examine critique chart identify "
    "systematize distill question reconsider reimagine rethink reexamine re-examine re-evaluate "
    "reassess organize classify synthesise diagnose scrutinize unpack illuminate highlight cover "
    "detail inspect map present walk clarify elucidate delineate"
)
_FINDING = (
    f"{contribution.FINDING} discover establish confirm report uncover conclude suggest indicate "
    "verify illustrate validate"
)
_OTHER = (
    "achieve adapt add advance advocate align allow alleviate apply augment automate balance "
    "bridge bring break call cast combine compress connect consist convert cut decompose decouple "
    "decrease detect determine drive eliminate embed empower emphasize enable encourage enforce "
    "enhance ensure exploit expand expose extend extract facilitate fill filter fine-tune follow "
    "formalize frame fuse generalize generate give go guide handle help improve incorporate "
    "increase infer integrate interpret inject keep lay lead leverage lift let link list lower "
    "maintain make maximize merge minimize mitigate model modify move narrow offer optimize "
    "optimise outline outperform overcome pair perform pinpoint pioneer predict preserve prevent "
    "prune provide push put quantize realize reason reduce refine reformulate reframe relax rely "
    "reach remove replace represent reproduce resolve restructure rewrite run sample scale select "
    "separate serve set simplify simulate solve speed split stabilize standardize streamline "
    "strengthen support surpass tailor take target teach tell transfer transform translate treat "
    "turn annotate derive obtain draw gain assign calculate compute craft deploy disentangle "
    "distinguish divide encode equip estimate execute instantiate isolate orchestrate prepare "
    "produce reconstruct recover redesign redefine regularize reinforce repurpose retrieve revise "
    "specify steer supervise supplement transcribe understand unravel visualize weigh construe "
    "unify unlock update use utilize utilise view work write"
)
_IRREGULAR = {  # past forms
    "build": "built", "find": "found", "show": "shown", "give": "gave", "lay": "laid",
    "lead": "led", "make": "made", "take": "took", "seek": "sought", "tell": "told",
    "teach": "taught", "write": "wrote", "keep": "kept", "let": "let", "cast": "cast", "run": "ran",
    "drive": "drove", "break": "broke", "rethink": "rethought", "bring": "brought",
    "ship": "shipped", "map": "mapped", "prune": "pruned", "split": "split", "set": "set",
    "overcome": "overcame",
    "distill": "distilled", "try": "tried", "draw": "drew", "go": "went", "cut": "cut",
    "model": "modeled",
}  # fmt: skip


def third_person(verb: str) -> str:
    """A verb's third person, by the rules of English spelling."""
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{verb}s"


def _table() -> tuple[dict[str, str], dict[str, Deed]]:
    thirds: dict[str, str] = {}
    deeds: dict[str, Deed] = {}
    rows = ((_MAKING, Deed.MAKING), (_STUDYING, Deed.STUDYING), (_FINDING, Deed.FINDING))
    for verbs, deed in (*rows, (_OTHER, Deed.OTHER)):
        for verb in verbs.split():
            third = third_person(verb)
            deeds.setdefault(third, deed)
            past = _IRREGULAR.get(verb, "")
            for form in (*contribution.forms(verb), third, past):
                thirds.setdefault(form, third)
    thirds.pop("", None)
    return thirds, deeds


THIRD, DEEDS = _table()
BASES = frozenset(
    verb for verbs in (_MAKING, _STUDYING, _FINDING, _OTHER) for verb in verbs.split()
)


_JOINED = re.compile(
    r"(?:, (?:and |or )?| and | or )(?:[a-z]+ly )?(?P<verb>[a-z-]+)"
    r"(?= (?:(?P<its>the|an?|its|their|them|it)|both|all|each|[a-z-]+s)\b)"
)
_LEADING = re.compile(r"\b(?:to|that|which|who|how|can|will|whether|what|when|where)\b")


def agreeing(text: str) -> str:
    """What stands behind a verb that was brought to the third person, with those that are joined
    to it brought there as well: "traces boats and count the ropes" counts them."""
    agreed, end = "", 0
    for found in _JOINED.finditer(text):
        if _LEADING.search(text, 0, found.start()):
            break
        if found["verb"] in BASES and (found["its"] or found["verb"] not in NOUNS):
            agreed += f"{text[end : found.start('verb')]}{THIRD[found['verb']]}"
            end = found.end()
    return agreed + text[end:]


def is_gerund(word: str) -> bool:
    """Whether a word of the table names what is done: "leveraging"."""
    return word.endswith("ing") and word in THIRD


_BARE = frozenset(
    re.findall(
        r"[\w-]+",
        "is are was were be been has have had does do did can could will would may might must "
        "should cannot isn't aren't don't doesn't can't won't it's exhibit exhibits remain "
        "remains suffer suffers struggle struggles lack lacks need needs tend tends vary varies "
        "depend depends contain contains fail fails matter matters yield yields degrade degrades "
        "differ differs emerge emerges require requires become becomes grow grows offer offers "
        "hold holds play plays benefit benefits rely relies lag lags exceed exceeds beat beats "
        "rival rivals match matches behave behaves arise arises drop drops come comes seem seems "
        "appear appears face faces hinder hinders change changes work works win wins lose loses "
        "know knows think thinks say says mean means want wants start starts stop stops help "
        "helps get gets put puts turns launches ranks underperform underperforms perform performs "
        "generalize generalizes influence influences affect affects outweigh outweighs persist "
        "persists correlate correlates amplify amplifies dominate dominates collapse collapses "
        "rose fell grew became won lost gained",
    )
)
NOUNS = frozenset(  # as often as verbs
    re.findall(
        r"\w+",
        "benchmark survey study review model test map list view chart report sample scale detail "
        "trace question focus design project work release process train use sets target measure "
        "transfer update support probe aim push compress address frame cover launch share turn "
        "contrast balance guide link pair speed filter cut run break refine learn search",
    )
)
_SUBORDINATE = re.compile(
    r"\b(?:which|who|whose|where|when|while|although|because|since|after|before|if|unless|until)\b"
    r"[^,]*"
)


_RELATIVE = re.compile(r"(?<=[a-z]) that [a-z]+s [^,]*")  # "a boat that floats"
_WITH_OBJECT = re.compile(
    r"\b[a-z]+ly [a-z]{3,}s\b|\b[a-z]{3,}(?:ed|[^s\W\d]s) (?:the|an?|its|their)\b"
)


def has_finite_verb(text: str) -> bool:
    """Whether a clause's words behind the first hold a verb that may be its predicate."""
    main = _SUBORDINATE.sub(" ", _RELATIVE.sub(" ", text))
    words = re.findall(r"[\w'’-]+", main)[1:]
    return _WITH_OBJECT.search(main) is not None or any(
        word in _BARE or ((word in BASES or word in THIRD) and not word.endswith("ing"))
        for word in words
        if word not in NOUNS and word.removesuffix("s") not in NOUNS
    )
