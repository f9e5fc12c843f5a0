"""What ``tracker field`` says."""

from tests.support.author import Author


def test_the_field_speaks_to_people_and_to_scripts(stocked: Author) -> None:
    said = stocked.ok("field")
    assert said.startswith("week of ")
    assert "Sources since " in said
    told = stocked.json("field")
    assert len(told["weeks"]) == 16
    assert told["rising"] == []
