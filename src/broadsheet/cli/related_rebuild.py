"""`broadsheet related_rebuild`: has every story indexed and related anew."""

import time
from collections.abc import Callable

import click

from broadsheet.cli.bars import bars

_LOOK_EVERY = 0.5  # seconds


@click.command("related_rebuild")
@click.option("--no-wait", is_flag=True, help="Order it and leave the work to the clerk.")
def related_rebuild(no_wait: bool) -> None:
    """
    Index every live story and find its related ones anew; readers go on reading meanwhile.

    The clerk does it, where one runs; else this command does, and a clerk that starts meanwhile stands by. Stopped or
    killed, it loses nothing: what was ordered is worked off by the next clerk, or by this command run again.
    """
    from broadsheet.cli.founding import require_site, start_django

    require_site()
    start_django()
    from django.utils import timezone

    from broadsheet.clerk.service import leadership_of_this_site
    from broadsheet.related.actions import order_everything
    from broadsheet.related.rebuilding import STEPS_A_STORY

    count = order_everything(now=timezone.now())
    if no_wait:
        click.echo(f"{count:,} stories are ordered. A clerk must be up: `broadsheet clerk` or `broadsheet run`.")
        return
    leadership = leadership_of_this_site()
    is_ours = leadership.take()
    try:
        _show(STEPS_A_STORY * count, go_on=_work if is_ours else _wait)
    except KeyboardInterrupt:
        click.echo("Nothing is lost: the clerk goes on, or this command run again.", err=True)
        raise
    finally:
        if is_ours:
            leadership.release()
    click.echo(f"{count:,} stories are indexed and related; pages that changed are pressed by the clerk.")


def _show(total: int, *, go_on: Callable[[], bool]) -> None:
    from broadsheet.related.rebuilding import watch

    with bars() as progress:
        progress.begin("Relating every story", total=total)
        watch(total=total, told=progress.reach, go_on=go_on)


def _wait() -> bool:
    time.sleep(_LOOK_EVERY)
    return True


def _work() -> bool:
    from django.utils import timezone

    from broadsheet.related.tasks import relate_archive, work_off_orders

    now = timezone.now()
    return work_off_orders(now) or relate_archive(now)
