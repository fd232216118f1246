"""Adding and changing sources."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from broadsheet.contracts.fetching import FetchOrder
from broadsheet.stories.models import SectionPage
from broadsheet.stories.queries import address_of, section_by_address
from broadsheet.wire.locking import unlock
from broadsheet.wire.models import Route, Source

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


class SourceError(Exception):
    """A source that cannot be made; the text names what is wrong and the way out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    slug: str
    folder: Path
    credit: str
    name: str
    publish_to: str = ""  # a section's address; empty sends everything to the desk alone
    hourly_cap: int = 30


@transaction.atomic
def add_source(facts: SourceFacts, *, replace: bool = False) -> Source:
    """
    Make a folder source with its route, and the folder where it is missing.

    :raises SourceError: if the slug or folder is taken (and not to be replaced), the section unknown, or the folder
        cannot be used
    """
    if not _SLUG.fullmatch(facts.slug):
        raise SourceError(
            f"{facts.slug!r}: a source's name is small letters, figures, - and _, such as ap or dpa-sport."
        )
    known = Source.objects.select_for_update().filter(slug=facts.slug).first()
    if known is not None and not replace:
        raise SourceError(f"There is a source {facts.slug!r} already; add --replace to change it.")
    section = _section(facts.publish_to)
    folder = _usable(facts.folder)
    other = Source.objects.filter(folder=str(folder)).exclude(slug=facts.slug).first()
    if other is not None:
        raise SourceError(f"The folder {folder} is read by the source {other.slug!r} already; give another folder.")
    source = known or Source(slug=facts.slug)
    source.name, source.folder, source.credit = facts.name, str(folder), facts.credit
    source.hourly_cap = facts.hourly_cap
    source.save()
    _route(source, section=section)
    return source


def _section(address: str) -> SectionPage | None:
    if not address:
        return None
    section = section_by_address(address)
    if section is None:
        known = ", ".join(sorted(_addresses())) or "none yet"
        raise SourceError(f"There is no section at {address}. Sections: {known}.")
    return section


def _addresses() -> list[str]:
    return [address_of(section) for section in SectionPage.objects.live().order_by("path")[:50]]


def _usable(folder: Path) -> Path:
    place = folder.expanduser().absolute()
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SourceError(f"The folder {place} cannot be made: {error.strerror}.") from error
    return place


def _route(source: Source, *, section: SectionPage | None) -> None:
    """Let the source publish in that section by itself and nowhere else; without one, nowhere."""
    source.routes.filter(mode=Route.Mode.PUBLISH).exclude(section=section).update(enabled=False)
    if section is not None:
        Route.objects.update_or_create(
            source=source, section=section, defaults={"mode": Route.Mode.PUBLISH, "enabled": True}
        )


def order_for(source: Source) -> FetchOrder:
    """
    What the next look at a source is told.

    :raises LockedError: if its secret cannot be opened
    """
    return FetchOrder(
        address=source.address,
        user=source.user,
        secret=unlock(source.locked_secret),
        cursor=source.cursor,
        options={str(name): str(value) for name, value in source.options.items()},
    )
