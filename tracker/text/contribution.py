"""The words by which a sentence says what its work does, in the authors' own voice.

English, as abstracts and announcements write it: "we introduce", "this paper studies". The verbs
come in four kinds, and tell less of a work from one to the next: what is made, what is built,
what is studied, what is found. Matching looks for them among a text's words, since it reads every
work; a draft's sentence is chosen with more signs, in ``drafts/entry/``.
"""

from __future__ import annotations

MAKING = "introduce propose present release announce launch unveil"
BUILDING = (
    "develop design create construct devise establish formulate describe train offer "
    "provide curate implement"
)
STUDYING = (
    "investigate study explore examine analyze analyse survey review evaluate compare assess "
    "revisit address tackle focus conduct aim argue ask look consider discuss outline seek try "
    "employ learn"
)
FINDING = "show demonstrate find observe reveal prove"
PAPER = (
    "paper work article report study thesis survey review post research tutorial release project "
    "chapter dissertation"
)
WEIGHTS = {"making": 6.0, "building": 4.5, "studying": 4.0, "finding": 3.0}
"""What a verb of each kind says that its sentence states the contribution."""
PAPER_STUDIES = 5.0  # a paper as a whole studies something, where "we" may be at one of its steps
ADDING = 3.0  # less for what only adds to it: "we also"


def forms(verb: str) -> tuple[str, ...]:
    """A regular verb's forms: base, third person, past and ``-ing``."""
    if verb.endswith("e"):
        return verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"
    if verb.endswith("y"):
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    return verb, f"{verb}s", f"{verb}es", f"{verb}ed", f"{verb}ing"
