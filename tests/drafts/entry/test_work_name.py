"""What a work is called: the name that its title gives, or the whole of it."""

from __future__ import annotations

import pytest

from tests.drafts.samples import work
from tracker.drafts.entry.work_name import name_of, telling_name
from tracker.values import Kind


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Quickfit: Adapting Models", "Quickfit"),
        ("Flash Attention: Fast and Exact", "Flash Attention"),
        ("xLSTM: Extended Memory", "xLSTM"),
        ("s1: Simple Scaling", "s1"),
        ("Tree of Thoughts: Deliberate Models", "Tree of Thoughts"),
        ("état: Un modèle", "état: Un modèle"),
        ("towards of: A Study", "towards of: A Study"),
        ("GPT-4o mini: A Small Model", "GPT-4o mini: A Small Model"),
        ("Attention for Everyone", "Attention for Everyone"),
        ("Position: Models Should Rest", "Position: Models Should Rest"),
        ("A Survey: Models", "A Survey: Models"),
        ("How Models Rest: A Study", "How Models Rest: A Study"),
        ("Models That Rest Well: A Study", "Models That Rest Well: A Study"),
        ("Quickfit:", "Quickfit:"),
        ("Ratio 3:1 Matters", "Ratio 3:1 Matters"),
        ("  Odd \n spacing ", "Odd spacing"),
    ],
)
def test_the_name_is_what_a_title_names_before_its_colon(title: str, name: str) -> None:
    assert name_of(work(title=title)) == name


def test_a_post_keeps_its_whole_title() -> None:
    assert name_of(work(title="Quickfit: I tried it", kind=Kind.POST)) == "Quickfit: I tried it"


def test_a_work_without_a_title_has_its_address_for_a_name() -> None:
    assert name_of(work(title="\x00 ")) == "https://arxiv.org/abs/2505.00017"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Quickfit: Adapting Models", "Quickfit"),
        ("Quickfit 2.5-VL Technical Report", "Quickfit 2.5-VL"),
        ("Attention for Everyone", ""),
    ],
)
def test_a_text_speaks_of_its_work_by_name(title: str, name: str) -> None:
    assert telling_name(work(title=title)) == name
