"""What the ranking keeps of a work."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.ranking.features.packed import Features, author_hash, extract
from tracker.ranking.features.traits import KEYS, seconds_before_deadline, stepped
from tracker.values import Kind, PaperFacts, Work

NOW = datetime(2025, 5, 6, tzinfo=UTC)
ANY_TEXT = st.text(max_size=300)


def paper(title: str = "Kites: Flying without Wind", **facts: object) -> Work:
    fields: dict[str, object] = {
        "id": 1,
        "kind": Kind.PAPER,
        "title": title,
        "url": "https://arxiv.org/abs/2505.00001",
        "summary": "We introduce kites that fly without wind. Code is available.",
        "authors": ("Ada Example", "Bo Sample"),
        "first_seen_at": NOW,
        "paper": PaperFacts(categories=("cs.CL", "cs.AI"), comment="12 pages"),
    }
    return Work(**{**fields, **facts})  # type: ignore[arg-type]


def keys(work: Work) -> set[str]:
    return {KEYS[place] for place, _ in extract(work).traits}


@settings(max_examples=60)
@given(
    title=ANY_TEXT,
    summary=ANY_TEXT,
    authors=st.lists(st.text(max_size=40), max_size=80).map(tuple),
    comment=ANY_TEXT,
    categories=st.lists(st.text(max_size=8), max_size=9).map(tuple),
    submitted_at=st.none() | st.datetimes(timezones=st.just(UTC)),
)
def test_the_stored_form_gives_the_same_features_back(
    title: str,
    summary: str,
    authors: tuple[str, ...],
    comment: str,
    categories: tuple[str, ...],
    submitted_at: datetime | None,
) -> None:
    facts = PaperFacts(comment=comment, categories=categories)
    work = paper(title, summary=summary, authors=authors, paper=facts, published_at=submitted_at)
    features = extract(work)
    assert Features.from_bytes(features.to_bytes()) == features


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_a_damaged_stored_form_is_no_error(data: bytes) -> None:
    assert Features.from_bytes(data) is None or Features.from_bytes(data) is not None


def test_a_stored_form_that_was_cut_or_is_of_another_layout_is_not_read() -> None:
    stored = extract(paper()).to_bytes()
    assert Features.from_bytes(stored[:-1]) is None
    assert Features.from_bytes(b"\x7f" + stored[1:]) is None


def test_a_huge_work_stays_small() -> None:
    many = " ".join(f"word{n}x" for n in range(100_000))
    work = paper(many, summary=many, authors=tuple(f"Author {n}" for n in range(5_000)))
    assert len(extract(work).to_bytes()) <= 1_500


def test_an_author_is_known_by_any_spelling_of_accents_and_case() -> None:
    assert author_hash("José  M. Núñez") == author_hash("JOSE M NUNEZ")
    assert author_hash("Ada Example") != author_hash("Ada Sample")


def test_title_authors_comment_and_categories_are_seen() -> None:
    assert {
        "title.colon",
        "title.name",
        "title.turn",
        "authors.2",
        "claim.introduce",
        "claim.release",
        "category.cs.CL",
        "cross.cs.AI",
    } <= keys(paper())
    assert "comment.none" in keys(paper(paper=PaperFacts(categories=("cs.CL",))))
    assert "comment.long" in keys(paper(paper=PaperFacts(comment="31 pages")))


def test_a_title_is_measured_in_letters_and_its_compounds_are_seen() -> None:
    def values(title: str) -> dict[str, int]:
        return {KEYS[place]: value for place, value in extract(paper(title)).traits}

    assert values("Kites without wind")["title.letters"] == 1
    assert values("Kites " * 60)["title.letters"] == 14
    assert "title.letters" not in values("Kites")
    assert "title.hyphen" in values("Self-flying kites")
    assert "title.hyphen" not in values("Kites")


def test_authors_are_counted_on_a_scale_that_grows_slowly() -> None:
    def count(authors: int) -> int | None:
        found = extract(paper(authors=tuple(f"Author {n}" for n in range(authors)))).traits
        return {KEYS[place]: value for place, value in found}.get("authors.count")

    assert [count(n) for n in (0, 1, 3, 7, 4_095)] == [None, 4, 8, 12, 48]
    assert stepped("number of authors", ["authors.2", "authors.count"]) == "2 authors"


def test_the_length_of_a_title_is_one_reason_in_words() -> None:
    assert (
        stepped("length of the title", ["title.3", "title.letters"]) == "3 to 4 words in the title"
    )
    assert stepped("length of the title", ["title.letters"]) == "1 to 2 words in the title"


def test_subjects_are_told_from_words_stems_and_pairs() -> None:
    assert "titled.agents" in keys(paper("Agents at sea"))
    assert "about.robots and worlds" in keys(paper(summary="a world modelled; world models"))
    assert "about.agents" not in keys(paper("Reagents at sea", summary="reagents"))


def test_the_deadline_is_two_in_the_afternoon_in_new_york_on_working_days() -> None:
    summer = datetime(2025, 7, 1, 17, 59, 30, tzinfo=UTC)
    winter = datetime(2025, 1, 14, 18, 59, 30, tzinfo=UTC)
    assert seconds_before_deadline(summer) == 30
    assert seconds_before_deadline(winter) == 30
    assert seconds_before_deadline(datetime(2025, 7, 5, 17, 59, tzinfo=UTC)) is None  # Saturday
    assert {"late.60", "late.3600"} <= keys(paper(published_at=summer))
    assert not any(key.startswith("late") for key in keys(paper(published_at=NOW)))
