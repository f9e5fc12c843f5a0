"""What ``tracker reindex`` says."""

from tests.support.author import Author


def test_reindexing_changes_nothing_where_the_rules_are_the_same(stocked: Author) -> None:
    before = stocked.json("list")
    assert "3 works: 0 parted, 0 changed; 3 match a topic" in stocked.ok("reindex")
    assert stocked.json("list") == before
