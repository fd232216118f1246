"""What becomes of pictures that an item names at an address: they join it, and the stories made of it."""

from datetime import datetime
from urllib.parse import unquote, urlsplit

from django.db import transaction
from django.db.models import Count

from broadsheet.wire import sentences
from broadsheet.wire.facts import item_from
from broadsheet.wire.lifecycle import settle
from broadsheet.wire.models import WantedPicture, WireItem, WirePicture
from broadsheet.wire.pictures import kept_picture
from broadsheet.wire.queries import killed_guids

_MOST_GIVEN_UP = 300  # of a source at once: some milliseconds each
_LONGEST_NAME = 100  # characters of a file's name in the library


def keep_fetched_picture(wanted: WantedPicture, *, data: bytes, address: str, now: datetime) -> bool:
    """
    Add a picture to the library and to its item; the stories made of the item take it as they take an update.

    Gives whether it was added; where it was not, the item says why.
    """
    revision = wanted.revision
    said = item_from(revision.facts).pictures[wanted.position]
    if killed_guids(revision.item.source, guids=[said.guid]):
        give_up_picture(wanted, reason=sentences.PICTURE_KILLED_BY_AGENCY % {"picture": said.guid})
        return False
    # Decoded before the transaction, which would hold every other writer meanwhile.
    picture, warning = kept_picture(said, name=name_in(address), data=data)
    if picture is None:
        give_up_picture(wanted, reason=warning)
        return False
    with transaction.atomic():
        item = WireItem.objects.select_for_update(of=("self",)).select_related("source", "current").get(
            pk=revision.item_id
        )  # fmt: skip
        WirePicture.objects.get_or_create(revision=revision, position=wanted.position, defaults={"picture": picture})
        wanted.delete()
        settle(item, now=now)
    return True


@transaction.atomic
def give_up_picture(wanted: WantedPicture, *, reason: str) -> None:
    """Say on the item why it stays without a picture."""
    item = WireItem.objects.select_for_update(of=("self",)).get(pk=wanted.revision.item_id)
    if item.current_id == wanted.revision_id and reason not in item.warnings:
        item.warnings = [*item.warnings, reason]
        item.save(update_fields=["warnings"])
    wanted.delete()


def too_many_wanted(*, most: int) -> list[WantedPicture]:
    """Of each source that waits for more than `most` pictures the oldest beyond, a few hundred at a time."""
    sources = WantedPicture.objects.order_by().values("source").annotate(count=Count("pk")).filter(count__gt=most)
    found: list[WantedPicture] = []
    for source, count in sources.values_list("source", "count"):
        oldest = (
            WantedPicture.objects.filter(source=source).select_related("revision").order_by("revision_id", "position")
        )
        found += oldest[: min(count - most, _MOST_GIVEN_UP)]
    return found


def name_in(address: str) -> str:
    """What a picture at an address is called in the library."""
    last = unquote(urlsplit(address).path).rsplit("/", 1)[-1]
    plain = "".join(letter if letter.isalnum() or letter in "._-" else "-" for letter in last).strip(".-")
    return plain[-_LONGEST_NAME:] or "picture"
