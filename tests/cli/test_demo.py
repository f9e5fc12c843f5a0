"""What ``tracker demo`` says."""

from tests.support.author import Author


def test_the_demo_ends_by_naming_the_command_that_opens_the_page(author: Author) -> None:
    said = author.run("demo", str(author.home / "sample"))
    assert said.returncode == 0
    assert "serve --home" in said.stderr.splitlines()[-1]
