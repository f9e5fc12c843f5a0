"""No file takes long to read: what is too large is refused, what is odd costs its length."""

import pytest

from tests.support.growth import assert_growth
from tracker.markdown import excess, links_of, parse_outline
from tracker.markdown.blocks import MOST_ODD_BYTES, MOST_ODD_LINES
from tracker.markdown.bounds import MOST_BYTES, MOST_LINES

SIZE = 400_000
ODD = (
    *("[", "]", "[a](", "![a](", "[a][b]", "*a ", "a**b", "_a", "**a*b_ ", "`` ` ", "<", "<a "),
    *(
        "<div> <a ",
        "<!-- ",
        "&",
        "\\",
        ">",
        "> ",
        "- ",
        "> - ",
        "#",
        "{#a} ",
        "<a href=",
        "(",
        "\0",
    ),
)
LINES = (
    *("- [a](https://x.example/b)\n", "- a\n* a\n", "> [a]: b\n", "[a\n", "1) a\n", "# a\n"),
    *("> - a\n", "a\n=\n", "1. a\n\n   b\n", "---\n", "{% highlight a %}\n", "> ```\n"),
)


def read(text: bytes) -> None:
    parse_outline(text)
    links_of(text)


@pytest.mark.parametrize("piece", [*ODD, *LINES], ids=repr)
def test_what_an_odd_file_costs_grows_with_its_size(piece: str) -> None:
    number = min(SIZE // len(piece), MOST_ODD_LINES // max(piece.count("\n"), 1))
    text = (piece * number).encode()
    assert not excess(text)
    assert_growth(read, (piece * (number // 4)).encode(), text)


def test_what_many_lines_within_deep_quotes_cost_grows_with_their_number() -> None:
    few, many = ("> " * 50 + "a\n" * number for number in (MOST_ODD_LINES // 4, MOST_ODD_LINES))
    assert_growth(parse_outline, few.encode(), many.encode())


def test_a_paragraph_of_too_many_marks_still_tells_its_addresses() -> None:
    text = "[" * 20_000 + " [a](https://x.example/a) https://x.example/b"
    assert links_of(text.encode()) == ("https://x.example/a", "https://x.example/b")


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
def test_too_many_lines_are_told_whatever_ends_them(ending: bytes) -> None:
    assert excess(ending * MOST_LINES) == ""
    assert "200,001 lines" in excess(ending * (MOST_LINES + 1))


def test_too_many_bytes_are_told() -> None:
    assert excess(b"a" * MOST_BYTES) == ""
    assert "10,000,001 bytes" in excess(b"a" * (MOST_BYTES + 1))


@pytest.mark.parametrize("line", ["> q\n", "- > q\n", "<b>\n", "- a\n\n      code\n\n", "a\n===\n"])
def test_too_many_lines_that_are_not_plain_are_told(line: str) -> None:
    number = MOST_ODD_LINES // line.count("\n")
    assert excess((line * number).encode()) == ""
    assert "beside headings, plain paragraphs and lists" in excess((line * (number + 2)).encode())


def test_plain_lines_may_be_many() -> None:
    lines = "## A heading\n\n- [a](https://x.example/b) - c\n  - inner\n1) x\n\nText.\n\n"
    assert excess((lines.replace("1) x\n", "") * 20_000).encode()) == ""


def test_too_many_bytes_that_are_not_plain_are_told() -> None:
    assert excess(b"> " + b"q" * (MOST_ODD_BYTES - 2)) == ""
    assert "beside headings" in excess(b"> " + b"q" * MOST_ODD_BYTES)
