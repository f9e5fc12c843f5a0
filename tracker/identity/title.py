"""When do two titles say the same, and who is their witness?

A title's key is blind to what differs between sources: case, accents, typography, hyphens and
spaces, TeX marks, the name of the site behind the title. What is short or generic ("Weekly notes")
identifies nothing and has no key. A title alone never joins two works: the second witness is an
author, by first and last name in any order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from tracker.text.words import title_words

_MAX = 600  # letters; the longest titles have some 300
_LEAST_WORDS = 3
_LEAST_LETTERS = 14
_LEAST_WIDE_LETTERS = 8  # in scripts that write words without spaces

_BEFORE = re.compile(
    r"\s*(?:\[\d{4}\.\d{4,5}(?:v\d+)?\]|paper page\s*[-–—:]|title:)\s*", re.IGNORECASE
)
_BEHIND = re.compile(
    r"\s*(?:[-–—|·:]\s*(?:arxiv(?:\.org)?|openreview|acl anthology|youtube|hugging face|medium"
    r"|substack|alphaxiv|papers with code|semantic scholar|pmlr|neurips)"
    r"|\((?:arxiv:)?\d{4}\.\d{4,5}(?:v\d+)?(?:\s*\[[\w.-]+\])?(?:\s+\w+)?\))\s*",
    re.IGNORECASE,
)
_BEGINS_BEHIND = re.compile(r"[-–—|·:(]")
_TEX = re.compile(
    r"\\(?:emph|textbf|textit|texttt|textsc|text|mathrm|mathbf|mathcal|mathbb)\b|[${}\\]"
)

# A title of such words alone is a column's name, not a work's.
_GENERIC_WORDS = """
    a an and for from in is my new of on our the this to with what s
    daily weekly monthly quarterly annual week weeks month year day today quarter edition issue
    january february march april may june july august september october november december part
    ai ml llm llms news newsletter notes note links link reading list round up roundup update
    updates digest recap review summary report thread open release releases version welcome hello
    world introduction conclusion overview about announcement announcing changelog podcast episode
    interview blog post posts paper papers talk talks slides video workshop call preface editorial
    erratum correction corrigendum retraction reply comment comments response book abstract
    proceedings preprint draft test untitled home page index best top favourite favorite
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())
_NOBODY_WORDS = """
    admin administrator anonymous author authors editor editors editorial guest unknown staff team
    the blog news press office research al others
"""
_NOBODY = frozenset(_NOBODY_WORDS.split())


def title_key(title: str) -> str:
    """What is equal for one title in all its spellings; "" for one that identifies nothing."""
    title = title[:_MAX]
    title = title if title.isascii() else unicodedata.normalize("NFKC", title)
    if "$" in title or "{" in title or "\\" in title or "}" in title:  # in few
        title = _TEX.sub("", title)
    title = _BEFORE.sub("", title, count=1) if _BEFORE.match(title) else title
    while (behind := _behind(title)) is not None:
        title = title[:behind]
    words = title_words(title)
    letters = "".join(words)
    wide = _wide(letters)
    if wide >= _LEAST_WIDE_LETTERS:
        return letters
    if len(words) < _LEAST_WORDS or len(letters) < _LEAST_LETTERS:
        return ""
    telling = [word for word in words if word not in _GENERIC and not word.isdigit()]
    return letters if len(telling) >= 2 else ""


def witnesses_of(authors: Iterable[str]) -> frozenset[str]:
    """The authors as a title's witnesses: first and last name, accents and order aside.

    Who gives one name only, or signs as a team, is no witness: many do.
    """
    return frozenset(witness for name in authors if (witness := _witness(name)))


_JOINED = re.compile(r"[-'’‐‑]")  # within a name


@lru_cache(maxsize=4096)  # a feed's entries have few authors
def _witness(name: str) -> str:
    family, comma, given_names = name[:200].partition(",")
    words = title_words(_JOINED.sub("", f"{given_names} {family}" if comma else name[:200]))
    if len(words) == 1 and _wide(words[0]) >= 2:
        return words[0]
    if len(words) < 2 or _NOBODY.issuperset(words[-1:]) or words[0] in _NOBODY:
        return ""
    return " ".join(sorted((words[0], words[-1])))


def _wide(letters: str) -> int:
    """How many are of scripts that write words without spaces."""
    return 0 if letters.isascii() else len(_wide_letter().findall(letters))


@cache  # to compile it takes 3 ms, and few titles need it
def _wide_letter() -> re.Pattern[str]:
    return re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _behind(title: str) -> int | None:
    """Where the site's part begins that ends a title."""
    tail = max(0, len(title) - 60)
    if not _BEGINS_BEHIND.search(title, tail):  # in most, and the pattern is slow to see it
        return None
    matches = _BEHIND.finditer(title, tail)
    return next((match.start() for match in matches if match.end() == len(title)), None)
