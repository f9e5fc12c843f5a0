"""A group of commands that tells the nearest of them where one is misspelt."""

from __future__ import annotations

import click


class NearestGroup(click.Group):
    """The group whose error for an unknown name is a UsageError with that advice."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of that name. Raises UsageError, with the nearest name where there is one."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], self.list_commands(ctx), 1)
            if not near:
                raise
            message = f"{error.message.rstrip('.')}; did you mean {near[0]}?"
            raise click.UsageError(message, ctx) from error
