"""What ``tracker add`` says, and with which status."""

import pytest

from tests.support.author import Author


def test_adding_offline_stores_it_and_says_what_is_missing(stocked: Author) -> None:
    done = stocked.run("add", "2401.00001", "--topic", "tuning", "--note", "later")
    assert done.returncode == 1
    assert "added: 4" in done.stdout
    assert done.stderr.count("\n") == 1
    assert "later" in stocked.ok("show", "4")
    assert "known already: 1" in stocked.ok("add", "2505.00001")


@pytest.mark.parametrize("arguments", [("hello world",), ("2401.00001", "--topic", "x"), ()])
def test_adding_what_makes_no_sense_is_wrong_usage(
    stocked: Author, arguments: tuple[str, ...]
) -> None:
    assert stocked.run("add", *arguments).returncode == 2
