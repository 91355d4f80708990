"""``perscoach``: the command line. One module per group of commands."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import typer
from typer.core import TyperGroup

from perscoach_app.cli.speech import fail, language
from perscoach_app.settings import SettingsRefused


class Commands(TyperGroup):
    """All commands: settings that cannot be used become a sentence and an exit code in any of them."""

    def invoke(self, ctx: Any) -> object:
        """Runs the command."""
        try:
            return super().invoke(ctx)
        except SettingsRefused as error:
            fail(error.sentence(language(None)))


app = typer.Typer(cls=Commands, no_args_is_help=True, add_completion=False, help="pers.coach: the trainer's own clip as the yardstick.")
for group, commands in {
    "media": ("process", "pose", "crop"),
    "compare": ("compare",),
    "serve": ("serve", "demo"),
    "prepare": ("prepare",),
    "doctor": ("doctor",),
    "backup": ("backup", "restore"),
    "bench": ("bench",),
}.items():
    if find_spec(f"perscoach_app.cli.{group}"):
        for command in commands:
            app.command(command)(getattr(import_module(f"perscoach_app.cli.{group}"), command))
for group in ("admin", "tenant", "jobs", "weights"):
    if find_spec(f"perscoach_app.cli.{group}"):
        app.add_typer(import_module(f"perscoach_app.cli.{group}").app, name=group)
