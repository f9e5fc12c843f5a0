"""Why a topic does not want a work: tables of works and what is told of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.matching.samples import text_of, topic, work
from tests.support.growth import assert_growth
from tracker.matching.matcher import Matcher
from tracker.matching.nearest import Barrier, Near, nearest
from tracker.values import Place, Work
from tracker.watchlists import Terms, Watchlist

REASONING = topic(
    "reasoning",
    arxiv=Terms(
        any=("chain of thought", "reasoning model", "self-consistency"),
        none=("survey", "medical"),
    ),
)


def near(title: str, summary: str = "", watchlist: Watchlist = REASONING, **facts: object) -> Near:
    (found,) = nearest([watchlist], work(title, summary, **facts))  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    ("title", "summary", "phrase", "place", "has", "misses"),
    [
        ("Thought as a chain", "", "chain of thought", Place.TITLE, ("chain", "thought"), ()),
        ("A chain of stores", "", "chain of thought", Place.TITLE, ("chain",), ("thought",)),
        ("Rain", "A model of rain", "reasoning model", Place.SUMMARY, ("model",), ("reasoning",)),
        ("A Model", "Our model", "reasoning model", Place.TITLE, ("model",), ("reasoning",)),
        ("Models that reason well", "", "reasoning model", Place.TITLE, ("model",), ()),
        ("Ein Thought, THOUGHTS", "", "chain of thought", Place.TITLE, ("thought",), ("chain",)),
    ],
)
def test_the_nearest_phrase_is_the_one_with_most_of_its_letters(
    title: str,
    summary: str,
    phrase: str,
    place: Place,
    has: tuple[str, ...],
    misses: tuple[str, ...],
) -> None:
    found = near(title, summary)
    assert found.barrier is Barrier.PHRASE
    best = found.near[0]
    assert (best.phrase, best.place, best.has, best.misses) == (phrase, place, has, misses)


@pytest.mark.parametrize("title", ["", "Weather from satellites", "On the rest of it", "Mode"])
def test_small_words_and_other_words_are_not_near(title: str) -> None:
    assert near(title).barrier is Barrier.NOTHING


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Chain of stores", "“chain of thought”: the title has “chain” but not “thought”"),
        ("Thoughts in a chain", "the title has “chain”, “thought” but not as one phrase"),
        ("Reason with a model", "the title has “model” and a word like “reasoning”"),
    ],
)
def test_a_near_phrase_is_told_with_what_it_has_and_misses(title: str, told: str) -> None:
    assert told in str(near(title))


def test_the_exclusion_that_refused_a_work_is_named_with_its_place() -> None:
    found = near("A survey", "On chain of thought in medical practice.")
    assert found.barrier is Barrier.REFUSED
    assert found.phrases == ("“survey” in title",)
    assert [str(reason) for reason in found.would] == ["“chain of thought” in main sentence"]
    found = near("Chain of thought", "A survey on medical use, and a medical survey, of surveys.")
    assert found.phrases == ("“survey” 3 times in abstract", "“medical” twice in abstract")


def test_a_phrase_that_stands_once_in_the_background_is_told_so() -> None:
    found = near("Looms", text_of("Some use a chain of thought."))
    assert (found.barrier, found.phrases) == (Barrier.ASIDE, ("chain of thought",))
    assert str(found) == "“chain of thought” stands once, in the background only"


def test_an_exclusion_that_refuses_what_would_not_match_is_not_the_reason() -> None:
    assert near("A survey of chains").barrier is Barrier.PHRASE


def test_a_paper_of_other_categories_is_told_to_be_out_of_reach() -> None:
    found = near("Chain of thought", categories=("cs.RO", "math.CO"))
    assert found.barrier is Barrier.CATEGORY
    assert found.outside == ("cs.RO", "math.CO")
    assert "cs.RO math.CO" in str(found)


def test_with_neither_category_nor_phrase_both_are_told() -> None:
    found = near("A chain", categories=("cs.RO",))
    assert (found.barrier, found.outside) == (Barrier.PHRASE, ("cs.RO",))
    assert "cs.RO" in str(found)


def test_a_phrase_of_all_that_is_missing_is_named() -> None:
    both = topic(arxiv=Terms(any=("chain of thought",), all=("benchmark", "open data")))
    found = near("A chain of thought benchmark", watchlist=both)
    assert (found.barrier, found.phrases) == (Barrier.LACKS, ("open data",))


def test_what_a_feed_brings_is_measured_by_the_terms_for_feeds() -> None:
    two = topic(arxiv=Terms(any=("adapter",)), match=Terms(any=("command line",)))
    found = near("The line", watchlist=two, sources=("feed:x",), categories=())
    assert found.near[0].phrase == "command line"
    assert near("The line", watchlist=two).barrier is Barrier.NOTHING


def test_the_topic_that_came_nearest_is_first() -> None:
    topics = [
        topic("nothing", arxiv=Terms(any=("weather",))),
        topic("some", arxiv=Terms(any=("chain of stores",))),
        topic("all", arxiv=Terms(any=("thought chain",))),
        topic("other", categories=("cs.RO",), arxiv=Terms(any=("chain",))),
        topic("refused", arxiv=Terms(any=("chain",), none=("thought",))),
    ]
    found = nearest(topics, work("A chain of thought"))
    assert [each.topic for each in found] == ["refused", "other", "all", "some", "nothing"]


def test_a_topic_without_phrases_is_as_far_as_can_be() -> None:
    assert near("Chain", watchlist=topic(arxiv=Terms(any=()))).barrier is Barrier.NOTHING
    assert nearest([], work("Chain")) == ()


TEXTS = st.text(max_size=60) | st.sampled_from(["chain of thought", "survey", "reasoning models"])


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from([("cs.CL",), ("cs.RO",), ()]))
def test_what_does_not_match_always_has_an_answer(
    title: str, summary: str, categories: tuple[str, ...]
) -> None:
    sources = ("arxiv",) if categories else ("feed:x",)
    given_work = work(title, summary, sources=sources, categories=categories)
    if not Matcher([REASONING]).match(given_work):
        (found,) = nearest([REASONING], given_work)
        assert str(found)
        assert all(0.3 <= each.share <= 1 for each in found.near)


@pytest.mark.parametrize(
    ("phrases", "words"), [((125, 500), (5_000,) * 2), ((500,) * 2, (1_250, 5_000))]
)
def test_what_an_answer_costs_grows_with_the_phrases_and_with_the_text(
    phrases: tuple[int, int], words: tuple[int, int]
) -> None:
    def case(size: int) -> tuple[Watchlist, Work]:
        many = topic(arxiv=Terms(any=tuple(f"abcd{n} efgh{n}" for n in range(phrases[size]))))
        text = " ".join(f"abcd{n}x" for n in range(words[size]))
        return many, work(text, text)

    assert_growth(lambda case: nearest([case[0]], case[1]), case(0), case(1))
