"""An author at the command line: a project folder, the installed program, a real editor."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PROGRAM = Path(sys.executable).with_name("tracker")

POST = """\
---
title: "What is next"
date: 2025-01-01
last_modified_at: 2025-01-02 # by hand
---

# What is next

## Reasoning

1. **Old** ([paper](https://arxiv.org/abs/2201.00001)) - Known long since.

## Tuning

Nothing here yet.

---

*A footer.*
"""


class Author:
    """Runs tracker in a folder of their own, with a state folder and an editor of their own."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "project"
        self.home.mkdir(parents=True)
        self.environ = {
            **{k: v for k, v in os.environ.items() if not k.startswith("TRACKER_")},
            "XDG_STATE_HOME": str(folder / "state"),
            "HOME": str(folder),
            "COLUMNS": "100",
        }
        self.environ.pop("VISUAL", None)
        self.environ.pop("EDITOR", None)
        (self.home / "post.md").write_text(POST, encoding="utf-8")

    @property
    def post(self) -> bytes:
        return (self.home / "post.md").read_bytes()

    @property
    def drafts(self) -> list[Path]:
        return sorted(self.home.glob("drafts/*-*.md"))

    def configure(self, base_url: str, **sections: str) -> None:
        """Write tracker.toml for a loopback arXiv; further sections as their TOML text."""
        text = (
            f'[arxiv]\nbase_url = "{base_url}"\ndelay_seconds = 0\n{sections.get("arxiv", "")}\n'
            f"[network]\nallow_private_hosts = true\n{sections.get('network', '')}\n"
            f'[post]\npath = "post.md"\n{sections.get("post", "")}\n'
            f"[draft]\n{sections.get('draft', '')}\n"
        )
        (self.home / "tracker.toml").write_text(text, encoding="utf-8")

    def watch(
        self,
        slug: str,
        *,
        heading: str,
        any_of: Sequence[str],
        feeds: Sequence[str] = (),
        take: str = "matching",
    ) -> None:
        """Write a watchlist on cs.CL."""
        quoted = json.dumps(list(any_of))
        text = f'title = "{heading}"\n[arxiv]\ncategories = ["cs.CL"]\nany = {quoted}\n'
        for url in feeds:
            text += f'[[feeds]]\nurl = "{url}"\ntake = "{take}"\n'
        path = self.home / "watchlists" / f"{slug}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def use_editor(self, script: str) -> None:
        """An editor that really edits: Python that changes ``text`` of the file it is given."""
        path = self.home.parent / "editor.py"
        path.write_text(
            "import re, sys\nfrom pathlib import Path\npath = Path(sys.argv[-1])\n"
            "text = path.read_bytes().decode()\n"
            f"{script}\npath.write_bytes(text.encode())\n",
            encoding="utf-8",
        )
        self.environ["VISUAL"] = f"'{sys.executable}' '{path}' --wait"

    def run(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [PROGRAM, *arguments],
            cwd=self.home,
            env=self.environ,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def ok(self, *arguments: str) -> str:
        """Run, with status 0, and give what was printed."""
        done = self.run(*arguments)
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
        return done.stdout

    def json(self, *arguments: str) -> Any:
        """Run with ``--json``, whatever the status."""
        return json.loads(self.run(*arguments, "--json").stdout)
