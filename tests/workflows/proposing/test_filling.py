"""How many places a draft has, by the settings, and who gets them in a standing draft."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk
from tests.support.sightings import paper
from tracker.ranking.places import Places
from tracker.settings import DraftSettings
from tracker.workflows.proposing.filling import most_of_a_topic, places_of


@pytest.mark.parametrize(
    ("settings", "places", "of_a_topic"),
    [
        (DraftSettings(), Places(size=30, least_per_topic=3), 30),
        (DraftSettings(size=12), Places(size=12, least_per_topic=3), 12),
        (DraftSettings(per_topic=10), Places(per_topic=10), 10),
        (DraftSettings(size=20, per_topic=9), Places(size=20, least_per_topic=3, per_topic=9), 9),
        (DraftSettings(size=5, least_per_topic=0), Places(size=5), 5),
    ],
)
def test_what_stands_in_the_settings_gives_the_places(
    settings: DraftSettings, places: Places, of_a_topic: int
) -> None:
    assert places_of(settings) == places
    assert most_of_a_topic(settings) == of_a_topic


def test_a_limit_for_once_is_a_number_of_each_topic() -> None:
    assert places_of(DraftSettings(size=5), limit=7) == Places(per_topic=7)


def test_topics_share_the_places_and_each_has_its_least(desk: Desk) -> None:
    desk.configure(draft="size = 4\nleast_per_topic = 1")
    desk.see(*(paper(n) for n in range(1, 8)))
    desk.see(*(paper(n, f"A low-rank adapter, part {n}") for n in range(11, 14)))
    report = desk.draft()
    topics = [entry.topic for entry in report.entries]
    assert len(topics) == 4
    assert {"reasoning", "tuning"} == set(topics)
    assert report.not_shown == 6


def test_a_standing_draft_is_filled_up_over_all_topics(desk: Desk) -> None:
    desk.configure(draft="size = 3")
    desk.see(*(paper(n) for n in range(1, 6)))
    desk.see(*(paper(n, f"A low-rank adapter, part {n}") for n in range(11, 14)))
    shown = [entry.work.id for entry in desk.draft().entries]
    assert len(shown) == 3
    desk.mark("[-]", shown[0])
    report = desk.draft()
    assert sum(entry.is_new for entry in report.entries) == 1
    assert not any(entry.is_new for entry in desk.draft().entries)
