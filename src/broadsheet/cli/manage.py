"""`broadsheet manage …`: Django's own commands, for administrators and developers."""

import os

import click


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False}, add_help_option=False
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def manage(words: tuple[str, ...]) -> None:
    """Run a Django management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.config.settings.production")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["broadsheet manage", *words])
