"""Which works say nearly the same."""

from __future__ import annotations

from random import Random

import pytest

from tests.ranking.samples import TITLE, work
from tests.support.growth import assert_growth
from tracker.ranking.features.alike import Alikes
from tracker.values import Work


def is_alike(one: Work, other: Work) -> bool:
    return Alikes([one]).find(other) is not None


@pytest.mark.parametrize(
    ("title", "authors", "alike"),
    [
        (TITLE, ("Ada", "Carl"), True),
        ("Weaving long patterns from short threads, revisited", ("carl", "ADA", "Emmy"), True),
        (TITLE, ("Ada",), True),
        (TITLE, ("Emmy", "Sofia"), False),
        (TITLE, ("Ada", "Sofia"), False),
        ("Spindles: a study of yarn", ("Ada", "Carl"), False),
        (f"{TITLE}, part 2", ("Ada", "Carl"), False),
        (TITLE, (), False),
        ("", ("Ada", "Carl"), False),
    ],
)
def test_authors_and_theme_must_both_be_shared(
    title: str, authors: tuple[str, ...], alike: bool
) -> None:
    one, other = work(1), work(2, title, authors)
    assert is_alike(one, other) is is_alike(other, one) is alike


def test_a_work_is_not_like_itself() -> None:
    assert Alikes([work(1)]).find(work(1)) is None
    assert Alikes([work(1)]).find(work(2)) == 1


def test_what_works_of_one_author_cost_grows_with_their_number() -> None:
    def gather(works: int) -> Alikes:
        alikes = Alikes()
        for number in range(works):
            alikes.find(work(number, f"Notes on weaving looms {number}", ("Ada",)), or_add=True)
        return alikes

    assert_growth(gather, 1_000, 4_000)
    assert gather(1_000).find(work(9_999, "Notes on weaving looms 7", ("Ada",))) == 7


def test_what_works_of_sixty_out_of_thousands_cost_grows_with_their_number() -> None:
    chance = Random(1)

    def teams(works: int) -> list[tuple[str, ...]]:
        people = [f"Author {number}" for number in range(works)]
        return [tuple(chance.sample(people, 60)) for _ in range(works)]

    def find(teams: list[tuple[str, ...]]) -> None:
        titles = [f"Notes on weaving looms {number}" for number in range(len(teams))]
        alikes = Alikes(work(n, titles[n], team) for n, team in enumerate(teams))
        for number, team in enumerate(teams[: len(teams) // 3]):
            assert alikes.find(work(5_000 + number, titles[number], team)) == number

    assert_growth(find, teams(750), teams(3_000))
