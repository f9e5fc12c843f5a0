"""``tracker serve``: the page, until Ctrl-C."""

from __future__ import annotations

import contextlib
import gc
import sys
import threading
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from tracker.cli.base import Console, console
from tracker.cli.base import command as tracker_command
from tracker.errors import ConfigError, ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_EXTRA = ("starlette", "uvicorn", "markupsafe", "mdit_py_plugins", "pygal")
PORT = 8377
_LOCAL = ("127.0.0.1", "localhost", "::1")


@tracker_command(
    "serve",
    examples="""
tracker serve
tracker serve --port 0 --no-open
tracker serve --keep-key --allow-host laptop.tailnet.example
""",
)
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=PORT, show_default=True, help="0: a free one."
)
@click.option("--host", metavar="ADDRESS", default=_LOCAL[0], help="Listen here, not on 127.0.0.1.")
@click.option(
    "--allow-host", metavar="NAME", multiple=True, help="A further name that leads here (a tunnel)."
)
@click.option("--open/--no-open", "opens", default=None, help="Open your browser, or leave it.")
@click.option("--keep-key", is_flag=True, help="The same key at each start: bookmarks stay good.")
def command(
    ctx: click.Context,
    port: int,
    host: str,
    allow_host: tuple[str, ...],
    opens: bool | None,
    keep_key: bool,
) -> int:
    """Decide in your browser: the drafts, the post, what is stored. Ctrl-C ends it."""
    out = console(ctx)
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    return serve(
        out,
        port=port,
        host=host,
        allowed_hosts=allow_host,
        opens=is_terminal if opens is None else opens,
        keeps_key=keep_key,
    )


def serve(
    out: Console,
    *,
    port: int = PORT,
    host: str = _LOCAL[0],
    allowed_hosts: Sequence[str] = (),
    opens: bool = True,
    keeps_key: bool = False,
    draft: str = "",
) -> int:
    """Serve the project's page until it is ended, a ``draft`` first if one is named. Raises
    ConfigError."""
    check_extra()
    with _loading():
        from tracker.web.listening import listen
        from tracker.web.opening import kept_key, way_in
        from tracker.web.site import Site, new_key

        project = out.project()
    folder = project.state_folder
    key = kept_key(folder) if keeps_key else new_key()
    listener = listen(host, port)
    site = Site(
        project.home,
        listener.getsockname()[1],
        key=key,
        host=host,
        allowed_hosts=tuple(name.lower() for name in allowed_hosts),
        draft=draft,
    )
    if host not in _LOCAL:
        out.warn(
            f"whoever reaches {host} can ask this page, and the key travels unencrypted: use it on "
            "a network that you trust, or a tunnel to 127.0.0.1 with --allow-host"
        )
    with way_in(site, folder) as path, contextlib.suppress(KeyboardInterrupt):
        out.say(site.address_with_key)
        out.note("Ctrl-C ends it")
        if opens:
            threading.Thread(target=_open, args=(out, path), daemon=True).start()
        with _loading():  # it takes longest: the browser starts meanwhile
            from tracker.web.serving import Server

            server = Server(site)
        server.run([listener])
    return ExitCode.OK


@contextlib.contextmanager
def _loading() -> Iterator[None]:
    """Without a search for garbage: nothing that is loaded is any, and the first page is there
    sooner by a tenth."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _open(out: Console, path: Path) -> None:
    """Open $BROWSER or the system's own, which in a terminal lasts as long as it is read."""
    import webbrowser

    if not webbrowser.open(path.absolute().as_uri()):
        out.note("no browser opened; the address above leads in")


def check_extra() -> None:
    """Raises ConfigError where what the page needs is not installed."""
    missing = [name for name in _EXTRA if find_spec(name) is None]
    if missing:
        message = f'the page needs {missing[0]}: install tracker with its extra "web"'
        raise ConfigError(f"{message}: pipx install --force '.[web]'")
