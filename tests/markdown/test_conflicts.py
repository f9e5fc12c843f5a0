"""What a merge leaves in a file."""

import pytest

from tracker.markdown import find_conflicts


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\nd", ((1, 5),)),
        ("<<<<<<< a\n||||||| b\n=======\n>>>>>>> c", ((0, 3),)),
        ("<<<<<<<<<< a\n==========\n>>>>>>>>>> c", ((0, 2),)),  # git's conflict-marker-size
        (
            "<<<<<<< Conflict 1 of 1\n%%%%%%% from a\n+++++++ b\n>>>>>>> Conflict 1 of 1 ends",
            ((0, 3),),
        ),
        # half resolved
        ("a\n>>>>>>> other", ((1, 1),)),
        ("<<<<<<< HEAD\nb", ((0, 0),)),
        ("<<<<<<< HEAD\nb\n=======\n<<<<<<< HEAD\n>>>>>>> c", ((0, 2), (3, 4))),
        # none
        ("A heading\n=======\n\n> > > > > > > quoted", ()),
        ("x <<<<<<< HEAD", ()),
        ("<<<<<<<word\n>>>>>>>word", ()),
    ],
)
def test_conflicts_are_found(text: str, spans: tuple[tuple[int, int], ...]) -> None:
    assert find_conflicts((line, False) for line in text.split("\n")) == spans


def test_a_whole_conflict_in_code_is_an_example() -> None:
    text = ["<<<<<<< a", "=======", ">>>>>>> b"]
    assert find_conflicts((line, True) for line in text) == ()
    assert find_conflicts(zip(text, (True, False, True), strict=True)) == ((0, 2),)
    assert find_conflicts([(text[2], True)]) == ((0, 0),)
