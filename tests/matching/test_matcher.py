from __future__ import annotations

from dataclasses import replace

import pytest

from tests.matching.samples import text_of, topic, work
from tests.support.growth import assert_growth
from tracker.matching.matcher import Matcher
from tracker.values import Match
from tracker.watchlists import FeedRule, Terms

ALL = FeedRule(url="https://blog.example/feed", name="A blog", take="all")


def told(matches: tuple[Match, ...]) -> dict[str, list[str]]:
    return {match.topic: [str(reason) for reason in match.reasons] for match in matches}


def test_a_match_tells_each_phrase_and_where_it_was_found() -> None:
    found = Matcher([topic()]).match(
        work("On Finetuning", "We fine-tune. Fine tuning, fine-tuning.")
    )
    assert told(found) == {"topic": ["“fine-tuning” in title", "“fine-tuning” in main sentence"]}
    assert found[0].work_id == 7


def test_a_title_weighs_more_than_an_abstract() -> None:
    matcher = Matcher([topic()])
    (title,), (main,), (background,) = (
        matcher.match(work("Fine-tuning")),
        matcher.match(work("", text_of(main="We present fine-tuning of cheap looms."))),
        matcher.match(work("", text_of("Fine-tuning is hard. So is fine-tuning of looms."))),
    )
    assert title.score > main.score > background.score > 0


def test_the_widest_of_phrases_within_one_another_counts() -> None:
    terms = Terms(any=("tuning", "instruction tuning", "visual instruction tuning"))
    found = Matcher([topic(arxiv=terms)]).match(work("Visual instruction tuning", "Tuning."))
    assert told(found)["topic"] == [
        "“visual instruction tuning” in title",
        "“tuning” in main sentence",
    ]


@pytest.mark.parametrize(
    ("terms", "text", "is_wanted"),
    [
        (Terms(any=("a b", "c")), "c", True),
        (Terms(any=("a b", "c")), "d", False),
        (Terms(all=("a b", "c")), "c and a b", True),
        (Terms(all=("a b", "c")), "c", False),
        (Terms(any=("x", "y"), all=("c",)), "c y", True),
        (Terms(any=("x", "y"), all=("c",)), "c", False),
        (Terms(any=("x", "y"), all=("c",)), "y", False),
        (Terms(any=("x",), none=("z",)), "x z and z", False),
        (Terms(any=("x",), none=("Some-Models",)), "X. Some model, some models", False),
        (Terms(all=("x",), none=("z",)), "x z z", False),
        (Terms(any=("visual tuning",), all=("tuning",)), "visual tuning", True),
        (Terms(none=("z",)), "x", False),
        (Terms(), "x", False),
    ],
)
def test_any_all_and_none(terms: Terms, text: str, is_wanted: bool) -> None:
    matcher = Matcher([topic(arxiv=terms)])
    assert bool(matcher.match(work(text))) is is_wanted
    assert bool(matcher.match(work("", text))) is is_wanted


@pytest.mark.parametrize(
    ("background", "is_wanted"),
    [
        ("Looms are many. Some need fine-tuning.", False),
        ("Looms need fine-tuning. Fine-tuning is slow.", True),
        ("Looms need fine-tuning and adapters.", True),
        ("Looms need low-rank adaptation (LoRA).", False),
        ("Looms need LoRA (low-rank adaptation) at times.", False),
        ("Looms need low-rank adaptation (LoRA). We like LoRA.", True),
    ],
)
def test_one_aside_in_the_background_is_no_match(background: str, is_wanted: bool) -> None:
    terms = Terms(any=("fine-tuning", "adapter", "LoRA", "low-rank adaptation"))
    found = Matcher([topic(arxiv=terms)]).match(work("Looms", text_of(background)))
    assert bool(found) is is_wanted


def test_one_mention_in_the_main_sentence_is_enough_wherever_it_stands() -> None:
    text = text_of("Looms are many.", main="Here we propose a loom that needs no fine-tuning.")
    (found,) = Matcher([topic()]).match(work("Looms", text))
    assert told((found,))["topic"] == ["“fine-tuning” in main sentence"]


def test_a_text_that_states_nothing_is_about_what_opens_it() -> None:
    opening, rest = (
        "Fine-tuning looms for all. ",
        "It rained all day long. The loom stood quite still. ",
    )
    feed = ("feed:https://other.example/rss",)
    about = work("Notes", opening + rest + "Then all of us went on.", sources=feed, categories=())
    aside = work("Notes", rest + "Then we all went on. " + opening, sources=feed, categories=())
    assert Matcher([topic()]).match(about)
    assert not Matcher([topic()]).match(aside)


def test_a_text_of_few_sentences_has_no_background() -> None:
    assert Matcher([topic()]).match(work("Looms", "They are many here. We like fine-tuning."))


@pytest.mark.parametrize(
    ("title", "summary", "is_wanted"),
    [
        ("Fine-tuning for hiring", "", False),
        ("Fine-tuning", "Of use in hiring too.", True),
        ("Fine-tuning", "Of use in hiring, where hiring is slow.", False),
        ("Fine-tuning", "Of use in hiring and in wages.", False),
    ],
)
def test_an_exclusion_needs_the_title_or_two_mentions(
    title: str, summary: str, is_wanted: bool
) -> None:
    terms = Terms(any=("fine-tuning",), none=("hiring", "wages"))
    assert bool(Matcher([topic(arxiv=terms)]).match(work(title, summary))) is is_wanted


def test_a_phrase_in_the_title_decides_the_home_before_counts_do() -> None:
    few, many = (
        topic("few", arxiv=Terms(any=("loom",))),
        topic("many", arxiv=Terms(any=("a", "b", "c"))),
    )
    text = text_of(main="We propose a, b and c.")
    found = Matcher([many, few]).match(work("The loom", text))
    assert [match.topic for match in found] == ["few", "many"]
    assert found[0].score < found[1].score


def test_in_a_title_a_phrase_within_another_topics_counts_less() -> None:
    wide = topic("wide", arxiv=Terms(any=("tuning", "cheap")))
    exact = topic("exact", arxiv=Terms(any=("visual tuning",)))
    found = Matcher([wide, exact]).match(work("Visual tuning", "Tuning that is cheap."))
    assert [match.topic for match in found] == ["exact", "wide"]


@pytest.mark.parametrize(
    ("summary", "home"),
    [
        ("Large models, and how tuning pays.", "narrow"),
        ("Large models, large and small.", "wide"),
    ],
)
def test_a_narrow_topic_is_home_where_the_text_takes_its_phrase_up(summary: str, home: str) -> None:
    narrow = replace(topic("narrow", arxiv=Terms(any=("tuning",))), narrow=True)
    wide = topic("wide", arxiv=Terms(any=("model", "large")))
    found = Matcher([wide, narrow]).match(work("Tuning for large models", summary))
    assert found[0].topic == home
    assert len(found) == 2


@pytest.mark.parametrize(
    ("text", "is_wide", "is_narrow"),
    [
        (text_of("Nor is fine-tuning cheap."), False, False),
        (text_of("Nor is fine-tuning cheap, or low-rank wool."), True, False),
        (text_of("Nor is fine-tuning cheap, or low-rank wool, or fine-tuning it."), True, True),
        (text_of(main="We propose low-rank wool."), True, False),
        (text_of("Nor is fine-tuning cheap.", main="We propose low-rank wool."), True, True),
    ],
)
def test_a_narrow_topic_wants_a_mention_more(text: str, is_wide: bool, is_narrow: bool) -> None:
    wide = topic(arxiv=Terms(any=("fine-tuning", "low-rank")))
    narrow = replace(wide, narrow=True)
    assert bool(Matcher([wide]).match(work("Looms", text))) is is_wide
    assert bool(Matcher([narrow]).match(work("Looms", text))) is is_narrow
    assert Matcher([narrow]).match(work("Low-rank looms", ""))


def test_words_of_all_may_stand_apart_in_title_and_abstract() -> None:
    assert Matcher([topic(arxiv=Terms(all=("x", "y")))]).match(work("x", "y"))


def test_a_phrase_does_not_reach_from_title_into_abstract() -> None:
    assert not Matcher([topic()]).match(work("Fine", "tuning"))


def test_a_cross_list_counts_and_other_categories_do_not() -> None:
    matcher = Matcher([topic(categories=("cs.CL",))])
    assert matcher.match(work("Fine-tuning", categories=("math.OC", "cs.CL")))
    assert not matcher.match(work("Fine-tuning", categories=("math.OC", "cs.CLX")))


def test_a_topic_without_categories_looks_at_all_that_is_polled() -> None:
    assert Matcher([topic(categories=())]).match(work("Fine-tuning", categories=("math.OC",)))


def test_what_a_feed_brings_is_matched_by_the_terms_for_feeds() -> None:
    matcher = Matcher([topic(match=Terms(any=("adapters",)))])
    feed = ("feed:https://other.example/rss",)
    assert matcher.match(work("Adapters", sources=feed, categories=()))
    assert not matcher.match(work("Fine-tuning", sources=feed, categories=()))
    assert not matcher.match(work("Adapters"))


def test_a_paper_outside_the_categories_matches_when_a_feed_or_the_author_shows_it() -> None:
    matcher = Matcher([topic()])
    assert not matcher.match(work("Fine-tuning", categories=("cs.RO",)))
    for source in ("feed:https://other.example/rss", "hand"):
        sources = ("arxiv", source)
        assert matcher.match(work("Fine-tuning", categories=("cs.RO",), sources=sources))


@pytest.mark.parametrize("source", ["listing", "oai:arxiv"])
def test_a_listing_of_whatever_protocol_is_no_recommendation(source: str) -> None:
    listed = work("Fine-tuning", categories=("cs.RO",), sources=("arxiv", source))
    assert not Matcher([topic()]).match(listed)


def test_a_feed_taken_whole_belongs_to_its_topic_alone() -> None:
    matcher = Matcher([topic("mine", feeds=(ALL,)), topic("other")])
    post = work("About gardens", sources=(ALL.source_key,), categories=())
    assert told(matcher.match(post)) == {"mine": ["in A blog"]}


def test_a_feed_of_one_topic_may_bring_a_work_for_another() -> None:
    feed = FeedRule(url="https://blog.example/feed")
    matcher = Matcher([topic("mine", match=Terms(any=("gardens",)), feeds=(feed,)), topic("other")])
    post = work("Fine-tuning", sources=(feed.source_key,), categories=())
    assert [match.topic for match in matcher.match(post)] == ["other"]


def test_an_excluded_phrase_wins_over_whole_feeds_and_authors() -> None:
    terms = Terms(any=("fine-tuning",), none=("we are hiring",))
    matcher = Matcher([topic(arxiv=terms, feeds=(ALL,), authors=("Ada Lovelace",))])
    assert matcher.match(work("x", authors=("Ada Lovelace",), sources=("arxiv", ALL.source_key)))
    assert not matcher.match(
        work("We are hiring", authors=("A. Lovelace",), sources=("arxiv", ALL.source_key))
    )


def test_an_author_is_followed_within_the_categories() -> None:
    matcher = Matcher([topic(authors=("Ada Lovelace",))])
    assert told(matcher.match(work("x", authors=("Lovelace, A.",)))) == {
        "topic": ["by Ada Lovelace"]
    }
    assert not matcher.match(work("x", authors=("Ada Lovelace",), categories=("cs.RO",)))


def test_topics_come_best_first_and_ties_by_name() -> None:
    matcher = Matcher(
        [topic("c"), topic("b"), topic("a", arxiv=Terms(any=("fine-tuning", "cheap")))]
    )
    found = matcher.match(work("Cheap fine-tuning"))
    assert [match.topic for match in found] == ["a", "b", "c"]


def test_a_reason_that_holds_in_both_ways_counts_once() -> None:
    both = work("Fine-tuning", sources=("arxiv", "feed:https://other.example/rss"))
    assert len(Matcher([topic()]).match(both)[0].reasons) == 1


def test_no_watchlists_match_nothing() -> None:
    assert Matcher([]).match(work("Fine-tuning")) == ()


def test_what_a_match_costs_hardly_grows_with_the_number_of_phrases() -> None:
    sentence = "We study how models of language are adapted by fine-tuning in {} settings. "
    texts = [
        "".join(sentence.format(number * 31 + part) for part in range(18)) for number in range(100)
    ]

    def matcher(phrases: int) -> Matcher:
        filler = [f"subject{number} of study" for number in range(phrases)]
        return Matcher([topic(slug, arxiv=Terms(any=("fine-tuning", *filler))) for slug in "abc"])

    def match(matcher: Matcher) -> None:
        for text in texts:
            assert len(matcher.match(work("A title of some words", text))) == 3

    assert_growth(match, matcher(30), matcher(3_000), at_most=3)
