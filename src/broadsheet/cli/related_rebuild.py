"""`broadsheet related_rebuild`: has every story indexed and related anew."""

import click


@click.command("related_rebuild")
def related_rebuild() -> None:
    """Order every live story to be indexed and related anew; readers go on reading meanwhile."""
    from broadsheet.cli.founding import require_site, start_django

    require_site()
    start_django()
    from django.utils import timezone

    from broadsheet.related.actions import order_everything

    count = order_everything(now=timezone.now())
    click.echo(
        f"{count} stories are ordered. The clerk relates them; `broadsheet clerk` or `broadsheet run` must be up."
    )
