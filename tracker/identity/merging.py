"""Which sightings are one work: the policy, and the plan that follows from it.

1. Sightings that state an equal alias are one work, whoever brought them and when; but for an
   alias that would join what stronger ones tell apart (``disputes.py``).
2. Sightings that share a title and authors are one work too, if they are of one kind, if each
   has an alias by which it could be told apart, and if nothing speaks against it: two arXiv
   identifiers, two DOIs, two addresses on one site. They share authors if they have half of the
   shorter list in common: of several authors one may have a name that many have.
   Where something does, the title joins nothing at all in that group: what is ambiguous for
   two is ambiguous for all, and in doubt two works stay two.
3. A post and the paper that it is about are of two kinds, so they never become one.

The partition is a function of the set of claims: the order in which they came, and what was
merged before, change nothing. So a later claim can split what a title had joined. A work's
number stays with the part that holds its strongest claim; a part without a number gets a new one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from tracker.identity.claims import Claim, claim_of
from tracker.identity.disputes import settled
from tracker.identity.schemes import rank
from tracker.identity.union import Union
from tracker.values import Alias, Kind

__all__ = ["Claim", "Group", "HeldClaim", "MergePlan", "claim_of", "plan_merge"]


@dataclass(frozen=True, slots=True)
class HeldClaim:
    """A stored sighting's claim, and the work it is in now."""

    work_id: int
    claim: Claim


@dataclass(frozen=True, slots=True)
class Group:
    """One work: positions in the two inputs, its number (None: a new one), and its aliases."""

    work_id: int | None
    held: tuple[int, ...]
    new: tuple[int, ...]
    aliases: frozenset[Alias]  # no other work has one of these


@dataclass(frozen=True, slots=True)
class MergePlan:
    """All works that the claims make, and the numbers that end: (ends, goes on in)."""

    groups: tuple[Group, ...]
    absorbed: tuple[tuple[int, int], ...]


def plan_merge(held: Sequence[HeldClaim], new: Sequence[Claim]) -> MergePlan:
    """The works that all claims together make.

    ``held`` must hold every claim of every work that shares an alias or a title bond with a
    new claim, and so on from those, or a split or a merge would be seen too late.
    """
    stated = [item.claim for item in held] + list(new)
    claims = [
        claim if aliases is claim.aliases else replace(claim, aliases=aliases)
        for claim, aliases in zip(stated, settled(stated), strict=True)
    ]
    parts = sorted(_partition(claims), key=lambda part: part[0])
    part_of = {index: number for number, part in enumerate(parts) for index in part}
    numbers: list[list[int]] = [[] for _ in parts]  # the work numbers that go on in each part
    for work_id, index in _strongest(held).items():
        numbers[part_of[index]].append(work_id)
    groups = tuple(
        Group(
            work_id=min(ids, default=None),
            held=tuple(part[: bisect_left(part, len(held))]),
            new=tuple([index - len(held) for index in part[bisect_left(part, len(held)) :]]),
            aliases=frozenset[Alias]().union(*[claims[index].aliases for index in part]),
        )
        for part, ids in zip(parts, numbers, strict=True)
    )
    absorbed = sorted(
        (work_id, min(ids)) for ids in numbers for work_id in ids if work_id > min(ids)
    )
    return MergePlan(groups, tuple(absorbed))


def _partition(claims: Sequence[Claim]) -> list[list[int]]:
    """The works' claims, by their places in rising order."""
    by_alias = _join_equal(claims, [claim.aliases for claim in claims])
    by_title = _join_titled(claims)
    root = [by_alias.find(index) for index in range(len(claims))]
    both = Union(len(claims))
    for index in range(len(claims)):
        both.join(index, root[index])
        both.join(index, by_title.find(index))
    parts: list[list[int]] = []
    for joined in both.parts():
        if len(joined) > 1 and _conflict(claims, joined, root):
            alone: dict[int, list[int]] = {}
            for index in joined:
                alone.setdefault(root[index], []).append(index)
            parts.extend(alone.values())
        else:
            parts.append(joined)
    return parts


def _join_equal(claims: Sequence[Claim], bonds: Sequence[Iterable[object]]) -> Union:
    """Join all claims that have a bond in common."""
    union = Union(len(claims))
    first: dict[object, int] = {}
    for index, own in enumerate(bonds):
        for bond in own:
            union.join(first.setdefault(bond, index), index)
    return union


def _join_titled(claims: Sequence[Claim]) -> Union:
    """Join the claims of one title and kind that have half of the shorter list of authors in
    common."""
    union = Union(len(claims))
    by_title: dict[tuple[str, Kind], dict[frozenset[str], int]] = {}
    for index, claim in enumerate(claims):
        if claim.title_bonds:
            same = by_title.setdefault((claim.title_key, claim.kind), {})
            union.join(same.setdefault(claim.witnesses, index), index)
    for same in by_title.values():
        for one, other in combinations(same, 2):
            if 2 * len(one & other) >= min(len(one), len(other)):
                union.join(same[one], same[other])
    return union


def _conflict(claims: Sequence[Claim], joined: Sequence[int], root: Sequence[int]) -> bool:
    """Do two works that share no alias have different identities of one scheme?"""
    owner: dict[str, int] = {}
    return any(
        owner.setdefault(_slot(alias), root[index]) != root[index]
        for index in joined
        for alias in claims[index].aliases
    )


def _slot(alias: Alias) -> str:
    """What a work has one of: an identifier of each scheme, an address on each site."""
    return f"url:{alias.value.partition('/')[0]}" if alias.scheme == "url" else alias.scheme


def _strongest(held: Sequence[HeldClaim]) -> dict[int, int]:
    """The claim that a work's number goes with, should the work be split."""
    best: dict[int, int] = {}
    for index, item in enumerate(held):
        rival = best.setdefault(item.work_id, index)
        if rival != index and _strength(item.claim) < _strength(held[rival].claim):
            best[item.work_id] = index
    return best


def _strength(claim: Claim) -> tuple[object, ...]:
    """A total order of claims: papers' identifiers first, bare addresses and mere titles last."""
    ranks = sorted(rank(alias) for alias in claim.aliases)
    return not ranks, ranks, claim.title_key, sorted(claim.witnesses), claim.kind
