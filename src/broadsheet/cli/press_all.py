"""`broadsheet press_all`: has every page pressed anew."""

import click


@click.command("press_all")
def press_all() -> None:
    """Order the whole paper anew; the clerk presses it, the newest first, and readers go on reading meanwhile."""
    from broadsheet.cli.founding import require_site, start_django

    require_site()
    start_django()
    from django.utils import timezone

    from broadsheet.press.actions import press_everything

    count = press_everything(now=timezone.now())
    click.echo(f"{count} orders are given. The clerk presses them; `broadsheet clerk` or `broadsheet run` must be up.")
