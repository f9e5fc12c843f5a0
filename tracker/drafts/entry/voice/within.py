"""What goes from within a sentence, so that what stands at its end may stay.

Brackets that say nothing, asides between dashes or commas, words that are written out before their
common abbreviation, words of praise, and the numbers of an enumeration. Each leaves the other words
in their order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

AIM = 110  # characters: a post's own sentences have some 90
_LEAST = 32  # characters before an enumeration

_BRACKETS = re.compile(r"(?:^|\s)\(([^()]{0,200})\)")
_ABBREVIATION = re.compile(r"[A-Za-z0-9&/.-]{1,14}s?\Z")
_ASIDE = re.compile(
    r"(?:e\.g|i\.e|cf|see|also|such as|including|fig|table|sec|appendix|https?:|left|right)\b",
    re.IGNORECASE,
)
# Between two commas, in the midst of a clause.
_MID_ASIDE = re.compile(
    r",\s(?:such as|including|even|e\.g\.,?|namely|i\.e\.,?|especially|particularly|like|rather|"
    r"without|(?:while|when|where|if|although|though)(?! \S+(?: \S+)?,)|unlike|instead)\s"
    r"[^,;:()]{3,100},(?=\s(?!and\b|i\.e\b|e\.g\b|while\b|but\b|yet\b|"
    r"or\b|(?:[^,;:]{2,60}, ){1,4}?(?:and|or)\b))"
)
_DASHED_ASIDE = re.compile(r"\s[–—]\s[^–—,;:]{3,90}\s[–—]\s")
# What its readers know without the words that it stands for.
COMMON = frozenset(
    re.findall(
        r"\w+",
        "AI ASR CLIP CNN CNNs CoT CPU CPUs CT DPO EHR EHRs GPU GPUs GRPO GUI GUIs ICL KL LLM LLMs "
        "LM LMs LoRA LVLM LVLMs MCTS ML MLLM MLLMs MoE MRI NLP OCR PDE PDEs PEFT PPO QA RAG RL "
        "RLHF RLVR SAE SAEs SAM SFT SLM SLMs SQL SVG TTS ViT ViTs VLA VLAs VLM VLMs VQA",
    )
)
_WRITTEN_OUT = re.compile(r" \((?P<short>[A-Z][A-Za-z]{1,5})\)")
_SMALL = frozenset(["and", "for", "from", "in", "of", "the", "to", "with"])
_WORDS_AT_MOST = 8
_AN = frozenset("AEFHILMNORSX")  # letters that are read with a vowel first
_PRAISE = re.compile(
    r"(?<!more )(?<!most )(?<!less )(?<!\ba )(?<!\ban )(?<!\bA )(?<!\bAn )(?<!first )"
    r"(?<!and )(?<!yet )(?<!, )\b"
    r"(?:(?:comprehensive|extensive|innovative|novel|rigorous|seamlessly|effectively|"
    r"specifically) |"
    r"(?:carefully|meticulously|thoroughly|rigorously) "
    r"(?=curated|annotated|collected|filtered|selected|verified|checked|constructed))"
    r"(?!and\b|or\b|yet\b|but\b|than\b|as\b|,)(?=[a-z])"
)
_ENUMERATES = re.compile(
    r"\s?(?::|—|–|-{2,3})\s*(?:\(?[0-9ivIV]{1,3}[).]|\(?[aA]\)|①|first(?:ly)?\b|1️⃣)"
    r"|,?\s(?:including|namely|i\.e\.|e\.g\.|such as|which (?:include|comprise)s?):?\s+\(?[1iIaA]\)"
    r"|,?\s\((?:1|i|a|I)\)\s|,?\s\[1\]\s",
)
# "..., including two key features" says nothing without them.
_COUNTED = re.compile(
    r",? (?:including|with|consisting of|comprising|featuring|through|via|by|based on|"
    r"which includes?) "
    r"(?:the following|two|three|four|five|several)(?: [\w-]+){1,4}$|"
    r",? (?:including|consisting of|comprising|featuring|namely|such as|as follows|through|via|by|"
    r"using)$"
)
_COUNTED_TAIL = re.compile(
    r",? (?:comprising|consisting of|featuring|including|offering|(?:that|which) features|with) "
    r"(?:two|three|four|five|several|2|3|4|5) (?:core|key|main|major|new|novel|primary)(?: [\w-]+)?"
    r"(?: components| contributions| designs| features| innovations| modules| stages| strategies)?"
    r"[. ]*$"
)
# A clause at the end that praises what stands before it.
_PRAISING = re.compile(
    r",? (?:and )?(?:thereby |thus |also |further )?(?:offering|providing|yielding|shedding|paving|"
    r"demonstrating|showcasing|underscoring|highlighting|opening|laying|advancing) [^,;:]{0,60}?"
    r"\b(?:insights?|light|way|path|potential|effectiveness|superiority|importance|foundations?|value|"
    r"need|promise|benefits|avenues|directions?|opportunities|efficacy|robustness|understanding)\b"
    r"[^,;:]{0,90}$"
)
# "..., and the results show that ..."
_RESULTS_BESIDE = re.compile(
    r",? (?:and|while|where) (?:the |our )?(?:[a-z]+ ){0,2}(?:results?|experiments|evaluations?) "
    r"(?:demonstrat|show|reveal|indicat|suggest|confirm)(?:e|es|s|ed)?\b.*$"
)
# "that overcomes this limitation by turning ...": by what, not what stood before
_SOLVING = "address|tackl|overcom|mitigat|solv|alleviat|resolv|bridg|fill|clos|meet|achiev|do"
_PROBLEMS = (
    "limitations?|challenges?|issues?|problems?|gaps?|shortcomings|drawbacks|goals?|needs?|"
    "bottlenecks?|difficult(?:y|ies)"
)
_SOLVES = re.compile(
    rf",? (?:that|which|to|for|and) (?:[a-z]+ly )?(?:{_SOLVING})(?:e|es|s|ing|ies|y)?(?: so)? "
    rf"(?:(?:this|these|those|such|the|both|all) (?:[\w-]+ ){{0,2}}?(?:{_PROBLEMS}) )?"
    r"(?:by|through|via) (?=(?:[a-z]+ly )?[a-z]+ing\b)"
)
# "a frame that meets both challenges with few ropes"
_SOLVES_THEM = re.compile(
    rf" (?:that|which) (?:[a-z]+ly )?(?:{_SOLVING})(?:e|es|s)? (?:this|these|those|such|both) "
    rf"(?:[\w-]+ ){{0,2}}?(?:{_PROBLEMS})(?= (?:at|in|under|with|without) )"
)
_TO_OUR_KNOWLEDGE = re.compile(
    r", (?:to (?:the best of )?our (?:best )?knowledge|for the first time), ", re.IGNORECASE
)
# Than what stood before.
_FURTHER = re.compile(r"(?<=[a-z,] )further (?=[a-z]+ing\b)")
_OF_WHAT = re.compile(r"\b(?:this|these|those|such|so|the|both|all)\b")
_CONCEDES = re.compile(
    r"(?:(?P<that>[A-Z][a-z]+s that )|^)(?:[Ww]hile|[Aa]lthough|[Tt]hough) "
    r"(?P<who>(?:[\w'’/-]+ ){1,6}?)"
    r"(?:can|are|is|have|has|may|do|does|reliably|often|excel|perform|show|"
    r"demonstrate|achieve|exhibit|offer|provide|improve|possess|display|succeed|attain|work)s?\b"
    r"[^;:.]{5,200}?, (?:they|it) (?=[a-z])"
)
_MARK = r"\(?(?:[1-6]|i{1,3}|iv|[a-e])\)"
_LISTED = re.compile(
    r"(?P<by>\s?[:—–]|,? (?:including|namely|i\.e\.,):?|"
    rf"(?<=\w) (?:that|by|to|which|via|through|both)):?\s+(?={_MARK} )"
)
_MARKED = re.compile(rf"(?:[,;.]? (?:(?P<joined>and|or) )?)?{_MARK} ")
_ITS_ARTICLE = re.compile(r"(?:An?|The) ")
_SEVERAL = 2
_ENDS_OF_ITEM = (
    re.compile(
        r",(?= (?:which|that|where|whose|while|with|by|to|(?:in|by|for|with|of|from) which|"
        r"[a-z]+(?:ing|ed)) )|[;:]|\s[–—]"
    ),
    re.compile(r"[,;:]|\s[–—]|\s(?:in which|that|which|where|by|to|through|using|while|via)\s"),
)


def without_brackets(text: str) -> str:
    """Without abbreviations that are not used again, asides, and what makes it too long."""

    def kept(match: re.Match[str]) -> str:
        inner = match[1].strip()
        if _ABBREVIATION.fullmatch(inner) and any(sign.isupper() for sign in inner):
            return match[0] if inner in re.split(r"[^\w&/.-]+", text[match.end() :]) else ""
        return "" if _ASIDE.match(inner) or len(text) > AIM or not inner else match[0]

    return _BRACKETS.sub(kept, text)


def without_asides(text: str) -> str:
    """Without brackets that hold a clause or an example, and what its authors know; a name's
    abbreviation stays."""
    text = _TO_OUR_KNOWLEDGE.sub(" ", text)
    return _BRACKETS.sub(
        lambda match: "" if _ASIDE.match(match[1]) or match[1].count(" ") > 2 else match[0], text
    )


def shortened(text: str, limit: int) -> str:
    """A text without what it needs least, as far as it is longer than a post's own sentences."""
    text = _RESULTS_BESIDE.sub("", folded(text, limit) or before_enumeration(text))
    text = _FURTHER.sub("", without_what_is_solved(text))
    if len(text) >= limit:
        text = without_concession(text)
    if len(text) >= AIM:
        text = in_short(without_praise(text))
    text = without_brackets(text)
    if len(text) >= AIM:
        text = _DASHED_ASIDE.sub(" ", text, count=1)
    return _MID_ASIDE.sub("", text, count=2) if len(text) >= limit else text


def without_what_is_solved(text: str) -> str:
    """Without the problem that stood before, solved "by" what follows: "a frame that solves this
    issue by turning the keel" is "a frame turning the keel"."""
    text = _SOLVES_THEM.sub("", text, count=1)
    found = _SOLVES.search(text)
    if found is None or not _OF_WHAT.search(found[0]):
        return text
    return f"{text[: found.start()]} {text[found.end() :]}"


def without_concession(text: str) -> str:
    """Without what else they do: "while boats do float, they sink" is "boats sink"."""
    found = _CONCEDES.match(text)
    if found is None:
        return text
    return f"{found['that'] or ''}{found['who']}{text[found.end() :]}"


def in_short(text: str) -> str:
    """With common abbreviations alone, where they were written out before them."""
    for found in reversed(list(_WRITTEN_OUT.finditer(text))):
        short = found["short"]
        start = _start_of(short, text[: found.start()]) if short in COMMON else -1
        if start >= 0 and _article_fits(text[:start], short):
            text = text[:start] + short + text[found.end() :]
    return text


def without_praise(text: str) -> str:
    """Without words that say how good it is, where the article before them need not change, and
    without a clause at the end that does nothing else."""
    found = _PRAISING.search(text, _LEAST)
    return _PRAISE.sub("", text[: found.start()] if found else text)


def folded(text: str, limit: int) -> str:
    """An enumeration without its numbers, each of its things up to a clause of its own, or the
    first alone where that is a deed ("that (i) counts boats"); "" where that is too long, or
    nothing is numbered."""
    lead = _LISTED.search(text)
    marks = list(_MARKED.finditer(text, lead.end())) if lead else []
    if lead is None or lead.start() < _LEAST or len(marks) < _SEVERAL:
        return ""
    if not any(mark["joined"] for mark in marks):
        return ""  # a list without its "and"
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    items = [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
    joins = [mark["joined"] or "" for mark in marks]
    head = f"{text[: lead.start()]}{lead['by']}"
    cuts = ([end.split(item, maxsplit=1)[0] for item in items] for end in _ENDS_OF_ITEM)
    lines = (f"{head} {_listed(cut, joins)}" for cut in cuts)
    first = f"{head} {_ENDS_OF_ITEM[0].split(items[0], maxsplit=1)[0].strip()}"
    alone = [first] if lead["by"].endswith((" that", " which")) else []
    return next((line for line in (*lines, *alone) if len(line) < limit), "")


def before_enumeration(text: str) -> str:
    """A text up to the colon before an enumeration, or what counts its things."""
    found = _ENUMERATES.search(text)
    if not found or found.start() < _LEAST:
        return text
    text = text[: found.start()]
    counted = _COUNTED.search(text)
    return text[: counted.start()] if counted and counted.start() >= _LEAST else text


def without_counted(text: str) -> str:
    """A text without a tail that says how many things there are, and not which."""
    return _COUNTED_TAIL.sub("", text) if len(text) > AIM // 2 else text


def _listed(items: Sequence[str], joins: Sequence[str]) -> str:
    """Things of a list, joined by its own words."""
    things = [_ITS_ARTICLE.sub(lambda found: found[0].lower(), item.strip(" ,;")) for item in items]
    listed = things[0]
    for thing, joined in zip(things[1:], joins[1:], strict=True):
        comma = "" if joined and len(items) == _SEVERAL else ","
        listed += f"{comma} {joined} {thing}" if joined else f", {thing}"
    return listed


def _start_of(short: str, before: str) -> int:
    """Where the words begin that an abbreviation stands for by their initials; -1 if none do."""
    letters = [letter.casefold() for letter in short if letter.isupper()]
    words = list(re.finditer(r"[^\s-]+", before))[-_WORDS_AT_MOST:]
    while letters and words:
        word = words.pop()
        if word[0][0].casefold() == letters[-1]:
            letters.pop()
            if not letters:
                return word.start()
        elif word[0].casefold() not in _SMALL:
            break
    return -1


def _article_fits(before: str, short: str) -> bool:
    """Whether an article before an abbreviation is the one that it is read with."""
    article = re.search(r"\b(an?)[\s-]$", before, re.IGNORECASE)
    return article is None or (article[1].casefold() == "an") == (short[0] in _AN)
