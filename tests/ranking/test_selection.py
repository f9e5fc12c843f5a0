from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.growth import assert_growth
from tracker.ranking.context.signals import Context
from tracker.ranking.features.packed import extract
from tracker.ranking.learning.model import Model
from tracker.ranking.prior import Prior, shipped_prior
from tracker.ranking.selection import (
    BY_HAND,
    FIT,
    FIT_AT_FIRST,
    Candidate,
    Ranked,
    context_of,
    fit,
    most_fit,
    propose,
    rank,
    score,
    with_unlike,
)
from tracker.values import (
    Kind,
    Link,
    Match,
    Place,
    Proposal,
    Reason,
    SeenVotes,
    SightingRef,
    Via,
    Work,
)

NOW = datetime(2025, 5, 2, 18, tzinfo=UTC)
DAY = timedelta(days=1)
TOPICS = ("first", "second")
BLANK = Model(prior=Prior(signals={"feeds": 1.0, "own_post": 0.5, "new_version": 0.2}))
PAGE = Via("https://links.example/1", "Links")


def selected(
    candidates: Sequence[Candidate], *, per_topic: int, model: Model, since: datetime | None = None
) -> list[Proposal]:
    """The first so many of each topic, as they would be put before the author."""
    ranked = rank(candidates, topics=TOPICS, model=model, now=NOW, since=since)
    places = Counter[str]()
    chosen = []
    for one in ranked:
        places[one.topic] += 1
        if places[one.topic] <= per_topic:
            chosen.append(propose(one, model=model, now=NOW))
    return chosen


def seen(
    source: str = "arxiv", *, at: datetime = NOW, via: Via | None = None, name: str = ""
) -> SightingRef:
    return SightingRef(source=source, source_name=name, url="", seen_at=at, via=via)


def work(number: int, *sightings: SightingRef, kind: Kind = Kind.PAPER) -> Work:
    return Work(
        id=number,
        kind=kind,
        title=f"Work {number}",
        url=f"https://example.org/{number}",
        published_at=NOW - DAY,
        first_seen_at=NOW,
        sightings=sightings or (seen(),),
    )


def match(number: int, topic: str, weight: float = 1.0) -> Match:
    reason = Reason("a phrase", Place.TITLE, weight)
    return Match(work_id=number, topic=topic, reasons=(reason,))


def candidate(
    of: int | Work,
    *topics: tuple[str, float],
    posts: tuple[Work, ...] = (),
    is_update: bool = False,
) -> Candidate:
    whole = work(of) if isinstance(of, int) else of
    matches = tuple(match(whole.id, *each) for each in topics or (("first", 1.0),))
    return Candidate(work=whole, matches=matches, posts=posts, is_update=is_update)


def chosen(
    *candidates: Candidate, per_topic: int = 10, since: datetime | None = None
) -> list[Proposal]:
    return list(selected(candidates, per_topic=per_topic, model=BLANK, since=since))


def numbers(*candidates: Candidate, per_topic: int = 10) -> list[int]:
    return [proposal.work.id for proposal in chosen(*candidates, per_topic=per_topic)]


def test_topics_stand_in_their_order_and_the_best_first_within() -> None:
    found = numbers(
        candidate(1, ("second", 9)), candidate(2, ("first", 1)), candidate(3, ("first", 3))
    )
    assert found == [3, 2, 1]


def test_a_work_stands_once_under_the_topic_that_it_fits_best() -> None:
    (only,) = chosen(candidate(1, ("first", 1), ("second", 3)))
    assert (only.topic, only.reasons[0].weight) == ("second", 3)


def test_a_tie_between_topics_goes_by_name() -> None:
    (only,) = chosen(candidate(1, ("second", 2), ("first", 2)))
    assert only.topic == "first"


def test_a_topic_that_is_not_asked_for_proposes_nothing() -> None:
    assert numbers(candidate(1, ("third", 9))) == []
    (only,) = chosen(candidate(1, ("third", 9), ("first", 1)))
    assert only.topic == "first"


def test_each_topic_has_its_own_places() -> None:
    busy = [candidate(number, ("first", 5)) for number in range(1, 6)]
    assert numbers(*busy, candidate(9, ("second", 1)), per_topic=2) == [1, 2, 9]


def test_a_score_is_the_sum_of_parts_in_the_authors_terms() -> None:
    linked = work(1, seen(), seen("feed:a", via=PAGE, name="A"), seen("feed:b", via=PAGE))
    whole = candidate(linked, posts=(work(2, kind=Kind.POST),))
    parts = score(whole, whole.matches[0], model=BLANK, now=NOW).parts
    assert [part.name for part in parts] == ["linked by A and 1 more", "“a phrase” in title"]


def test_the_parts_of_a_score_add_up_to_what_orders_it() -> None:
    model = Model(prior=shipped_prior(), traits=tuple(t.weight for t in shipped_prior().traits))
    rich = replace(work(1), title="Why small models: a bold claim", summary="We find that they do.")
    (ranked,) = rank([candidate(rich)], topics=TOPICS, model=model, now=NOW)
    (proposal,) = selected([candidate(rich)], per_topic=1, model=model)
    assert proposal.score.total == pytest.approx(ranked.total)


@given(st.lists(st.sampled_from(Place), max_size=9), st.sampled_from(["", "B Log linked it"]))
@settings(max_examples=40)
def test_what_a_match_adds_is_the_sum_of_its_parts(places: list[Place], again: str) -> None:
    reasons = tuple(Reason(f"phrase {n}", place, 1.5) for n, place in enumerate(places))
    one = Candidate(
        work=work(1),
        matches=(Match(work_id=1, topic="first", reasons=reasons),),
        second_look=again,
    )
    (ranked,) = rank([one], topics=TOPICS, model=BLANK, now=NOW)
    assert score(one, one.matches[0], model=BLANK, now=NOW).total == pytest.approx(ranked.total)


def test_features_that_were_kept_count_as_those_made_now() -> None:
    kept = replace(candidate(1), features=extract(work(1)).to_bytes())
    model = Model(prior=shipped_prior(), traits=tuple(t.weight for t in shipped_prior().traits))
    kept_score, made_score = (
        score(each, each.matches[0], model=model, now=NOW) for each in (kept, candidate(1))
    )
    assert kept_score == made_score


def test_a_fit_is_bounded_and_tells_its_reasons() -> None:
    reasons = tuple(Reason(f"phrase {n}", Place.TITLE, 3.0) for n in range(50))
    parts = fit(Match(work_id=1, topic="first", reasons=reasons), FIT)
    assert 0 < sum(part.value for part in parts) < FIT
    assert parts[0].name == "“phrase 0” in title"
    assert parts[-1].name == "its other phrases"
    assert fit(Match(work_id=1, topic="first", reasons=()), FIT) == ()


def test_the_fit_counts_for_most_where_nothing_is_known_and_fades_with_decisions() -> None:
    counts = [most_fit(decisions) for decisions in (0, 10, 100, 300, 100_000)]
    assert counts[0] == FIT_AT_FIRST
    assert all(more > less > FIT for more, less in pairwise(counts))
    assert counts[-1] == pytest.approx(FIT, abs=0.01)


def test_the_parts_add_up_after_any_number_of_decisions() -> None:
    for decisions in (0, 7, 300):
        model = replace(BLANK, decisions=decisions)
        (ranked,) = rank([candidate(1)], topics=TOPICS, model=model, now=NOW)
        whole = score(ranked.candidate, ranked.match, model=model, now=NOW)
        assert whole.total == pytest.approx(ranked.total)


def test_what_the_author_added_comes_before_all_else() -> None:
    by_hand = Match(work_id=1, topic="first", reasons=(Reason("", Place.HAND, 5.0),))
    assert [part.value for part in fit(by_hand, FIT)] == [BY_HAND]
    added = Candidate(work=work(1), matches=(by_hand,))
    assert numbers(candidate(2, ("first", 99)), added) == [1, 2]


def test_code_counts_that_a_post_links_and_the_paper_did_not() -> None:
    repository = (Link("https://github.com/ada/looms", "code"),)
    paper = work(1, seen())
    post = replace(work(2, seen("feed:a", name="A"), kind=Kind.POST), links=repository)
    assert context_of(candidate(paper, posts=(post,)), now=NOW).code_since
    bare = replace(post, links=(Link("https://github.com/", "GitHub"),))
    assert not context_of(candidate(paper, posts=(bare,)), now=NOW).code_since
    open_from_the_start = replace(paper, links=repository)
    assert not context_of(candidate(open_from_the_start, posts=(post,)), now=NOW).code_since


def test_what_came_later_is_not_in_the_context_of_a_moment() -> None:
    paper = work(1, seen(), seen("feed:a", name="A", via=PAGE))
    post = work(2, seen("feed:b", name="B"), kind=Kind.POST)
    votes = tuple(
        SeenVotes(source="x", source_name="A Board", seen_at=NOW + after * DAY, votes=count)
        for after, count in ((-1, 3), (0, 9), (1, 70))
    )
    whole = replace(candidate(paper, posts=(post,)), votes=votes)
    before = context_of(whole, now=NOW - DAY)
    assert (before.feeds, before.votes) == ((), (("A Board", 3),))
    assert context_of(whole, now=NOW).votes == (("A Board", 9),)


def test_the_store_s_signals_make_a_work_s_context() -> None:
    paper = replace(work(1, seen(), seen("feed:a", name="A", via=PAGE)), authors=("Ada Lovelace",))
    own = replace(work(2, seen("feed:b", name="B"), kind=Kind.POST), authors=("A. Lovelace",))
    code = work(3, seen("feed:c", name="C"), kind=Kind.CODE)
    whole = candidate(replace(paper, first_seen_at=NOW - 3 * DAY), posts=(own, code))
    assert context_of(whole, now=NOW) == Context(
        age_days=3, feeds=("A", "B", "C"), soon=True, own_post=True, code_since=True
    )


def test_a_post_in_its_own_feed_is_not_linked_by_it() -> None:
    post = candidate(work(1, seen("feed:own"), kind=Kind.POST))
    assert context_of(post, now=NOW).feeds == ()


def test_a_date_in_the_future_gains_nothing() -> None:
    future = candidate(replace(work(1), first_seen_at=NOW + 900 * DAY))
    assert context_of(future, now=NOW).age_days == 0


def test_a_post_about_a_candidate_stands_in_its_entry() -> None:
    post = replace(work(2, seen("feed:blog", name="Blog"), kind=Kind.POST), about=(1,))
    (only,) = chosen(candidate(1), candidate(post, ("second", 9)))
    assert (only.work.id, [each.id for each in only.posts]) == (1, [2])
    assert only.via == Via("https://example.org/2", "Blog")


def test_a_post_about_a_work_that_is_no_candidate_stands_alone() -> None:
    post = replace(work(2, kind=Kind.POST), about=(77,))
    withdrawn = replace(work(1), withdrawn=True)
    about_withdrawn = replace(work(3, kind=Kind.POST), about=(1,))
    assert numbers(candidate(post), candidate(withdrawn), candidate(about_withdrawn)) == [2, 3]


def test_posts_about_one_another_both_stand() -> None:
    one, other = replace(work(1), about=(2,)), replace(work(2), about=(1,))
    assert numbers(candidate(one), candidate(other)) == [1, 2]
    assert numbers(candidate(replace(work(3), about=(3,)))) == [3]


def test_posts_come_in_the_order_in_which_they_appeared() -> None:
    late = replace(work(2, kind=Kind.POST), published_at=NOW - DAY)
    early = replace(work(3, kind=Kind.POST), published_at=NOW - 2 * DAY)
    (only,) = chosen(candidate(1, posts=(late, early)))
    assert [each.id for each in only.posts] == [3, 2]


def test_via_is_the_intermediary_that_showed_the_work_first() -> None:
    later = Via("https://other.example/", "Other")
    shown = work(
        1, seen(), seen("feed:b", at=NOW, via=later), seen("feed:a", at=NOW - DAY, via=PAGE)
    )
    assert chosen(candidate(shown))[0].via == PAGE


def test_there_is_no_via_where_the_creator_was_first() -> None:
    own = seen("feed:own", at=NOW - DAY)
    post = work(1, own, seen("feed:links", at=NOW, via=PAGE), kind=Kind.POST)
    assert chosen(candidate(post))[0].via is None
    paper = replace(work(2), authors=("Ada Lovelace",))
    announcement = replace(work(3, kind=Kind.POST), authors=("A. Lovelace",))
    assert chosen(candidate(paper, posts=(announcement,)))[0].via is None


def test_a_listing_alone_gives_no_via() -> None:
    assert chosen(candidate(work(1, seen("arxiv"), seen("listing"))))[0].via is None


def test_withdrawn_works_are_never_proposed() -> None:
    withdrawn = replace(work(1), withdrawn=True)
    assert numbers(candidate(withdrawn), candidate(withdrawn, is_update=True)) == []


def test_a_paper_first_seen_as_a_later_version_is_new_only_within_the_window() -> None:
    third = replace(work(1), first_version_seen=3, published_at=NOW - 30 * DAY)
    assert chosen(candidate(third), since=NOW - 7 * DAY) == []
    assert chosen(candidate(third), since=NOW - 31 * DAY)
    assert chosen(candidate(third, is_update=True), since=NOW - 7 * DAY)[0].is_update


def test_a_later_version_is_proposed_when_a_feed_or_the_author_brings_it() -> None:
    for source in ("feed:a", "hand"):
        third = replace(
            work(1, seen(), seen(source)), first_version_seen=3, published_at=NOW - 30 * DAY
        )
        assert chosen(candidate(third), since=NOW - 7 * DAY)


@given(st.permutations(range(12)), st.integers(1, 4))
@settings(max_examples=40)
def test_the_order_of_the_candidates_changes_nothing(order: list[int], per_topic: int) -> None:
    every = [
        candidate(
            replace(work(number), about=(number - 1,) if number % 5 == 0 else ()),
            ("first", number % 3),
            ("second", number % 2),
        )
        for number in range(12)
    ]
    expected = chosen(*every, per_topic=per_topic)
    assert chosen(*(every[number] for number in order), per_topic=per_topic) == expected


@given(st.permutations(range(4)), st.permutations(range(3)))
@settings(max_examples=40)
def test_the_order_of_sources_and_posts_changes_nothing(shown: list[int], told: list[int]) -> None:
    linked = [seen(), *(seen(f"feed:{n}", via=PAGE, name=n) for n in "abc")]
    posts = [
        replace(work(20 + n, seen(f"feed:{name}", name=name), kind=Kind.POST), url=f"https://{n}")
        for n, name in enumerate("xyz")
    ]
    expected = chosen(candidate(work(1, *linked), posts=tuple(posts)))
    shuffled = work(1, *(linked[place] for place in shown))
    (found,) = chosen(candidate(shuffled, posts=tuple(posts[place] for place in told)))
    assert (found.score, found.via, found.posts) == (
        expected[0].score,
        expected[0].via,
        expected[0].posts,
    )


def test_what_a_selection_costs_grows_with_the_candidates() -> None:
    rng = random.Random(1)
    every = [
        candidate(
            replace(work(number), about=(number // 2,) if number % 10 == 0 else ()),
            ("first", rng.random()),
            ("second", rng.random()),
        )
        for number in range(1, 4001)
    ]
    assert len(chosen(*every)) == 20
    assert_growth(lambda candidates: chosen(*candidates), every[:1_000], every)


def test_works_that_say_nearly_the_same_stand_as_one() -> None:
    one, other = (
        replace(work(n), title="Weaving long patterns", authors=("Ada", "Carl")) for n in (1, 2)
    )
    (only,) = chosen(candidate(one), candidate(other, ("second", 9)))
    assert (only.work.id, [each.id for each in only.also]) == (2, [1])


def ranked(*weights: float) -> tuple[Ranked, ...]:
    every = [candidate(number, ("first", weight)) for number, weight in enumerate(weights, 1)]
    return rank(every, topics=TOPICS, model=BLANK, now=NOW)


def test_a_share_of_the_places_goes_to_the_unlike() -> None:
    whole = ranked(*range(60, 0, -2))
    taken = with_unlike(whole[:10], whole[10:], share=0.1)
    assert [(one.work.id, one.is_unlike) for one in taken[-2:]] == [(9, False), (21, True)]
    assert taken[:9] == whole[:9]
    assert with_unlike(whole[:10], whole[10:], share=0.0) == whole[:10]
    assert with_unlike(whole[:10], (), share=1.0) == whole[:10]
    assert len(with_unlike(whole[:10], whole[10:], share=1.0)) == 10
