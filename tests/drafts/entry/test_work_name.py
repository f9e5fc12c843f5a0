"""What a work is called: the name that its title gives, or the whole of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.drafts.samples import NOW, work
from tracker.drafts.entry.work_name import name_of, names_in_text
from tracker.values import Kind, SightingRef


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Quickfit: Adapting Models", "Quickfit"),
        ("xLSTM: Extended Memory", "xLSTM"),
        ("s1: Simple Scaling", "s1"),
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
        ("Rowing at Night,", "Rowing at Night"),
        ("  Odd \n spacing ", "Odd spacing"),
    ],
)
def test_the_name_is_what_a_title_names_before_its_colon(title: str, name: str) -> None:
    assert name_of(work(title=title)) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Flash Attention: Fast and Exact", "Flash Attention"),
        ("Tree of Thoughts: Deliberate Models", "Tree of Thoughts"),
        ("Depth Matters: Boats Without Maps", "Depth Matters: Boats Without Maps"),
        ("Safe Boats: A Survey", "Safe Boats: A Survey"),
        ("BoatLLM: A Comprehensive Survey", "BoatLLM: A Comprehensive Survey"),
        ("BoatLLM -- a small model for boats", "BoatLLM"),
        ("BoatLLM : A Small Model", "BoatLLM"),
        ("BoatLLM 2 Technical Report", "BoatLLM 2"),
        ("BoatLLM: Technical Report", "BoatLLM"),
        ("BoatLLM-2 Technical Report: Rowing for All", "BoatLLM-2"),
        ("Rowing at Night (v1)", "Rowing at Night"),
        ("$D^2Boat$: Twice the Boat", "D²Boat"),
        ("Boats$^\\*$ of the North", "Boats of the North"),
    ],
)
def test_several_words_are_a_name_where_the_text_uses_it_so(title: str, name: str) -> None:
    summary = "Flash Attention is fast. A Tree of Thoughts is slow. Safe Boats are boats."
    assert name_of(work(title=title, summary=summary)) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("RowLamp for Rowing at Night", "RowLamp"),
        ("Take an Oar: Rowing for All", "Take an Oar"),
        ("Take an Oar: A Survey of Oars", "Take an Oar: A Survey of Oars"),
        ("Rest an Oar: Rowing for All", "Rest an Oar: Rowing for All"),
        ("BoatBench: Measuring Peer Review Machines", "BoatBench"),
        ("BoatLLM for Rowing at Night", "BoatLLM for Rowing at Night"),
        ("Drifting with Nets at Dawn", "Drifting with Nets at Dawn"),
    ],
)
def test_what_a_text_introduces_is_a_name_whatever_its_words(title: str, name: str) -> None:
    summary = (
        "BoatLLM is slow. We propose RowLamp for oars, and introduce Take an Oar, a game. "
        "We propose Drifting with Nets (DwN), a calm way to fish."
    )
    assert name_of(work(title=title, summary=summary)) == name


@pytest.mark.parametrize(
    ("title", "summary", "name"),
    [
        (
            "Rowing at Night with Lamps",
            "Nights are dark. We introduce RowLamp, a lamp for oars. RowLamp is bright.",
            "RowLamp",
        ),
        (
            "Rowing at Night with Lamps",
            "Nights are dark. We build a lamp called ROWL. With ROWL, oars are bright.",
            "ROWL",
        ),
        (
            "Rowing at Night with Lamps",
            "We propose RowLamp, which is a lamp. RowLamp: we propose Oarlight, an oar.",
            "RowLamp",
        ),
        (
            "Rowing at Night with Lamps",
            "Nights are dark. We introduce RowLamp, a lamp for oars.",
            "Rowing at Night with Lamps",
        ),
        (
            "Rowing at Night with Lamps",
            "We present NightRow, a dataset. NightRow is. We propose RowLamp, a lamp. RowLamp is.",
            "RowLamp",
        ),
        (
            "Rowing at Night with Lamps",
            "Nights are dark. We introduce NightRow, a dataset of oars. NightRow is large.",
            "NightRow",
        ),
        (
            "Rowing at Night with Lamps",
            "We propose a lamp. We introduce NightRow, a dataset of oars. NightRow is large.",
            "Rowing at Night with Lamps",
        ),
        (
            "Rowing with Slow Lamps",
            "We introduce Slow Lamps (SL). SL needs NightRow: we present NightRow, a set of oars.",
            "Slow Lamps",
        ),
        (
            "Rowing at Night",
            "We introduce Early Anchor Drop (EAD), which stops boats. EAD is quick. EAD is light.",
            "Early Anchor Drop",
        ),
        (
            "Rowing at Night",  # with none of its words in the title, it has to be used more
            "We introduce Early Anchor Drop (EAD), which stops boats. EAD is quick.",
            "Rowing at Night",
        ),
        (
            "Early Anchor Network for Boats",
            "We introduce an Early Anchor (EA) network, which stops boats. EA is quick.",
            "Early Anchor Network",
        ),
        (
            "Early Anchor Drop Learning for Boats",
            "We introduce Early Anchor Drop (EAD) learning for boats. EAD is quick.",
            "Early Anchor Drop Learning",
        ),
        (
            "Rowing at Night",
            "We introduce Early Anchor Drop (EAD) Execution as a test. EAD is old, EAD is light.",
            "Early Anchor Drop Execution",
        ),
        (
            "Early Anchors at Night",  # of the field
            "Early Anchor Drop (EAD) is old. We introduce an Early Anchor Drop (EAD). EAD aids.",
            "Early Anchors at Night",
        ),
        (
            "Early Anchors at Night",  # of others
            "Pilots have developed Early Anchor Drop (EAD). We test EAD. EAD is quick.",
            "Early Anchors at Night",
        ),
        (
            "Early Anchors at Night",  # a part
            "We introduce the Early Anchor Module (EAM), which stops boats. EAM is quick.",
            "Early Anchors at Night",
        ),
        (
            "Early Anchors at Night",  # the second thing made
            "We propose a lamp. We introduce Early Anchor Drop (EAD). EAD is quick.",
            "Early Anchors at Night",
        ),
        (
            "Reading by Chain-of-Thought",  # everybody's
            "We propose Lamplit Chain-of-Thought (CoT), which reads. CoT is quick. CoT is light.",
            "Reading by Chain-of-Thought",
        ),
        (
            "Is There an Early Anchor Drop?",
            "We introduce Early Anchor Drop (EAD), which stops boats. EAD is quick.",
            "Is There an Early Anchor Drop?",
        ),
        (
            "Rowing at Night with Lamps",
            "We propose Alike, a lamp for oars. Alike is bright. With Alike, oars are bright.",
            "Alike",
        ),
        (
            "Does Rowing at Night Need Lamps?",
            "Nights are dark. We introduce RowLamp, a lamp for oars. RowLamp is bright.",
            "Does Rowing at Night Need Lamps?",
        ),
        (
            "Rowing at Night: A Study",
            "Nights are dark. We introduce RowLamp, a lamp for oars. RowLamp is bright.",
            "Rowing at Night: A Study",
        ),
    ],
)
def test_a_name_that_the_title_hides_is_the_text_s(title: str, summary: str, name: str) -> None:
    assert name_of(work(title=title, summary=summary)) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Introducing BoatLLM 2", "BoatLLM 2"),
        ("Announcing BoatLLM: rowing for all", "BoatLLM"),
        ("BoatLLM-2: rowing for all", "BoatLLM-2"),
        ("Introducing a new boat for all", "Introducing a new boat for all"),
        ("Notes: I tried it", "Notes: I tried it"),
        ("Quickfit: I tried it", "Quickfit: I tried it"),
        ("I tried it | Lab Notes", "I tried it"),
    ],
)
def test_a_post_s_name_is_shortened_where_it_is_coined(title: str, name: str) -> None:
    own = SightingRef(source="feed:x", source_name="Lab Notes", url="", seen_at=NOW)
    assert name_of(replace(work(title=title, kind=Kind.POST), sightings=(own,))) == name


def test_a_work_without_a_title_has_its_address_for_a_name() -> None:
    assert name_of(work(title="\x00 ")) == "https://arxiv.org/abs/2505.00017"


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Quickfit: Adapting Models", ("Quickfit",)),
        ("Quickfit 2.5-VL Technical Report", ("Quickfit 2.5-VL",)),
        ("Attention for Everyone", ("Attention for Everyone",)),
        ("Attention for Everyone at Home", ()),
    ],
)
def test_a_text_speaks_of_its_work_by_name(title: str, names: tuple[str, ...]) -> None:
    assert names_in_text(work(title=title)) == names


def test_a_text_speaks_of_its_work_by_what_it_abbreviates_it_to() -> None:
    summary = "We propose slow anchor training (SAT). With SAT, boats stay where they are."
    assert names_in_text(work(title="Anchors for Boats on Lakes", summary=summary)) == ("SAT",)


def test_a_manner_in_a_subtitle_keeps_no_title_whole() -> None:
    named = name_of(work(title="MPCAR: Multi-Perspective Ropes for Boats", summary="A rope."))
    assert named == "MPCAR"


def test_what_every_paper_abbreviates_is_no_name() -> None:
    summary = "We propose chain of thought (CoT). With CoT, boats stay where they are."
    assert names_in_text(work(title="CoT for Boats on Many Lakes", summary=summary)) == ()


def test_a_name_may_be_spelt_out_at_length_before_what_it_is() -> None:
    spelt = "Mooring of Old and New Rowing Boats by Ropes that are Counted at every Quay"
    summary = f"We introduce MERKO ({spelt}), a rope for boats. MERKO holds."
    assert name_of(work(title="Counting Ropes for Rowing Boats", summary=summary)) == "MERKO"


def test_a_text_may_speak_by_a_shorter_name_than_its_title() -> None:
    summary = "We introduce RP-Row, a rope for boats. RP-Row holds."
    named = names_in_text(work(title="Reason-Pull-Row: Ropes for Boats", summary=summary))
    assert named == ("Reason-Pull-Row", "RP-Row")


def test_where_a_title_names_its_work_what_else_a_text_names_is_a_part() -> None:
    summary = (
        "We introduce a weight of lamps (WoL). WoL helps. We propose RowLamp, a lamp for oars."
    )
    assert names_in_text(work(title="RowLamp: Oars by Night", summary=summary)) == ("RowLamp",)


@pytest.mark.parametrize(
    ("kind", "title", "name"),
    [
        (Kind.MODEL, "ropeyard/Hempline-7B", "Hempline-7B"),
        (Kind.CODE, "ropeyard/hempline", "hempline"),
        (Kind.DATASET, "ropeyard/knots-1.5", "knots-1.5"),
        (Kind.MODEL, "Hempline/Cotton or neither", "Hempline/Cotton or neither"),
        (Kind.POST, "hemp/cotton", "hemp/cotton"),
    ],
)
def test_a_catalogue_s_path_is_shown_without_who_keeps_it(
    kind: Kind, title: str, name: str
) -> None:
    assert name_of(replace(work(title=title), kind=kind)) == name


def test_what_is_left_of_a_name_s_own_tex_is_a_name_of_the_text() -> None:
    summary = "We present \\ourboat, a boat of reeds. With 40\\% less wood, \\ourboat floats."
    assert "\\ourboat" in names_in_text(work(title="Reeds Float", summary=summary))


def test_names_of_a_text_stand_in_its_order_each_once() -> None:
    own = [f"\\our{kind}" for kind in ("boat", "oar", "sail", "rope", "lamp", "mast", "keel")]
    summary = f"We present {', '.join(own)} and {own[0]} again, for seas and lakes."
    found = names_in_text(work(title="Reeds That Float on Lakes", summary=summary))
    assert [name for name in found if name in own] == own
