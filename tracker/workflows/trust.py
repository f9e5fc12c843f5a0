"""Whose settings are obeyed? Those of a folder above may be another user's, as git's
``safe.directory`` has it (CVE-2022-24765): somebody can put a ``tracker.toml`` into ``/tmp`` or a
shared folder, and wait for whoever works below it. A folder that is named is trusted.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from tracker.errors import ConfigError


def check_owner(settings: Path, environ: Mapping[str, str]) -> None:
    """Raises ConfigError for settings found in a folder above that are neither the user's nor
    root's. Under sudo those of the user who called it are trusted, too."""
    if not hasattr(os, "geteuid"):
        return
    user = os.geteuid()
    trusted = {0, user}
    if user == 0 and environ.get("SUDO_UID", "").isdecimal():
        trusted.add(int(environ["SUDO_UID"]))
    owners = {settings.lstat().st_uid, settings.stat().st_uid, settings.parent.stat().st_uid}
    if strangers := owners - trusted:
        folder = settings.parent
        raise ConfigError(
            f"{settings} belongs to another user ({_name(min(strangers))}), and is not obeyed; "
            f"if you trust it, name the folder: tracker --home {folder}, or TRACKER_HOME={folder}"
        )


def _name(user: int) -> str:
    import pwd  # noqa: PLC0415 - not on Windows

    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)
