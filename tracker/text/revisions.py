"""What a new version of a paper changed in substance, by its title, abstract and comment.

- A title or abstract changes in substance by a number that is another one now, and by words that
  are new: one in a title, in an abstract a dozen or one in ten. What is spelt or hyphenated
  otherwise, and the small words of grammar, are no change.
- A comment changes in substance by what it says of new work (experiments, results, a correction,
  a withdrawal) or by an address of code or data. Pages, figures, venues and their templates,
  "fixed typos", references and acknowledgements are none.

What changed is told in one line, in the paper's own words.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_LONGEST = 6_000  # characters of a text that are compared
_SHOWN = 110  # characters of what is told
_NEW_WORDS = 12
_NEW_SHARE = 0.1
_MANY = 60
_LEAST_JOINED = 5  # letters that are no part of another word by chance
_ALIKE = 0.8  # from then on a word is another spelling
_WORD = re.compile(r"\d+(?:[.,]\d+)*%?|[^\W\d_]+(?:['’][^\W\d_]+)?")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"(])")
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "a an the of for to in on at by with from as and or but nor so yet both than then "
        "that which who whom whose this these those it its they them their we us our i is are "
        "was were be been being has have had do does did can could may might will would shall "
        "should must not no also only very more most such some any each all other into over "
        "under between through via per while when where how there here thus hence however "
        "moreover furthermore further additionally specifically notably respectively finally "
        "overall et al eg ie",
    )
)
_SUBSTANCE = re.compile(
    r"\b(?:(?:new|added?|additional|more|extended|expanded|updated|revised|improved|further)\b"
    r"[^.;,]{0,40}\b(?:experiments?|results?|evaluations?|baselines?|benchmarks?|ablations?|"
    r"datasets?|models?|theorems?|proofs?|analys[ie]s|sections?|comparisons?|code|data)"
    r"|extended version|major revision|substantial(?:ly)? (?:revis|rewrit|extend|expand)\w*"
    r"|(?:fix|correct)\w*\b[^.;,]{0,40}\b(?:errors?|bugs?|mistakes?|proofs?|theorems?|lemmas?|"
    r"results?|experiments?|numbers|figures?|tables?|equations?)"
    r"|errat(?:um|a)|retract\w*|withdrawn|superseded|merged with)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://[^\s<>\"]{4,300}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperText:
    """What a version says of itself."""

    title: str
    abstract: str
    comment: str = ""


def what_changed(before: PaperText, after: PaperText) -> str:
    """What the later version changed in substance, in a line; "" where that is nothing."""
    changes = (
        _in_title(before.title, after.title),
        _in_abstract(before.abstract[:_LONGEST], after.abstract[:_LONGEST]),
        _in_comment(before.comment[:_LONGEST], after.comment[:_LONGEST]),
    )
    return "; ".join(change for change in changes if change)


def _in_title(before: str, after: str) -> str:
    gone, new = _words_changed(before, after)
    return f"title was “{_clip(before)}”" if gone or new else ""


def _in_abstract(before: str, after: str) -> str:
    gone, new = _words_changed(before, after)
    numbers = [word for word in new if word[0].isdigit()]
    if numbers:
        return f"abstract now says “{_clip(_sentence_with(after, numbers))}”"
    most = max(3, min(_NEW_WORDS, int(_NEW_SHARE * len(_WORD.findall(before)))))
    if len(new) >= most:
        return f"abstract now says “{_clip(_sentence_with(after, new))}”"
    return "abstract is shorter" if len(gone) >= 3 * most else ""


def _in_comment(before: str, after: str) -> str:
    old = " ".join(before.split()).casefold()
    for part in re.split(r"(?<=[.;,])\s+", " ".join(after.split())):
        plain = part.strip(" .;,")
        is_known = plain.casefold() in old
        if plain and not is_known and (_SUBSTANCE.search(plain) or _new_address(plain, old)):
            return f"comment: “{_clip(plain)}”"
    return ""


def _new_address(part: str, old: str) -> bool:
    addresses = (match[0].rstrip(".,;)") for match in _ADDRESS.finditer(part))
    return any(address.casefold() not in old for address in addresses)


def _words_changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """The words of weight that are gone and that are new, other spellings of one another aside."""
    old, new = Counter(_weighty(before)), Counter(_weighty(after))
    gone, came = list((old - new).elements()), list((new - old).elements())
    if max(len(gone), len(came)) > _MANY:  # no matter of spelling, and each is compared with each
        return gone, came
    joined_old, joined_new = "".join(_weighty(before)), "".join(_weighty(after))
    rest_of_gone = [w for w in gone if not _is_spelt_in(w, came, joined_new, joined_old)]
    return rest_of_gone, [w for w in came if not _is_spelt_in(w, gone, joined_old, joined_new)]


def _is_spelt_in(word: str, others: Sequence[str], there: str, here: str) -> bool:
    """Whether a word stands among the others in another spelling, or is joined there ("finetune")
    or taken apart; ``there`` and ``here`` are the two texts without blanks."""
    if word[0].isdigit():
        return False
    near = difflib.get_close_matches(word, [o for o in others if not o[0].isdigit()], 1, _ALIKE)
    parts = (o for o in others if len(o) > len(word) and (o.startswith(word) or o.endswith(word)))
    is_joined_there = any(other in here for other in parts)
    return bool(near) or is_joined_there or (len(word) > _LEAST_JOINED and word in there)


def _weighty(text: str) -> list[str]:
    """The words but those of grammar; numbers without what groups their digits."""
    words = (word.casefold() for word in _WORD.findall(text.replace("-", " ")))
    kept = (word for word in words if word[0].isdigit() or (word not in _SMALL and len(word) > 1))
    return [_plain(word) for word in kept]


def _plain(word: str) -> str:
    return re.sub(r",(?=\d{3}\b)", "", word).rstrip("%") if word[0].isdigit() else word


def _sentence_with(text: str, words: list[str]) -> str:
    """The sentence that holds most of the words."""
    wanted = set(words)
    sentences = _SENTENCE.split(" ".join(text.split()))
    return max(sentences, key=lambda sentence: len(wanted.intersection(_weighty(sentence))))


def _clip(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else _cut(text)


def _cut(text: str) -> str:
    head, _, _ = text[:_SHOWN].rpartition(" ")
    return f"{head or text[:_SHOWN]} …"
