"""Which works a post links: of a large one as of a small one."""

from __future__ import annotations

import pytest

from tests.support.growth import assert_growth
from tracker.markdown import parse_outline
from tracker.posts.linked import aliases_in, linked_among
from tracker.values import Alias

WANTED = (Alias("arxiv", "2505.00001"), Alias("doi", "10.1000/abc.123"))
FILLER = "".join(f"- [Paper {n}](https://arxiv.org/abs/2401.{n:05d}) - b.\n" for n in range(6_000))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("- [a](https://arxiv.org/pdf/2505.00001v2)", 1),
        ("See <https://doi.org/10.1000/ABC.123>.", 1),
        ("1. a\n\n   > [b](https://arxiv.org/abs/2505.00001)", 1),
        ("[a][r]\n\n[r]: https://arxiv.org/abs/2505.00001", 1),
        ("[A]: https://arxiv.org/abs/2505.00001 'x'", 1),
        ("<p><a href='https://arxiv.org/abs/2505.00001'>x</a></p>", 1),
        ("https://arxiv.org/abs/2505.00001 and https://doi.org/10.1000/abc.123", 2),
        ("`https://arxiv.org/abs/2505.00001`", 0),
        ("```\nhttps://arxiv.org/abs/2505.00001\n```", 0),
        ("{% comment %}\nhttps://arxiv.org/abs/2505.00001\n{% endcomment %}", 0),
        ("![i](https://arxiv.org/abs/2505.00001)", 0),
        ("2505.00001 alone", 0),
    ],
)
def test_what_is_asked_for_is_found_in_a_large_post(text: str, count: int) -> None:
    post = f"---\nsee: https://arxiv.org/abs/2505.00001\n---\n\n# A\n\n{FILLER}\n{text}\n\n{FILLER}"
    assert len(linked_among(parse_outline(post.encode()), WANTED)) == count
    if "[A]:" not in text:  # nobody follows a definition; here it counts to be on the safe side
        assert len(linked_among(parse_outline(text.encode()), WANTED)) == count
        assert len(aliases_in(post.encode()) & set(WANTED)) == count


def test_asking_a_post_that_is_full_of_what_is_asked_for_takes_its_length() -> None:
    line = "- https://arxiv.org/abs/2505.00001 {}\n"

    def ask(count: int) -> None:
        linked_among(parse_outline("".join(map(line.format, range(count))).encode()), WANTED)

    assert_growth(ask, 8_000, 32_000)
