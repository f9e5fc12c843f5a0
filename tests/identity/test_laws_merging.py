"""Laws: the works are a function of the set of claims, however and whenever these came."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.identity.merging import Claim, Group, HeldClaim, MergePlan, plan_merge
from tracker.values import Alias, Kind

_ALIASES = [
    Alias(*text.split(":"))
    for text in "arxiv:1 arxiv:2 doi:x doi:y acl:z url:e.org/a url:e.org/b url:f.org/c".split()  # noqa: SIM905
]


def _stated(aliases: frozenset[Alias]) -> frozenset[Alias]:
    """One identifier of each scheme, as a claim has it; any number of addresses."""
    first = {alias.scheme: alias for alias in sorted(aliases, reverse=True)}
    return frozenset(a for a in aliases if a.scheme == "url" or first[a.scheme] == a)


_CLAIMS = st.builds(
    Claim,
    aliases=st.frozensets(st.sampled_from(_ALIASES), max_size=3).map(_stated),
    title_key=st.sampled_from(["", "t", "u"]),
    witnesses=st.frozensets(st.sampled_from(["a", "b"]), max_size=2),
    kind=st.sampled_from([Kind.PAPER, Kind.PAPER, Kind.POST]),
)
_MANY = st.lists(_CLAIMS, max_size=14)


class _Works:
    """What a store does with plans: numbered works, and their claims by position."""

    def __init__(self) -> None:
        self.claims: list[Claim] = []
        self.work_of: list[int] = []
        self.last = 0

    def add(self, new: Sequence[Claim]) -> MergePlan:
        near = self._near(new)
        held = [HeldClaim(self.work_of[index], self.claims[index]) for index in near]
        plan = plan_merge(held, new)
        self.claims += new
        self.work_of += [0] * len(new)
        start = len(self.claims) - len(new)
        for group in plan.groups:
            number = self._number(group)
            for index in [near[i] for i in group.held] + [start + i for i in group.new]:
                self.work_of[index] = number
        return plan

    def _number(self, group: Group) -> int:
        if group.work_id is not None:
            return group.work_id
        self.last += 1
        return self.last

    def _near(self, new: Sequence[Claim]) -> list[int]:
        """All claims of all works that share an alias or a title, and so on from those."""
        touched = list(new)
        works: set[int] = set()
        while True:
            aliases = {alias for claim in touched for alias in claim.aliases}
            titles = {claim.title_key for claim in touched} - {""}
            found = {
                self.work_of[index]
                for index, claim in enumerate(self.claims)
                if claim.aliases & aliases or claim.title_key in titles
            }
            if found <= works:
                return [index for index, work in enumerate(self.work_of) if work in works]
            works |= found
            touched += [
                c for c, work in zip(self.claims, self.work_of, strict=True) if work in works
            ]

    def partition(self) -> Counter[frozenset[tuple[Claim, int]]]:
        parts: dict[int, list[Claim]] = {}
        for claim, work in zip(self.claims, self.work_of, strict=True):
            parts.setdefault(work, []).append(claim)
        return Counter(frozenset(Counter(part).items()) for part in parts.values())


def _at_once(claims: Sequence[Claim]) -> _Works:
    works = _Works()
    works.add(claims)
    return works


@given(_MANY, st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_arrival_changes_no_work(claims: list[Claim], chance: random.Random) -> None:
    shuffled = list(claims)
    chance.shuffle(shuffled)
    assert _at_once(shuffled).partition() == _at_once(claims).partition()


@given(_MANY, st.integers(1, 4), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_one_after_the_other_is_as_all_at_once(
    claims: list[Claim], size: int, chance: random.Random
) -> None:
    arriving = list(claims)
    chance.shuffle(arriving)
    works = _Works()
    for start in range(0, len(arriving), size):
        works.add(arriving[start : start + size])
    assert works.partition() == _at_once(claims).partition()


@given(_MANY, _MANY)
@settings(max_examples=150, deadline=None)
def test_every_claim_is_in_one_group_and_every_number_in_one_place(
    first: list[Claim], then: list[Claim]
) -> None:
    works = _at_once(first)
    before = set(works.work_of)
    held = [HeldClaim(work, claim) for work, claim in zip(works.work_of, first, strict=True)]
    plan = plan_merge(held, then)
    assert sorted(i for group in plan.groups for i in group.held) == list(range(len(held)))
    assert sorted(i for group in plan.groups for i in group.new) == list(range(len(then)))
    kept = [group.work_id for group in plan.groups if group.work_id is not None]
    ended = [number for number, _ in plan.absorbed]
    assert sorted(kept + ended) == sorted(before)
    assert all(goes_on in kept and goes_on < number for number, goes_on in plan.absorbed)


@given(_MANY)
@settings(max_examples=150, deadline=None)
def test_no_alias_belongs_to_two_works(claims: list[Claim]) -> None:
    plan = plan_merge([], claims)
    owners = Counter(alias for group in plan.groups for alias in group.aliases)
    assert all(count == 1 for count in owners.values())


@given(_MANY)
@settings(max_examples=200, deadline=None)
def test_no_work_has_two_arxiv_identifiers(claims: list[Claim]) -> None:
    for group in plan_merge([], claims).groups:
        stated = frozenset[Alias]().union(*(claims[i].aliases for i in group.new))
        assert sum(alias.scheme == "arxiv" for alias in stated) <= 1


@given(_MANY)
@settings(max_examples=100, deadline=None)
def test_every_alias_joins_where_nothing_is_told_apart(claims: list[Claim]) -> None:
    told = {alias for claim in claims for alias in claim.aliases if alias.scheme != "url"}
    if len({alias.scheme for alias in told}) == len(told):
        for group in plan_merge([], claims).groups:
            assert all(claims[i].aliases <= group.aliases for i in group.new)


@given(_MANY)
@settings(max_examples=100, deadline=None)
def test_planning_again_changes_nothing(claims: list[Claim]) -> None:
    works = _at_once(claims)
    before = list(works.work_of)
    held = [HeldClaim(work, claim) for work, claim in zip(before, claims, strict=True)]
    plan = plan_merge(held, [])
    assert plan.absorbed == ()
    assert {group.work_id for group in plan.groups} == set(before)


@given(
    st.permutations([alias for alias in _ALIASES if str(alias) not in ("arxiv:2", "doi:y")]),
    st.lists(st.integers(1, 4), min_size=8, max_size=8),
)
@settings(max_examples=100, deadline=None)
def test_any_overlapping_sets_of_aliases_are_one_work(
    aliases: list[Alias], sizes: list[int]
) -> None:
    """A work's identities come in whatever handfuls: while these overlap, it is one work."""
    claims = [Claim(frozenset(aliases[i : i + 1 + sizes[i]])) for i in range(len(aliases) - 1)]
    works = _Works()
    for claim in sorted(claims, key=lambda claim: sorted(claim.aliases)):
        works.add([claim])
    assert len(set(works.work_of)) == 1
