"""The author's settings, in ``tracker.toml``: an empty file works."""

from tracker.settings.reading import parse_settings
from tracker.settings.table import (
    ATTENTION_KINDS,
    DRAFT_SIZE,
    ArxivSettings,
    AttentionSettings,
    DatabaseSettings,
    DraftSettings,
    NetworkSettings,
    PostSettings,
    RankingSettings,
    ScaleSettings,
    Settings,
)
from tracker.settings.writing import render_settings

__all__ = [
    "ATTENTION_KINDS",
    "DRAFT_SIZE",
    "ArxivSettings",
    "AttentionSettings",
    "DatabaseSettings",
    "DraftSettings",
    "NetworkSettings",
    "PostSettings",
    "RankingSettings",
    "ScaleSettings",
    "Settings",
    "parse_settings",
    "render_settings",
]
