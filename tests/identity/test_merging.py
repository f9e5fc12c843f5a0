"""The merge policy, sentence by sentence."""

from __future__ import annotations

import pytest

from tests.support.growth import assert_growth
from tracker.identity.merging import Claim, HeldClaim, MergePlan, plan_merge
from tracker.values import Alias, Kind


def claim(
    *aliases: str, title: str = "", by: tuple[str, ...] = (), kind: Kind = Kind.PAPER
) -> Claim:
    parts = (alias.split(":", 1) for alias in aliases)
    return Claim(frozenset(Alias(*part) for part in parts), title, frozenset(by), kind)


def works(plan: MergePlan) -> set[frozenset[int]]:
    return {frozenset(group.new) for group in plan.groups}


def test_an_equal_alias_makes_one_work() -> None:
    plan = plan_merge([], [claim("arxiv:1", "doi:x"), claim("arxiv:2"), claim("doi:x")])
    assert works(plan) == {frozenset({0, 2}), frozenset({1})}


def test_aliases_join_through_others() -> None:
    new = [
        claim("arxiv:1"),
        claim("url:e.org/a"),
        claim("arxiv:1", "doi:x"),
        claim("doi:x", "url:e.org/a"),
    ]
    assert works(plan_merge([], new)) == {frozenset({0, 1, 2, 3})}


def test_two_arxiv_identifiers_never_join_through_a_doi() -> None:
    new = [claim("arxiv:1", "doi:x"), claim("arxiv:2", "doi:x"), claim("arxiv:3", "doi:y")]
    plan = plan_merge([], new)
    assert len(plan.groups) == 3
    assert not any(Alias("doi", "x") in group.aliases for group in plan.groups)


def test_a_page_that_says_it_is_many_papers_and_posts_joins_none_of_them() -> None:
    victims = ["arxiv:1", "arxiv:2", "url:a.org/a", "url:b.org/b"]
    new = [claim(victim) for victim in victims]
    new += [claim(victim, "url:evil.org/j") for victim in victims]
    plan = plan_merge([], new)
    assert works(plan) == {frozenset({n, n + 4}) for n in range(4)}


def test_a_chain_of_weak_aliases_is_cut_where_it_would_join_two_papers() -> None:
    new = [
        claim("arxiv:1", "url:a.org/a"),
        claim("url:a.org/a", "url:b.org/b"),
        claim("url:b.org/b", "arxiv:2"),
    ]
    assert len(plan_merge([], new).groups) == 2


def test_no_alias_of_a_venue_joins_two_arxiv_identifiers() -> None:
    for alias in ("acl:z", "openreview:z"):
        assert len(plan_merge([], [claim("arxiv:1", alias), claim("arxiv:2", alias)]).groups) == 2


def test_two_submissions_of_one_paper_stay_one() -> None:
    new = [claim("arxiv:1", "openreview:x"), claim("arxiv:1", "openreview:y")]
    assert len(plan_merge([], new).groups) == 1


def test_who_states_only_what_is_disputed_means_one_work_of_its_own() -> None:
    new = [claim("arxiv:1", "doi:x"), claim("arxiv:2", "doi:x"), claim("doi:x"), claim("doi:x")]
    plan = plan_merge([], new)
    assert works(plan) == {frozenset({0}), frozenset({1}), frozenset({2, 3})}
    assert [group.aliases for group in plan.groups if 2 in group.new] == [{Alias("doi", "x")}]


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        (("a",), ("a", "b", "c", "d"), 1),
        (("a", "b"), ("b", "c"), 1),
        (("a", "b", "c"), ("c", "d", "e"), 2),
        (("a", "b", "c"), ("b", "c", "d", "e", "f"), 1),
        (("a", "b", "c", "d", "e"), ("e", "f", "g", "h"), 2),
    ],
)
def test_one_common_name_among_several_authors_is_no_witness(
    one: tuple[str, ...], other: tuple[str, ...], count: int
) -> None:
    new = [claim("arxiv:1", title="t", by=one), claim("doi:x", title="t", by=other)]
    assert len(plan_merge([], new).groups) == count
    assert len(plan_merge([], new[::-1]).groups) == count


def test_a_title_joins_with_a_witness() -> None:
    new = [claim("arxiv:1", title="t", by=("a", "b")), claim("doi:x", title="t", by=("b", "c"))]
    assert works(plan_merge([], new)) == {frozenset({0, 1})}


def test_a_title_alone_joins_nothing() -> None:
    new = [claim("arxiv:1", title="t", by=("a",)), claim("doi:x", title="t", by=("c",))]
    assert len(plan_merge([], new).groups) == 2
    assert len(plan_merge([], [claim("arxiv:1", title="t"), claim("doi:x", title="t")]).groups) == 2


def test_an_author_alone_joins_nothing() -> None:
    new = [claim("arxiv:1", by=("a",)), claim("doi:x", by=("a",))]
    assert len(plan_merge([], new).groups) == 2


def test_what_has_no_alias_joins_nothing() -> None:
    assert len(plan_merge([], [claim(title="t", by=("a",))] * 3).groups) == 3


def test_a_post_never_becomes_the_paper_that_it_is_about() -> None:
    new = [
        claim("arxiv:1", title="t", by=("a",)),
        claim("url:lab.org/blog/t", title="t", by=("a",), kind=Kind.POST),
    ]
    assert len(plan_merge([], new).groups) == 2


def test_one_post_on_two_sites_is_one_work() -> None:
    new = [
        claim("url:doe.org/t", title="t", by=("a",), kind=Kind.POST),
        claim("url:letters.example/doe/t", title="t", by=("a",), kind=Kind.POST),
    ]
    assert len(plan_merge([], new).groups) == 1


def test_a_title_that_a_column_bears_again_on_its_own_site_joins_nothing() -> None:
    new = [
        claim("url:doe.org/1", title="t", by=("a",), kind=Kind.POST),
        claim("url:doe.org/2", title="t", by=("a",), kind=Kind.POST),
        claim("url:letters.example/t", title="t", by=("a",), kind=Kind.POST),
    ]
    assert len(plan_merge([], new).groups) == 3


def test_repositories_of_one_name_and_owner_stay_apart() -> None:
    new = [
        claim("github:a/t", title="t", by=("a",), kind=Kind.CODE),
        claim("url:code.example/a/t", title="t", by=("a",), kind=Kind.CODE),
    ]
    assert len(plan_merge([], new).groups) == 2


def test_two_arxiv_identifiers_under_one_title_stay_two_and_the_title_joins_nothing() -> None:
    new = [
        claim("arxiv:1", title="t", by=("a",)),
        claim("arxiv:2", title="t", by=("a",)),
        claim("doi:x", title="t", by=("a",)),
    ]
    assert len(plan_merge([], new).groups) == 3


def test_two_dois_under_one_title_stay_two() -> None:
    new = [claim("doi:x", title="t", by=("a",)), claim("doi:y", title="t", by=("a",))]
    assert len(plan_merge([], new).groups) == 2


def test_a_new_sighting_joins_the_work_that_is_there() -> None:
    plan = plan_merge([HeldClaim(7, claim("arxiv:1"))], [claim("arxiv:1"), claim("arxiv:2")])
    assert [(group.work_id, group.held, group.new) for group in plan.groups] == [
        (7, (0,), (0,)),
        (None, (), (1,)),
    ]
    assert plan.absorbed == ()


def test_works_that_turn_out_to_be_one_go_on_in_the_oldest() -> None:
    held = [
        HeldClaim(9, claim("arxiv:1")),
        HeldClaim(4, claim("doi:x")),
        HeldClaim(6, claim("acl:z")),
    ]
    plan = plan_merge(held, [claim("arxiv:1", "doi:x", "acl:z")])
    assert [group.work_id for group in plan.groups] == [4]
    assert plan.absorbed == ((6, 4), (9, 4))


def test_a_late_conflict_splits_what_a_title_had_joined() -> None:
    held = [
        HeldClaim(3, claim("doi:x", title="t", by=("a",))),
        HeldClaim(3, claim("arxiv:1", title="t", by=("a",))),
    ]
    plan = plan_merge(held, [claim("arxiv:2", title="t", by=("a",))])
    assert [(group.work_id, group.held, group.new) for group in plan.groups] == [
        (None, (0,), ()),
        (3, (1,), ()),  # the strongest claim keeps the number
        (None, (), (0,)),
    ]


def test_a_split_and_a_merge_at_once_keep_every_number_in_one_place() -> None:
    held = [
        HeldClaim(3, claim("doi:x", title="t", by=("a",))),
        HeldClaim(3, claim("arxiv:1", title="t", by=("a",))),
        HeldClaim(5, claim("acl:z")),
    ]
    new = [claim("arxiv:2", title="t", by=("a",)), claim("arxiv:1", "acl:z")]
    plan = plan_merge(held, new)
    assert [(group.work_id, group.held, group.new) for group in plan.groups] == [
        (None, (0,), ()),
        (3, (1, 2), (1,)),
        (None, (), (0,)),
    ]
    assert plan.absorbed == ((5, 3),)


def test_what_many_claims_under_one_title_cost_grows_with_their_number() -> None:
    new = [
        claim(f"url:doe.org/{number}", title="t", by=("a", f"b{number % 50}"), kind=Kind.POST)
        for number in range(8_000)
    ]
    assert len(plan_merge([], new).groups) == 8_000
    assert_growth(lambda claims: plan_merge([], claims), new[:2_000], new)
