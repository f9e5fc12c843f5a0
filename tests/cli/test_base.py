"""What all commands share."""

from tests.support.author import Author


def test_the_home_can_be_named_before_and_after_the_command(stocked: Author) -> None:
    home = str(stocked.home)
    stocked.home = stocked.home.parent
    assert stocked.ok("--home", home, "list") == stocked.ok("list", "--home", home)
    stocked.environ["TRACKER_HOME"] = home
    assert stocked.ok("list")
