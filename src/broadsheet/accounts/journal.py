"""
Writing into the newsroom's journal what somebody did to something that is no page.

It stands in Wagtail's own log of models, which the database lets nobody change (`desk.journal`).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model
from wagtail.log_actions import log
from wagtail.models import Site

from broadsheet.environment.origin import origin

Change = tuple[str, str, str]  # what, before, after
LONGEST = 300  # letters of a value; a journal is read, not restored from


def tell(
    about: Model,
    action: str,
    *,
    title: str = "",
    by: Any = None,
    reason: str = "",
    changes: Iterable[Change] = (),
) -> None:
    """Keep that something was done, by whoever is signed in, `by`, or the command that runs."""
    data: dict[str, Any] = {}
    if reason:
        data["reason"] = reason
    if told := [list(change) for change in changes]:
        data["changes"] = told
    if by is None and (started := origin()):
        data["origin"] = started
    log(about, action, user=by, title=title or str(about), data=data)


def tell_of_command(*, did: str) -> None:
    """Keep what a command did to the whole site: "backed up to /srv/backups/monday.tar.zst"."""
    site = Site.objects.order_by("-is_default_site", "pk").first()
    if site is not None:
        tell(site, "broadsheet.commanded", title=site.site_name or site.hostname, reason=did)


def differences(before: Mapping[str, Any], after: Mapping[str, Any], *, names: Mapping[str, str]) -> list[Change]:
    """What is another value now, in words."""
    return [
        (names[key], in_words(before.get(key)), in_words(after.get(key)))
        for key in names
        if before.get(key) != after.get(key)
    ]


def in_words(value: Any) -> str:
    """A value as it stands in the journal, on one line and not too long."""
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    line = ", ".join(map(str, value)) if isinstance(value, list | tuple) else " ".join(str(value).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
