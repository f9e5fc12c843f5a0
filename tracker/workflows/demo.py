"""A first draft from the sample that ships with tracker: a real poll over HTTP on loopback.

All of it happens in one folder: project, database, even the gate to the sample's arXiv. Run again,
it goes on in the same folder and loses nothing that was written there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from tracker.demo.server import Sample, read_sample, serve
from tracker.errors import ConfigError
from tracker.settings import parse_settings
from tracker.watchlists import FeedRule, parse_watchlist, render_watchlist
from tracker.workflows.drafting.draft import DraftOptions, DraftReport, draft
from tracker.workflows.intake.poll import PollOptions, poll
from tracker.workflows.intake.poll_report import PollReport
from tracker.workflows.new_project import shipped_watchlists
from tracker.workflows.project import SETTINGS_NAME, load_project, read_text
from tracker.workflows.session import open_session

SIGN = "# A sample project, made by: tracker demo\n"

POST = """\
---
title: "What is next in language models"
last_modified_at: 2025-01-01
---

# What is next in language models

A post that lives: each section grows as papers and posts appear.

## Multimodal Models

1. **CLIP** ([paper](https://arxiv.org/abs/2103.00020)) - Where text and images first met.

## Efficient Fine-tuning

## Reasoning Frameworks

---

*Corrections are welcome.*
"""


@dataclass(frozen=True, slots=True)
class DemoReport:
    """Where the sample project is, and what poll and draft reported."""

    folder: Path
    polled: PollReport
    drafted: DraftReport


def demo(folder: Path, *, now: datetime, tell: Callable[[str], None]) -> DemoReport:
    """Make or go on with the sample project. Raises ConfigError for a folder of someone's own."""
    settings = folder / SETTINGS_NAME
    is_ours = settings.is_file() and read_text(settings).startswith(SIGN)
    is_free = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    if not is_ours and not is_free:
        raise ConfigError(f"{folder} holds something else; name a new folder: tracker demo DIR")
    port = 0
    if is_ours:
        base_url = parse_settings(read_text(settings), path=str(settings)).arxiv.base_url
        port = urlsplit(base_url).port or 0
    sample = read_sample()
    with serve(Sample(sample, now=now), port=port) as base:
        tell(f"serving the sample's arXiv and blogs on {base}")
        try:
            _write_project(folder, base, sample["feeds"])
        except OSError as error:
            message = f"cannot be written: {error.strerror or error}"
            raise ConfigError(message, path=str(folder)) from error
        project = load_project(folder)
        tell("tracker poll")
        polled = poll(project, PollOptions(), now=now, state_folder=folder / ".state")
        tell("tracker draft")
        with open_session(project, now=now) as session:
            drafted = draft(session, DraftOptions())
    return DemoReport(folder, polled, drafted)


def _write_project(folder: Path, base: str, feeds: list[dict[str, str]]) -> None:
    (folder / "watchlists").mkdir(parents=True, exist_ok=True)
    (folder / SETTINGS_NAME).write_text(
        f"{SIGN}# Its arXiv and its blogs are served while the demo runs, and only then.\n\n"
        f'[arxiv]\nbase_url = "{base}"\ndelay_seconds = 0\n\n'
        "[network]\nallow_private_hosts = true\n\n"
        '[post]\npath = "language-models.md"\n',
        encoding="utf-8",
    )
    for name, text in shipped_watchlists().items():
        watchlist = parse_watchlist(text, path=f"watchlists/{name}")
        served = tuple(
            FeedRule(url=f"{base}/blogs/{feed['slug']}/feed", name=feed["title"])
            for feed in feeds
            if feed["topic"] == watchlist.slug
        )
        path = folder / "watchlists" / name
        path.write_text(render_watchlist(replace(watchlist, feeds=served)), encoding="utf-8")
    post = folder / "language-models.md"
    if not post.exists():
        post.write_text(POST, encoding="utf-8")
