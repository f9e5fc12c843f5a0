"""Which aliases join nothing: those that would make one work of two that are known apart.

A paper has one arXiv identifier, so two of these are two papers, whatever DOI, page or other
alias both are said to have: a publisher's misprint and a hostile feed look alike. Claims are
joined through their strongest aliases first, in the order of the table of schemes, through DOIs
and addresses last. An alias that would then put together two identifiers of a stronger scheme is
*disputed*: it counts as if nobody had stated it, but for those who state nothing better, who mean
one and the same work.

The answer is a function of the set of claims, as long as it holds all that their aliases reach.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from tracker.identity.claims import Claim
from tracker.identity.schemes import rank
from tracker.identity.union import Union
from tracker.values import Alias

_WEAK = ("doi", "url")  # anybody can state these for anything


def settled(claims: Sequence[Claim]) -> list[frozenset[Alias]]:
    """The aliases that count, for each claim: none is empty where something was stated."""
    apart = _disputed(claims)
    return [_without(claim.aliases, apart) for claim in claims]


def _without(aliases: frozenset[Alias], apart: set[Alias]) -> frozenset[Alias]:
    if aliases.isdisjoint(apart):
        return aliases
    return aliases - apart or frozenset({min(aliases, key=_strength)})


def _disputed(claims: Sequence[Claim]) -> set[Alias]:
    stated: defaultdict[Alias, list[int]] = defaultdict(list)
    for index, claim in enumerate(claims):
        for alias in claim.aliases:
            stated[alias].append(index)
    if len({alias.scheme for alias in stated}) < 2:
        return set()  # an alias is disputed for identifiers of another scheme
    union = Union(len(claims))
    # The schemes that identify each part so far. Parts that are still apart share no undisputed
    # alias of these, so where two have the same scheme, their identifiers differ.
    schemes_of: defaultdict[int, set[str]] = defaultdict(set)
    disputed: set[Alias] = set()
    for alias in sorted(stated, key=_strength):
        parts = {union.find(index) for index in stated[alias]}
        schemes = Counter(scheme for part in parts for scheme in schemes_of[part])
        if any(count > 1 for scheme, count in schemes.items() if scheme != alias.scheme):
            disputed.add(alias)
            continue
        first = min(parts)
        for part in parts:
            union.join(first, part)
        schemes_of[first] = {*schemes, alias.scheme}
    return disputed


def _strength(alias: Alias) -> tuple[int, tuple[int, Alias]]:
    weakness = _WEAK.index(alias.scheme) + 1 if alias.scheme in _WEAK else 0
    return weakness, rank(alias)
