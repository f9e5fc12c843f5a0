"""``tracker completion``: the script that a shell sources."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from tracker.cli.base import command as tracker_command


@tracker_command(
    "completion",
    examples="""
echo 'source <(tracker completion bash)' >> ~/.bashrc    # then open a new shell
echo 'source <(tracker completion zsh)' >> ~/.zshrc      # after compinit
tracker completion fish > ~/.config/fish/completions/tracker.fish
""",
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(ctx: click.Context, shell: str) -> None:
    """Print a completion script for SHELL."""
    made = get_completion_class(shell)
    assert made is not None
    root = ctx.find_root().command
    click.echo(made(root, {}, "tracker", "_TRACKER_COMPLETE").source())
