"""Why a work stands where it stands, and what it lacks beside those before it."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ranking.samples import NOW, work
from tracker.ranking.context.signals import Context
from tracker.ranking.explain import NOTHING, lacking, why
from tracker.ranking.features.packed import Features, author_hash
from tracker.ranking.features.traits import traits
from tracker.ranking.features.words import count, spelled, tokens
from tracker.ranking.learning.learner import train
from tracker.ranking.learning.rows import Judged
from tracker.ranking.prior import shipped_prior
from tracker.ranking.selection import FIT, fit
from tracker.values import Match, Place, Reason, Score, ScorePart


def score(**parts: float) -> Score:
    return Score(tuple(ScorePart(name.replace("_", " "), value) for name, value in parts.items()))


def told(own: dict[str, float], *before: dict[str, float]) -> dict[str, float]:
    scores = [Score(tuple(ScorePart(*part) for part in each.items())) for each in (own, *before)]
    return {part.name: round(part.value, 3) for part in lacking(scores[0], scores[1:])}


TITLE, CLAIM = "a phrase in the title", "a phrase in the main sentence"
MATCHED = (
    ScorePart("“loom” in title", 0.3, TITLE),
    ScorePart("“loom” in main sentence", 0.2, CLAIM),
    ScorePart("“warp” in main sentence", 0.1, CLAIM),
)
LINKED = ScorePart("linked by A Log", 1.5, "links in your feeds")
FORM = (
    ScorePart("seen today", 3.0, "being new"),
    ScorePart("5 to 7 authors", 2.0, "number of authors"),
    ScorePart("3 to 4 words in the title", 2.0, "length of the title"),
    ScorePart("in cs.CL", 2.0, "in cs.CL"),
    ScorePart("submitted a minute before arXiv's deadline", 2.0, "time of submission"),
)


def test_first_comes_what_matched_then_people_then_decisions_then_what_it_is_about() -> None:
    parts = (
        ScorePart("about weaving", 9.0, "about weaving"),
        ScorePart("“thread”", 4.0, "words that you like"),
        ScorePart("“yarn”", 2.0, "words that you like"),
        LINKED,
        *MATCHED,
    )
    assert why(Score(parts), longest=200) == (
        "“loom” in title and main sentence, “warp” in main sentence; linked by A Log; "
        "like what you approved: “thread”, “yarn”; about weaving"
    )


def test_what_is_only_form_is_no_reason() -> None:
    assert why(Score((*FORM, LINKED))) == "linked by A Log"
    assert why(Score(FORM)) == NOTHING


def test_many_phrases_keep_no_link_out() -> None:
    phrases = [ScorePart(f"“{'loom ' * 6}{n}” in title", 5.0, TITLE) for n in range(3)]
    line = why(Score((*phrases, LINKED)))
    assert line.startswith("“loom loom")
    assert line.endswith("; linked by A Log")
    assert line.count("”") == 2 - 1
    assert len(line) < 100


def test_what_is_small_beside_the_largest_is_left_out_but_never_a_phrase() -> None:
    small = ScorePart("about weaving", 0.1, "about weaving")
    assert why(Score((LINKED, small, *MATCHED[2:]))) == "“warp” in main sentence; linked by A Log"


def test_what_the_author_asked_for_comes_first() -> None:
    added = ScorePart("added by you", 15.0, "your own addition")
    again = ScorePart("a second look: linked since by A and B", 30.0, "a second look")
    assert why(Score((*MATCHED[:1], added))).startswith("added by you; “loom” in title")
    assert why(Score((*MATCHED[:1], again))).startswith("a second look: linked since by A and B; ")


def test_a_reader_that_put_it_first_is_named_before_all() -> None:
    assert why(Score((LINKED,)), read_by="m").startswith("read by m; linked by A Log")


def test_the_first_of_all_lacks_nothing() -> None:
    assert lacking(score(today=1.0), []) == ()


def test_the_largest_difference_comes_first() -> None:
    before = {"a project page": 1.0, "9 pages or fewer": 3.0}
    assert list(told({"a project page": 0.5}, before)) == ["9 pages or fewer", "a project page"]


def test_parts_of_a_family_are_compared_whatever_their_names() -> None:
    own = Score((
        ScorePart("“chain” in title", 3.0, "a phrase in the title"),
        ScorePart("first seen 12 days ago", 0.3, "being new"),
        ScorePart("linked by A Log", 1.5, "links in your feeds"),
        ScorePart("1 vote at A Board", 0.15, "votes elsewhere"),
    ))  # fmt: skip
    first = Score((
        ScorePart("“tree” in title", 3.0, "a phrase in the title"),
        ScorePart("seen today", 1.0, "being new"),
        ScorePart("linked by B Log and 1 more", 2.25, "links in your feeds"),
        ScorePart("42 votes at B Board", 0.9, "votes elsewhere"),
    ))  # fmt: skip
    found = {part.name: round(part.value, 3) for part in lacking(own, [first])}
    assert found == {"links in your feeds": 0.75, "votes elsewhere": 0.75, "being new": 0.7}


def test_every_part_that_differs_by_its_work_tells_its_family() -> None:
    """No name holds what is the work's alone, but those of traits, which are their own family."""
    context = Context(age_days=3, feeds=("A Log", "B Log"), votes=(("A Site", 12),))
    found = work(1, "Looms of long threads")
    told = Features.of(traits(found), count(tokens(found.title), []), (author_hash("Ada"),))
    model = train([Judged(work_id=1, on=NOW.date(), features=told)], [], prior=shipped_prior())
    learned = model.score(told, context, spelled(found.title, ""))
    reasons = tuple(Reason("loom", place, 1.0) for place in Place)
    fitting = fit(Match(work_id=1, topic="x", reasons=reasons), FIT)
    for part in (*learned.parts, *fitting):
        if any(word in part.name for word in ("“", "Log", "Site", "ago", "loom", "author")):
            assert part.family, part.name


def test_what_the_work_has_more_of_is_no_lack() -> None:
    before = {"a survey": 1.0, "code has appeared": 1.0}
    assert told({"a survey": 1.5}, before) == {"code has appeared": 1.0}


def test_a_part_that_speaks_against_it_is_something_lacking() -> None:
    assert told({"what it lacks": -2.0}, {"what it lacks": -0.5}) == {"what it lacks": 1.5}


NAMES = st.sampled_from(["seen today", "a project page", "a survey", "what it lacks"])
SCORES = st.dictionaries(NAMES, st.floats(0.1, 5), max_size=5)


@settings(max_examples=60, deadline=None)
@given(SCORES, st.lists(SCORES, min_size=1, max_size=4))
def test_never_is_more_lacking_than_those_before_have(
    own: dict[str, float], before: list[dict[str, float]]
) -> None:
    most = math.fsum(math.fsum(each.values()) for each in before) / len(before)
    assert math.fsum(told(own, *before).values()) <= most + 0.01
