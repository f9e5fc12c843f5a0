"""TeX in titles and abstracts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.growth import assert_growth
from tracker.drafts.entry.tex import plain


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("plain words cost $5 and 3%", "plain words cost $5 and 3%"),
        (r"a \textbf{bold} claim", "a bold claim"),
        (r"\textbf{A \emph{nested} one}", "A nested one"),
        (r"{\bf old} manner", "old manner"),
        (r"up by 12\% on A\&B", "up by 12% on A&B"),
        (r"see \href{https://example.org/a}{the page}", "see the page"),
        (r"at \url{https://example.org/a_b}", "at https://example.org/a_b"),
        (r"as before~\cite{someone2020}.", "as before."),
        (
            r"Erd\H{o}s, M\"uller, Garc\'ia, Pi\~{n}a, \'{E}mile",
            "Erdős, Müller, García, Piña, Émile",
        ),
        (r"$3.5\times$ faster", "3.5× faster"),
        (r"an error of $\pm 2$", "an error of ±2"),
        (r"$\sim$7B parameters", "~7B parameters"),
        (r"$O(n^2)$ time", r"$O(n^2)$ time"),
        (r"from $10 to $20", "from $10 to $20"),
        (r"we propose \name, a method", r"we propose \name, a method"),
        (r"around $24\%$ mAP", "around 24% mAP"),
        (r"a 360{\deg} view", "a 360° view"),
        ("a ``white'' lie", "a “white” lie"),
        ("language models~(LLMs), e.g.~Quickfit~2", "language models (LLMs), e.g. Quickfit 2"),
        ("~2 of 1~5 at https://example.org/~ada", "~2 of 1~5 at https://example.org/~ada"),
        ("an end- to-end, geometry- aware boat", "an end-to-end, geometry-aware boat"),
        ("pre- and post-war ropes- the good ones", "pre- and post-war ropes- the good ones"),
        ("a \\ b", "a \\ b"),
        ("from 1B--7B -- and more---much", "from 1B–7B – and more—much"),
        (
            "input/output---which, ``pre--training'', 1/2--3/4",
            "input/output—which, “pre–training”, 1/2–3/4",
        ),
        (
            "at https://a.example/x--y, a@b--c and `p--q`, 1--2",
            "at https://a.example/x--y, a@b--c and `p--q`, 1–2",
        ),
        ("run it with --flag, ----- or <!-- a -->", "run it with --flag, ----- or <!-- a -->"),
    ],
)
def test_markup_goes_and_words_stay(source: str, shown: str) -> None:
    assert plain(source) == shown


@given(st.text(alphabet="\\{}$textbfmph%'~ab \n", max_size=300))
def test_any_text_is_read_and_grows_by_nothing(text: str) -> None:
    assert len(plain(text)) <= len(text)


@pytest.mark.parametrize(
    "piece", ["\\textbf{", "\\href{a}{", "$", "\\'", "\\(", "{\\bf ", "\\color{"]
)
def test_what_a_hostile_text_costs_grows_with_its_length(piece: str) -> None:
    assert_growth(plain, piece * 10_000, piece * 40_000)


def test_a_row_of_ties_costs_what_it_is_long() -> None:
    assert_growth(plain, "~" * 5_000, "~" * 20_000)


def test_markdown_that_was_typed_into_an_abstract_is_read() -> None:
    text = "**ROPE** (**R**ound **O**ld Pilots) in 2**n steps and 3**m"
    assert plain(text) == "ROPE (Round Old Pilots) in 2**n steps and 3**m"


def test_a_place_where_a_word_may_break_is_no_sign() -> None:
    assert plain("A neuro\\-symbolic lamp") == "A neurosymbolic lamp"


def test_a_letter_that_is_raised_in_a_name_keeps_its_sign() -> None:
    assert plain(r"Lamp$^\text{N}$: A lamp") == "Lamp^N: A lamp"


def test_thin_spaces_are_spaces() -> None:
    assert plain("We present ROPE\\, – a lamp") == "We present ROPE  – a lamp"
