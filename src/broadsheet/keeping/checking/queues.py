"""Work that waits longer than it should."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from broadsheet.environment.mail import has_mail
from broadsheet.keeping.checking.findings import Finding, Ground, broken, warning
from broadsheet.media.queries import failing_pictures
from broadsheet.press.queries import failing_orders, oldest_urgent_order_at
from broadsheet.related.queries import oldest_order_at as oldest_related_at
from broadsheet.wire.queries import mails_alarms, overdue_tellings, quarantine

_PRESS_WAITS, _RELATED_WAITS = timedelta(minutes=2), timedelta(minutes=15)


def press_orders(ground: Ground) -> Iterable[Finding]:
    """Pages that should be pressed by now."""
    oldest = oldest_urgent_order_at()
    if oldest is not None and ground.now - oldest > _PRESS_WAITS:
        yield broken(
            f"A page has waited {_age(ground, oldest)} to be pressed.",
            why="What editors publish and take back does not reach readers.",
            remedy="See that one clerk runs (systemctl status broadsheet-clerk) and what its log says.",
        )
    failing = failing_orders(limit=1)
    if failing:
        order = failing[0]
        yield broken(
            f"{order.key} could not be pressed in {order.attempts} tries: {order.last_error[:200]}",
            why="Readers have its older page, or none.",
            remedy="Open it in the newsroom and publish it anew; if it stays, its picture or a block is damaged.",
        )


def related_orders(ground: Ground) -> Iterable[Finding]:
    """Stories that should be in the index by now."""
    oldest = oldest_related_at()
    if oldest is not None and ground.now - oldest > _RELATED_WAITS:
        yield warning(
            f"A story has waited {_age(ground, oldest)} to be indexed.",
            why="It is not found by search, and stands in no Related Stories.",
            remedy="See that one clerk runs, and what its log says. Else run `broadsheet related_rebuild`.",
        )


def pictures(_: Ground) -> Iterable[Finding]:
    """Pictures of which no smaller files can be made."""
    failing = failing_pictures()
    if failing:
        yield warning(
            f"{len(failing)} pictures could not be encoded so far, such as picture {failing[0]}.",
            why="Readers get their JPEG files, which are larger.",
            remedy="The clerk's log says why (picture_not_encoded). Where the file is damaged, replace the picture.",
        )


def alarms(ground: Ground) -> Iterable[Finding]:
    """Alarms that nobody was told of."""
    overdue = overdue_tellings(ground.now)
    if overdue:
        yield broken(
            f"{overdue} alarms are overdue to be told by mail or webhook.",
            why="A kill at night may wait until morning.",
            remedy="See that one clerk runs, and open Alarms in the newsroom: each says what its last message met.",
        )
    if mails_alarms() and not has_mail():
        yield warning(
            "Alarms are to go out by mail, and BROADSHEET_SMTP_URL names no mail server.",
            why="Nobody is told of a kill unless somebody looks at the desk.",
            remedy="Set BROADSHEET_SMTP_URL, then try `broadsheet doctor --send-test-mail you@example.org`.",
        )


def quarantined(_: Ground) -> Iterable[Finding]:
    """Wire files that could not be read."""
    count = quarantine().count()
    if count:
        yield warning(
            f"{count} wire files are in quarantine.",
            why="What they say is not on the desk, a kill among them perhaps.",
            remedy="Look at them in the newsroom under Sources; after a fix: `broadsheet wire_source read_again NAME`.",
        )


def _age(ground: Ground, since: datetime) -> str:
    minutes = int((ground.now - since).total_seconds() // 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"  # noqa: PLR2004
